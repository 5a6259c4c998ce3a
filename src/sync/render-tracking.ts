import type { Plan, Problem, Step, Task, TaskState } from '../plan/types.ts';
import { allTasks } from '../plan/walk.ts';
import { brief, code, cut, inline } from './escape.ts';
import { planUrl, type PlanPlace } from './render-issue.ts';
import { renderStanding, type Standing } from './render-standing.ts';
import type { Held } from './types.ts';
import { count, heldText } from './words.ts';

/** Room under GitHub's 65,536 characters for the marker and for people's words. */
const CONTENT_LIMIT = 40_000;
const BAR_WIDTH = 20;
const PROBLEMS_LISTED = 20;

export interface TrackingInput {
  readonly plan: Plan;
  readonly place: PlanPlace;
  /** State and issue of each task, by the line of its first place. */
  readonly tasks: ReadonlyMap<number, { readonly state: TaskState; readonly issue: number | null }>;
  readonly problems: readonly Problem[];
  /** What the issues say and the plan does not. */
  readonly standing: Standing;
  /** The change set that waits for a person. */
  readonly held: Held | null;
}

/** The words of a tracking issue: where the plan stands, task by task, and what waits for a person. */
export function renderTracking(input: TrackingInput): string {
  const full = render(input, 'tasks');
  return full.length <= CONTENT_LIMIT
    ? full
    : cut(render(input, 'phases'), CONTENT_LIMIT, 'The rest stands in the plan.');
}

function render(input: TrackingInput, detail: 'tasks' | 'phases'): string {
  const { plan } = input;
  const all = allTasks(plan).map(({ task }) => task);
  const sections = [...plan.phases, ...plan.groups]
    .filter(({ tasks }) => tasks.length > 0)
    .sort((a, b) => a.line - b.line);
  return [
    input.held === null ? '' : heldText(input.held),
    `${progress(input, all)} in [${inline(input.place.path)}](${planUrl(input.place)}).`,
    plan.tasks.length === 0 ? '' : taskList(input, plan.tasks, detail),
    ...sections.map(({ title, tasks }) => section(input, title, tasks, detail)),
    ...plan.checklists.map(({ title, items }) => checklist(title, items)),
    renderStanding(input.standing),
    toFix(input),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function section(
  input: TrackingInput,
  title: string,
  tasks: readonly Task[],
  detail: 'tasks' | 'phases',
): string {
  const list = taskList(input, tasks, detail);
  return `### ${brief(title)}\n\n${progress(input, withSubtasks(tasks))}.${list === '' ? '' : `\n\n${list}`}`;
}

function withSubtasks(tasks: readonly Task[]): Task[] {
  return tasks.flatMap((task) => [task, ...withSubtasks(task.subtasks)]);
}

function stateOf(input: TrackingInput, task: Task): TaskState {
  return input.tasks.get(task.line)?.state ?? task.state;
}

/** `▓▓▓▓░░ 4 of 6 tasks done, 1 dropped`: dropped tasks count neither as done nor as to do. */
function progress(input: TrackingInput, tasks: readonly Task[]): string {
  const states = tasks.map((task) => stateOf(input, task));
  const [done, dropped] = [
    states.filter((one) => one === 'done').length,
    states.filter((one) => one === 'dropped').length,
  ];
  const needed = states.length - dropped;
  if (needed === 0) return `No task left, ${dropped} dropped`;
  const filled = Math.floor((done / needed) * BAR_WIDTH);
  const bar = '▓'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  return `\`${bar}\` ${done} of ${count(needed, 'task')} done${dropped === 0 ? '' : `, ${dropped} dropped`}`;
}

function taskList(
  input: TrackingInput,
  tasks: readonly Task[],
  detail: 'tasks' | 'phases',
  depth = 0,
): string {
  if (detail === 'phases') return '';
  return tasks
    .map((task) => {
      const issue = input.tasks.get(task.line)?.issue ?? null;
      const title = brief(task.title);
      const text = issue === null ? title : `[${title}](${input.place.repositoryUrl}/issues/${issue})`;
      const below = taskList(input, task.subtasks, detail, depth + 1);
      return `${'  '.repeat(depth)}- ${mark(stateOf(input, task))} ${text}${below === '' ? '' : `\n${below}`}`;
    })
    .join('\n');
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

/** Without line numbers: they move with every push, and each move would be a write. Checks and comments have them. */
function toFix({ problems, place }: TrackingInput): string {
  if (problems.length === 0) return '';
  const said = [...new Set(problems.map(({ message, hint }) => `- ${inline(message)} ${inline(hint)}`))];
  const more = said.length - PROBLEMS_LISTED;
  const rest =
    more > 0 ? [`- and ${more} more; ${code(`planwright check ${place.path}`)} lists them all`] : [];
  return `### To look at in the plan\n\n${[...said.slice(0, PROBLEMS_LISTED), ...rest].join('\n')}`;
}
