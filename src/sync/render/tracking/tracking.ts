/** The words of a tracking issue, put together from its parts and kept within the length that GitHub takes. */
import type { Plan, Risk, Step, Task, TaskState } from '../../../plan/types.ts';
import { asIssuesSay } from '../../progress/burn-up.ts';
import { brief, code, cut, inline, prose } from '../sanitize/escape.ts';
import { claimWords } from '../next/reason.ts';
import { renderDependencies } from './graph.ts';
import { renderBurnUp, renderProgress } from './progress.ts';
import { planUrl } from '../issue.ts';
import { renderRefusals } from '../refusals.ts';
import { renderDifferences } from '../differences.ts';
import { sectionsOf } from '../../resolve/sections.ts';
import { taskLink, type TrackingInput } from './input.ts';
import { heldText } from '../held.ts';
import { count, CUT_NOTE } from '../words.ts';

/** How long a tracking issue's block may be: GitHub takes little more, and people need room for theirs (GITHUB-FACTS 3). */
export const TRACKING_LIMIT = 60_000;
/** How long the words may be where the length of the marker is not known. */
const CONTENT_LIMIT = 40_000;
const PROBLEMS_LISTED = 20;

/** Which tasks are listed: as many as there is room for. */
type Detail = 'all' | 'open' | 'none';

/**
 * The words of a tracking issue: where the plan stands, when it may be done, task by task, and what waits for a person.
 *
 * @param room How long they may be, in UTF-16 units. Where all of it is longer, finished tasks are counted instead of
 *   listed; where that is longer too, all tasks are.
 */
export function renderTracking(input: TrackingInput, room: number = CONTENT_LIMIT): string {
  const plan = asIssuesSay(input.plan, input.tasks);
  const { before, after } = besidesTasks(input, plan);
  const withTasks = (detail: Detail): string =>
    [...before, ...taskSections(input, plan, detail), ...after].filter((part) => part !== '').join('\n\n');
  for (const detail of ['all', 'open'] as const) {
    const text = withTasks(detail);
    if (text.length <= room) return text;
  }
  return cut(withTasks('none'), room, CUT_NOTE);
}

/** What stands before and after the tasks, however many of them are listed. */
function besidesTasks(
  input: TrackingInput,
  plan: Plan,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const isWrong = input.problems.some(({ severity }) => severity === 'error');
  return {
    before: [
      input.held === null ? '' : heldText(input.held),
      renderRefusals(input.refusals ?? []),
      isWrong ? toFix(input) : '',
      renderProgress(input, plan),
      renderDifferences(input.standing),
      renderBurnUp(input, plan),
    ],
    after: [
      renderDependencies(input, plan),
      ...plan.checklists.map(({ title, items }) => checklist(title, items)),
      risks(plan.risks),
      isWrong ? '' : toFix(input),
      inConfig(input),
    ],
  };
}

function taskSections(input: TrackingInput, plan: Plan, detail: Detail): string[] {
  if (detail === 'none')
    return ['### Tasks\n\nThere are too many to list here; the plan and its milestones have them all.'];
  return [
    plan.tasks.length === 0 ? '' : taskLists(input, plan.tasks, detail),
    ...sectionsOf(plan).map(
      ({ title, tasks }) => `### ${brief(title)}\n\n${taskLists(input, tasks, detail)}`,
    ),
  ];
}

/** The tasks of a section; folded where nothing of it is open. */
function taskLists(input: TrackingInput, tasks: readonly Task[], detail: 'all' | 'open'): string {
  const all = withSubtasks(tasks);
  const over = all.filter(({ state }) => state !== 'open').length;
  const dropped = all.some(({ state }) => state === 'dropped');
  const summary = `${count(over, 'task')} ${over === 1 ? 'is' : 'are'} done${dropped ? ' or dropped' : ''}`;
  if (over === all.length && detail === 'open') return `${summary}.`;
  const list = taskList(input, detail === 'open' ? stillOpen(tasks) : tasks);
  if (over === all.length) return `<details>\n<summary>${summary}</summary>\n\n${list}\n\n</details>`;
  return detail === 'all' || over === 0 ? list : `${list}\n- and ${summary}`;
}

function withSubtasks(tasks: readonly Task[]): Task[] {
  return tasks.flatMap((task) => [task, ...withSubtasks(task.subtasks)]);
}

/** What is open, and what something open stands under. */
function stillOpen(tasks: readonly Task[]): Task[] {
  return tasks
    .map((task) => ({ ...task, subtasks: stillOpen(task.subtasks) }))
    .filter(({ state, subtasks }) => state === 'open' || subtasks.length > 0);
}

function taskList(input: TrackingInput, tasks: readonly Task[], depth = 0): string {
  return tasks
    .map((task) => {
      const below = taskList(input, task.subtasks, depth + 1);
      return `${'  '.repeat(depth)}- ${mark(task.state)} ${taskLink(input, task)}${claimOf(input, task)}${below === '' ? '' : `\n${below}`}`;
    })
    .join('\n');
}

/** Who works on an open task, and until when. */
function claimOf({ claims, tasks }: TrackingInput, { line, state }: Task): string {
  const issue = tasks.get(line)?.issue ?? null;
  const claim = issue === null ? undefined : claims?.get(issue);
  return claim === undefined || state !== 'open' ? '' : ` (${brief(claimWords(claim))})`;
}

function mark(state: TaskState): string {
  switch (state) {
    case 'open':
      return '○';
    case 'done':
      return '✓';
    case 'dropped':
      return '–';
  }
}

function checklist(title: string, items: readonly Step[]): string {
  return `### ${brief(title)}\n\n${items.map((item) => `- ${item.done ? '✓' : '○'} ${inline(item.text)}`).join('\n')}`;
}

/** The risks as the plan has them, without the columns that are empty. */
function risks(all: readonly Risk[]): string {
  if (all.length === 0) return '';
  const columns: readonly (readonly [string, (risk: Risk) => string | null])[] = [
    ['Risk', ({ risk }) => risk],
    ['Impact', ({ impact }) => impact],
    ['Probability', ({ probability }) => probability],
    ['Mitigation', ({ mitigation }) => mitigation],
  ];
  const shown = columns.filter(([, of]) => all.some((risk) => of(risk) !== null));
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    '### Risks\n',
    row(shown.map(([title]) => title)),
    row(shown.map(() => '---')),
    ...all.map((risk) => row(shown.map(([, of]) => brief(of(risk) ?? '–')))),
  ].join('\n');
}

/** What is wrong with the config, which seldom changes: so its lines can be named. */
function inConfig({ problems, place }: TrackingInput): string {
  const lines = problems.flatMap(({ path, line, message, hint }) =>
    path === undefined
      ? []
      : [
          `- [${inline(path)}, line ${line}](${planUrl({ ...place, path }, line)}): ${prose(message)} ${prose(hint)}`,
        ],
  );
  return lines.length === 0 ? '' : `### In the config\n\n${lines.join('\n')}`;
}

/**
 * Errors first. Each has a link to its line at the commit whose text has it: lines move with every push, and a number in the
 * words would be wrong then, or a write each time.
 */
function toFix({ problems: all, place }: TrackingInput): string {
  const problems = all.filter(({ path }) => path === undefined);
  if (problems.length === 0) return '';
  const sorted = problems.toSorted((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
  const byWords = new Map<string, number>();
  for (const { message, hint, line } of sorted) {
    const words = `${prose(message)} ${prose(hint)}`;
    if (!byWords.has(words)) byWords.set(words, line);
  }
  const said = [...byWords].map(([words, line]) => `- ${words} ([see it](${planUrl(place, line)}))`);
  const more = said.length - PROBLEMS_LISTED;
  const rest =
    more > 0 ? [`- and ${more} more; ${code(`planwright check ${place.path}`)} lists them all`] : [];
  const title = sorted[0]?.severity === 'error' ? 'To mend in the plan' : 'To look at in the plan';
  return `### ${title}\n\n${[...said.slice(0, PROBLEMS_LISTED), ...rest].join('\n')}`;
}
