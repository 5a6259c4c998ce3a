/** Words that only name an issue: `#42`, `[#12](…/issues/12)`, the bare address of one (DESIGN 4, "References"). */
import type { PhrasingContent } from 'mdast';
import { visit } from 'unist-util-visit';
import { plainText } from '../text/inline.ts';

/** What a text that is nothing but a reference names. */
export type Reference =
  | { readonly kind: 'here'; readonly issue: number }
  /** An issue of another repository. */
  | { readonly kind: 'elsewhere' };

const NUMBER = /^\(?(?:([\w.-]+\/[\w.-]+)#|gh-|#)(\d{1,10})\)?$/iu;
const ADDRESS = /^(\S*\/)?(?:issues|pull)\/(\d{1,10})\/?(?:#\S*)?$/iu;
/** Longer words name more than an issue. */
const MOST = 300;

/**
 * Reads a text as a reference.
 *
 * @param text All words of a task, without its id and metadata.
 * @param nodes What they were read from: a link says more than its words.
 * @param repositoryUrl Address of the plan's repository; without it any repository counts as this one.
 * @returns Null if the text says anything else.
 */
export function findReference(
  text: string,
  nodes: readonly PhrasingContent[],
  repositoryUrl: string | undefined,
): Reference | null {
  const words = text.trim();
  if (words.length > MOST) return null;
  const number = NUMBER.exec(words);
  const address = number === null ? ADDRESS.exec(words) : null;
  if (number === null && address === null) return null;
  const target = linkIn(nodes, words);
  if (target === null && address !== null && !/^https?:/iu.test(words)) return null;
  if (target !== null || number === null) return ofAddress(target ?? words, repositoryUrl);
  return ofNumber(Number(number[2]), number[1], repositoryUrl);
}

/** @param name `owner/name` before the number, if it stands there. */
function ofNumber(issue: number, name: string | undefined, repositoryUrl: string | undefined): Reference {
  const isHere =
    name === undefined ||
    repositoryUrl === undefined ||
    repositoryUrl.toLowerCase().endsWith(`/${name.toLowerCase()}`);
  return isHere ? { kind: 'here', issue } : { kind: 'elsewhere' };
}

/** The address behind the words, where one link holds them. */
function linkIn(nodes: readonly PhrasingContent[], words: string): string | null {
  const bare = words.replace(/^\((.*)\)$/u, '$1');
  let found: string | null = null;
  for (const node of nodes)
    visit(node, 'link', (link) => {
      if (plainText(link) === bare) found = link.url;
    });
  return found;
}

/** An address that names no issue at all is one of elsewhere, whatever number its words show. */
function ofAddress(address: string, repositoryUrl: string | undefined): Reference {
  const match = ADDRESS.exec(address);
  if (match === null) return { kind: 'elsewhere' };
  const place = match[1] ?? '';
  const isHere =
    repositoryUrl === undefined ||
    !/^https?:/iu.test(place) ||
    place.toLowerCase() === `${repositoryUrl.toLowerCase()}/`;
  return isHere ? { kind: 'here', issue: Number(match[2]) } : { kind: 'elsewhere' };
}
