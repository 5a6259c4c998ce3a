/** Breaks what GitHub finds in any text: mentions, references to issues and commits, closing keywords, control characters. */
import { UNSEEN } from '../../../plan/text/unseen.ts';
import { CLOSING_KEYWORDS } from './closing-keywords.ts';

/** U+200B: invisible, and it also works in code spans, which e-mail replies turn back into plain text. */
export const BREAK = '\u200b';

/** A closing keyword before a reference in any form that GitHub knows: `#12`, `owner/name#12`, `GH-12`, an address. */
const CLOSING = new RegExp(
  String.raw`(?:${CLOSING_KEYWORDS})(?=\s{0,9}:?\s{0,9}(?:(?:[\w.-]{1,39}\/[\w.-]{1,100})?#\d|GH-\d|https?:\/\/[^\s/]{1,255}\/[^\s/]{1,39}\/[^\s/]{1,100}\/(?:issues|pull|pulls|discussions)\/\d))`,
  'giu',
);
/** An address of an issue, pull request or discussion: GitHub cross-references it even within a link. */
const REFERENCE =
  /(https?:)\/\/([^\s/?#@]+)(?=\/[^\s/]+\/[^\s/]+\/(?:issues|pull|pulls|discussions|commit)\/[0-9a-f])/giu;
/** The sha of a commit; also one right before an address, which GitHub shows as a word of its own. */
const SHA =
  /(?<![0-9a-z])(?:(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,39}|[0-9a-f]{40})(?:(?![0-9a-z])|(?=https?:))/giu;
/** `ada@example.org` pings nobody; `ada@1a2b3c4` is a commit. */
const MAIL_HOST = /^(?![0-9a-f]{7,40}(?![a-z0-9-]))[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?![\w-])/iu;

/** Replaces halves of characters, which no URL and no JSON can hold. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** A text on one line, without control characters: also what a title may be. */
export function plain(text: string): string {
  return wellFormed(text)
    .replace(/[\s\u0085]+/gu, ' ')
    .replace(UNSEEN, '')
    .trim();
}

/** A text of several lines without control characters other than line end and tab. */
export function plainLines(text: string): string {
  return wellFormed(text)
    .replace(/\r\n?/gu, '\n')
    .replace(UNSEEN, (mark) => (mark === '\n' || mark === '\t' ? mark : ''));
}

/** Breaks mentions and references; addresses of issues lead through the host that makes no cross-reference. */
export function quiet(text: string): string {
  return withoutClosing(text)
    .split(ADDRESS)
    .map((part, index) => {
      if (index % 2 === 0) return quietWords(part);
      const address = quietAddress(part);
      return address.includes(BREAK) ? quietWords(address) : address;
    })
    .join('');
}

/** The same where no address needs to lead anywhere: in titles and commit messages. */
export function quietThroughout(text: string): string {
  return quietWords(quietAddress(withoutClosing(text)));
}

/**
 * Breaks each keyword that would close an issue when a pull request or commit with this text is merged. A letter beyond
 * ASCII before it counts as none: whether GitHub takes it for part of the word is not known.
 */
function withoutClosing(text: string): string {
  return text.replace(CLOSING, (keyword, offset: number) =>
    /\w/u.test(text[offset - 1] ?? '') ? keyword : `${keyword.slice(0, 1)}${BREAK}${keyword.slice(1)}`,
  );
}

/** An address as it stands in a text: what is in it is no mention and no reference by itself. */
const ADDRESS =
  /((?<=^|[\s(<])https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:[/?#][^\s<>()[\]`*~|\\"]*)?)/giu;

/** Whether an address would leave a trace at an issue, pull request or discussion. */
export function isReference(url: string): boolean {
  return url.search(REFERENCE) === 0;
}

/** The address with the host that Renovate and Dependabot use for this; one of another server is no link any more. */
export function quietAddress(url: string): string {
  return url.replace(REFERENCE, (_, scheme: string, host: string) =>
    /^(?:www\.)?github\.com$/iu.test(host) ? `${scheme}//redirect.github.com` : `${scheme}${BREAK}//${host}`,
  );
}

function quietWords(text: string): string {
  return brokenMentions(text)
    .replace(/#(?=\d)/gu, `#${BREAK}`)
    .replace(/(GH)-(?=\d)/giu, `$1-${BREAK}`)
    .replace(/www(?=\.(?:www\.)?github\.)/giu, `www${BREAK}`)
    .replace(SHA, (sha) => sha.replace(/.{6}(?=.)/gu, `$&${BREAK}`));
}

/** Breaks mentions only: what code spans need. */
export function brokenMentions(text: string): string {
  return text.replace(/@(?=[\p{L}\p{N}_-])/gu, (mark, offset: number) =>
    /[a-z0-9]/iu.test(text[offset - 1] ?? '') && MAIL_HOST.test(text.slice(offset + 1, offset + 300))
      ? mark
      : `${mark}${BREAK}`,
  );
}
