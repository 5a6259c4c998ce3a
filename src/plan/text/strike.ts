const WHOLE = /^(~~?)(?!~)([\s\S]*(?:[^~]|\\~))\1$/u;
/** A struck part of a text. */
const PART = /(?<![~\\])(~~?)(?![~\s])([^~]*[^~\s])\1(?!~)/gu;
/** A code span: as many backticks at its end as at its beginning. */
const CODE = /(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/gu;
const CODE_OR_TILDES = new RegExp(`${CODE.source}|~~?(?!~)`, 'gu');

/**
 * Strikes a task's text through.
 *
 * @param markdown The text without its issue link.
 * @returns The text as `~~text~~`; with single tildes where it holds a struck part already. Tildes at an end of the text
 *   would be read as part of the mark: those of a struck part give way to it, others, as in `~5 days`, are escaped.
 */
export function strike(markdown: string): string {
  if (markdown === '') return markdown;
  const text = endsInPart(markdown) ? markdown.replaceAll(PART, '$2') : markdown;
  const escaped = text.replaceAll(/^~+|(?<![~\\])~+$/gu, (run) => '\\~'.repeat(run.length));
  const mark = escaped.includes('~~') ? '~' : '~~';
  return `${mark}${escaped}${mark}`;
}

/** Whether a struck part stands at the beginning or the end. */
function endsInPart(markdown: string): boolean {
  return [...markdown.matchAll(PART)].some(
    ({ index, 0: part }) => index === 0 || index + part.length === markdown.length,
  );
}

/**
 * Takes the strike off a task's text.
 *
 * @param markdown The text without its issue link.
 * @returns The text without its outermost strike, or, where several struck runs make up the text, without any.
 */
export function unstrike(markdown: string): string {
  const whole = WHOLE.exec(markdown);
  if (whole && !hasRun(whole[2] ?? '', whole[1] ?? ''))
    return (whole[2] ?? '').replaceAll(/^(?:\\~)+|(?:\\~)+$/gu, (run) => run.replaceAll('\\', ''));
  return markdown.replaceAll(CODE_OR_TILDES, (run) => (run.startsWith('`') ? run : ''));
}

function hasRun(text: string, mark: string): boolean {
  return text.replaceAll(CODE, '').split(/[^~]+/u).includes(mark);
}
