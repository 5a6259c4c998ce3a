const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}|\p{Emoji}\uFE0F/u;
const NARROW = /^(?:\p{M}|\p{Cf}|\p{Cc})$/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * How many columns of a fixed-width font a text takes: wide characters and emoji take two, combining marks none.
 *
 * @param text One line of text.
 * @returns Its width.
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text))
    width += NARROW.test(segment) ? 0 : WIDE.test(segment) ? 2 : 1;
  return width;
}
