/** What a pull request does to issues: shown before it is merged, reported afterwards. Nothing but the comment and the check is written. */
import { completedBy, type Around } from './completed.ts';
import { CONFIG_PATH, isPlanPath, type Config, type ConfigReading } from '../config.ts';
import { findPlans } from './finding.ts';
import { pathOf, previewPlan, silent } from './forecast.ts';
import { updateComment } from '../github/comments.ts';
import { RetryableError } from '../github/errors.ts';
import {
  readMergeBase,
  readPull,
  readPullFiles,
  type PullFile,
  type PullReading,
} from '../github/read-preview.ts';
import { readText, readTree } from '../github/read.ts';
import { isTold } from '../parser/patience.ts';
import { reportCheck } from '../github/report.ts';
import type { Problem } from '../plan/types.ts';
import { readPlan } from './reading.ts';
import { parseTask } from '../sync/markers.ts';
import type { PairedPlan, TreeFile } from '../sync/pairing.ts';
import { mergeTree, type MergedFile, type MergedTree } from '../sync/preview-tree.ts';
import { renderCheck } from '../sync/render-check.ts';
import {
  COMMENT_MARKER,
  isReport,
  NOTHING_LEFT,
  parseMemory,
  renderComment,
  type Completed,
  type PlanPreview,
} from '../sync/render-preview.ts';
import { previewTitle, problems } from '../sync/words.ts';
import { saidOf, UnclearTextError, unlessUnclear } from './unclear.ts';
import { termsOf, type World } from './world.ts';

/**
 * Previews an open pull request, or reports on a merged one. Pull requests against other branches are nobody's business.
 *
 * @returns The words of the preview; null if there is nothing to say.
 */
export async function previewPull(world: World, around: Around, number: number): Promise<string | null> {
  const seen = await lookAt(world, around, number);
  if (seen === null) return null;
  const { pull, touched } = seen;
  if (pull.merged) await reportMerge(world, around, seen);
  if (pull.state === 'closed') return null;
  const { text, plans } = await workOut(world, around, seen).catch(async (error: unknown) => {
    if (!(error instanceof RetryableError)) await check(world, pull, unpreviewed(touched));
    throw error;
  });
  await comment(world, around, number, (before) => text ?? (before === null ? null : NOTHING_LEFT));
  if (touched.length > 0) await check(world, pull, plans);
  return text;
}

/** The words of a preview, for where no comment may be written; null if there is nothing to say. */
export async function tellPull(world: World, around: Around, number: number): Promise<string | null> {
  const seen = await lookAt(world, around, number);
  return seen?.pull.state === 'open' ? (await workOut(world, around, seen)).text : null;
}

interface PullSeen {
  readonly pull: PullReading;
  readonly touched: readonly PullFile[];
  readonly completes: readonly Completed[];
}

async function lookAt(world: World, around: Around, number: number): Promise<PullSeen | null> {
  const { client, repository } = world;
  const pull = await readPull(client, repository, number);
  if (pull === null || pull.baseRef !== repository.defaultBranch) return null;
  const files = await readPullFiles(client, repository, number);
  const touched = files.filter((file) => concernsPlans(file, around.config));
  return { pull, touched, completes: await completedBy(world, around, pull) };
}

async function workOut(
  world: World,
  around: Around,
  seen: PullSeen,
): Promise<{ readonly text: string | null; readonly plans: readonly PlanPreview[] }> {
  const { plans, conflicts, onConfig } = await previewPlans(world, around, seen);
  const text = renderComment({
    repositoryUrl: world.repository.url,
    head: seen.pull.headSha,
    plans,
    conflicts,
    completes: seen.completes,
    merged: null,
  });
  return { text, plans: [silent(CONFIG_PATH, onConfig), ...plans] };
}

/** Whether a change of this file may change what the plans of a repository are. */
export function concernsPlans({ path, previous }: PullFile, config: Config): boolean {
  return [path, previous].some((one) => one !== null && (one === CONFIG_PATH || isPlanPath(config, one)));
}

async function previewPlans(
  world: World,
  around: Around,
  { pull, touched }: { pull: PullReading; touched: readonly PullFile[] },
): Promise<{ plans: PlanPreview[]; conflicts: readonly string[]; onConfig: readonly Problem[] }> {
  if (touched.length === 0) return { plans: [], conflicts: [], onConfig: [] };
  const merged = await mergedTree(world, around, { pull, touched });
  const { config, problems: onConfig } = await configAfter(world, around.config, pull, merged);
  const paths = new Set(touched.flatMap(({ path, previous }) => [path, previous]));
  const before = new Set(around.plans.map(pathOf));
  const ahead = { ...world, texts: merged.texts, terms: termsOf(config) };
  const { paired: found, moves, waits } = await findPlans(ahead, merged.files, config, around.trackings);
  const plans: PlanPreview[] = [...merged.unclear];
  for (const paired of found) {
    const path = pathOf(paired);
    if (merged.conflicts.includes(path)) continue;
    if (paths.has(path) || (paired.kind === 'new' && !before.has(path))) {
      plans.push(await previewOrSay({ ...ahead, moves, waits }, paired));
    }
  }
  return { plans, conflicts: merged.conflicts.filter((path) => isPlanPath(config, path)), onConfig };
}

/** What cannot be read yet is said once it lasts; until then the whole preview is put off. */
async function previewOrSay(world: World, paired: PairedPlan): Promise<PlanPreview> {
  return previewPlan(world, paired).catch((error: unknown) => sayLasting(error, pathOf(paired)));
}

function sayLasting(error: unknown, path: string): PlanPreview {
  if (!(error instanceof UnclearTextError) || !isTold(error.unclear)) throw error;
  return silent(path, saidOf(error.unclear));
}

/** The plan files as a merge would leave them; and those of which nobody can tell yet. */
async function mergedTree(
  { client, repository, reader, head }: World,
  { tree }: Around,
  { pull, touched }: { pull: PullReading; touched: readonly PullFile[] },
): Promise<MergedTree & { readonly unclear: readonly PlanPreview[] }> {
  const baseTree = await readMergeBase(client, repository, pull.headSha);
  const base = baseTree === head.tree ? tree : await readTree(client, repository, baseTree);
  const textIn = async (files: readonly TreeFile[], path: string): Promise<string | null> => {
    const file = files.find((one) => one.path === path);
    const reading = file === undefined ? null : await readText(client, repository, file.blob, file.size);
    return reading?.kind === 'text' ? reading.text : null;
  };
  const changed: MergedFile[] = [];
  const unclear: PlanPreview[] = [];
  for (const file of touched) {
    if (file.status === 'removed') continue;
    const theirs = await readText(client, repository, file.blob);
    if (theirs.kind === 'unreadable') continue;
    const path = file.previous ?? file.path;
    const before = await textIn(base, path);
    const ours = await textIn(tree, path);
    const work = { base: before ?? '', ours: ours ?? before ?? '', theirs: theirs.text };
    try {
      const { merge } = unlessUnclear(file.path, await reader.merge(work));
      changed.push({ file, merged: merge });
    } catch (error) {
      unclear.push(sayLasting(error, file.path));
    }
  }
  const removed = touched.filter(({ status }) => status === 'removed').map(({ path }) => path);
  return { ...mergeTree(tree, removed, changed), unclear };
}

/** A fork's head is data: its config counts for nothing before it is merged, but what is wrong with it is said. */
async function configAfter(
  { reader }: World,
  config: Config,
  pull: PullReading,
  merged: MergedTree,
): Promise<ConfigReading> {
  const file = merged.files.find(({ path }) => path === CONFIG_PATH);
  const text = file === undefined ? undefined : merged.texts.get(file.blob);
  if (text === undefined) return { config, problems: [] };
  const after = await reader.config(text);
  if (after.kind === 'unclear') {
    const error = new UnclearTextError(CONFIG_PATH, after);
    return { config, problems: sayLasting(error, CONFIG_PATH).problems };
  }
  return pull.isFork ? { ...after, config } : after;
}

/** After the merge the comment becomes the report: what it said would be, with the numbers that came of it. */
async function reportMerge(world: World, around: Around, { pull, completes }: PullSeen): Promise<void> {
  const { repository } = world;
  const numbers = new Map<string, number>();
  for (const paired of around.plans) {
    if (paired.kind !== 'known') continue;
    const reading = await readPlan(world, paired);
    for (const { number, body } of 'problem' in reading ? [] : reading.observed.issues) {
      const marker = parseTask(body, paired.id);
      if (marker !== null) numbers.set(marker.task, number);
    }
  }
  await comment(world, around, pull.number, (before) => {
    if (before === null || isReport(before)) return null;
    const plans = parseMemory(before);
    if (plans === null && completes.length === 0) return null;
    return renderComment({
      repositoryUrl: repository.url,
      head: pull.headSha,
      plans: plans ?? [],
      conflicts: [],
      completes,
      merged: numbers,
    });
  });
}

/** Writes the one comment, where the repository wants any. */
async function comment(
  { client, repository, me }: World,
  { config }: Around,
  number: number,
  edit: (before: string | null) => string | null,
): Promise<void> {
  if (!config.comments) return;
  await updateComment(client, repository, { number, account: me, marker: COMMENT_MARKER, edit });
}

/** What the check says if the preview itself fails: it must block nobody. */
function unpreviewed(touched: readonly PullFile[]): PlanPreview[] {
  return touched.map(({ path }) => silent(path, [problems.unpreviewed()]));
}

/** Concludes the check on the head: a failure only for errors. */
async function check(
  { client, repository, me }: World,
  pull: PullReading,
  plans: readonly PlanPreview[],
): Promise<void> {
  const text = renderCheck(plans) ?? {
    title: previewTitle(plans.reduce((sum, { effects }) => sum + effects.length, 0)),
    summary: 'The comment on the pull request says what merging does to issues.',
    conclusion: 'success' as const,
    annotations: [],
  };
  await reportCheck(client, repository, { ...text, headSha: pull.headSha, account: me });
}
