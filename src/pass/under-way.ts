/** A long sync says in the check how far it is; whichever job ends it concludes that check. */
import type { ProgressOptions } from '../github/write/progress.ts';
import { reportCheck, takeBackCheck } from '../github/write/check.ts';
import { renderOver } from '../sync/render/check/check.ts';
import { renderUnderWay, type SyncProgress } from '../sync/render/under-way/pace.ts';
import type { PassContext, PlanProgress, UnderWay } from './context.ts';

type Place = Pick<PassContext, 'client' | 'repository' | 'head' | 'me'>;

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
export async function sayUnderWay(place: Place, underWay: UnderWay, progress: PlanProgress): Promise<void> {
  const { client, repository, head, me } = place;
  const text = renderUnderWay(progress.path, progressOf(progress));
  const run = { headSha: head.commit, account: me, actions: [], isProvisional: true };
  const { kind } = await reportCheck(client, repository, { ...text, ...run });
  if (kind !== 'refused') underWay.set(`${repository.owner}/${repository.name}`, head.commit);
}

/**
 * Concludes the check that said how far a sync was.
 *
 * @param saidAt The commit whose check was written meanwhile, in place of that one; null if none was.
 */
export async function concludeUnderWay(
  { client, repository, me, underWay }: PassContext,
  saidAt: string | null,
): Promise<void> {
  const name = `${repository.owner}/${repository.name}`;
  const headSha = underWay?.get(name);
  if (headSha === undefined) return;
  if (headSha !== saidAt)
    await takeBackCheck(client, repository, {
      ...renderOver(),
      headSha,
      account: me,
      seen: new Set(),
    });
  underWay?.delete(name);
}
