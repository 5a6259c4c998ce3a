const WHOLE = /^(~~?)(?!~)([\s\S]*[^~])\1$/u;

/**
 * Strikes a task's text through.
 *
 * @param markdown The text without its issue link.
 * @returns The text as `~~text~~`; with single tildes where it holds a struck part already.
 */
export function strike(markdown: string): string {
  if (markdown === '') return markdown;
  const mark = markdown.includes('~~') ? '~' : '~~';
  return `${mark}${markdown}${mark}`;
}

/**
 * Takes the strike off a task's text.
 *
 * @param markdown The text without its issue link.
 * @returns The text without its outermost strike, or, where several struck runs make up the text, without any.
 */
export function unstrike(markdown: string): string {
  const whole = WHOLE.exec(markdown);
  if (whole && !hasRun(whole[2] ?? '', whole[1] ?? '')) return whole[2] ?? '';
  return markdown.replaceAll(/(`+)[\s\S]*?\1|~~?(?!~)/gu, (run) => (run.startsWith('`') ? run : ''));
}

function hasRun(text: string, mark: string): boolean {
  return text
    .replaceAll(/(`+)[\s\S]*?\1/gu, '')
    .split(/[^~]+/u)
    .includes(mark);
}
