/**
 * Writes a date in the format of another.
 *
 * @param example A date as a person wrote it.
 * @param date The new date, `YYYY-MM-DD`.
 * @returns The new date in the example's format; as `YYYY-MM-DD` if that is not known.
 */
export function dateLike(example: string, date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  if (/^\d{4}\/\d{1,2}\/\d{1,2}$/u.test(example)) return `${year}/${month}/${day}`;
  if (/^\d{1,2}\.\d{1,2}\.\d{4}$/u.test(example)) return `${day}.${month}.${year}`;
  return date;
}
