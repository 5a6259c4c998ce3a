/** A dry run: what a sync would do now, or if other texts stood on the default branch. It only reads. */
import { isPlanPath } from './config.ts';
import { findPlans } from './finding.ts';
import { readTrackingIssues } from './github/read.ts';
import { openRepository, type Away, type Opened, type Surroundings } from './opening.ts';
import type { Problem } from './plan/types.ts';
import { pathOf, previewPlan, type PlanForecast } from './preview.ts';
import type { Job } from './queue/types.ts';
import { mergeTree } from './sync/preview-tree.ts';

/** What a sync of a repository would do. */
export interface Survey {
  readonly plans: readonly PlanForecast[];
  readonly configProblems: readonly Problem[];
  /** Paths that were asked for and are no plans by the config of the repository. */
  readonly strangers: readonly string[];
}

/**
 * Works out what a sync would do.
 *
 * @param texts Texts by path, as if they stood on the default branch: then only these plans are told of. Null: all, as they are.
 */
export async function survey(
  around: Surroundings,
  job: Omit<Job, 'hints'>,
  texts: ReadonlyMap<string, string> | null = null,
): Promise<Survey | { readonly away: Away }> {
  const opened = await openRepository(around, job);
  if ('away' in opened) return opened;
  const { world, config, configProblems } = opened;
  const { files, texts: byBlob } = treeWith(opened, texts ?? new Map());
  const trackings = await readTrackingIssues(world.client, world.repository);
  const ahead = { ...world, texts: byBlob };
  const { paired, moves } = await findPlans(ahead, files, config, trackings);
  const plans: PlanForecast[] = [];
  for (const plan of paired) {
    if (texts === null || texts.has(pathOf(plan))) plans.push(await previewPlan({ ...ahead, moves }, plan));
  }
  const told = new Set(plans.map(({ path }) => path));
  const strangers = [...(texts?.keys() ?? [])].filter((path) => !told.has(path) && !isPlanPath(config, path));
  return { plans, configProblems, strangers };
}

function treeWith({ tree }: Opened, texts: ReadonlyMap<string, string>): ReturnType<typeof mergeTree> {
  const versions = [...texts].map(([path, theirs]) => {
    const file = { path, previous: null, status: 'changed' as const, blob: '' };
    return { file, base: null, ours: null, theirs };
  });
  return mergeTree(tree, [], versions);
}
