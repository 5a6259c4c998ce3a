/** The lines of a plan as an edit sees them. */

/** A text in lines, and what ends them. */
export interface Lines {
  readonly all: readonly string[];
  readonly end: string;
}

/** A checkbox line. */
export interface Box {
  readonly at: number;
  readonly indent: string;
  readonly bullet: string;
  readonly mark: string;
  readonly title: string;
  readonly isStruck: boolean;
  /** The link to its issue, with the space before it. */
  readonly link: string;
}

/** What a checkbox line looks like. */
export const BOX = /^( *)([-*+]) \[([ x])\] (~~)?(.*?)(?:~~)?( \(\[#\d+\]\([^)]*\)\))?$/;

/** Takes a text apart. */
export function linesOf(text: string): Lines {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return { all: text.split(end), end };
}

/** A box that lost the space in it. */
export const BROKEN = /^( *[-*+]) \[\] /;

/** The checkboxes that are tasks. */
export function boxesOf({ all }: Lines): Box[] {
  const last = all.findIndex((line) => line.startsWith('## Definition'));
  return all.slice(0, last === -1 ? all.length : last).flatMap((line, at) => {
    const found = BOX.exec(line);
    if (found === null) return [];
    const [, indent = '', bullet = '', mark = '', strike, title = '', link = ''] = found;
    return [{ at, indent, bullet, mark, title, link, isStruck: strike !== undefined }];
  });
}

/** A checkbox as a line. */
export function print({ indent, bullet, mark, title, isStruck, link }: Omit<Box, 'at'>): string {
  return `${indent}${bullet} [${mark}] ${isStruck ? `~~${title}~~` : title}${link}`;
}

/** The lines that belong to a box: itself and all that is indented deeper. */
export function familyOf({ all }: Lines, box: Box): number {
  let end = box.at + 1;
  while (end < all.length && /^ +\S/.test(all[end] ?? '') && indentOf(all[end]) > box.indent.length) end += 1;
  return end - box.at;
}

function indentOf(line: string | undefined): number {
  return /^ */.exec(line ?? '')?.[0].length ?? 0;
}

/** Puts the lines together again. */
export function joined({ end }: Lines, all: readonly string[]): string {
  return all.join(end);
}
