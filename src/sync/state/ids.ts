/** What plans, phases and tasks are recognised by on GitHub: ids, keys, hashes, labels and titles. */
import type { Phase, Plan, Task } from '../../plan/types.ts';
import { splitTitle } from '../../plan/read/tasks/titles.ts';
import { MOST_TITLE } from '../../plan/text/limits.ts';
import { allTasks } from '../../plan/walk.ts';
import { clip } from '../render/sanitize/clip.ts';
import { shortHash } from './hash.ts';
import { plain } from '../render/sanitize/quiet.ts';
import type { ObservedIssue, PhaseKey, PlanId, TaskKey } from '../types.ts';

/** The label that every tracking issue carries. */
export const TRACKING_LABEL = 'planwright';

/** The label that a tracking issue carries while its plan is paused; people may put it on and take it off by hand. */
export const PAUSED_LABEL = 'planwright: paused';

/** GitHub refuses label names over 50 characters (GITHUB-FACTS 3). */
export const LABEL_LIMIT = 50;
const ID_LENGTH = 6;

/**
 * The id of a plan that is synced for the first time at a path.
 *
 * @param path Where the plan stands now.
 * @param taken Ids of the repository's other plans.
 */
export function newPlanId(path: string, taken: ReadonlySet<PlanId>): PlanId {
  const id = shortHash(ID_LENGTH, path);
  if (!taken.has(id)) return id;
  for (let suffix = 2; ; suffix += 1) if (!taken.has(`${id}${suffix}`)) return `${id}${suffix}`;
}

/** A text as it is compared: Unicode-normalised, without case, white space folded. */
export function sameText(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/** A task's headings and its own text, by which a task of the same words elsewhere in the plan is told apart. */
export function sectionedText(task: Task): string {
  return [...task.section, task.text].map(sameText).join('\n');
}

/**
 * The keys of all tasks of a plan, in the order of {@link allTasks}: a hash of (section, text, occurrence), so that a
 * re-run over the same text finds what an interrupted one created.
 */
export function taskKeys(plan: Plan): ReadonlyMap<Task, TaskKey> {
  const seen = new Map<string, number>();
  return new Map(
    allTasks(plan).map(({ task }) => {
      const text = sectionedText(task);
      const occurrence = seen.get(text) ?? 0;
      seen.set(text, occurrence + 1);
      return [task, shortHash(12, text, String(occurrence))];
    }),
  );
}

/** The keys of all phases of a plan. */
export function phaseKeys(plan: Plan): ReadonlyMap<Phase, PhaseKey> {
  return keysByTitle(plan, ({ title }) => title);
}

/** The keys of all phases for a version that takes words of state for words of the phase. */
export function formerPhaseKeys(plan: Plan): ReadonlyMap<Phase, PhaseKey> {
  return keysByTitle(plan, ({ written }) => written);
}

function keysByTitle({ phases }: Plan, titleOf: (phase: Phase) => string): ReadonlyMap<Phase, PhaseKey> {
  const seen = new Map<string, number>();
  return new Map(
    phases.map((phase) => {
      const title = titleOf(phase);
      const text = sameText(title);
      const occurrence = seen.get(text) ?? 0;
      seen.set(text, occurrence + 1);
      return [phase, phaseKey({ title }, occurrence)];
    }),
  );
}

/** The key of a phase, by how many phases of its title stand before it. */
export function phaseKey({ title }: Pick<Phase, 'title'>, occurrence: number): PhaseKey {
  return shortHash(12, sameText(title), String(occurrence));
}

/** Hash of a title that the app set, by which it is seen later whether a person gave the issue another one. */
export function titleHash(title: string): string {
  return shortHash(8, title.trim());
}

const SOURCE_LENGTH = 8;

/**
 * Hash of the plan lines behind an issue's block: what the author wrote, without what the app itself writes (boxes of
 * the task, links, Status cells), and without Planwright's own words.
 */
export function sourceHash(task: Task): string {
  const steps = task.steps.map((step) => `${step.done ? 'x' : ' '} ${step.text}`);
  const facts = [task.id, task.priority, task.estimate].map((fact) => fact ?? '');
  return shortHash(
    SOURCE_LENGTH,
    task.details,
    ...facts,
    ...task.dependsOn,
    '|',
    ...task.owners,
    '|',
    ...steps,
    overflow(task),
  );
}

/**
 * What the words of a task's issue were made from, as its marker remembers it: the lines of the task, and what stands around
 * them in the plan. Versions that knew only the first wrote only that.
 */
export function sourceIn(task: Task, surroundings: readonly string[]): string {
  return sourceHash(task) + shortHash(SOURCE_LENGTH, ...surroundings);
}

/** The hash of the task's own lines that an issue was made from, out of what its marker remembers; empty if it does not. */
export function sourceMade({ src }: { readonly src: string }): string {
  return src.slice(0, SOURCE_LENGTH);
}

/** Whether a marker says that its issue was made from these very lines of a task. */
export function isMadeFrom(task: Task, marker: { readonly src: string }): boolean {
  return sourceMade(marker) === sourceHash(task);
}

/** A task's title as its issue bears it; what does not fit goes to the body. */
export function issueTitle(task: Task): string {
  return clip(fullTitle(task), MOST_TITLE);
}

/** Whether a task's title is longer than its issue's may be. */
export function isTitleCut(task: Task): boolean {
  return issueTitle(task) !== fullTitle(task);
}

function fullTitle({ id, idInTitle, title }: Task): string {
  return plain(idInTitle === true ? `${id} ${title}` : title);
}

/** An issue's title without invisible characters, which whoever renames an issue may put in. */
export function shownTitle(issue: Pick<ObservedIssue, 'title'>): string {
  return plain(issue.title);
}

/** Whether a person gave an issue its title, and not the app, which remembers a hash of the one it gave or saw. */
export function isRetitled(issue: Pick<ObservedIssue, 'title'>, remembered: string): boolean {
  return titleHash(issue.title) !== remembered && titleHash(shownTitle(issue)) !== remembered;
}

/** An issue's title without the task's own id, which a person may have put before it and which the plan keeps apart. */
export function bareTitle(title: string, task: Task): string {
  if (task.id === null) return title;
  const parts = splitTitle(title);
  return parts.id === task.id ? parts.title : title;
}

/** GitHub does not document its limit on milestone titles; 255 is assumed to be safe (GITHUB-FACTS 5). */
const MILESTONE_LIMIT = 255;

/**
 * A milestone's title: `Search rebuild: Phase 1: Foundation`.
 *
 * @param mark What stands behind it, ` (2)` for one, where another milestone bears the title already. It is never cut.
 */
export function milestoneTitle(plan: Plan, phase: Phase, mark = ''): string {
  return clip(plain(`${plan.title}: ${phase.title}`), MILESTONE_LIMIT - mark.length) + mark;
}

function overflow(task: Task): string {
  return isTitleCut(task) ? task.title : '';
}
