/** Which pull requests are previewed: all that the hints of a job name, or the one that a workflow run is for. */
import { RetryableError, TerminalError } from '../../github/transport/errors.ts';
import { RefusedError } from '../../github/transport/refused.ts';
import type { Hint, Later, RepositoryPlace } from '../../queue/types.ts';
import type { PassContext } from '../context.ts';
import { discoverAsItStands, type DiscoveredRepository } from '../discover/find-unlabelled.ts';
import { openRepository, type Away, type JobContext } from '../open-repository.ts';
import { lookAgainFor, UnclearTextError } from '../unclear/unclear.ts';
import { previewPull, tellPull } from './preview.ts';

/**
 * Previews or reports on each pull request that a hint names, after the plans were synced, so that the report on a merged one
 * has the numbers of the issues. One that fails keeps no other from its preview; the first failure is thrown at the end.
 *
 * @param discovered Discovers the plans as they are after the sync; asked only where there is something to preview.
 * @returns When to look again, for each preview that waits for a text that could not be read yet.
 */
export async function previewPulls(
  context: PassContext,
  hints: readonly Hint[],
  discovered: () => Promise<DiscoveredRepository>,
): Promise<(Later | null)[]> {
  const numbers = hints.flatMap((hint) => (hint.kind === 'pull-request' ? [hint.number] : []));
  const laters: (Later | null)[] = [];
  const failures: Error[] = [];
  if (numbers.length === 0) return laters;
  const place = await discovered();
  for (const number of new Set(numbers)) {
    try {
      await previewPull(context, place, number);
    } catch (error) {
      if (error instanceof UnclearTextError)
        laters.push(lookAgainFor(error.unclear, { kind: 'pull-request', number }));
      else if (error instanceof RetryableError || error instanceof TerminalError) throw error;
      else failures.push(error instanceof Error ? error : new Error(String(error)));
    }
  }
  const [first] = failures;
  if (first !== undefined) throw first;
  return laters;
}

/** What previewing one pull request came to. */
export interface PullPreviewRun {
  /** The words of its comment; null if there is nothing to say. */
  readonly text: string | null;
  /** Why no comment could be written; null if it was, or none was wanted. */
  readonly unwritten: string | null;
}

/**
 * Previews one pull request, for a workflow run, and writes nothing but its comment and check: so it may run while another
 * run syncs the plans.
 *
 * @param mayWrite Whether to write the comment and the check; a pull request from a fork comes with a token that cannot.
 */
export async function runPullPreview(
  jobContext: JobContext,
  job: RepositoryPlace,
  { number, mayWrite }: { readonly number: number; readonly mayWrite: boolean },
): Promise<PullPreviewRun | { readonly away: Away }> {
  const opened = await openRepository(jobContext, job);
  if ('away' in opened) return opened;
  const { context } = opened;
  const place = await discoverAsItStands(opened);
  if (!mayWrite) return { text: await tellPull(context, place, number), unwritten: null };
  try {
    const { text, refusal } = await previewPull(context, place, number);
    return { text, unwritten: refusal === null ? null : new RefusedError(refusal, null).message };
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    return { text: await tellPull(context, place, number), unwritten: error.message };
  }
}
