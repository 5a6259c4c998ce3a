/** Copies the whole state and restores it, so that a state that many tests begin with is made once. */
import type { RateLimits } from './http/rate-limit.ts';
import type { SecondaryLimits } from './http/secondary-limit.ts';
import type { World } from './world/world.ts';

/** Collections that other files keep references to: they are filled and emptied, never replaced. */
interface Collections {
  readonly maps: readonly Map<unknown, unknown>[];
  readonly lists: readonly unknown[][];
}

/** What besides the world is remembered of requests. */
interface Limits {
  readonly rateLimits: RateLimits;
  readonly secondaryLimits: SecondaryLimits;
}

/**
 * Copies the world and the limits used.
 *
 * @returns Puts them back as they were, as often as it is called. Rows that somebody holds stay as they are: find them
 *   anew.
 */
export function snapshotOf(world: World, limits: Limits): () => void {
  const collections = collectionsOf(world, limits);
  const kept = copyOf(collections);
  const { without } = world;
  const { rules } = limits.secondaryLimits;
  return () => {
    const { maps, lists } = copyOf(kept);
    for (const [index, map] of collections.maps.entries()) refill(map, maps[index] ?? new Map());
    for (const [index, list] of collections.lists.entries())
      list.splice(0, Infinity, ...(lists[index] ?? []));
    world.without = without;
    limits.secondaryLimits.rules = rules;
  };
}

function collectionsOf(world: World, { rateLimits, secondaryLimits }: Limits): Collections {
  const { accounts, userTokens, apps, installations, installationTokens, repos, formerNames, counters } =
    world;
  const rows = [accounts, userTokens, apps, installations, installationTokens, repos, formerNames, counters];
  return {
    maps: [...rows, rateLimits.windows, secondaryLimits.accounts] as Map<unknown, unknown>[],
    lists: [world.deliveries, secondaryLimits.violations],
  };
}

function refill(map: Map<unknown, unknown>, from: ReadonlyMap<unknown, unknown>): void {
  map.clear();
  for (const [key, value] of from) map.set(key, value);
}

/** Copies rows with all that they refer to, each once: what was one row stays one. */
function copyOf<T>(value: T, copies = new Map<object, object>()): T {
  if (typeof value !== 'object' || value === null || isFixed(value)) return value;
  const known = copies.get(value);
  if (known !== undefined) return known as T;
  const copy: object = Array.isArray(value)
    ? []
    : value instanceof Map
      ? new Map()
      : value instanceof Set
        ? new Set()
        : {};
  copies.set(value, copy);
  if (value instanceof Map)
    for (const [key, one] of value) (copy as Map<unknown, unknown>).set(key, copyOf(one, copies));
  else if (value instanceof Set) for (const one of value) (copy as Set<unknown>).add(copyOf(one, copies));
  else
    for (const [key, one] of Object.entries(value))
      Reflect.set(copy, key, isSent(key) ? one : copyOf(one, copies));
  return copy as T;
}

/** Dates and bytes are never changed, only replaced. */
function isFixed(value: object): boolean {
  return value instanceof Date || value instanceof Uint8Array;
}

/** The payload of a webhook is built when it is sent and never changed, so it needs no copy. */
function isSent(key: string): boolean {
  return key === 'payload';
}
