/** The comment on a pull request: what merging it does to issues, and afterwards what it did. */
import { refusalFound } from '../../plan/text/limits.ts';
import type { Problem } from '../../plan/types.ts';

import { cut, inline, prose, urlPath } from './sanitize/escape.ts';
import { effectLines } from './effect-lines.ts';
import { openingCost } from './opening-cost.ts';
import { heldDetails, heldSentence } from './held.ts';
import type { Effect, Held } from '../types.ts';
import { count } from './words.ts';

/** The first line of the app's comment, by which it is found again. */
export const COMMENT_MARKER = '<!-- planwright comment -->';

/** How long the comment may be, well under GitHub's limit (GITHUB-FACTS 3 and 8). */
const COMMENT_LIMIT = 60_000;
const MEMORY_LIMIT = 30_000;
/** How many effects of one kind are listed before the rest becomes a count. */
const LISTED = 50;

/** What merging does to one plan. */
export interface PlanPreview {
  readonly path: string;
  readonly title: string;
  readonly effects: readonly Effect[];
  readonly problems: readonly Problem[];
  readonly held: Held | null;
}

/** A task whose issue the pull request closes by its description. */
export interface Completed {
  readonly issue: number;
  readonly title: string;
  readonly phase: string | null;
  /** Tasks of the phase that are done after the merge, and those there are. */
  readonly done: number;
  readonly all: number;
}

export interface CommentInput {
  readonly repositoryUrl: string;
  /** Commit whose lines the problems name. */
  readonly head: string;
  readonly plans: readonly PlanPreview[];
  /** Plans that conflict with the default branch, and the config if it does. */
  readonly conflicts: readonly string[];
  /** What is wrong with the config after the merge. */
  readonly config: { readonly path: string; readonly problems: readonly Problem[] };
  readonly completes: readonly Completed[];
  /** After the merge: the numbers of the issues that were opened, by task key. Null before. */
  readonly merged: ReadonlyMap<string, number> | null;
}

/** The whole comment; null if there is nothing to say. */
export function renderComment(input: CommentInput): string | null {
  const parts = [
    ...input.conflicts.map(conflictSentence),
    problemsPart(input, input.config),
    ...input.plans.flatMap((plan) => planPart(input, plan)),
    completesPart(input),
  ].filter((part) => part !== '');
  if (parts.length === 0) return null;
  const memory = input.merged === null ? printMemory(input.plans) : '';
  const text = cut(
    [COMMENT_MARKER, ...parts].join('\n\n'),
    COMMENT_LIMIT - memory.length,
    'The rest did not fit; the check has it.',
  );
  return memory === '' ? text : `${text}\n\n${memory}`;
}

/** Says that the preview of a file waits until its conflict is resolved. */
export function conflictSentence(path: string): string {
  return `${inline(path)} conflicts with the default branch. What merging does to issues can be told once the conflict is resolved.`;
}

/** What the comment says once there is nothing to say any more. */
export const NOTHING_LEFT = `${COMMENT_MARKER}\n\nMerging this pull request changes no issue any more.`;

/** Whether a comment tells what a merge did already. */
export function isReport(comment: string): boolean {
  return /^(?:Merged\. For |Completed \d)/m.test(comment);
}

/** What a preview keeps for the report after the merge; none where it would take too much of the comment. */
function printMemory(plans: readonly PlanPreview[]): string {
  const kept = plans
    .filter(({ effects }) => effects.length > 0)
    .map(({ path, title, effects }) => ({ path, title, effects }));
  const data = Buffer.from(JSON.stringify(kept)).toString('base64url');
  return kept.length === 0 || data.length > MEMORY_LIMIT ? '' : `<!-- planwright preview=${data} -->`;
}

/** What a preview said, read back from its comment; null if it kept nothing. */
export function parseMemory(comment: string): PlanPreview[] | null {
  const data = /<!-- planwright preview=([\w-]+) -->/.exec(comment)?.[1];
  if (data === undefined) return null;
  try {
    const kept = JSON.parse(Buffer.from(data, 'base64url').toString('utf8')) as Pick<
      PlanPreview,
      'path' | 'title' | 'effects'
    >[];
    return kept.map(({ path, title, effects }) => ({ path, title, effects, problems: [], held: null }));
  } catch {
    return null;
  }
}

function planPart(input: CommentInput, plan: PlanPreview): string[] {
  const { effects, problems, held } = plan;
  const isPast = input.merged !== null;
  const name = `**${inline(plan.title)}** (${inline(plan.path)})`;
  if (held !== null) {
    const waits = `Merging this changes much of ${name}, so it will wait for a person. ${heldSentence(held)}`;
    return [
      `${waits} After the merge the tracking issue says how to let it go.`,
      heldDetails(held).join('\n').trim(),
      problemsPart(input, plan),
    ].filter((part) => part !== '');
  }
  if (effects.length === 0)
    return problems.length === 0 ? [] : [unchangedWords(name, plan), problemsPart(input, plan)];
  return [
    isPast ? `Merged. For ${name} Planwright has:` : `For ${name}, merging this will:`,
    effectLines(effects, { numbers: input.merged, quote: inline }).join('\n'),
    isPast ? '' : openingCost(effects),
    problemsPart(input, plan),
  ].filter((part) => part !== '');
}

/** What becomes of the issues of a plan that merging does not touch. */
function unchangedWords(name: string, { problems }: PlanPreview): string {
  return refusalFound(problems) === null
    ? `Merging this changes no issue of ${name}.`
    : `After the merge Planwright could not read ${name}, and would leave its issues as they are until it can.`;
}

function problemsPart(
  { repositoryUrl, head }: CommentInput,
  { problems, path }: Pick<PlanPreview, 'path' | 'problems'>,
): string {
  if (problems.length === 0) return '';
  const lines = problems.slice(0, LISTED).map(({ line, message, hint }) => {
    const url = `${repositoryUrl}/blob/${head}/${urlPath(path)}?plain=1#L${line}`;
    return `- [Line ${line}](${url}): ${prose(message)} ${prose(hint)}`;
  });
  const more = problems.length - lines.length;
  return `To look at in ${inline(path)}:\n\n${[...lines, ...(more > 0 ? [`- and ${more} more, in the check`] : [])].join('\n')}`;
}

function completesPart({ completes, merged }: CommentInput): string {
  if (completes.length === 0) return '';
  const lines = completes.map(({ issue, title, phase, done, all }) => {
    const progress =
      phase === null
        ? ''
        : `: ${inline(phase)} ${merged === null ? 'then stands' : 'stands'} at ${done} of ${count(all, 'task')}`;
    return `- #${issue} ${inline(title)}${progress}`;
  });
  return `${merged === null ? 'Merging this completes' : 'Completed'} ${count(completes.length, 'task')} of the plan:\n\n${lines.join('\n')}`;
}
