/** What would be written, as a diff that people know from git. */
import { diffIndices } from 'node-diff3';

/** How many lines around a change are shown. */
const AROUND = 3;

/** The difference between what is there and what would be, in the unified form; `before` is null for a file that is new. */
export function diffText(path: string, before: string | null, after: string): string {
  const [old, now] = [linesOf(before ?? ''), linesOf(after)];
  const head = [`--- ${before === null ? '/dev/null' : `a/${path}`}`, `+++ b/${path}`];
  const hunks = diffIndices(old, now).flatMap(({ buffer1: [from, removed], buffer2: [to, added] }) => {
    const lead = Math.min(AROUND, from);
    const tail = old.slice(from + removed, from + removed + AROUND);
    return [
      `@@ -${rangeOf(from - lead, lead + removed + tail.length)} +${rangeOf(to - lead, lead + added + tail.length)} @@`,
      ...old.slice(from - lead, from).map((line) => ` ${line}`),
      ...old.slice(from, from + removed).map((line) => `-${line}`),
      ...now.slice(to, to + added).map((line) => `+${line}`),
      ...tail.map((line) => ` ${line}`),
    ];
  });
  return [...head, ...hunks].join('\n');
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** A range of lines as in a hunk's head: where nothing stands, the line before is named. */
function rangeOf(start: number, count: number): string {
  return `${count === 0 ? start : start + 1},${count}`;
}
