/** Differences between two texts, line by line (Myers), and the unified patch GitHub shows for them. */

/** `deleted` lines at `oldStart` were replaced by `inserted` lines at `newStart` (0-based). */
export interface Hunk {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** Beyond this many differing lines the middle is reported as one replacement: the search is quadratic. */
const MAX_EDITS = 1_500;

/** A text as lines that keep their line ending. */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The hunks that turn one list of lines into another. */
export function diffLines(before: readonly string[], after: readonly string[]): Hunk[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let tail = 0;
  const room = Math.min(before.length, after.length) - start;
  while (tail < room && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const oldMiddle = before.slice(start, before.length - tail);
  const newMiddle = after.slice(start, after.length - tail);
  if (oldMiddle.length === 0 && newMiddle.length === 0) return [];
  const pairs = oldMiddle.length && newMiddle.length ? matchingLines(oldMiddle, newMiddle) : [];
  return hunksBetween(pairs, oldMiddle.length, newMiddle.length).map((hunk) => ({
    oldStart: hunk.oldStart + start,
    oldEnd: hunk.oldEnd + start,
    newStart: hunk.newStart + start,
    newEnd: hunk.newEnd + start,
  }));
}

function hunksBetween(
  pairs: readonly (readonly [number, number])[],
  oldLength: number,
  newLength: number,
): Hunk[] {
  const hunks: Hunk[] = [];
  let oldAt = 0;
  let newAt = 0;
  for (const [oldLine, newLine] of [...pairs, [oldLength, newLength] as const]) {
    if (oldLine > oldAt || newLine > newAt) {
      hunks.push({ oldStart: oldAt, oldEnd: oldLine, newStart: newAt, newEnd: newLine });
    }
    oldAt = oldLine + 1;
    newAt = newLine + 1;
  }
  return hunks;
}

/** Myers' greedy search: the longest common subsequence as pairs of line numbers. */
function matchingLines(before: readonly string[], after: readonly string[]): (readonly [number, number])[] {
  const limit = Math.min(before.length + after.length, MAX_EDITS);
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let edits = 0; edits <= limit; edits += 1) {
    trace.push(new Map(furthest));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down =
        diagonal === -edits ||
        (diagonal !== edits && at(furthest, diagonal - 1) < at(furthest, diagonal + 1));
      let x = down ? at(furthest, diagonal + 1) : at(furthest, diagonal - 1) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      furthest.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length)
        return backtrack(trace, before.length, after.length);
    }
  }
  return [];
}

function at(furthest: ReadonlyMap<number, number>, diagonal: number): number {
  return furthest.get(diagonal) ?? -1;
}

function backtrack(trace: readonly Map<number, number>[], oldLength: number, newLength: number) {
  const pairs: (readonly [number, number])[] = [];
  let x = oldLength;
  let y = newLength;
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const furthest = trace[edits] as Map<number, number>;
    const diagonal = x - y;
    const down =
      diagonal === -edits || (diagonal !== edits && at(furthest, diagonal - 1) < at(furthest, diagonal + 1));
    const previous = down ? diagonal + 1 : diagonal - 1;
    const fromX = edits === 0 ? 0 : at(furthest, previous);
    const fromY = edits === 0 ? 0 : fromX - previous;
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      pairs.push([x, y]);
    }
    x = fromX;
    y = fromY;
  }
  return pairs.reverse();
}

/** A unified patch without file headers, as `files[].patch` carries it; three lines of context. */
export function unifiedPatch(
  before: string,
  after: string,
): { patch: string; additions: number; deletions: number } {
  const oldLines = splitLines(before);
  const newLines = splitLines(after);
  const hunks = diffLines(oldLines, newLines);
  const count = (size: (hunk: Hunk) => number) => hunks.reduce((sum, hunk) => sum + size(hunk), 0);
  return {
    patch: groupHunks(hunks)
      .map((group) => renderGroup(group, oldLines, newLines))
      .join('\n'),
    additions: count((hunk) => hunk.newEnd - hunk.newStart),
    deletions: count((hunk) => hunk.oldEnd - hunk.oldStart),
  };
}

const CONTEXT = 3;

function groupHunks(hunks: readonly Hunk[]): Hunk[][] {
  const groups: Hunk[][] = [];
  for (const hunk of hunks) {
    const last = groups.at(-1);
    if (last && hunk.oldStart - (last.at(-1) as Hunk).oldEnd <= 2 * CONTEXT) last.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

function renderGroup(
  group: readonly Hunk[],
  oldLines: readonly string[],
  newLines: readonly string[],
): string {
  const first = group[0] as Hunk;
  const last = group.at(-1) as Hunk;
  const from = Math.max(0, first.oldStart - CONTEXT);
  const to = Math.min(oldLines.length, last.oldEnd + CONTEXT);
  const newFrom = first.newStart - (first.oldStart - from);
  const newTo = last.newEnd + (to - last.oldEnd);
  const before = (index: number): number => group[index - 1]?.oldEnd ?? from;
  const lines = [
    ...group.flatMap((hunk, index) => [
      ...oldLines.slice(before(index), hunk.oldStart).map((line) => marked(' ', line)),
      ...oldLines.slice(hunk.oldStart, hunk.oldEnd).map((line) => marked('-', line)),
      ...newLines.slice(hunk.newStart, hunk.newEnd).map((line) => marked('+', line)),
    ]),
    ...oldLines.slice(before(group.length), to).map((line) => marked(' ', line)),
  ];
  const header = `@@ -${range(from, to)} +${range(newFrom, newTo)} @@${sectionHeading(oldLines, from)}`;
  return [header, ...lines].join('\n');
}

function marked(mark: string, line: string): string {
  return line.endsWith('\n') ? mark + line.slice(0, -1) : `${mark}${line}\n\\ No newline at end of file`;
}

function range(from: number, to: number): string {
  const length = to - from;
  const start = length === 0 ? from : from + 1;
  return length === 1 ? `${start}` : `${start},${length}`;
}

/** Git repeats the last line before the hunk that starts with a letter, `_` or `$`. */
function sectionHeading(lines: readonly string[], from: number): string {
  for (let line = from - 1; line >= 0; line -= 1) {
    const text = lines[line] ?? '';
    if (/^[A-Za-z_$]/.test(text)) return ` ${text.slice(0, 80).trimEnd()}`;
  }
  return '';
}
