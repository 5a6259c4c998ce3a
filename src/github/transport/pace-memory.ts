/** What a pace learnt and what it counted, as plain data: to be kept beyond this process, and shared with others. */
import { LIMITS, type LimitName, type Pace } from './pacing.ts';

/** The limits that were lowered, and when the content-creating requests of the last hour went out (ms since 1970). */
export interface PaceMemory {
  readonly learnt: Partial<Record<LimitName, { readonly allowed: number; readonly at: number }>>;
  readonly creates: readonly number[];
}

/** What is worth keeping of a pace. */
export function paceMemoryOf({ allowed, changedAt, creates }: Pace): PaceMemory {
  const names = Object.keys(LIMITS) as LimitName[];
  const lowered = names.filter((name) => allowed[name] < LIMITS[name].documented);
  return {
    learnt: Object.fromEntries(
      lowered.map((name) => [name, { allowed: allowed[name], at: changedAt[name] }]),
    ),
    creates: creates.map(({ at }) => at),
  };
}

/**
 * Takes over what another process learnt and counted, as far as it is newer than what this one knows. What is no memory of a pace is
 * left alone.
 */
export function recallPace(pace: Pace, value: unknown): void {
  const { learnt, creates } = (value ?? {}) as Partial<PaceMemory>;
  if (typeof learnt !== 'object' || !Array.isArray(creates)) return;
  for (const name of Object.keys(LIMITS) as LimitName[]) {
    const { allowed, at } = learnt[name] ?? { allowed: LIMITS[name].documented, at: pace.changedAt[name] };
    if (at <= pace.changedAt[name] || !(allowed > 0)) continue;
    pace.allowed[name] = allowed;
    pace.changedAt[name] = at;
  }
  const newest = pace.creates.at(-1)?.at ?? 0;
  const later = (creates as readonly number[]).filter((at) => at > newest);
  const sent = later.map((at) => ({ at, points: 5, api: 'graphql' as const, creates: true }));
  pace.creates.push(...sent);
  // Only the creates of the last minute matter there; their points are few beside the limit.
  pace.recent.push(...sent.map((one) => ({ ...one, points: 0 })));
}
