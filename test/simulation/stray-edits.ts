/** What a write-back may change in a plan, line by line: a box, a strike, a link, a title, a Status cell, a date. */

/** Lines that differ in more than that. */
export function strayEdits(before: string, after: string, titles: readonly string[]): string[] {
  const [was, is] = [before.split('\n'), after.split('\n')];
  if (was.length !== is.length) return [`${was.length} lines became ${is.length}`];
  const known = new Set(titles.map(plain));
  return was.flatMap((line, index) => {
    const now = is[index] ?? '';
    if (now === line || isAllowed(line, now, known)) return [];
    return [`line ${index + 1}: "${line}" became "${now}"`];
  });
}

function isAllowed(line: string, now: string, titles: ReadonlySet<string>): boolean {
  if (line.endsWith('\r') !== now.endsWith('\r')) return false;
  if (/^\*Last Updated: .*\*\r?$/.test(line)) return /^\*Last Updated: \d{4}-\d\d-\d\d\*\r?$/.test(now);
  if (line.startsWith('|')) return isRowAllowed(cells(line), cells(now), titles);
  const [head, text] = split(line);
  const [headNow, textNow] = split(now);
  return head === headNow && (text === textNow || titles.has(textNow));
}

/** Bullet and indentation, which stay, and the text without its marks. */
function split(line: string): [string, string] {
  const found = /^( *[-*+] )\[[ xX]\] (.*)$/.exec(line.replace(/\r$/, ''));
  return found === null ? [line, ''] : [found[1] ?? '', plain(found[2] ?? '')];
}

function plain(text: string): string {
  return text
    .replace(/\s*\(\[#\d+\]\([^)]*\)\)/, '')
    .replace(/^~~(.*)~~$/, '$1')
    .replace(/\\(?=[^\w\s])/g, '')
    .trim();
}

function cells(line: string): string[] {
  return line
    .replace(/\r$/, '')
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => plain(cell.trim()));
}

/** The first cell is the task's, the fourth, which may be new, its status. */
function isRowAllowed(was: readonly string[], now: readonly string[], titles: ReadonlySet<string>): boolean {
  const [title = '', ...rest] = was;
  const [titleNow = '', ...restNow] = now;
  const keeps = rest.slice(0, 2).every((cell, index) => cell === restNow[index]);
  return keeps && now.length <= Math.max(was.length, 4) && (title === titleNow || titles.has(titleNow));
}
