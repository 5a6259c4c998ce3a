/** Previews what a pull request would do to issues, or reports what merging it did. Writes only a comment and a check. */
import { completedBy } from './completed.ts';
import { CONFIG_PATH, isPlanPath } from '../../config/config.ts';
import { discoverPlans, pathOf } from '../discover/discover.ts';
import { filesOfPlans } from '../discover/outside.ts';
import type { DiscoveredRepository } from '../discover/find-unlabelled.ts';
import { dryRunPlan, onlyProblems } from '../dry-run/dry-run.ts';
import { updateComment } from '../../github/write/comments.ts';
import { RetryableError } from '../../github/transport/errors.ts';
import {
  readPull,
  readPullFiles,
  type ProposedHead,
  type PullFile,
  type PullReading,
} from '../../github/read/pull-files.ts';
import { refusalIn } from '../../github/transport/refused.ts';
import { configAfter, mergedTree } from './merged-tree.ts';
import { observePlan } from '../observe/observe.ts';
import { parseTask } from '../../sync/state/markers.ts';
import type { PairedPlan } from '../../sync/plans/pairing.ts';
import {
  renderPreviewCheck,
  withoutComment,
  type PlanProblems,
  type Uncommented,
} from '../../sync/render/check/check-words.ts';
import {
  COMMENT_MARKER,
  isReport,
  NOTHING_LEFT,
  parseMemory,
  renderComment,
  type Completed,
  type PlanPreview,
} from '../../sync/render/preview-comment.ts';
import type { Refusal } from '../../sync/types.ts';
import { problems } from '../../sync/render/words.ts';
import { problemsIfLasting } from '../unclear/unclear.ts';
import { writeCheck } from '../write-check.ts';
import type { PassContext } from '../context.ts';

/** What a preview came to. */
export interface PullPreview {
  /** The words of its comment; null if there is nothing to say. */
  readonly text: string | null;
  /** Why GitHub did not take the comment. */
  readonly refusal: Refusal | null;
}

/**
 * Previews an open pull request, or reports on a merged one; ignores pull requests into other branches. The check is concluded
 * first, since a repository may require it. If GitHub then refuses the comment, as on a locked pull request, the check says so
 * and shows the preview itself.
 */
export async function previewPull(
  context: PassContext,
  discovered: DiscoveredRepository,
  number: number,
): Promise<PullPreview> {
  const nothing: PullPreview = { text: null, refusal: null };
  const seen = await lookAt(context, discovered, number);
  if (seen === null) return nothing;
  const { pull, touched } = seen;
  if (pull.merged) return { ...nothing, refusal: await reportMerge(context, discovered, seen) };
  if (pull.state === 'closed') return nothing;
  const { text, previewed } = await workOut(context, discovered, seen).catch(async (error: unknown) => {
    if (!(error instanceof RetryableError)) await check(context, pull, unpreviewed(touched));
    throw error;
  });
  // A repository with plans may require the check, so that a pull request which touches none needs it as well.
  const isChecked = touched.length > 0 || discovered.plans.length > 0;
  if (isChecked) await check(context, pull, previewed);
  const edit = (before: string | null): string | null => text ?? (before === null ? null : NOTHING_LEFT);
  const refusal = await comment(context, discovered, number, edit);
  if (refusal !== null && isChecked) await check(context, pull, previewed, { refusal, text });
  return { text, refusal };
}

/** The words of a preview, for where no comment may be written; null if there is nothing to say. */
export async function tellPull(
  context: PassContext,
  discovered: DiscoveredRepository,
  number: number,
): Promise<string | null> {
  const seen = await lookAt(context, discovered, number);
  return seen?.pull.state === 'open' ? (await workOut(context, discovered, seen)).text : null;
}

interface PullSeen {
  readonly pull: PullReading;
  readonly touched: readonly PullFile[];
  readonly completes: readonly Completed[];
}

async function lookAt(
  context: PassContext,
  discovered: DiscoveredRepository,
  number: number,
): Promise<PullSeen | null> {
  const { client, repository } = context;
  const pull = await readPull(client, repository, number);
  if (pull === null || pull.baseRef !== repository.defaultBranch) return null;
  const files = await readPullFiles(client, repository, number);
  const touched = await filesOfPlans(context, files, {
    config: discovered.config,
    plans: new Set(discovered.plans.map(pathOf)),
  });
  return { pull, touched, completes: await completedBy(context, discovered, pull) };
}

/** What a pull request does to plans and config. */
export interface Previewed {
  readonly plans: readonly PlanPreview[];
  /** Files that both sides changed in the same lines. */
  readonly conflicts: readonly string[];
  readonly config: PlanProblems;
}

async function workOut(
  context: PassContext,
  discovered: DiscoveredRepository,
  seen: PullSeen,
): Promise<{ readonly text: string | null; readonly previewed: Previewed }> {
  const previewed = await previewPlans(context, discovered, seen);
  const text = renderComment({
    ...previewed,
    repositoryUrl: context.repository.url,
    head: seen.pull.headSha,
    completes: seen.completes,
    merged: null,
  });
  return { text, previewed };
}

/** What merging a head does to the plans and the config that it touches. */
export async function previewPlans(
  context: PassContext,
  discovered: DiscoveredRepository,
  { pull, touched }: { pull: ProposedHead; touched: readonly PullFile[] },
): Promise<Previewed> {
  if (touched.length === 0) return nothingOf([]);
  const merged = await mergedTree(context, discovered.tree, { pull, touched });
  const {
    config,
    policy,
    problems: onConfig,
  } = await configAfter(context, discovered.config, {
    pull,
    touched,
    merged,
  });
  const paths = new Set(touched.flatMap(({ path, previous }) => [path, previous ?? []].flat()));
  const before = new Set(discovered.plans.map(pathOf));
  const outside = { everything: false, paths: new Set([...paths, ...before]) };
  const ahead = { ...context, texts: merged.texts, policy, outside };
  const {
    paired: found,
    moves,
    titled,
    waits,
  } = await discoverPlans(ahead, merged.files, config, discovered.trackings);
  // A touched file that matches no glob of the present config is a plan by its front matter.
  const isPlan = (path: string): boolean =>
    path !== CONFIG_PATH && (isPlanPath(config, path) || !isPlanPath(discovered.config, path));
  const plans: PlanPreview[] = merged.unclear.map(([path, said]) => onlyProblems(path, said));
  for (const paired of found) {
    const path = pathOf(paired);
    if (merged.conflicts.includes(path)) continue;
    if (paths.has(path) || (paired.kind === 'new' && !before.has(path))) {
      plans.push(await previewOrSay({ ...ahead, moves, titled, waits }, paired));
    }
  }
  return {
    plans,
    conflicts: merged.conflicts.filter((path) => path === CONFIG_PATH || isPlan(path)),
    config: { path: CONFIG_PATH, problems: onConfig },
  };
}

/** Previews one plan. If its text could not be read in several attempts, the preview says so; before that it waits as a whole. */
async function previewOrSay(context: PassContext, paired: PairedPlan): Promise<PlanPreview> {
  return dryRunPlan(context, paired).catch((error: unknown) =>
    onlyProblems(pathOf(paired), problemsIfLasting(error)),
  );
}

function nothingOf(plans: readonly PlanPreview[]): Previewed {
  return { plans, conflicts: [], config: { path: CONFIG_PATH, problems: [] } };
}

/** Turns the comment into a report after the merge: the same list, with the numbers of the issues that were opened. */
async function reportMerge(
  context: PassContext,
  discovered: DiscoveredRepository,
  { pull, completes }: PullSeen,
): Promise<Refusal | null> {
  const { repository } = context;
  const numbers = new Map<string, number>();
  for (const paired of discovered.plans) {
    if (paired.kind !== 'known') continue;
    const observedPlan = await observePlan(context, paired);
    for (const { number, body } of 'problem' in observedPlan ? [] : observedPlan.observed.issues) {
      const marker = parseTask(body, paired.id);
      if (marker !== null) numbers.set(marker.task, number);
    }
  }
  return comment(context, discovered, pull.number, (before) => {
    if (before === null || isReport(before)) return null;
    const plans = parseMemory(before);
    if (plans === null && completes.length === 0) return null;
    return renderComment({
      ...nothingOf(plans ?? []),
      repositoryUrl: repository.url,
      head: pull.headSha,
      completes,
      merged: numbers,
    });
  });
}

/** Writes the comment, unless the config turns comments off; returns what GitHub refused. */
async function comment(
  { client, repository, me }: PassContext,
  { config }: DiscoveredRepository,
  number: number,
  edit: (before: string | null) => string | null,
): Promise<Refusal | null> {
  if (!config.comments) return null;
  const wanted = { number, account: me, marker: COMMENT_MARKER, edit };
  return refusalIn(() => updateComment(client, repository, wanted));
}

/** What the check says if the preview fails: it passes, so that a fault of Planwright blocks no merge. */
export function unpreviewed(touched: readonly PullFile[]): Previewed {
  return nothingOf(touched.map(({ path }) => onlyProblems(path, [problems.unpreviewed()])));
}

/** Concludes the check on the head: a failure only for errors. */
async function check(
  context: PassContext,
  { headSha, isFork }: PullReading,
  { plans, conflicts, config }: Previewed,
  uncommented: Uncommented | null = null,
): Promise<void> {
  // GitHub does not tell of which pull request a check on a fork's head is, so that a click would lead nowhere (GITHUB-FACTS 7).
  const text = renderPreviewCheck([config, ...plans], conflicts, { hasButton: !isFork });
  const said = uncommented === null ? text : withoutComment(text, uncommented);
  await writeCheck(context, headSha, said);
}
