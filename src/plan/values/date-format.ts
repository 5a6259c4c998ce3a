const MONTHS: readonly string[] =
  'January February March April May June July August September October November December'.split(' ');
const NAMES = MONTHS.flatMap((name) => [name, name.slice(0, 3)]).join('|');

interface Day {
  readonly year: string;
  readonly month: number;
  readonly day: number;
}

/** Formats that people write dates in, each with how to write another day in it. */
const FORMATS: readonly (readonly [RegExp, (example: RegExpExecArray, day: Day) => string])[] = [
  [/\b\d{4}-\d{2}-\d{2}\b/u, (_, { year, month, day }) => `${year}-${two(month)}-${two(day)}`],
  [
    /\b\d{4}([/.])(\d{1,2})\1\d{1,2}\b/u,
    (example, { year, month, day }) =>
      [year, like(example[2], month), like(example[2], day)].join(example[1]),
  ],
  [
    /\d{4}\s*年\s*(\d{1,2})\s*月\s*\d{1,2}\s*日/u,
    (example, { year, month, day }) => `${year}年${like(example[1], month)}月${like(example[1], day)}日`,
  ],
  [
    /\d{4}년\s*(\d{1,2})월\s*\d{1,2}일/u,
    (_, { year, month, day }) => `${year}년 ${String(month)}월 ${String(day)}일`,
  ],
  [
    /\b(\d{1,2})\.(\s?)\d{1,2}\.\s?\d{4}\b/u,
    (example, { year, month, day }) =>
      `${like(example[1], day)}.${example[2] ?? ''}${like(example[1], month)}.${example[2] ?? ''}${year}`,
  ],
  [
    new RegExp(`\\b(${NAMES})(\\.?) \\d{1,2}(?:st|nd|rd|th)?(,?) \\d{4}\\b`, 'iu'),
    (example, { year, month, day }) =>
      `${monthLike(example[1], month)}${example[2] ?? ''} ${String(day)}${example[3] ?? ''} ${year}`,
  ],
  [
    new RegExp(`\\b\\d{1,2}(?:st|nd|rd|th)? (${NAMES})(\\.?,?) \\d{4}\\b`, 'iu'),
    (example, { year, month, day }) =>
      `${String(day)} ${monthLike(example[1], month)}${example[2] ?? ''} ${year}`,
  ],
  [
    new RegExp(`\\b(${NAMES}),? \\d{4}\\b`, 'iu'),
    (example, { year, month }) => `${monthLike(example[1], month)} ${year}`,
  ],
  [
    /\b(1[3-9]|2\d|3[01])\/(\d{1,2})\/\d{4}\b/u,
    (example, { year, month, day }) => `${two(day)}/${like(example[2], month)}/${year}`,
  ],
  [
    /\b(\d{1,2})\/(1[3-9]|2\d|3[01])\/\d{4}\b/u,
    (example, { year, month, day }) => `${like(example[1], month)}/${two(day)}/${year}`,
  ],
];

/**
 * Writes a date in the format of another; what stands around that one stays.
 *
 * @param example A date as a person wrote it.
 * @param date The new date, `YYYY-MM-DD`.
 * @returns The new date in the example's format; as `YYYY-MM-DD` if that is not known, as with `03/04/2026`.
 */
export function dateLike(example: string, date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  for (const [format, write] of FORMATS) {
    const match = format.exec(example);
    if (!match) continue;
    const written = write(match, { year, month: Number(month), day: Number(day) });
    return example.slice(0, match.index) + written + example.slice(match.index + match[0].length);
  }
  return date;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** With a leading zero unless the example shows that there is none. */
function like(example: string | undefined, number: number): string {
  return example?.length === 1 ? String(number) : two(number);
}

function monthLike(example: string | undefined, month: number): string {
  const name = MONTHS[month - 1] ?? '';
  const sized =
    example !== undefined && example.length === 3 && !/^may$/iu.test(example) ? name.slice(0, 3) : name;
  return example !== undefined && example === example.toUpperCase() ? sized.toUpperCase() : sized;
}
