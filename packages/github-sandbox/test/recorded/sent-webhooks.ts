/** Webhooks that GitHub really sent (`@octokit/webhooks-examples`, 2018 to 2023), of the kinds that the sandbox sends. */
import { createRequire } from 'node:module';
import { WEBHOOK_KINDS } from '../../src/webhooks/webhooks.ts';
import { addPaths, type JsonType, type Recorded } from './recordings.ts';

interface Examples {
  readonly name: string;
  readonly examples: readonly { readonly action?: string }[];
}

/** The examples taken together, by `event.action`. As recordings they are old: what no description has any more is dropped. */
export function sentWebhooks(): ReadonlyMap<string, Recorded> {
  const all = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Examples[];
  const found = new Map<string, { paths: Map<string, Set<JsonType>>; count: number }>();
  for (const { name, examples } of all)
    for (const payload of examples) {
      if (!isKind(name, payload.action)) continue;
      const entry = webhookName(name, payload.action);
      const one = found.get(entry) ?? { paths: new Map<string, Set<JsonType>>(), count: 0 };
      addPaths(payload, one.paths);
      found.set(entry, { ...one, count: one.count + 1 });
    }
  return new Map(
    [...found].map(([entry, { paths, count }]) => {
      const seen = [...paths].map(([path, types]) => [path, { types, isOld: true }] as const);
      return [entry, { count, newest: null, headers: [], messages: [], errors: [], paths: new Map(seen) }];
    }),
  );
}

function isKind(event: string, action: string | undefined): boolean {
  return (
    WEBHOOK_KINDS[event] !== undefined && (action === undefined || WEBHOOK_KINDS[event].includes(action))
  );
}

/** `issues.closed`, or `push` where an event has no actions. */
export function webhookName(event: string, action: string | undefined): string {
  return action === undefined ? event : `${event}.${action}`;
}
