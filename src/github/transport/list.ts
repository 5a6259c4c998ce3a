/** Reads a list to its last page; every list call goes through here. */
import type { Client } from './client.ts';
import { RetryableError } from './errors.ts';

interface Page<D> {
  readonly data: D;
  readonly headers: { readonly link?: string | undefined };
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

/** As {@link listAll}, for answers that hold their list inside: `pick` takes it out. */
export async function listAllOf<P, D, T>(listing: {
  readonly client: Client;
  readonly list: List<P, D>;
  readonly parameters: P;
  readonly pick: (data: D) => T[];
}): Promise<T[]> {
  const { client, list, parameters, pick } = listing;
  const items: T[] = [];
  let page: Page<D> = await list({ ...parameters, per_page: PAGE_SIZE });
  for (;;) {
    const found: unknown = pick(page.data);
    if (!Array.isArray(found)) throw new RetryableError(`Expected a list, found ${typeof found}.`);
    items.push(...(found as T[]));
    const next = /<([^<>]+)>;\s*rel="next"/.exec(page.headers.link ?? '')?.[1];
    if (next === undefined) return items;
    page = (await client.request(`GET ${next}`)) as Page<D>;
  }
}
