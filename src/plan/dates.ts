const ISO = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/u;

/** A date found in a text. */
export interface FoundDate {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** False for `2026-02-30`. */
  readonly exists: boolean;
}

/**
 * Finds the first ISO date in a text.
 *
 * @param text Plain text.
 * @returns The date, or null.
 */
export function findDate(text: string): FoundDate | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  return { date: match[0], exists: dateExists(Number(match[1]), Number(match[2]), Number(match[3])) };
}

/** Whether a day is in the calendar. */
export function dateExists(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year > 0 && days !== undefined && day >= 1 && day <= days;
}
