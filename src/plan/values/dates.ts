/** A date found in a text. */
export interface FoundDate {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** False for `2026-02-30`. */
  readonly exists: boolean;
}

const MONTHS: readonly string[] = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
];
const YEAR_FIRST = /(?<!\d)(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?!\d)/u;
const DAY_FIRST = /(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/u;
const MONTH_NAME =
  /\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([A-Za-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})\b/u;

/**
 * Finds the first date in a text: `2026-12-01`, `2026/12/1`, `1.12.2026`, `Dec 1, 2026`, `1 December 2026`.
 *
 * @param text Plain text.
 * @returns The date, or null. `12/01/2026` is none: it means two days.
 */
export function findDate(text: string): FoundDate | null {
  const first = YEAR_FIRST.exec(text);
  if (first) return made(Number(first[1]), Number(first[3] ?? first[5]), Number(first[4] ?? first[6]));
  const last = DAY_FIRST.exec(text);
  if (last) return made(Number(last[3]), Number(last[2]), Number(last[1]));
  const named = MONTH_NAME.exec(text);
  const month = MONTHS.indexOf((named?.[2] ?? '').slice(0, 3).toLowerCase()) + 1;
  const day = named?.[1] ?? named?.[3];
  return named && month > 0 && day !== undefined ? made(Number(named[4]), month, Number(day)) : null;
}

/** Whether a day is in the calendar. */
export function dateExists(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year > 0 && days !== undefined && day >= 1 && day <= days;
}

function made(year: number, month: number, day: number): FoundDate {
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    date: `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`,
    exists: dateExists(year, month, day),
  };
}
