/** What a pull request does to issues: shown before it is merged, reported afterwards. Nothing but the comment and the check is written. */
import { completedBy, lookedEverywhere, type Around } from './completed.ts';
import { CONFIG_PATH, isPlanPath, parseConfig, type Config, type ConfigReading } from './config.ts';
import { findPlans } from './finding.ts';
import { updateComment } from './github/comments.ts';
import { RetryableError } from './github/errors.ts';
import {
  readMergeBase,
  readPull,
  readPullFiles,
  type PullFile,
  type PullReading,
} from './github/read-preview.ts';
import { readText, readTree } from './github/read.ts';
import { reportCheck } from './github/report.ts';
import type { Problem } from './plan/types.ts';
import { diffWithAllItNeeds, readPlan, type Reading } from './reading.ts';
import { effectsOf } from './sync/effects.ts';
import { parseTask } from './sync/markers.ts';
import type { PairedPlan, TreeFile } from './sync/pairing.ts';
import { mergeTree, type MergedTree, type Versions } from './sync/preview-tree.ts';
import { renderCheck } from './sync/render-check.ts';
import {
  COMMENT_MARKER,
  NOTHING_LEFT,
  parseMemory,
  renderComment,
  type Completed,
  type PlanPreview,
} from './sync/render-preview.ts';
import { isRetired, restOf } from './sync/rest.ts';
import { settle } from './sync/settle.ts';
import type { ChangeSet, Proposal } from './sync/types.ts';
import { previewTitle, problems } from './sync/words.ts';
import { refusedProposals, standingProposals } from './sync/write-back.ts';
import { asEmptied } from './vanished.ts';
import { termsOf, type World } from './world.ts';

/** Previews an open pull request, or reports on a merged one. Pull requests against other branches are nobody's business. */
export async function previewPull(world: World, around: Around, number: number): Promise<void> {
  const { client, repository } = world;
  const pull = await readPull(client, repository, number);
  if (pull === null || pull.baseRef !== repository.defaultBranch) return;
  const files = await readPullFiles(client, repository, number);
  const touched = files.filter((file) => concernsPlans(file, around.config));
  const completes = await completedBy(world, around, pull);
  if (pull.merged) return reportMerge(world, around, { pull, completes });
  if (pull.state === 'closed') return;
  const { plans, conflicts, onConfig } = await previewPlans(world, around, { pull, touched }).catch(
    async (error: unknown) => {
      if (!(error instanceof RetryableError)) await check(world, pull, unpreviewed(touched));
      throw error;
    },
  );
  const text = renderComment({
    repositoryUrl: repository.url,
    head: pull.headSha,
    plans,
    conflicts,
    completes,
    merged: null,
  });
  await comment(world, around, number, (before) => text ?? (before === null ? null : NOTHING_LEFT));
  if (touched.length > 0) await check(world, pull, [silent(CONFIG_PATH, onConfig), ...plans]);
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

/** Where a plan stands, or stood. */
export function pathOf(paired: PairedPlan): string {
  switch (paired.kind) {
    case 'known':
    case 'new':
    case 'untrusted':
    case 'let-go':
      return paired.file.path;
    case 'vanished':
      return paired.ledger.path;
    case 'newer':
      return paired.path;
  }
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

/** What a sync of a plan would do: to its issues, and which edits it would propose. */
export interface PlanForecast extends PlanPreview {
  readonly proposals: readonly Proposal[];
}

/** Works out what a sync of a plan would do, and does none of it. */
export async function previewPlan(world: World, paired: PairedPlan): Promise<PlanForecast> {
  const path = pathOf(paired);
  const only = (problem: Problem): PlanForecast => silent(path, [problem]);
  if (isRetired(paired)) return silent(path, []);
  switch (paired.kind) {
    case 'let-go':
      return only(problems.letGo(paired.file.path, paired.tracking.number));
    case 'untrusted':
      return only(problems.trackingUntrusted(paired.tracking));
    case 'newer':
      return only(problems.newerMarker(paired.tracking.number, paired.version));
    case 'vanished': {
      const emptied = asEmptied(world, paired);
      return emptied === null
        ? only(problems.vanished(path, paired.tracking.number))
        : previewPlan(emptied.world, emptied.plan);
    }
    case 'known':
    case 'new': {
      const start = await readPlan(world, paired);
      if ('problem' in start) return only(start.problem);
      const rest = restOf(start);
      if (rest.kind !== 'none') return only(rest.problem);
      const { reading, changeSet } = await diffWithAllItNeeds(world, lookedEverywhere(start));
      return {
        path,
        title: reading.plan.title,
        effects: changeSet.held === null ? effectsOf(changeSet, reading.observed) : [],
        problems: [...changeSet.problems, ...changeSet.conflicts],
        held: changeSet.held,
        proposals: changeSet.held === null ? proposalsOf(world, reading, changeSet) : [],
      };
    }
  }
}

/** The edits that a sync would propose; those that name issues it has yet to open are not among them. */
function proposalsOf(world: World, reading: Reading, changeSet: ChangeSet): readonly Proposal[] {
  const { plan, base, lost, observed, file } = reading;
  const settled = settle({
    plan,
    changeSet,
    created: { tracking: null, issues: new Map(), milestones: new Map() },
    issues: observed.issues,
    repositoryUrl: world.repository.url,
    firstSync: base === null && !lost,
    refused: refusedProposals(observed.pulls),
    standing: standingProposals(observed.pulls),
    policy: world.writeBack,
    file,
  });
  return settled.proposals;
}

/** After the merge the comment becomes the report: what it said would be, with the numbers that came of it. */
async function reportMerge(
  world: World,
  around: Around,
  { pull, completes }: { pull: PullReading; completes: readonly Completed[] },
): Promise<void> {
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
    const plans = before === null ? null : parseMemory(before);
    if (before === null || (plans === null && completes.length === 0)) return null;
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

/** A file of which only problems are told. */
function silent(path: string, said: readonly Problem[]): PlanForecast {
  return { path, title: path, effects: [], problems: said, held: null, proposals: [] };
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
