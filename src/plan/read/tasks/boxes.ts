/** What stands at the start of a list item's text: a box, or something that looks like one. */
export type Mark =
  /** A box that GitHub shows. */
  | { readonly kind: 'box'; readonly done: boolean; readonly at: number; readonly textAt: number }
  /** Kiro's `[ ]*`: an optional task, a plain bullet for GitHub. */
  | { readonly kind: 'optional'; readonly done: boolean; readonly at: number; readonly textAt: number }
  /** `[-]`, `[~]`, `[/]`: begun or put off, a plain bullet for GitHub. */
  | { readonly kind: 'halfway'; readonly done: false; readonly at: number; readonly textAt: number }
  /** Looks like a box, reads as none. */
  | {
      readonly kind: 'look-alike';
      readonly code: 'empty-box' | 'box-without-space' | 'unknown-mark' | 'unicode-box';
      readonly textAt: number;
    }
  | { readonly kind: 'none' };

const BULLET = /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|(?=[\r\n])(?:\r\n|\r|\n)[ \t>]*)/u;
const BOX = /^\[([ xX])\](?=\s|$)/u;
const OPTIONAL = /^\[([ xX])\]\*(?=\s|$)/u;
const HALFWAY = /^\[[-~/]\](?=\s|$)/u;
const EMPTY = /^\[\](?![([:])(?=\s|$)/u;
const WIDE = /^\[(?: {2,}|[ \t]*[xX][ \t]+|[ \t]+[xX][ \t]*|\t|\u00A0)\](?![([:])/u;
const TIGHT = /^\[[ xX]\](?=[^\s([:*])/u;
const OTHER = /^\[[!?<>+*"=✓✔✗✘]\](?=\s)/u;
const UNICODE = /^(?:☐|☑|☒|🔲)(?=\s)/u;

/**
 * Reads the mark at the start of a list item.
 *
 * @param item Source text from the item's bullet on; a few hundred characters are enough.
 * @returns The mark; offsets count from the bullet.
 */
export function readMark(item: string): Mark {
  const bullet = BULLET.exec(item)?.[0].length ?? 0;
  if (bullet === 0) return { kind: 'none' };
  const rest = item.slice(bullet);
  const at = bullet + 1;
  const textAfter = (length: number): number =>
    bullet + length + (/^[ \t]*/u.exec(rest.slice(length))?.[0].length ?? 0);
  const box = BOX.exec(rest);
  if (box) return { kind: 'box', done: box[1] !== ' ', at, textAt: textAfter(box[0].length) };
  const optional = OPTIONAL.exec(rest);
  if (optional)
    return { kind: 'optional', done: optional[1] !== ' ', at, textAt: textAfter(optional[0].length) };
  const halfway = HALFWAY.exec(rest);
  if (halfway) return { kind: 'halfway', done: false, at, textAt: textAfter(halfway[0].length) };
  for (const [code, test] of LOOK_ALIKES) {
    const match = test.exec(rest);
    if (match) return { kind: 'look-alike', code, textAt: textAfter(match[0].length) };
  }
  return { kind: 'none' };
}

const LOOK_ALIKES = [
  ['empty-box', EMPTY],
  ['box-without-space', WIDE],
  ['box-without-space', TIGHT],
  ['unknown-mark', OTHER],
  ['unicode-box', UNICODE],
] as const;
