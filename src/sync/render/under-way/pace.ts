/** The words for how far a long sync is, and how long it takes at the pace that GitHub allows. */
import type { CheckText } from '../check/check-words.ts';
import { inline } from '../sanitize/escape.ts';

/** How far a sync is. */
export interface SyncProgress {
  readonly done: number;
  readonly total: number;
  /** How long the rest takes; null where that is not known. */
  readonly leftMs: number | null;
  /** What GitHub allows at present, where that is less than it documents. */
  readonly perMinute: number | null;
  readonly perHour: number | null;
}

/** `GitHub allows 20 a minute at present: about 6 minutes left`; empty where there is nothing to say. */
export function paceWords({ leftMs, perMinute, perHour }: SyncProgress): string {
  const rates = [
    ...(perMinute === null ? [] : [`${rate(perMinute)} a minute`]),
    ...(perHour === null ? [] : [`${rate(perHour)} an hour`]),
  ];
  const left = leftMs === null ? '' : `about ${duration(leftMs)} left`;
  if (rates.length === 0) return left;
  return [`GitHub allows ${rates.join(' and ')} at present`, left].filter((part) => part !== '').join(': ');
}

/** Words that follow others; nothing where there are none. */
export function comma(words: string): string {
  return words === '' ? '' : `, ${words}`;
}

/** The check while a sync is under way; it is concluded when the sync is. */
export function renderUnderWay(
  path: string,
  progress: SyncProgress,
): Omit<CheckText, 'conclusion'> & { readonly conclusion: null } {
  const { done, total } = progress;
  const words = paceWords(progress);
  const sentence = words === '' ? '' : ` ${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
  return {
    title: `${done} of ${total} done`,
    summary: `${inline(path)}: ${done} of ${total} changes are done.${sentence}`,
    conclusion: null,
    annotations: [],
    actions: [],
  };
}

/** `40 seconds`, `6 minutes`, `2 hours 5 minutes`. */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return counted(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return counted(minutes, 'minute');
  const rest = minutes % 60;
  return `${counted(Math.floor(minutes / 60), 'hour')}${rest === 0 ? '' : ` ${counted(rest, 'minute')}`}`;
}

function counted(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}

/** Less than one a minute is told as a fraction. */
function rate(number: number): string {
  return number >= 1 ? String(Math.floor(number)) : number.toPrecision(1);
}
