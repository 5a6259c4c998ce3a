/** Dry run over all plans of a repository, as they are or with other texts on the default branch. It only reads. */
import { isPlanPath } from '../../config/config.ts';
import { readTrackingIssues } from '../read-tracking-issues.ts';
import { openRepository, type Away, type OpenedRepository, type JobContext } from '../open-repository.ts';
import type { Problem } from '../../plan/types.ts';
import { dryRunPlan, type PlanDryRun } from './dry-run.ts';
import { pathOf } from '../discover/discover.ts';
import type { RepositoryPlace } from '../../queue/types.ts';
import { discoverAllPlans } from '../discover/find-unlabelled.ts';
import { mergeTree } from '../../sync/plans/preview-tree.ts';

/** What a sync of a repository would do. */
export interface RepositoryDryRun {
  readonly plans: readonly PlanDryRun[];
  readonly configProblems: readonly Problem[];
  /** Paths that were asked for and are no plans by the config of the repository. */
  readonly notPlans: readonly string[];
}

/**
 * Works out what a sync of the repository would do.
 *
 * @param texts Texts by path, as if they stood on the default branch: then only these plans are reported. Null: all plans, as they are.
 */
export async function dryRunAllPlans(
  jobContext: JobContext,
  job: RepositoryPlace,
  texts: ReadonlyMap<string, string> | null = null,
): Promise<RepositoryDryRun | { readonly away: Away }> {
  const opened = await openRepository(jobContext, job);
  if ('away' in opened) return opened;
  const { context, config, configProblems } = opened;
  const { files, texts: byBlob } = treeWith(opened, texts ?? new Map());
  const trackings = await readTrackingIssues(context.client, context.repository);
  const outside = { everything: texts === null, paths: new Set(texts?.keys()) };
  const ahead = { ...context, texts: byBlob, outside };
  const { paired, moves, titled, own, newest, waits } = await discoverAllPlans(ahead, {
    tree: files,
    config,
    hints: [],
    trackings,
  });
  const plans: PlanDryRun[] = [];
  for (const plan of paired) {
    if (texts === null || texts.has(pathOf(plan)))
      plans.push(await dryRunPlan({ ...ahead, moves, titled, own, newest, waits }, plan));
  }
  const told = new Set(plans.map(({ path }) => path));
  const notPlans = [...(texts?.keys() ?? [])].filter((path) => !told.has(path) && !isPlanPath(config, path));
  return { plans, configProblems, notPlans };
}

function treeWith(
  { tree }: OpenedRepository,
  texts: ReadonlyMap<string, string>,
): ReturnType<typeof mergeTree> {
  const merges = [...texts].map(([path, text]) => ({
    file: { path, previous: null },
    merge: { kind: 'text' as const, text },
  }));
  return mergeTree(tree, merges);
}
