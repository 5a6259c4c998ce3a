/** A cell of one line of a pipe table, as offsets in that line. */
export interface RawCell {
  /** Behind the pipe before it, padding included. */
  readonly start: number;
  /** Before the pipe behind it, or at the end of the line's text. */
  readonly end: number;
  /** Its content without padding; an empty cell's is one space behind its start. */
  readonly contentStart: number;
  readonly contentEnd: number;
}

/**
 * Splits a line of a pipe table into its cells as GFM does: only `\|` is no border, not even in code.
 *
 * @param line The line, without what stands before the table in a list or quote.
 * @returns Its cells.
 */
export function splitTableLine(line: string): RawCell[] {
  const pipes: number[] = [];
  for (let index = 0; index < line.length; index += 1) {
    if (line[index] === '\\') index += 1;
    else if (line[index] === '|') pipes.push(index);
  }
  const from = line.length - line.trimStart().length;
  const to = line.trimEnd().length;
  const borders = [...pipes];
  if (borders[0] !== from) borders.unshift(from - 1);
  if (borders.at(-1) !== to - 1 || borders.length === 1) borders.push(to);
  return borders.slice(0, -1).map((border, index) => cellBetween(line, border + 1, borders[index + 1] ?? to));
}

function cellBetween(line: string, start: number, end: number): RawCell {
  const raw = line.slice(start, end);
  const content = raw.trim();
  if (content === '') {
    const at = start + Math.min(1, raw.length);
    return { start, end, contentStart: at, contentEnd: at };
  }
  const contentStart = start + raw.indexOf(content);
  return { start, end, contentStart, contentEnd: contentStart + content.length };
}
