/** Makes text that came from a plan harmless where GitHub would ping, cross-reference, or read structure (GITHUB-FACTS 9). */

/** U+200B: invisible, and it also works in code spans, which e-mail replies turn back into plain text. */
const BREAK = '\u200b';
const URL_PATTERN = /(https?:\/\/[^\s<>)\]]+)/;

/** Breaks mentions and references in a text that stays Markdown; URLs stay as they are. */
export function quiet(text: string): string {
  return text
    .split(URL_PATTERN)
    .map((part, index) => (index % 2 === 1 ? part : quietPart(part)))
    .join('');
}

function quietPart(text: string): string {
  return text
    .replace(/@(?=[\p{Letter}\p{Number}_-])/gu, `@${BREAK}`)
    .replace(/#(?=\d)/g, `#${BREAK}`)
    .replace(/\b(GH)-(?=\d)/gi, `$1-${BREAK}`);
}

/** Plain text as Markdown that shows just that text on one line. */
export function inline(text: string): string {
  const escaped = text
    .replace(/\s+/gu, ' ')
    .replace(/[\\`*_{}[\]<>|~#&]/g, (mark) => (mark === '#' ? mark : `\\${mark}`));
  return quiet(escaped).replace(/^([-+#]|\d+[.)])/, `${BREAK}$1`);
}

/**
 * Markdown of a plan as it may stand in the app's block: mentions and references broken, HTML comments shown and not
 * read, and boxes turned into marks, since nobody could tick what the next pass renders anew.
 */
export function block(markdown: string): string {
  return quiet(markdown.replaceAll('<!--', '&lt;!--'))
    .replace(/^(\s*(?:[-*+]|\d+[.)])\s+)\[ \]/gm, '$1○')
    .replace(/^(\s*(?:[-*+]|\d+[.)])\s+)\[[xX]\]/gm, '$1✓');
}

/** A path as it stands in a URL: every segment encoded. */
export function urlPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Text cut to a length in UTF-16 units, with a note where something is missing. */
export function cut(text: string, limit: number, note: string): string {
  return text.length <= limit ? text : `${text.slice(0, limit - note.length - 2).trimEnd()}\n\n${note}`;
}
