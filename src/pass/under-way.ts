/** A long sync says in the check how far it is; whichever job ends it concludes that check. */
import type { ProgressOptions } from '../github/write/apply-progress.ts';
import { renderOver } from '../sync/render/check/check-words.ts';
import { renderUnderWay, type SyncProgress } from '../sync/render/under-way/pace.ts';
import { overwriteProvisional, writeCheck, type CheckPlace } from './write-check.ts';
import type { PassContext, PlanProgress, UnderWay } from './context.ts';

/** How far a plan is, as data for the words. */
export function progressOf({ done, total, left }: PlanProgress): SyncProgress {
  const { ms, perMinute, perHour } = left();
  return { done, total, leftMs: ms, perMinute, perHour };
}

/** What tells of the changes of a plan while they are applied. */
export function tellingOf(
  { onProgress, report }: Pick<PassContext, 'onProgress' | 'report'>,
  path: string,
): ProgressOptions {
  return {
    onProgress: (progress) => onProgress({ ...progress, path }),
    report: report === undefined ? undefined : (progress) => report({ ...progress, path }),
  };
}

/** Says in the check how far a sync is, and remembers that. A check that GitHub refuses is said nowhere: the sync goes on. */
export async function sayUnderWay(
  { head, ...place }: CheckPlace & Pick<PassContext, 'head'>,
  underWay: UnderWay,
  progress: PlanProgress,
): Promise<void> {
  const { repository } = place;
  const text = renderUnderWay(progress.path, progressOf(progress));
  const { kind } = await writeCheck(place, head.commit, { ...text, actions: [], isProvisional: true });
  if (kind !== 'refused') underWay.set(`${repository.owner}/${repository.name}`, head.commit);
}

/**
 * Concludes the check that said how far a sync was.
 *
 * @param saidAt The commit whose check was written meanwhile, in place of that one; null if none was.
 */
export async function concludeUnderWay(
  { underWay, ...place }: CheckPlace & Pick<PassContext, 'underWay'>,
  saidAt: string | null,
): Promise<void> {
  const name = `${place.repository.owner}/${place.repository.name}`;
  const headSha = underWay?.get(name);
  if (headSha === undefined) return;
  if (headSha !== saidAt) await overwriteProvisional(place, headSha, { ...renderOver(), seen: new Set() });
  underWay?.delete(name);
}
