/**
 * Writes a title as Markdown that reads as just that title.
 *
 * @param title Plain text.
 * @param inTable Whether it goes into a table cell, where a pipe would end it.
 * @returns Markdown on one line, with no more backslashes than it takes.
 */
export function escapeTitle(title: string, inTable: boolean): string {
  const line = title.replaceAll(/\s+/gu, ' ').trim();
  const escaped = line
    .replaceAll(/\\(?=[!-/:-@[-`{-~]|$)/gu, String.raw`\\`)
    .replaceAll(/[`[]/gu, String.raw`\$&`)
    .replaceAll(/(?<=\S)\*|\*(?=\S)/gu, String.raw`\*`)
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
    .replaceAll(/<(?=[A-Za-z/!?])/gu, String.raw`\<`)
    .replaceAll(/&(?=#?\w{1,31};)/gu, String.raw`\&`);
  // One tilde inside the words is harmless; at their ends it would join the strike of a dropped task.
  const struck = /^~|~$|~.*~/su.test(line) ? escaped.replaceAll('~', String.raw`\~`) : escaped;
  return inTable ? struck.replaceAll('|', String.raw`\|`) : struck;
}
