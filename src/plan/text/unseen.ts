/**
 * Characters that are no words: C0, C1, separators that are line ends to some, marks that turn the direction of what
 * follows, and characters that show nothing: invisible operators, annotation marks, and tags, which spell words that only
 * machines read (those of a flag stay). Joiners, direction marks of one character and U+200B are none: languages need them.
 */
export const UNSEEN =
  /[\p{Cc}\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]{0,6})[\u{e0000}-\u{e007f}]/gu;

/**
 * A text as a terminal or a log may show it: characters that a terminal would interpret or hide are written as `\u001b`.
 * JSON writes them so, too, so that JSON stays what it is. Line ends and tabs stay.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, (mark) => (mark === '\n' || mark === '\t' ? mark : escaped(mark)));
}

/** The same on one line. */
export function visibleLine(text: string): string {
  return text.replace(UNSEEN, escaped);
}

function escaped(mark: string): string {
  return mark
    .split('')
    .map((unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
