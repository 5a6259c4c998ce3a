/** How far a plan is and when it may be done: what a lead looks at first. */
import type { Plan, Task } from '../../../plan/types.ts';
import { allTasks } from '../../../plan/walk.ts';
import { burnUp, dayOf, type Day } from '../../progress/burn-up.ts';
import { brief, inline } from '../sanitize/escape.ts';
import { lookAhead, type Forecast, type Outlook, type Range } from '../../progress/forecast.ts';
import { mermaidBlock } from '../sanitize/mermaid.ts';
import { effortWords, isEstimated } from '../effort.ts';
import { planUrl } from '../issue.ts';
import { effortOf } from '../../progress/schedule.ts';
import { sectionsOf, topTasks, type TaskSection } from '../../resolve/sections.ts';
import type { TrackingInput } from './input.ts';
import { count } from '../words.ts';

const BAR_WIDTH = 20;
const NARROW_BAR = 10;
const DAY_MS = 86_400_000;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/**
 * The plan in a line, its forecast in another, and a table of its sections.
 *
 * @param plan The plan with the states of its issues.
 */
export function renderProgress(input: TrackingInput, plan: Plan): string {
  const all = topTasks(plan);
  const outlook = lookAhead(plan, datesOf(input));
  const path = `[${inline(input.place.path)}](${planUrl(input.place)})`;
  return [
    `${progressWords(all, BAR_WIDTH)} in ${path}.`,
    outlook === null ? finishedWords(input, all) : forecastWords(outlook, plan),
    sectionTable(input, plan, outlook),
    outlook === null ? '' : caveat(outlook),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/**
 * Progress over time, drawn.
 *
 * @returns Nothing before something was finished on another day than the first.
 */
export function renderBurnUp(input: TrackingInput, plan: Plan): string {
  const dates = datesOf(input);
  const points = burnUp(
    allTasks(plan).map(({ task: { state, line } }) => ({ state, dates: dates.get(line) ?? null })),
  );
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return '';
  const labels = points.map(({ day }) => `"${axisLabel(day, first.day, last.day)}"`);
  const most = Math.max(...points.map(({ scope }) => scope));
  const chart = mermaidBlock([
    `%%{init: {"xyChart": {"width": 820, "height": 320}, "themeVariables": {"xyChart": {"backgroundColor": "transparent", "plotColorPalette": "#2da44e, #8c959f"}}}}%%`,
    'xychart-beta',
    `  x-axis [${labels.join(', ')}]`,
    `  y-axis "Tasks" 0 --> ${most + 1}`,
    `  bar [${points.map(({ done }) => done).join(', ')}]`,
    `  line [${points.map(({ scope }) => scope).join(', ')}]`,
  ]);
  return `### Burn-up\n\nBars are the tasks done, the line is all tasks of the plan.\n\n${chart}`;
}

/** `▓▓▓▓░░ 4 of 6 tasks done, 1 dropped`: dropped tasks count neither as done nor as to do. */
function progressWords(tasks: readonly Task[], width: number): string {
  const { done, needed, dropped } = countsOf(tasks);
  if (needed === 0) return `No task left, ${dropped} dropped`;
  return `${bar(done / needed, width)} ${done} of ${count(needed, 'task')} done${dropped === 0 ? '' : `, ${dropped} dropped`}`;
}

function bar(share: number, width: number): string {
  const filled = Math.floor(share * width);
  return `\`${'▓'.repeat(filled)}${'░'.repeat(width - filled)}\``;
}

function countsOf(tasks: readonly Task[]): { done: number; needed: number; dropped: number } {
  const states = withSubtasks(tasks).map(({ state }) => state);
  const done = states.filter((one) => one === 'done').length;
  const dropped = states.filter((one) => one === 'dropped').length;
  return { done, needed: states.length - dropped, dropped };
}

function withSubtasks(tasks: readonly Task[]): Task[] {
  return tasks.flatMap((task) => [task, ...withSubtasks(task.subtasks)]);
}

function datesOf({ tasks }: TrackingInput) {
  return new Map([...tasks].map(([line, { dates }]) => [line, dates]));
}

function finishedWords(input: TrackingInput, tasks: readonly Task[]): string {
  const day = finishedOn(input, tasks);
  return day === null ? '' : `Finished on ${dayWords(day, null)}.`;
}

/** The day on which the last of these tasks was done; null if they were when they were first seen. */
function finishedOn({ tasks: issues }: TrackingInput, tasks: readonly Task[]): Day | null {
  const days = withSubtasks(tasks).flatMap(({ state, line }) => {
    const dates = issues.get(line)?.dates ?? null;
    return state === 'done' && dates?.worked === true && dates.ended !== null ? [dates.ended] : [];
  });
  return days.length === 0 ? null : days.reduce((a, b) => Math.max(a, b));
}

/** The forecast and the effort that is left; nothing of a forecast before enough was finished to make one. */
function forecastWords({ asOf, pace, whole }: Outlook, plan: Plan): string {
  const { byPace, byEstimates } = whole;
  const effort = effortOf(topTasks(plan));
  const left = isEstimated(effort) ? `**Left**: ${effortWords(effort)}.` : '';
  if (pace === null || byPace === null) return left;
  const year = yearOf(asOf);
  const estimates =
    byEstimates === null ? '' : `; by the estimates ${rangeWords(byEstimates, year, 'between')}`;
  const forecast = `**Forecast**: done ${rangeWords(byPace, year, 'between')}${estimates}.`;
  return [forecast, left].filter((part) => part !== '').join(' ');
}

/** What forecasts stand on. */
function caveat({ asOf, pace }: Outlook): string {
  if (pace === null) return '';
  const window = pace.days < 14 ? count(pace.days, 'day') : `${Math.round(pace.days / 7)} weeks`;
  return `Forecasts as of ${dayWords(asOf, null)}, the day of the last change, from the ${count(pace.finished, 'task')} finished in the ${window} up to then. They hold in four of five cases, if the pace stays and the phases are done in their order.`;
}

function sectionTable(input: TrackingInput, plan: Plan, outlook: Outlook | null): string {
  const sections = sectionsOf(plan);
  if (sections.length === 0) return '';
  const efforts = sections.map(({ tasks }) => effortOf(tasks));
  const has = {
    left: efforts.some(isEstimated),
    due: sections.some(({ due }) => due !== null),
    pace: outlook !== null && outlook.pace !== null,
    estimates: outlook !== null && outlook.whole.byEstimates !== null,
  };
  const columns: readonly (readonly [boolean, string, (section: TaskSection, index: number) => string])[] = [
    [true, 'Phase', ({ title }) => brief(title)],
    [true, 'Done', ({ tasks }) => cellOf(tasks)],
    [has.left, 'Left', (_, index) => effortWords(efforts[index] ?? effortOf([]))],
    [has.due, 'Due', ({ due }, index) => dueWords(due, outlook, outlook?.sections[index] ?? null)],
    [
      has.pace,
      'Forecast by pace',
      ({ tasks }, index) => forecastCell(input, tasks, outlook, outlook?.sections[index]?.byPace),
    ],
    [
      has.estimates,
      'By estimates',
      ({ tasks }, index) => forecastCell(input, tasks, outlook, outlook?.sections[index]?.byEstimates),
    ],
  ];
  const shown = columns.filter(([isShown]) => isShown);
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(shown.map(([, title]) => title)),
    row(shown.map(() => '---')),
    ...sections.map((section, index) => row(shown.map(([, , cell]) => cell(section, index)))),
  ].join('\n');
}

function cellOf(tasks: readonly Task[]): string {
  const { done, needed } = countsOf(tasks);
  return needed === 0 ? 'all dropped' : `${bar(done / needed, NARROW_BAR)} ${done}\u00a0of\u00a0${needed}`;
}

function dueWords(due: string | null, outlook: Outlook | null, forecast: Forecast | null): string {
  if (due === null) return '–';
  const day = dayOf(due);
  const words = dayWords(day, outlook === null ? null : yearOf(outlook.asOf));
  const range = forecast?.byPace ?? null;
  if (range === null) return words;
  if (range.from > day) return `${words} ⚠ likely late`;
  return range.to === null || range.to > day ? `${words} ⚠ may be late` : words;
}

function forecastCell(
  input: TrackingInput,
  tasks: readonly Task[],
  outlook: Outlook | null,
  range: Range | null | undefined,
): string {
  const year = outlook === null ? null : yearOf(outlook.asOf);
  if (range != null) return rangeWords(range, year, 'from');
  const day = finishedOn(input, tasks);
  return day === null ? '✓' : `✓ ${dayWords(day, year)}`;
}

function rangeWords({ from, to }: Range, year: number | null, kind: 'between' | 'from'): string {
  const [start, end] = [dayWords(from, year), to === null ? null : dayWords(to, year)];
  if (end === null) return `not before ${start}`;
  if (start === end) return kind === 'between' ? `on ${start}` : start;
  return kind === 'between' ? `between ${start} and ${end}` : `${start} – ${end}`;
}

/** `Mar 30`, in a year other than the given one `Mar 30, 2026`; it stays on one line. */
function dayWords(day: Day, year: number | null): string {
  const date = new Date(day * DAY_MS);
  const words = `${MONTHS[date.getUTCMonth()]}\u00a0${date.getUTCDate()}`;
  return date.getUTCFullYear() === year ? words : `${words},\u00a0${date.getUTCFullYear()}`;
}

/** Short, since there are many; the first and the last tell the year, where it is not one and the same. */
function axisLabel(day: Day, first: Day, last: Day): string {
  const isEnd = (day === first || day === last) && yearOf(first) !== yearOf(last);
  const label = dayWords(day, yearOf(day)).replace('\u00a0', ' ');
  return isEnd ? `${label} ’${String(yearOf(day)).slice(-2)}` : label;
}

function yearOf(day: Day): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}
