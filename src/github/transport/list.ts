/** Reads a list to its last page; every list call goes through here. */
import type { Client } from './client.ts';
import { RetryableError, type Headers } from './errors.ts';

interface Page<D> {
  readonly data: D;
  readonly headers: Headers & { readonly link?: string | undefined };
}

/** GitHub gives at most this many items of a list in one answer (https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api). */
export const PAGE_SIZE = 100;

type List<P, D> = (parameters: P) => Promise<Page<D>>;

/**
 * Lists everything, {@link PAGE_SIZE} a page, following the `Link` headers.
 *
 * Octokit's own `paginate` takes a 409 and an empty body for an empty list (@octokit/plugin-paginate-rest, iterator.ts);
 * here an answer that is no list is an error, since the app would open duplicates of issues that a short list lacks.
 */
export async function listAll<P, T>(client: Client, list: List<P, T[]>, parameters: P): Promise<T[]> {
  return listAllOf({ client, list, parameters, pick: (data) => data });
}

/** One page of a list, for whoever needs no more. An answer that is no list is an error here, too. */
export async function listPage<P, T>(list: List<P, T[]>, parameters: P): Promise<readonly T[]> {
  return entries(await list(parameters), (data) => data);
}

/** As {@link listAll}, for answers that hold more than their list: `pick` takes it out, and may look at each page's headers. */
export async function listAllOf<P, D, T>(listing: {
  readonly client: Client;
  readonly list: List<P, D>;
  readonly parameters: P;
  readonly pick: (data: D, headers: Headers) => T[];
}): Promise<T[]> {
  const { client, list, parameters, pick } = listing;
  const items: T[] = [];
  let page: Page<D> = await list({ ...parameters, per_page: PAGE_SIZE });
  for (;;) {
    items.push(...entries(page, pick));
    const next = /<([^<>]+)>;\s*rel="next"/.exec(page.headers.link ?? '')?.[1];
    if (next === undefined) return items;
    page = (await client.request(`GET ${next}`)) as Page<D>;
  }
}

/** GitHub was recorded to answer a list without a body (204), and to have null among its entries: neither says what there is. */
export function entries<D, T>({ data, headers }: Page<D>, pick: (data: D, headers: Headers) => T[]): T[] {
  const found: unknown = typeof data === 'object' && data !== null ? pick(data, headers) : data;
  if (!Array.isArray(found)) throw new RetryableError(`Expected a list, found ${typeof found}.`);
  if (found.includes(null))
    throw new RetryableError('Expected the entries of a list, found null among them.');
  return found as T[];
}
