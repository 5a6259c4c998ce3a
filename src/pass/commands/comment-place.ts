/** What a comment is on: an issue of a plan, a pull request that changes plans, or something else. */
import type { Config } from '../../config/config.ts';
import type { CommentReading } from '../../github/read/comments.ts';
import { readPull, readPullFiles } from '../../github/read/pull-files.ts';
import { filesOfPlans } from '../discover/outside.ts';
import { planIdIn } from '../../sync/state/plan-label.ts';
import { issuesIn } from '../../sync/state/known.ts';
import { ledgerIn } from '../../sync/state/markers.ts';
import type { ObservedIssue } from '../../sync/types.ts';
import { parseOnboarding } from '../../sync/plans/onboarding.ts';
import type { PassContext } from '../context.ts';

export type CommentPlace =
  /** The tracking issue of a plan, the issue of a task, or the plan's write-back. */
  | { readonly kind: 'plan'; readonly tracking: ObservedIssue }
  /** The onboarding issue, which lists the plans that are older than the installation. */
  | { readonly kind: 'onboarding'; readonly list: ObservedIssue }
  /** A pull request that changes plans. */
  | { readonly kind: 'pull' }
  | { readonly kind: 'elsewhere' };

type Reader = Pick<PassContext, 'client' | 'repository' | 'reader' | 'texts'>;

/** By issue number, the tracking issue of the plan that a command on that issue means. */
export function plansByIssue(trackings: readonly ObservedIssue[]): ReadonlyMap<number, ObservedIssue> {
  const plans = new Map<number, ObservedIssue>();
  for (const tracking of trackings) {
    const ledger = ledgerIn(tracking.body);
    if (ledger === null) continue;
    for (const number of [tracking.number, ...issuesIn(ledger.entries.values())]) plans.set(number, tracking);
  }
  return plans;
}

/**
 * Finds out what a comment is on.
 *
 * @param trackings Trusted tracking issues.
 */
export async function commentPlaceOf(
  context: Reader,
  comment: CommentReading,
  { trackings, config }: { readonly trackings: readonly ObservedIssue[]; readonly config: Config },
): Promise<CommentPlace> {
  const tracking = plansByIssue(trackings).get(comment.issue);
  if (tracking !== undefined) return { kind: 'plan', tracking };
  const list = trackings.find(
    ({ number, body }) => number === comment.issue && parseOnboarding(body) !== null,
  );
  if (list !== undefined) return { kind: 'onboarding', list };
  return comment.isPull ? pullPlace(context, comment.issue, { trackings, config }) : { kind: 'elsewhere' };
}

async function pullPlace(
  context: Reader,
  number: number,
  { trackings, config }: { readonly trackings: readonly ObservedIssue[]; readonly config: Config },
): Promise<CommentPlace> {
  const { client, repository } = context;
  const pull = await readPull(client, repository, number);
  if (pull === null || pull.baseRef !== repository.defaultBranch) return { kind: 'elsewhere' };
  const id = pull.isFork ? null : planIdIn(pull.headRef);
  const tracking = id === null ? undefined : trackings.find(({ body }) => ledgerIn(body)?.plan === id);
  if (tracking !== undefined) return { kind: 'plan', tracking };
  const files = await readPullFiles(client, repository, number);
  const plans = new Set(trackings.flatMap(({ body }) => ledgerIn(body)?.path ?? []));
  const touched = await filesOfPlans(context, files, { config, plans });
  return { kind: touched.length > 0 ? 'pull' : 'elsewhere' };
}
