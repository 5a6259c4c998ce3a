/** What is or would be written, as a diff that people know from git. */
import { diffIndices } from 'node-diff3';

/** How many lines around a change are shown. */
const AROUND = 3;

/** Lines that go, and lines that come in their place: where each begins, counted from 0, and how many they are. */
interface LineChange {
  readonly from: number;
  readonly removed: number;
  readonly to: number;
  readonly added: number;
}

/**
 * The difference between what is there and what would be, in the unified form, without a final line break; empty where
 * nothing differs. `before` is null for a file that is new.
 */
export function diffText(path: string, before: string | null, after: string): string {
  const [old, now] = [linesOf(before ?? ''), linesOf(after)];
  const changes = diffIndices(old, now).map(
    ({ buffer1: [from, removed], buffer2: [to, added] }): LineChange => ({
      from,
      removed,
      to,
      added,
    }),
  );
  if (changes.length === 0) return '';
  const head = [`--- ${before === null ? '/dev/null' : `a/${path}`}`, `+++ b/${path}`];
  return [...head, ...hunksOf(changes).flatMap((hunk) => hunkLines(hunk, old, now))].join('\n');
}

/** Changes whose surroundings meet are shown together. */
function hunksOf(changes: readonly LineChange[]): LineChange[][] {
  const hunks: LineChange[][] = [];
  for (const change of changes) {
    const hunk = hunks.at(-1);
    const last = hunk?.at(-1);
    if (hunk !== undefined && last !== undefined && change.from - last.from - last.removed <= 2 * AROUND)
      hunk.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function hunkLines(hunk: readonly LineChange[], old: readonly string[], now: readonly string[]): string[] {
  const [first, last] = [hunk[0], hunk.at(-1)];
  if (first === undefined || last === undefined) return [];
  const lead = Math.min(AROUND, first.from);
  const end = Math.min(old.length, last.from + last.removed + AROUND);
  const [start, startNow] = [first.from - lead, first.to - lead];
  const endNow = last.to + last.added + end - last.from - last.removed;
  const lines = [`@@ -${rangeOf(start, end - start)} +${rangeOf(startNow, endNow - startNow)} @@`];
  let shown = start;
  for (const { from, removed, to, added } of hunk) {
    lines.push(
      ...old.slice(shown, from).map((line) => ` ${line}`),
      ...old.slice(from, from + removed).map((line) => `-${line}`),
      ...now.slice(to, to + added).map((line) => `+${line}`),
    );
    shown = from + removed;
  }
  return [...lines, ...old.slice(shown, end).map((line) => ` ${line}`)];
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** A range of lines as in a hunk's head: where nothing stands, the line before is named. */
function rangeOf(start: number, count: number): string {
  return `${count === 0 ? start : start + 1},${count}`;
}
