/** Which plan file is which tracking issue's. */
import { newPlanId, planIdIn } from './identity.ts';
import { parseTracking } from './markers.ts';
import type { Ledger, ObservedIssue, PlanId } from './types.ts';

/** A regular file of the default branch. */
export interface TreeFile {
  readonly path: string;
  readonly blob: string;
  readonly mode: '100644' | '100755';
}

/** A plan, with what of it was found. */
export type PairedPlan =
  /** A file, and the tracking issue that stands for it. */
  | {
      readonly kind: 'known';
      readonly id: PlanId;
      readonly file: TreeFile;
      readonly tracking: ObservedIssue;
      readonly ledger: Ledger;
      readonly closedByApp: boolean;
    }
  /** A file that has no tracking issue yet. */
  | { readonly kind: 'new'; readonly id: PlanId; readonly file: TreeFile }
  /** A tracking issue whose file is not there. */
  | {
      readonly kind: 'vanished';
      readonly id: PlanId;
      readonly tracking: ObservedIssue;
      readonly ledger: Ledger;
    }
  /** A tracking issue by an account that is not trusted, or of a newer marker version, claims the file's plan. */
  | {
      readonly kind: 'untrusted';
      readonly id: PlanId;
      readonly tracking: ObservedIssue;
      readonly file: TreeFile | null;
    }
  | {
      readonly kind: 'newer';
      readonly id: PlanId;
      readonly tracking: ObservedIssue;
      readonly version: string;
    };

/**
 * Pairs the plan files of the default branch with the repository's tracking issues: by path, then, for a file that was
 * renamed, by the blob that was its base. Of two tracking issues for one plan the older one stands.
 *
 * @param files The files that are plans by place and config.
 * @param trackings Issues that carry the tracking label, whoever opened them.
 * @param trusted Numeric ids of the accounts whose issues count as the app's own.
 */
export function pairPlans(
  files: readonly TreeFile[],
  trackings: readonly ObservedIssue[],
  trusted: ReadonlySet<number>,
): PairedPlan[] {
  const paired: PairedPlan[] = [];
  const claimed = new Set<PlanId>();
  const taken = new Set<string>();
  const unplaced: { tracking: ObservedIssue; ledger: Ledger; closedByApp: boolean }[] = [];
  for (const tracking of [...trackings].sort((a, b) => a.number - b.number)) {
    const marker = parseTracking(tracking.body);
    const claim =
      marker.kind === 'ledger' ? marker.ledger.plan : marker.kind === 'newer' ? marker.plan : null;
    if (marker.kind === 'none' || claim === null || claimed.has(claim)) continue;
    const file =
      marker.kind === 'ledger' ? (files.find(({ path }) => path === marker.ledger.path) ?? null) : null;
    if (!trusted.has(tracking.creator)) {
      if (file !== null) paired.push({ kind: 'untrusted', id: claim, tracking, file });
      continue;
    }
    claimed.add(claim);
    if (marker.kind === 'newer') paired.push({ kind: 'newer', id: claim, tracking, version: marker.version });
    else if (file === null)
      unplaced.push({ tracking, ledger: marker.ledger, closedByApp: marker.closedByApp });
    else if (!taken.has(file.path)) {
      taken.add(file.path);
      paired.push({
        kind: 'known',
        id: claim,
        file,
        tracking,
        ledger: marker.ledger,
        closedByApp: marker.closedByApp,
      });
    }
  }
  for (const { tracking, ledger, closedByApp } of unplaced) {
    const renamed = files.filter(({ path, blob }) => blob === ledger.base && !taken.has(path));
    const [file] = renamed;
    if (file === undefined || renamed.length > 1) {
      paired.push({ kind: 'vanished', id: ledger.plan, tracking, ledger });
      continue;
    }
    taken.add(file.path);
    paired.push({ kind: 'known', id: ledger.plan, file, tracking, ledger, closedByApp });
  }
  const ids = new Set([
    ...paired.map(({ id }) => id),
    ...trackings.flatMap(({ labels }) => labels.flatMap((name) => planIdIn(name) ?? [])),
  ]);
  const blocked = new Set(
    paired.flatMap((one) => (one.kind === 'untrusted' && one.file !== null ? [one.file.path] : [])),
  );
  for (const file of files) {
    if (taken.has(file.path) || blocked.has(file.path)) continue;
    const id = newPlanId(file.path, ids);
    ids.add(id);
    paired.push({ kind: 'new', id, file });
  }
  return paired;
}
