/** Pages and their `Link` header, as https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api says. */
import type { Answer } from './answer.ts';
import type { Call } from './router.ts';

/** One page of a list and its `Link` header. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly headers: Readonly<Record<string, string>>;
}

/** The page a request asks for; 30 entries by default, 100 at most. */
export function pageOf<Item>(call: Call, items: readonly Item[]): Page<Item> {
  const perPage = Math.min(100, positive(call.query.get('per_page'), 30));
  const page = positive(call.query.get('page'), 1);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const links: string[] = [];
  const link = (target: number, rel: string) => {
    const url = new URL(call.requestUrl);
    url.searchParams.set('page', String(target));
    links.push(`<${url.href}>; rel="${rel}"`);
  };
  if (page > 1) link(Math.min(page - 1, last), 'prev');
  if (page < last) {
    link(page + 1, 'next');
    link(last, 'last');
  }
  if (page > 1) link(1, 'first');
  return {
    items: items.slice((page - 1) * perPage, page * perPage),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}

/** A list as an answer. */
export function listAnswer<Item>(
  call: Call,
  items: readonly Item[],
  render: (item: Item) => unknown,
): Answer {
  const page = pageOf(call, items);
  return { status: 200, headers: page.headers, body: page.items.map(render) };
}

function positive(text: string | null, fallback: number): number {
  const value = Number(text ?? fallback);
  return Number.isInteger(value) && value > 0 ? value : fallback;
}
