/** What a pull request does to issues: shown before it is merged, reported afterwards. Nothing but the comment and the check is written. */
import { completedBy, type Around } from './completed.ts';
import { CONFIG_PATH, isPlanPath, parseConfig, type Config, type ConfigReading } from '../config.ts';
import { findPlans } from './finding.ts';
import { pathOf, previewPlan, silent } from './forecast.ts';
import { updateComment } from '../github/comments.ts';
import { RetryableError } from '../github/errors.ts';
import { refusalIn } from '../github/refused.ts';
import {
  readMergeBase,
  readPull,
  readPullFiles,
  type PullFile,
  type PullReading,
} from '../github/read-preview.ts';
import { readText, readTree } from '../github/read.ts';
import { reportCheck } from '../github/report.ts';
import type { Problem } from '../plan/types.ts';
import { readPlan } from './reading.ts';
import { parseTask } from '../sync/markers.ts';
import type { TreeFile } from '../sync/pairing.ts';
import { mergeTree, type MergedTree, type Versions } from '../sync/preview-tree.ts';
import { renderCheck, withoutComment, type Uncommented } from '../sync/render-check.ts';
import {
  COMMENT_MARKER,
  isReport,
  NOTHING_LEFT,
  parseMemory,
  renderComment,
  type Completed,
  type PlanPreview,
} from '../sync/render-preview.ts';
import type { Refusal } from '../sync/types.ts';
import { previewTitle, problems } from '../sync/words.ts';
import { termsOf, type World } from './world.ts';

/** What a preview came to. */
export interface Previewed {
  /** The words of its comment; null if there is nothing to say. */
  readonly text: string | null;
  /** Why GitHub did not take the comment. */
  readonly refusal: Refusal | null;
}

/**
 * Previews an open pull request, or reports on a merged one. Pull requests against other branches are nobody's business.
 * The check is concluded first, since a repository may wait for it; where GitHub then refuses the comment (that of a
 * locked pull request, above all) the check says so, and what merging does.
 */
export async function previewPull(world: World, around: Around, number: number): Promise<Previewed> {
  const nothing: Previewed = { text: null, refusal: null };
  const seen = await lookAt(world, around, number);
  if (seen === null) return nothing;
  const { pull, touched } = seen;
  if (pull.merged) return { ...nothing, refusal: await reportMerge(world, around, seen) };
  if (pull.state === 'closed') return nothing;
  const { text, plans } = await workOut(world, around, seen).catch(async (error: unknown) => {
    if (!(error instanceof RetryableError)) await check(world, pull, unpreviewed(touched));
    throw error;
  });
  if (touched.length > 0) await check(world, pull, plans);
  const edit = (before: string | null): string | null => text ?? (before === null ? null : NOTHING_LEFT);
  const refusal = await comment(world, around, number, edit);
  if (refusal !== null && touched.length > 0) await check(world, pull, plans, { refusal, text });
  return { text, refusal };
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
  const { config, problems: onConfig } = configAfter(around.config, pull, merged);
  const paths = new Set(touched.flatMap(({ path, previous }) => [path, previous]));
  const before = new Set(around.plans.map(pathOf));
  const ahead = { ...world, texts: merged.texts, terms: termsOf(config) };
  const { paired: found, moves } = await findPlans(ahead, merged.files, config, around.trackings);
  const plans: PlanPreview[] = [];
  for (const paired of found) {
    const path = pathOf(paired);
    if (merged.conflicts.includes(path)) continue;
    if (paths.has(path) || (paired.kind === 'new' && !before.has(path))) {
      plans.push(await previewPlan({ ...ahead, moves }, paired));
    }
  }
  return { plans, conflicts: merged.conflicts.filter((path) => isPlanPath(config, path)), onConfig };
}

/** The plan files as a merge would leave them. */
async function mergedTree(
  { client, repository, head }: World,
  { tree }: Around,
  { pull, touched }: { pull: PullReading; touched: readonly PullFile[] },
): Promise<MergedTree> {
  const baseTree = await readMergeBase(client, repository, pull.headSha);
  const base = baseTree === head.tree ? tree : await readTree(client, repository, baseTree);
  const textIn = async (files: readonly TreeFile[], path: string): Promise<string | null> => {
    const file = files.find((one) => one.path === path);
    const reading = file === undefined ? null : await readText(client, repository, file.blob);
    return reading?.kind === 'text' ? reading.text : null;
  };
  const versions: Versions[] = [];
  for (const file of touched) {
    if (file.status === 'removed') continue;
    const theirs = await readText(client, repository, file.blob);
    if (theirs.kind === 'unreadable') continue;
    const path = file.previous ?? file.path;
    versions.push({
      file,
      base: await textIn(base, path),
      ours: await textIn(tree, path),
      theirs: theirs.text,
    });
  }
  return mergeTree(
    tree,
    touched.filter(({ status }) => status === 'removed').map(({ path }) => path),
    versions,
  );
}

/** A fork's head is data: its config counts for nothing before it is merged, but what is wrong with it is said. */
function configAfter(config: Config, pull: PullReading, merged: MergedTree): ConfigReading {
  const file = merged.files.find(({ path }) => path === CONFIG_PATH);
  const text = file === undefined ? undefined : merged.texts.get(file.blob);
  if (text === undefined) return { config, problems: [] };
  const after = parseConfig(text);
  return pull.isFork ? { ...after, config } : after;
}

/** After the merge the comment becomes the report: what it said would be, with the numbers that came of it. */
async function reportMerge(
  world: World,
  around: Around,
  { pull, completes }: PullSeen,
): Promise<Refusal | null> {
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
  return comment(world, around, pull.number, (before) => {
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

/** Writes the one comment, where the repository wants any; returns what GitHub refused of it. */
async function comment(
  { client, repository, me }: World,
  { config }: Around,
  number: number,
  edit: (before: string | null) => string | null,
): Promise<Refusal | null> {
  if (!config.comments) return null;
  const wanted = { number, account: me, marker: COMMENT_MARKER, edit };
  return refusalIn(() => updateComment(client, repository, wanted));
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
  uncommented: Uncommented | null = null,
): Promise<void> {
  const text = renderCheck(plans) ?? {
    title: previewTitle(plans.reduce((sum, { effects }) => sum + effects.length, 0)),
    summary: 'The comment on the pull request says what merging does to issues.',
    conclusion: 'success' as const,
    annotations: [],
  };
  const said = uncommented === null ? text : withoutComment(text, uncommented);
  await reportCheck(client, repository, { ...said, headSha: pull.headSha, account: me });
}
