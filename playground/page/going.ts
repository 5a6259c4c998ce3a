/** Where one can go within the page, and what the links of texts mean there. */
import { createContext } from 'preact';

export type Place =
  { readonly kind: 'issue'; readonly number: number } | { readonly kind: 'line'; readonly line: number };

/** The way there, for everything that shows links. */
export const Going = createContext<{
  readonly url: string;
  readonly theme: 'light' | 'dark';
  readonly goTo: (place: Place) => void;
}>({
  url: '',
  theme: 'light',
  goTo: () => undefined,
});

/**
 * The place that a link leads to; null if that is outside of the page.
 *
 * @param url Address of the repository: GitHub's own pages of it are what this page stands for.
 */
export function placeOf(href: string, url: string): Place | null {
  const number = /#(\d+)$/.exec(href)?.[1];
  if (number !== undefined && href.startsWith(`${location.origin}/`))
    return { kind: 'issue', number: Number(number) };
  if (!href.startsWith(`${url}/`)) return null;
  const [, issue] = /^\/(?:issues|pull)\/(\d+)/.exec(href.slice(url.length)) ?? [];
  if (issue !== undefined) return { kind: 'issue', number: Number(issue) };
  if (!href.startsWith(`${url}/blob/`)) return null;
  return { kind: 'line', line: Number(/#L(\d+)/.exec(href)?.[1] ?? 1) };
}
