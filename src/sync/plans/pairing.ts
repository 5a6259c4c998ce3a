/** Which plan file is which tracking issue's. */
import type { Plan } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { newPlanId } from '../state/ids.ts';
import { parseTracking } from '../state/markers.ts';
import { matchTasks } from '../match/match.ts';
import { baseBlob, type Memory } from '../state/known.ts';
import type { ObservedIssue, PlanId } from '../types.ts';

/** A regular file of the default branch. */
export interface RepositoryFile {
  readonly path: string;
  readonly blob: string;
  /** Bytes, where the tree that names them was read. */
  readonly size?: number;
  readonly mode: '100644' | '100755';
}

/** A plan as its file and its tracking issue show it. */
export type PairedPlan =
  /** A file, and the tracking issue that stands for it. */
  | (Memory & { readonly kind: 'known'; readonly id: PlanId; readonly file: RepositoryFile })
  /** A file that has no tracking issue yet. */
  | { readonly kind: 'new'; readonly id: PlanId; readonly file: RepositoryFile }
  /** A tracking issue whose file is not there. */
  | (Memory & { readonly kind: 'vanished'; readonly id: PlanId })
  /** A tracking issue whose file is there, but is no plan any more by config, place or its own word. */
  | (Memory & { readonly kind: 'let-go'; readonly id: PlanId; readonly file: RepositoryFile })
  /** A tracking issue by an account that is not trusted claims the file's plan. */
  | {
      readonly kind: 'untrusted';
      readonly id: PlanId;
      readonly tracking: ObservedIssue;
      readonly file: RepositoryFile;
    }
  /** A tracking issue without its label, by an account that others use, too: a person must say that it is one. */
  | {
      readonly kind: 'unlabelled';
      readonly id: PlanId;
      readonly path: string;
      readonly tracking: ObservedIssue;
    }
  | {
      readonly kind: 'newer';
      readonly id: PlanId;
      readonly path: string;
      readonly tracking: ObservedIssue;
      readonly version: string;
    };

/**
 * Pairs the plan files of the default branch with the repository's tracking issues: by path, then, for a file that was
 * renamed, by the blob that was its base; {@link pairRenamed} goes on from there. Of two tracking issues for one plan
 * the older one stands; a plan that an untrusted or a newer one claims is left alone.
 *
 * @param files The files that are plans by place and config.
 * @param trackings Issues that carry the tracking label, whoever opened them.
 * @param trusted Numeric ids of the accounts whose issues count as the app's own.
 * @param others The files that are no plans.
 */
export function pairPlans(
  files: readonly RepositoryFile[],
  trackings: readonly ObservedIssue[],
  trusted: ReadonlySet<number>,
  others: readonly RepositoryFile[] = [],
): PairedPlan[] {
  const oldestFirst = [...trackings].sort((a, b) => a.number - b.number);
  const blocked = oldestFirst.flatMap((tracking) => blockedBy(tracking, trusted, files));
  const taken = new Set(blocked.map((one) => (one.kind === 'newer' ? one.path : one.file.path)));
  const known: PairedPlan[] = [];
  const pathless: Memory[] = [];
  for (const claim of claimsOf(oldestFirst, trusted)) {
    const file = files.find(({ path }) => path === claim.ledger.path);
    if (file === undefined) pathless.push(claim);
    else if (!taken.has(file.path)) {
      taken.add(file.path);
      known.push({ kind: 'known', id: claim.ledger.plan, file, ...claim });
    }
  }
  for (const claim of pathless) {
    const { ledger } = claim;
    const id = ledger.plan;
    const stays = others.find(({ path }) => path === ledger.path);
    const base = baseBlob(ledger);
    const [file, another] = files.filter(({ path, blob }) => blob === base && !taken.has(path));
    const letGo = stays ?? others.find(({ blob }) => blob === base);
    if (stays === undefined && file !== undefined && another === undefined) {
      taken.add(file.path);
      known.push({ kind: 'known', id, file, ...claim });
    } else if (letGo === undefined) known.push({ kind: 'vanished', id, ...claim });
    else known.push({ kind: 'let-go', id, file: letGo, ...claim });
  }
  const paired = [...blocked, ...known];
  return [
    ...paired,
    ...newPlans(
      files.filter(({ path }) => !taken.has(path)),
      paired,
    ),
  ];
}

/** How much of two plans must be the same tasks for one to be the other, renamed. */
const MOSTLY = 0.5;

/**
 * Pairs plans whose file is gone with new files that hold mostly the same tasks: renamed and edited in one push. Where
 * two files share equally many tasks, neither is taken.
 *
 * @param plans What was read of the bases of the vanished and the texts of the new ones, by blob.
 */
export function pairRenamed(paired: readonly PairedPlan[], plans: ReadonlyMap<string, Plan>): PairedPlan[] {
  const gone = paired.flatMap((one) => (one.kind === 'vanished' ? [one] : []));
  const fresh = paired.flatMap((one) => (one.kind === 'new' ? [one] : []));
  const shares = gone
    .flatMap((old) =>
      fresh.map((now) => ({
        old,
        now,
        share: shareOf(plans.get(baseBlob(old.ledger) ?? ''), plans.get(now.file.blob)),
      })),
    )
    .filter(({ share }) => share > MOSTLY);
  const renamed = new Map<PairedPlan, PairedPlan>();
  for (const { old, now, share } of shares) {
    const rivals = shares.filter((one) => one.old === old || one.now === now);
    if (rivals.some((one) => one.old.id + one.now.id !== old.id + now.id && one.share >= share)) continue;
    renamed.set(old, { ...old, kind: 'known', file: now.file });
    renamed.set(now, old);
  }
  return paired.flatMap((one) => {
    const instead = renamed.get(one);
    if (instead === undefined) return [one];
    return instead.kind === 'known' ? [instead] : [];
  });
}

function shareOf(base: Plan | undefined, plan: Plan | undefined): number {
  if (base === undefined || plan === undefined) return 0;
  const all = Math.max(allTasks(base).length, allTasks(plan).length);
  return all === 0 ? 0 : matchTasks(base, plan, new Map()).pairs.size / all;
}

type Blocked = Extract<PairedPlan, { kind: 'untrusted' | 'newer' }>;

function blockedBy(
  tracking: ObservedIssue,
  trusted: ReadonlySet<number>,
  files: readonly RepositoryFile[],
): Blocked[] {
  const marker = parseTracking(tracking.body);
  switch (marker.kind) {
    case 'none':
      return [];
    case 'newer': {
      const { plan: id, path, version } = marker;
      return trusted.has(tracking.creator) ? [{ kind: 'newer', id, path, tracking, version }] : [];
    }
    case 'ledger': {
      const file = files.find(({ path }) => path === marker.ledger.path);
      if (trusted.has(tracking.creator) || file === undefined) return [];
      return [{ kind: 'untrusted', id: marker.ledger.plan, tracking, file }];
    }
  }
}

function claimsOf(oldestFirst: readonly ObservedIssue[], trusted: ReadonlySet<number>): Memory[] {
  const claims = new Map<PlanId, Memory>();
  for (const tracking of oldestFirst) {
    const marker = parseTracking(tracking.body);
    if (marker.kind !== 'ledger' || !trusted.has(tracking.creator)) continue;
    const { ledger, closedByApp } = marker;
    const older = claims.get(ledger.plan);
    const claim =
      older === undefined
        ? { tracking, ledger, closedByApp }
        : { ...older, duplicates: [...(older.duplicates ?? []), tracking] };
    claims.set(ledger.plan, claim);
  }
  return [...claims.values()];
}

function newPlans(files: readonly RepositoryFile[], paired: readonly PairedPlan[]): PairedPlan[] {
  const ids = new Set(paired.map(({ id }) => id));
  return files.map((file) => {
    const id = newPlanId(file.path, ids);
    ids.add(id);
    return { kind: 'new', id, file };
  });
}
