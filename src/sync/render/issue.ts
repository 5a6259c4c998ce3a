/** The words of a task issue's block, and links to the plan it comes from. */
import type { Task } from '../../plan/types.ts';
import { block } from './sanitize/block.ts';
import { cut, inline, urlPath } from './sanitize/escape.ts';
import { isTitleCut } from '../state/ids.ts';
import type { TaskKey } from '../types.ts';
import { CUT_NOTE } from './words.ts';

/** Where a plan is to be read. */
export interface PlanPlace {
  /** `https://github.com/owner/name` */
  readonly repositoryUrl: string;
  readonly branch: string;
  readonly path: string;
  /** A commit that holds the text, so that a link to a line stays true. */
  readonly commit?: string;
}

/** What stands around a task in its plan. */
export interface Surroundings {
  /** Title of its phase, else of the heading above it. */
  readonly heading: string | null;
  /** What that is for. */
  readonly goal: string | null;
  readonly waitsFor: readonly WaitedFor[];
}

/** What a task waits for. */
export type WaitedFor =
  /** `number` is null where the task has no issue, or none yet. */
  | { readonly kind: 'task'; readonly key: TaskKey; readonly title: string; readonly number: number | null }
  | { readonly kind: 'issue'; readonly number: number }
  /** A phase, or words that name nothing. */
  | { readonly kind: 'words'; readonly text: string };

/** How long the app's words may be: GitHub takes little more, and people need room for theirs (GITHUB-FACTS 3). */
const CONTENT_LIMIT = 50_000;
/** Whose words are whose, for whoever edits the issue: readers do not see it. */
export const RULE =
  '<!-- Planwright writes what stands between this line and the next comment, and rewrites it when the plan changes. What you write above or below stays as it is. -->';

/** A link to the plan, or to a line of it in its source view: at the commit if the place names one. */
export function planUrl({ repositoryUrl, branch, path, commit }: PlanPlace, line?: number): string {
  const at = (ref: string): string => `${repositoryUrl}/blob/${urlPath(ref)}/${urlPath(path)}`;
  return line === undefined ? at(branch) : `${at(commit ?? branch)}?plain=1#L${line}`;
}

/**
 * The words of a task issue's block: where the task stands, what its phase is for, what the plan says of the task, its steps,
 * and what it waits for. A task that is yet to get its number stands there as {@link placeholderOf} has it.
 */
export function renderTask(task: Task, place: PlanPlace, around: Surroundings): string {
  const facts = [
    fact('Priority', task.priority),
    fact('Estimate', task.estimate),
    fact('Owner', task.owners.join(', ')),
  ].filter((line) => line !== null);
  const parts = [
    RULE,
    head(task, place, around),
    isTitleCut(task) ? inline(task.title) : '',
    fact('Goal', around.goal) ?? '',
    task.shown ?? block(task.details.trim()),
    task.steps.map((step) => `- ${step.done ? '✓' : '○'} ${inline(step.text)}`).join('\n'),
    waits(around.waitsFor),
    facts.join(' · '),
  ];
  return cut(parts.filter((part) => part !== '').join('\n\n'), CONTENT_LIMIT, CUT_NOTE);
}

/** `T010 · Phase 3: Share an album · plans/search.md, line 41` */
function head(task: Task, place: PlanPlace, { heading }: Surroundings): string {
  const where = `[${inline(place.path)}, line ${task.line}](${planUrl(place, task.line)})`;
  return [task.id, heading]
    .flatMap((part) => (part === null || part === '' ? [] : [inline(part)]))
    .concat(where)
    .join(' · ');
}

/** Each on a line of its own, where GitHub shows the title and the state of an issue beside its number (GITHUB-FACTS 9). */
function waits(waitsFor: readonly WaitedFor[]): string {
  if (waitsFor.length === 0) return '';
  return ['**Waits for**', '', ...new Set(waitsFor.map((one) => `- ${waitedWords(one)}`))].join('\n');
}

function waitedWords(waited: WaitedFor): string {
  switch (waited.kind) {
    case 'task':
      return waited.number === null ? placeholderOf(waited.key) : `#${waited.number}`;
    case 'issue':
      return `#${waited.number}`;
    case 'words':
      return inline(waited.text);
  }
}

/** What stands for the number of an issue that is yet to be made. */
export function placeholderOf(key: TaskKey): string {
  return `#{${key}}`;
}

/** What stands there instead where the issue is not made. */
export function withoutNumber(title: string): string {
  return inline(title);
}

function fact(name: string, value: string | null): string | null {
  return value === null || value === '' ? null : `**${name}**: ${inline(value)}`;
}
