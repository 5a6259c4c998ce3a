import type { TaskState } from '../../types.ts';

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
      readonly code: 'empty-box' | 'box-without-space' | 'unknown-mark' | 'dressed-box';
      /** What cannot be seen and makes it none: a no-break space. */
      readonly unseen: string | null;
      readonly textAt: number;
    }
  /** `☐ text`, `✅ text`: tells a state and is no box. */
  | { readonly kind: 'emoji'; readonly state: TaskState; readonly textAt: number }
  | { readonly kind: 'none' };

const BULLET = /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|(?=[\r\n])(?:\r\n|\r|\n)[ \t>]*)/u;
const BOX = /^\[([ xX])\](?=[ \t\r\n\f\v]|$)/u;
const OPTIONAL = /^\[([ xX])\]\*(?=[ \t\r\n]|$)/u;
const HALFWAY = /^\[[-~/]\](?=\s|$)/u;
const EMPTY = /^\[\](?![([:])(?=\s|$)/u;
const WIDE = /^\[(?: {2,}|[ \t]*[xX][ \t]+|[ \t]+[xX][ \t]*|\t)\](?![([:])/u;
/** Blanks that look like a space and are none to Markdown: no-break, ideographic, zero-width and the like. */
export const ODD_BLANK = String.raw`[\u00A0\u1680\u2000-\u200D\u202F\u205F\u2060\u3000\uFEFF]`;
const ODDLY_SPACED = new RegExp(
  `^\\[(?:${ODD_BLANK}+|[xX]${ODD_BLANK}+)\\](?![([:])|^\\[[ xX]?\\](?=${ODD_BLANK})`,
  'u',
);
const TIGHT = /^\[[ xX]\](?=[^\s([:*]|\*+[^\s*]|:\S|\[[^\]]*\]\()/u;
/** A state in another character, as other tools write it. */
const OTHER = /^\[[!?<>+*"=✓✔✗✘✅❌☑√vVхХD×.·•–—]\](?=\s)/u;
/** Most bullets: no mark begins so. */
const WORDS = /^[\p{L}\p{N}]/u;
/** A box in bold, struck, in code or in brackets of another width. */
const DRESSED = /^(?:(\*\*|__|\*|_|~~|`)\[[ xX~/-]?\]\1|[［【〔][ \u3000xXｘＸ✓]?[］】〕])(?=\s|$|[^\s(])/u;
const ANY = /^\[[^\s\d[\]^]\](?=[ \t])/u;
/** `- [P]: can run in parallel`, `- [P] tasks = different files` */
const LEGEND = /^\[[^\]]*\]\s*(?:[:：=→]|[–—-]\s|(?:\S+\s+){0,4}=\s|(?:means|stands for|indicates)\b)/u;
/** `✅ - Done`, `⏳ = in progress` */
const EMOJI_LEGEND = /^\s*(?:[=:：→]|[–—-]\s)/u;
const EMOJI: readonly (readonly [TaskState, RegExp])[] = [
  ['done', /^`?(?:☑|✅|✔|✓|:white_check_mark:|:heavy_check_mark:|:ballot_box_with_check:)\uFE0F?`?(?=\s)/u],
  [
    'open',
    /^`?(?:☐|☒|🔲|🔳|⬜|□|◻|❌|✗|✘|⏳|⌛|🔄|🚧|⏸|⏭|⚠|🟡|🔴|🟢|⭕|:x:|:hourglass:|:construction:|:white_large_square:|:black_square_button:|:warning:)\uFE0F?`?(?=\s)/u,
  ],
];

/**
 * Reads the mark at the start of a list item.
 *
 * @param item Source text from the item's bullet on; a few hundred characters are enough.
 * @param amongBoxes Whether other items of its list have boxes: then any one character in brackets may be meant as one.
 * @returns The mark; offsets count from the bullet.
 */
export function readMark(item: string, amongBoxes = false): Mark {
  const bullet = BULLET.exec(item)?.[0].length ?? 0;
  if (bullet === 0) return { kind: 'none' };
  const rest = item.slice(bullet);
  if (WORDS.test(rest)) return { kind: 'none' };
  const at = bullet + 1;
  const textAfter = (length: number): number =>
    bullet + length + (/^[ \t\u00A0\u3000]*/u.exec(rest.slice(length))?.[0].length ?? 0);
  const box = BOX.exec(rest);
  if (box) return { kind: 'box', done: box[1] !== ' ', at, textAt: textAfter(box[0].length) };
  const optional = OPTIONAL.exec(rest);
  if (optional)
    return { kind: 'optional', done: optional[1] !== ' ', at, textAt: textAfter(optional[0].length) };
  const halfway = HALFWAY.exec(rest);
  if (halfway) return { kind: 'halfway', done: false, at, textAt: textAfter(halfway[0].length) };
  return readOther(rest, amongBoxes, textAfter);
}

/** What GitHub shows as a plain bullet, and what looks like a box in it. */
function readOther(rest: string, amongBoxes: boolean, textAfter: (length: number) => number): Mark {
  for (const [code, test, least] of LOOK_ALIKES) {
    const match = least === 'always' || amongBoxes ? test.exec(rest) : null;
    if (match === null || (code === 'unknown-mark' && LEGEND.test(rest))) continue;
    return { kind: 'look-alike', code, unseen: unseenIn(rest, match[0]), textAt: textAfter(match[0].length) };
  }
  for (const [state, test] of EMOJI) {
    const match = test.exec(rest);
    if (match && !EMOJI_LEGEND.test(rest.slice(match[0].length)))
      return { kind: 'emoji', state, textAt: textAfter(match[0].length) };
  }
  return { kind: 'none' };
}

/** The code point of a blank in or right behind a box: `U+00A0`. */
function unseenIn(rest: string, mark: string): string | null {
  return oddBlankIn(rest.slice(0, mark.length + 1));
}

/** A character that cannot be seen, by its code point. */
function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The first such blank of a line, by its code point; null if it has none. */
export function oddBlankIn(line: string): string | null {
  const found = new RegExp(ODD_BLANK, 'u').exec(line)?.[0];
  return found === undefined ? null : codePoint(found);
}

const LOOK_ALIKES = [
  ['empty-box', EMPTY, 'always'],
  ['box-without-space', WIDE, 'always'],
  ['box-without-space', ODDLY_SPACED, 'always'],
  ['box-without-space', TIGHT, 'always'],
  ['unknown-mark', OTHER, 'always'],
  ['dressed-box', DRESSED, 'always'],
  ['unknown-mark', ANY, 'among boxes'],
] as const;
