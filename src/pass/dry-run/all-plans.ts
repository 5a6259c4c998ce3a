/** A dry run: what a sync would do now, or if other texts stood on the default branch. It only reads. */
import { isPlanPath } from '../../config/config.ts';
import { readTrackingIssues } from '../../github/read.ts';
import { openRepository, type Away, type Opened, type Surroundings } from '../repository.ts';
import type { Problem } from '../../plan/types.ts';
import { TerminalError } from '../../github/transport/errors.ts';
import { RefusedError } from '../../github/transport/refused.ts';
import { pathOf, previewPlan, type PlanDryRun } from './dry-run.ts';
import { previewPull, tellPull } from '../preview/preview.ts';
import type { RepositoryPlace } from '../../queue/types.ts';
import { findAllPlans } from '../discover/unlabelled.ts';
import { mergeTree } from '../../sync/plans/preview-tree.ts';

/** What a sync of a repository would do. */
export interface Survey {
  readonly plans: readonly PlanDryRun[];
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
  job: RepositoryPlace,
  texts: ReadonlyMap<string, string> | null = null,
): Promise<Survey | { readonly away: Away }> {
  const opened = await openRepository(around, job);
  if ('away' in opened) return opened;
  const { world, config, configProblems } = opened;
  const { files, texts: byBlob } = treeWith(opened, texts ?? new Map());
  const trackings = await readTrackingIssues(world.client, world.repository);
  const outside = { everything: texts === null, paths: new Set(texts?.keys()) };
  const ahead = { ...world, texts: byBlob, outside };
  const { paired, moves, titled, own, waits } = await findAllPlans(ahead, {
    tree: files,
    config,
    hints: [],
    trackings,
  });
  const plans: PlanDryRun[] = [];
  for (const plan of paired) {
    if (texts === null || texts.has(pathOf(plan)))
      plans.push(await previewPlan({ ...ahead, moves, titled, own, waits }, plan));
  }
  const told = new Set(plans.map(({ path }) => path));
  const strangers = [...(texts?.keys() ?? [])].filter((path) => !told.has(path) && !isPlanPath(config, path));
  return { plans, configProblems, strangers };
}

/** What a preview came to. */
export interface PullSurvey {
  /** The words of its comment; null if there is nothing to say. */
  readonly text: string | null;
  /** Why no comment could be written; null if it was, or none was wanted. */
  readonly unwritten: string | null;
}

/**
 * Previews one pull request and touches nothing else, so that it may run beside a sync.
 *
 * @param mayWrite Whether to write the comment and the check; a pull request from a fork comes with a token that cannot.
 */
export async function surveyPull(
  around: Surroundings,
  job: RepositoryPlace,
  { number, mayWrite }: { readonly number: number; readonly mayWrite: boolean },
): Promise<PullSurvey | { readonly away: Away }> {
  const opened = await openRepository(around, job);
  if ('away' in opened) return opened;
  const { world, tree, config } = opened;
  const labelled = await readTrackingIssues(world.client, world.repository);
  const seen = { tree, config, hints: [], trackings: labelled };
  const { paired: plans, trackings } = await findAllPlans(world, seen);
  const place = { tree, config, trackings, plans };
  if (!mayWrite) return { text: await tellPull(world, place, number), unwritten: null };
  try {
    const { text, refusal } = await previewPull(world, place, number);
    return { text, unwritten: refusal === null ? null : new RefusedError(refusal, null).message };
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    return { text: await tellPull(world, place, number), unwritten: error.message };
  }
}

function treeWith({ tree }: Opened, texts: ReadonlyMap<string, string>): ReturnType<typeof mergeTree> {
  const merges = [...texts].map(([path, text]) => ({
    file: { path, previous: null },
    merge: { kind: 'text' as const, text },
  }));
  return mergeTree(tree, merges);
}
