/**
 * Writes a title as Markdown that reads as just that title.
 *
 * @param title Plain text.
 * @param inTable Whether it goes into a table cell, where a pipe would end it.
 * @returns Markdown on one line.
 */
export function escapeTitle(title: string, inTable: boolean): string {
  const line = title.replaceAll(/\s+/gu, ' ').trim();
  const escaped = line.replaceAll(/[\\`*_[\]<>~]/gu, String.raw`\$&`);
  return inTable ? escaped.replaceAll('|', String.raw`\|`) : escaped;
}
