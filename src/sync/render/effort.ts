/** Work that is left, in words. */
import type { CriticalPath, Effort } from '../progress/schedule.ts';
import { count } from './words.ts';

const HOURS_A_DAY = 8;

/** `24–40 h, 5 points, 2 × S, 1 task without estimate`: kinds that cannot be added up side by side; `–` if nothing is left. */
export function effortWords({ hours, points, sizes, unknown, open }: Effort): string {
  if (open === 0) return '–';
  const parts = [
    hours.high > 0 ? workWords(hours) : '',
    points.high > 0 ? pointsWords(points) : '',
    ...[...sizes].map(([name, tasks]) => `${tasks} × ${name}`),
    unknown > 0 ? `${count(unknown, 'task')} without estimate` : '',
  ].filter((part) => part !== '');
  return parts.join(', ');
}

/** Whether any of it is estimated. */
export function isEstimated({ hours, points, sizes }: Effort): boolean {
  return hours.high > 0 || points.high > 0 || sizes.size > 0;
}

/** How long a chain of tasks takes. */
export function lengthWords({ length, unit }: CriticalPath): string {
  return unit === 'hours'
    ? workWords({ low: length, high: length })
    : pointsWords({ low: length, high: length });
}

/** In days of eight hours, so that the rows of a table can be compared; in hours only what is less than a day. */
function workWords({ low, high }: Effort['hours']): string {
  if (high < HOURS_A_DAY) return `${span({ low, high })} h`;
  const days = span({ low: low / HOURS_A_DAY, high: high / HOURS_A_DAY });
  return `${days} ${days === '1' ? 'day' : 'days'}`;
}

function pointsWords(points: Effort['points']): string {
  return `${span(points)} ${points.high === 1 ? 'point' : 'points'}`;
}

function span({ low, high }: Effort['hours']): string {
  return number(low) === number(high) ? number(low) : `${number(low)}–${number(high)}`;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
