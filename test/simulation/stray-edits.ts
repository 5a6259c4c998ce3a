/**
 * What a write-back may change in a plan, line by line: a box, a strike, a link, a title, a Status cell, a date, a name in
 * a list of dependencies.
 */
import { readPlan } from './mentions/reading.ts';

/** Lines that differ in more than that. */
export function strayEdits(before: string, after: string, titles: readonly string[]): string[] {
  const [was, is] = [before.split('\n'), after.split('\n')];
  if (was.length !== is.length) return [`${was.length} lines became ${is.length}`];
  const reading = readPlan(before);
  const phases = reading.phases.flatMap(({ words, number }) => [words, `Phase ${number}: ${words}`]);
  const known = new Set([...titles, ...phases].map(plain));
  const named = new Set([
    ...known,
    ...reading.tasks.map(({ words }) => plain(words.replace(/^T\d{3} /, ''))),
  ]);
  return was.flatMap((line, index) => {
    const now = is[index] ?? '';
    if (now === line || isAllowed(line, now, { titles: known, named })) return [];
    return [`line ${index + 1}: "${line}" became "${now}"`];
  });
}

/** What a task may be called, and what a list of dependencies may name: tasks without an issue, too. */
interface Words {
  readonly titles: ReadonlySet<string>;
  readonly named: ReadonlySet<string>;
}

function isAllowed(line: string, now: string, { titles, named }: Words): boolean {
  if (line.endsWith('\r') !== now.endsWith('\r')) return false;
  if (/^\*Last Updated: .*\*\r?$/.test(line)) return /^\*Last Updated: \d{4}-\d\d-\d\d\*\r?$/.test(now);
  if (line.startsWith('|')) return isRowAllowed(cells(line), cells(now), titles);
  const [[head, text, list], [headNow, textNow, listNow]] = [split(line), split(now)];
  const isTitle = text === textNow || titles.has(textNow);
  return head === headNow && isTitle && isListAllowed(list, listNow, named);
}

/** Bullet and indentation, which stay; the text without its marks; what it depends on. */
function split(line: string): [head: string, text: string, list: string] {
  const text = line.replace(/\r$/, '');
  const label = /^( *[-*+] Depends on: )(.*)$/.exec(text);
  if (label !== null) return [label[1] ?? '', '', label[2] ?? ''];
  const found = /^( *[-*+] )\[[ xX]\] (T\d{3} )?(.*)$/.exec(text.replace(/\] ~~(T\d{3} )/, '] $1~~'));
  if (found === null) return [line, '', ''];
  const words = plain(found[3] ?? '');
  const list = /\s*\(depends on (.*)\)$/.exec(words);
  return [`${found[1]}${found[2] ?? ''}`, words.slice(0, list?.index), list?.[1] ?? ''];
}

/** Each name of the list is what it was, a number, or that of a task or a phase, whose id stays. */
function isListAllowed(was: string, now: string, titles: ReadonlySet<string>): boolean {
  const [before, after] = [was.split(','), now.split(',')];
  return (
    before.length === after.length &&
    after.every(
      (name, index) =>
        name === before[index] || /^ ?#\d+$/.test(name) || titles.has(plain(name).replace(/^T\d{3} /, '')),
    )
  );
}

function plain(text: string): string {
  return text
    .trim()
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
    .map((cell) => plain(cell));
}

/** The first cell is the task's; behind two that stay are what it depends on and its status, either of which may be missing. */
function isRowAllowed(was: readonly string[], now: readonly string[], titles: ReadonlySet<string>): boolean {
  const [title = '', ...rest] = was;
  const [titleNow = '', ...restNow] = now;
  const keeps = rest.slice(0, 2).every((cell, index) => cell === restNow[index]);
  return keeps && now.length <= Math.max(was.length, 5) && (title === titleNow || titles.has(titleNow));
}
