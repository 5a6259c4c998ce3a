/**
 * The checks of a merge queue. GitHub builds what it is about to merge on a branch of its own, and waits for the required checks
 * of that commit until it gives up (GITHUB-FACTS 14): so the check is concluded before anything else, in any case.
 */
import {
  readComparedFiles,
  readMergeBase,
  readPull,
  type ProposedHead,
  type PullFile,
} from '../../github/read/pull-files.ts';
import { readTree } from '../../github/read.ts';
import { RetryableError, TerminalError } from '../../github/transport/errors.ts';
import type { Hint } from '../../queue/types.ts';
import { changedFiles } from '../../sync/plans/preview-tree.ts';
import { renderPreviewCheck } from '../../sync/render/check/check-words.ts';
import { writeCheck } from '../write-check.ts';
import type { PassContext } from '../context.ts';
import { pathOf } from '../discover/discover.ts';
import { filesOfPlans } from '../discover/outside.ts';
import { discoverAsItStands } from '../discover/find-unlabelled.ts';
import type { JobContext, OpenedRepository } from '../open-repository.ts';
import { UnclearTextError } from '../unclear/unclear.ts';
import { previewPlans, unpreviewed, type Previewed } from './preview.ts';

type QueueHint = Extract<Hint, { kind: 'merge-queue' }>;

/**
 * Concludes the check of each commit that a merge queue waits for, by the preview that the check of the pull request has. What
 * cannot be worked out lets the queue go on.
 */
export async function previewQueues(
  { log }: Pick<JobContext, 'log'>,
  opened: OpenedRepository,
  hints: readonly Hint[],
): Promise<void> {
  for (const hint of hints) {
    if (hint.kind !== 'merge-queue') continue;
    const files = await filesOf(opened.context, hint);
    // The queue took it apart meanwhile, or has merged it.
    if (files === null) continue;
    try {
      const previewed = await previewQueue(opened, hint, files);
      if (previewed !== null) await conclude(opened.context, hint, previewed);
    } catch (error) {
      const isUnclear = error instanceof UnclearTextError;
      if (!isUnclear && (error instanceof RetryableError || error instanceof TerminalError)) throw error;
      log.warn({ commit: hint.commit, err: error }, 'The preview for a merge queue failed; its check passes');
      await conclude(opened.context, hint, unpreviewed(files));
    }
  }
}

/** Null where the repository has no plan: then nobody asks for the check. */
async function previewQueue(
  opened: OpenedRepository,
  hint: QueueHint,
  files: readonly PullFile[],
): Promise<Previewed | null> {
  const { context, config } = opened;
  const discovered = await discoverAsItStands(opened);
  const { plans } = discovered;
  const known = { config, plans: new Set(plans.map(pathOf)) };
  const touched = await filesOfPlans(context, files, known);
  if (touched.length === 0 && plans.length === 0) return null;
  const pull: ProposedHead = { headSha: hint.commit, isFork: await isForks(context, hint) };
  return previewPlans(context, discovered, { pull, touched });
}

async function conclude(
  context: PassContext,
  { commit }: QueueHint,
  { plans, conflicts, config }: Previewed,
): Promise<void> {
  await writeCheck(context, commit, renderPreviewCheck([config, ...plans], conflicts, { hasButton: false }));
}

async function filesOf(
  { client, repository }: PassContext,
  { commit }: QueueHint,
): Promise<readonly PullFile[] | null> {
  const compared = await readComparedFiles(client, repository, commit);
  if (compared !== 'unknown') return compared;
  const base = await readMergeBase(client, repository, commit);
  return changedFiles(await readTree(client, repository, base), await readTree(client, repository, commit));
}

/** Whether the pull request that the branch names, `…/pr-12-SHA`, comes from a fork; one that is not found counts as such. */
async function isForks({ client, repository }: PassContext, { branch }: QueueHint): Promise<boolean> {
  const number = /\/pr-(\d+)-[0-9a-f]+$/.exec(branch)?.[1];
  const pull = number === undefined ? null : await readPull(client, repository, Number(number));
  return pull?.isFork ?? true;
}
