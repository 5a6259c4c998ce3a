/** A longer range is not meant. */
const LONGEST = 200;
/** `T001-` of `T001-T004`. */
const FROM = /(\d+)\s*(?:[-–—~～]|to|through|bis|\.\.+)\s*/iu;

/**
 * The names that a range such as `T001-T004` stands for; none if the text is no range, or one too long to be meant.
 *
 * @param name Of a few hundred characters at most: spaces and digits in a row are read again and again.
 */
export function membersOf(name: string): string[] {
  const [range, first = ''] = (/\d$/u.test(name) ? FROM.exec(name) : null) ?? [];
  if (range === undefined) return [];
  const prefix = name.slice(0, name.indexOf(range));
  const rest = name.slice(prefix.length + range.length);
  const last = /\d+$/u.exec(rest)?.[0] ?? '';
  const again = rest
    .slice(0, rest.length - last.length)
    .trim()
    .toLowerCase();
  const count = Number(last) - Number(first) + 1;
  if ((again !== '' && again !== prefix.trim().toLowerCase()) || count < 2 || count > LONGEST) return [];
  const width = first.startsWith('0') ? first.length : 1;
  return Array.from(
    { length: count },
    (_, index) => prefix + String(Number(first) + index).padStart(width, '0'),
  );
}
