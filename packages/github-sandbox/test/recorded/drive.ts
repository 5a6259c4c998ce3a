/** Makes a small world answer everything it can, and sorts what it answered. */
import { createRouter } from '../../src/http/router.ts';
import { routes } from '../../src/routes/all.ts';
import { playEverything } from '../play-everything.ts';
import { startSmallWorld, type Exchange, type Received } from '../small-world.ts';
import type { Message } from './compare.ts';
import { playRecorded } from './play-recorded.ts';
import { webhookName } from './sent-webhooks.ts';

/** What was asked and answered. */
export interface Driven {
  readonly exchanges: readonly Exchange[];
  /** By `METHOD route status`. */
  readonly byEntry: ReadonlyMap<string, readonly Exchange[]>;
  /** Webhooks that were sent meanwhile. */
  readonly received: readonly Received[];
  /** They, by `event.action`. */
  readonly webhooks: ReadonlyMap<string, readonly Message[]>;
}

const find = createRouter(routes);

/** The route of an exchange as OpenAPI writes it. */
export function templateOf({ method, path }: Exchange): string {
  return find(method, path.replace('/api/v3', '').split('?')[0] ?? '')?.route.template ?? path;
}

/** Plays it all. */
export async function drive(): Promise<Driven> {
  const exchanges: Exchange[] = [];
  const world = await startSmallWorld({ exchanges });
  await playEverything(world);
  await playRecorded(world);
  await world.sandbox.delivered();
  await world.close();
  const byEntry = new Map<string, Exchange[]>();
  for (const one of exchanges) {
    const entry = `${one.method} ${templateOf(one)} ${one.status}`;
    byEntry.set(entry, [...(byEntry.get(entry) ?? []), one]);
  }
  const webhooks = new Map<string, Message[]>();
  for (const { event, payload } of world.received) {
    const name = webhookName(event, payload.action);
    webhooks.set(name, [...(webhooks.get(name) ?? []), { body: payload, headers: {} }]);
  }
  return { exchanges, byEntry, received: world.received, webhooks };
}
