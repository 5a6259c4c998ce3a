/** Makes text that came from a plan harmless where GitHub would ping, cross-reference, or read structure (GITHUB-FACTS 9). */
import { clip } from './clip.ts';
import { BREAK, brokenMentions, plain, quiet, quietThroughout, wellFormed } from './quiet.ts';

/** How much of a task's title a list shows. */
const BRIEF = 200;
/** An address as GFM links it, with no character that Markdown could take for anything else. */
const ADDRESS =
  /((?<=^|[\s(])https?:\/\/[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+(?::\d+)?(?:[/?#][\w./?#@:=%+&-]*[\w/=#+-])?(?=$|[\s).,;:!?]))/giu;

/** Plain text as Markdown that shows just that text on one line. */
export function inline(text: string): string {
  const parts = quiet(plain(text)).split(ADDRESS);
  return parts
    .map((part, index) => (index % 2 === 1 ? part : escaped(part)))
    .join('')
    .replace(/^(?=[-+#=]|\d+[.)])/u, BREAK);
}

/**
 * A sentence of a Problem as Markdown: what it names between backticks is code, the rest is plain text. An address gets a
 * space before code, which GitHub would take into the link.
 */
export function prose(text: string): string {
  const parts = plain(text).split(/`([^`]+)`/u);
  return parts
    .map((part, index) => {
      if (index % 2 === 1) return code(part);
      const runsOn = index < parts.length - 1 && /(?:https?:\/\/|www\.)\S*$/iu.test(part);
      return runsOn ? `${spaced(part)} ` : spaced(part);
    })
    .join('');
}

/** Part of a line, which keeps the spaces that part it from its neighbours. */
function spaced(part: string): string {
  const [before, after] = [/^ /u.exec(part), /(?<=.) $/u.exec(part)];
  return `${before?.[0] ?? ''}${inline(part)}${after?.[0] ?? ''}`;
}

/** Plain text as Markdown on one line, no longer than a line in a list may be. */
export function brief(text: string): string {
  return inline(clip(plain(text), BRIEF));
}

/** Plain text for a title or a commit's subject, which nobody reads as Markdown but where references count. */
export function oneLine(text: string): string {
  return quietThroughout(plain(text));
}

/** Plain text as a code span, where no entity would be read: what looks like a marker is broken up instead. */
export function code(text: string): string {
  const line = brokenMentions(plain(text)).replaceAll('<!--', `<${BREAK}!--`);
  const longest = Math.max(0, ...(line.match(/`+/gu) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 && line !== '' ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

/** Markup that means something, as what it looks like; `<` as an entity, so that no comment stands in the source either. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replace(/[\\`*_{}[\]|~]/gu, String.raw`\$&`)
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** A path as it stands in a URL: every segment encoded, brackets too, since Markdown would end the link there. */
export function urlPath(path: string): string {
  const encoded = wellFormed(path).split('/').map(encodeURIComponent).join('/');
  return encoded.replace(/[()!'*]/gu, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Markdown cut at the end of a line, within a length in UTF-16 units, with a note where something is missing. */
export function cut(text: string, limit: number, note: string): string {
  if (text.length <= limit) return text;
  const room = text.slice(0, Math.max(0, limit - note.length - 2 - ENDS_ROOM));
  const kept = room.includes('\n') ? room.slice(0, room.lastIndexOf('\n')) : withoutSlashes(wellFormed(room));
  return `${kept.trimEnd()}${openEnds(kept)}\n\n${note}`;
}

/** A backslash at the end would escape what comes behind it. */
function withoutSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\\') end -= 1;
  return text.slice(0, end);
}

/** Room for the lines that close an open code fence or fold. */
const ENDS_ROOM = 40;

/** What closes the code fence or the fold that a text leaves open; nothing if it leaves none. */
function openEnds(text: string): string {
  let [fence, folds]: [string | null, number] = [null, 0];
  for (const line of text.split('\n')) {
    if (fence === null && line === '<details>') folds += 1;
    if (fence === null && line === '</details>') folds -= 1;
    fence = fenceAfter(line, fence);
  }
  return `${fence === null ? '' : `\n${fence}`}${folds > 0 ? '\n\n</details>' : ''}`;
}

/** The code fence that is open behind a line, if one is. */
function fenceAfter(line: string, open: string | null): string | null {
  const [, fence, info] = /^ {0,3}(`{3,}|~{3,})(.*)$/su.exec(line) ?? [];
  if (fence === undefined) return open;
  if (open === null) return fence[0] === '`' && info?.includes('`') ? null : fence;
  return fence[0] === open[0] && fence.length >= open.length && info?.trim() === '' ? null : open;
}
