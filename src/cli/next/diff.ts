/** What an edit changed, as a unified diff. Edits of a plan keep its lines: none is added and none goes. */

const CONTEXT = 3;

/** The lines that differ, with some around them; nothing if none does. */
export function lineDiff(path: string, before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const changed = old.flatMap((line, index) => (line === now[index] ? [] : [index]));
  if (changed.length === 0) return '';
  const hunks: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = hunks.at(-1);
    const [from, to] = [Math.max(0, index - CONTEXT), Math.min(old.length - 1, index + CONTEXT)];
    if (last !== undefined && from <= last.to + 1) last.to = to;
    else hunks.push({ from, to });
  }
  return [`--- a/${path}`, `+++ b/${path}`, ...hunks.flatMap((hunk) => hunkLines(hunk, old, now))].join('\n');
}

function hunkLines(
  { from, to }: { readonly from: number; readonly to: number },
  old: readonly string[],
  now: readonly string[],
): string[] {
  const count = to - from + 1;
  const place = `${String(from + 1)},${String(count)}`;
  const lines = [`@@ -${place} +${place} @@`];
  for (let start = from; start <= to;) {
    let end = start;
    while (end <= to && old[end] !== now[end]) end += 1;
    if (end === start) {
      lines.push(` ${old[start] ?? ''}`);
      start += 1;
      continue;
    }
    lines.push(
      ...old.slice(start, end).map((line) => `-${line}`),
      ...now.slice(start, end).map((line) => `+${line}`),
    );
    start = end;
  }
  return lines.map((line) => line.replace(/\r$/, ''));
}
