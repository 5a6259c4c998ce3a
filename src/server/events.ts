/** Hands each webhook event to its handlers. Probot's own dispatch is not used, since it creates a client for every handler of every event. */
import type { Probot } from 'probot';

/** An event that GitHub told of, its signature checked. */
export interface Event {
  readonly name: string;
  readonly payload: unknown;
}

/** The handlers. */
export interface Events {
  /** As Probot's, with nothing but the payload in the context. */
  readonly on: Probot['on'];
  /** Calls every handler of the event; returns whether there was one. */
  receive(event: Event): Promise<boolean>;
}

type EventHandler = (context: { readonly payload: unknown }) => unknown;

/** Creates it, without any handler yet. */
export function createEvents(): Events {
  const handlers = new Map<string, EventHandler[]>();
  const on = (names: string | readonly string[], handler: EventHandler): void => {
    for (const name of [names].flat()) handlers.set(name, [...(handlers.get(name) ?? []), handler]);
  };
  return {
    // The same shape, but for its types by event, which only the handlers see.
    on: on as unknown as Probot['on'],
    async receive({ name, payload }) {
      const action = actionOf(payload);
      const found = [...(handlers.get(name) ?? []), ...(handlers.get(`${name}.${action}`) ?? [])];
      for (const handler of found) await handler({ payload });
      return found.length > 0;
    },
  };
}

/** What happened, where the event has actions. */
export function actionOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('action' in payload)) return null;
  return typeof payload.action === 'string' ? payload.action : null;
}
