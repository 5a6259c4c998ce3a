/** Where the app is installed, and the deliveries that GitHub could not make: https://docs.github.com/rest/apps */
import type { Client } from '../transport/client.ts';
import { statusOf } from '../transport/errors.ts';
import { entries, listAll, listAllOf, PAGE_SIZE } from '../transport/list.ts';

/** One repository of an installation, as far as a list tells. */
export interface InstalledRepository {
  readonly owner: string;
  readonly name: string;
}

/** A delivery of a webhook: several attempts at it share their guid (GITHUB-FACTS 1). */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly at: number;
  /** Whether the app answered with success. */
  readonly ok: boolean;
}

/** The installations that are not suspended, by id. */
export async function readInstallations(app: Client): Promise<number[]> {
  const all = await listAll(app, app.rest.apps.listInstallations, {});
  return all.filter(({ suspended_at: at }) => at == null).map(({ id }) => id);
}

/** The repositories of an installation in which Planwright may work (DESIGN 6, "Where not to work"). */
export async function readInstalledRepositories(client: Client): Promise<InstalledRepository[]> {
  const all = await listAllOf({
    client,
    list: client.rest.apps.listReposAccessibleToInstallation,
    parameters: {},
    pick: ({ repositories }) => repositories,
  });
  return all
    .filter(
      ({ archived, disabled, fork, has_issues: hasIssues }) => !archived && !disabled && !fork && hasIssues,
    )
    .map(({ name, owner }) => ({ owner: owner.login, name }));
}

/**
 * The deliveries since a time, newest first.
 *
 * @param most How many to read at most.
 */
export async function readDeliveries(
  app: Client,
  { since, most }: { readonly since: number; readonly most: number },
): Promise<Delivery[]> {
  const found: Delivery[] = [];
  let page = await app.rest.apps.listWebhookDeliveries({ per_page: PAGE_SIZE });
  for (;;) {
    for (const { id, guid, delivered_at: at, status_code: code } of entries(page, (data) => data))
      found.push({ id, guid, at: Date.parse(at), ok: code >= 200 && code < 400 });
    const next = /<([^<>]+)>;\s*rel="next"/.exec(page.headers.link ?? '')?.[1];
    const isOver = found.length >= most || (found.at(-1)?.at ?? 0) < since;
    if (next === undefined || isOver) return found.slice(0, most).filter(({ at }) => at >= since);
    page = (await app.request(`GET ${next}`)) as typeof page;
  }
}

/** Asks GitHub to send a delivery again; false if GitHub has it no more. */
export async function redeliver(app: Client, { id }: Delivery): Promise<boolean> {
  try {
    await app.rest.apps.redeliverWebhookDelivery({ delivery_id: id });
    return true;
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 422) return false;
    throw error;
  }
}
