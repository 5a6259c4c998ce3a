/**
 * Claimants of one task against a simulated GitHub, all told by a seed: answers get lost before or after their effect, requests
 * arrive long after whoever sent them gave up, reads are stale, claimants die at any step, take their time, and have clocks
 * that are minutes wrong. Time is GitHub's own and moves from one event to the next.
 */
import { changeOwnClaim, takeClaim, type Taken } from '../../../src/sync/claims/protocol.ts';
import { isLive, readClaim } from '../../../src/sync/claims/claim-message.ts';
import type { ClaimRef, RefWritten } from '../../../src/sync/claims/types.ts';

/** One commit that the ref was at, with when it got there by GitHub's clock. */
interface Landing {
  readonly sha: string;
  readonly at: number;
}

/** A claimant, what it came to believe, and what it was lied about. */
interface Claimant {
  readonly name: string;
  /** Every answer to an attempt, in order. */
  readonly taken: (Taken & { readonly made: ReadonlySet<string> })[];
  /** Shas of the commits it made for the attempt of now. */
  made: Set<string>;
  died: boolean;
}

/** What a run came to. */
interface Told {
  readonly landings: readonly Landing[];
  readonly messages: ReadonlyMap<string, string>;
  readonly claimants: readonly Claimant[];
  readonly end: number;
  /** A claimant that came last, after every lease had ended. */
  readonly latecomer: Taken;
}

/** How badly things go: shares between 0 and 1. */
interface Trouble {
  readonly lost: number;
  readonly late: number;
  readonly stale: number;
  readonly dies: number;
}

const MINUTE = 60_000;
const START = Date.parse('2026-11-30T08:00:00Z');
const TIMEOUT = 20_000;

/** A small generator of chance (mulberry32), so that a seed tells the whole story. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface World {
  now: number;
  readonly events: { readonly at: number; readonly order: number; readonly run: () => void }[];
  readonly random: () => number;
  readonly trouble: Trouble;
  readonly parents: Map<string, string | null>;
  readonly messages: Map<string, string>;
  readonly landings: Landing[];
}

/** Tells the story of a seed. */
async function tell(seed: number, trouble: Trouble): Promise<Told> {
  const random = chance(seed);
  const world: World = {
    now: START,
    events: [],
    random,
    trouble,
    parents: new Map(),
    messages: new Map(),
    landings: [],
  };
  const count = 2 + Math.floor(random() * 15);
  const claimants = Array.from({ length: count }, (_, index): Claimant => ({
    name: `agent-${index}`,
    taken: [],
    made: new Set(),
    died: false,
  }));
  for (const claimant of claimants) void live(world, claimant);
  await drain(world);
  // Whatever happened, nobody is kept from the task once the longest lease is over.
  world.now += 60 * MINUTE;
  const last: Claimant = { name: 'latecomer', taken: [], made: new Set(), died: false };
  const calm: World = { ...world, trouble: { lost: 0, late: 0, stale: 0, dies: 0 }, events: [] };
  const latecomer = takeClaim(refOf(calm, last), wantedBy(calm, last, 5 * MINUTE));
  await drain(calm);
  return { ...world, claimants, end: calm.now, latecomer: await latecomer };
}

function wantedBy({ random }: World, { name }: Claimant, forMs: number) {
  return { issue: 12, by: name, forMs, nonce: random().toString(16).slice(2), renews: random() < 0.5 };
}

/** What a claimant does: comes, tries, works, renews or releases or forgets, by a clock that may be wrong. */
async function live(world: World, claimant: Claimant): Promise<void> {
  const { random } = world;
  const ref = refOf(world, claimant);
  const skew = (random() - 0.5) * 20 * MINUTE;
  for (let turn = 0; turn < 3; turn += 1) {
    await sleep(world, claimant, random() * (turn === 0 ? 2_000 : 30 * MINUTE));
    claimant.made = new Set();
    const wanted = wantedBy(world, claimant, (1 + Math.floor(random() * 30)) * MINUTE);
    const taken = await takeClaim(ref, wanted).catch((error: unknown): Taken => ({
      kind: 'unclear',
      reason: String(error),
    }));
    claimant.taken.push({ ...taken, made: claimant.made });
    if (taken.kind !== 'claimed') continue;
    const ends = taken.claim.until - (world.now + skew);
    await sleep(world, claimant, random() < 0.5 ? Math.max(0, ends) : random() * 10 * MINUTE);
    const own = { by: claimant.name, nonce: random().toString(16).slice(2) };
    const end = random();
    if (end < 0.4) await changeOwnClaim(ref, { ...own, forMs: 0 }, 'released').catch(() => {});
    else if (end < 0.5)
      await changeOwnClaim(ref, { ...own, forMs: 20 * MINUTE }, 'awaiting-merge').catch(() => {});
  }
}

/** Runs events by their time, and lets whoever waits for one go on before the next. */
async function drain(world: World): Promise<void> {
  for (;;) {
    for (let pause = 0; pause < 12; pause += 1) await Promise.resolve();
    const next = world.events.reduce<World['events'][number] | null>(
      (first, one) =>
        first === null || one.at < first.at || (one.at === first.at && one.order < first.order) ? one : first,
      null,
    );
    if (next === null) return;
    world.events.splice(world.events.indexOf(next), 1);
    world.now = Math.max(world.now, next.at);
    next.run();
  }
}

function at(world: World, ms: number, run: () => void): void {
  world.events.push({ at: world.now + ms, order: world.random(), run });
}

/** Goes on later, unless the claimant is dead by then. */
function sleep(world: World, claimant: Claimant, ms: number): Promise<void> {
  return new Promise((resolve) => at(world, ms, () => claimant.died || resolve()));
}

/** GitHub, as one claimant reaches it. */
function refOf(world: World, claimant: Claimant): ClaimRef {
  const { random, trouble } = world;
  const ask = <T>(effect: () => T, unclear: () => T | Error): Promise<T> =>
    new Promise((resolve, reject) => {
      if (random() < trouble.dies) {
        // It dies before or after what it asked for is done.
        if (random() < 0.5) at(world, random() * 500, effect);
        claimant.died = true;
        return;
      }
      const isLost = random() < trouble.lost;
      const isLate = random() < trouble.late;
      const answer = (value: T | Error): void => {
        if (claimant.died) return;
        if (value instanceof Error) reject(value);
        else resolve(value);
      };
      if (isLate) {
        at(world, random() * 30 * MINUTE, effect);
        at(world, TIMEOUT, () => answer(unclear()));
      } else if (isLost && random() < 0.5) at(world, 100, () => answer(unclear()));
      else
        at(world, random() * 500, () => {
          const value = effect();
          at(world, random() * 500, () => answer(isLost ? unclear() : value));
        });
    });
  const noAnswer = () => new Error('no answer');
  const put = (sha: string, mayMove: (from: string | null) => string | null): Promise<RefWritten> =>
    ask(
      (): RefWritten => {
        const refusal = mayMove(world.landings.at(-1)?.sha ?? null);
        if (refusal !== null) return { kind: 'refused', message: refusal };
        world.landings.push({ sha, at: world.now });
        return { kind: 'written' };
      },
      () => ({ kind: 'unclear', reason: 'no answer' }),
    );
  return {
    read: () =>
      ask(() => {
        const isStale = random() < trouble.stale && world.landings.length > 0;
        const sha = world.landings.at(isStale ? -2 - Math.floor(random() * 3) : -1)?.sha ?? null;
        return { sha, now: Math.floor(world.now / 1000) * 1000 };
      }, noAnswer),
    show: (sha) =>
      ask(
        () => ({ message: world.messages.get(sha) ?? '', parent: world.parents.get(sha) ?? null }),
        noAnswer,
      ),
    commit: (message, parent) =>
      ask(() => {
        const sha = `${claimant.name}/${world.messages.size}`;
        world.messages.set(sha, message);
        world.parents.set(sha, parent);
        claimant.made.add(sha);
        return sha;
      }, noAnswer),
    create: (sha) => put(sha, (from) => (from === null ? null : 'Reference already exists')),
    move: (sha) => put(sha, (from) => (descends(world, sha, from) ? null : 'Update is not a fast forward')),
  };
}

function descends({ parents }: World, sha: string, from: string | null): boolean {
  for (let one: string | null = sha; one !== null; one = parents.get(one) ?? null)
    if (one === from) return true;
  return false;
}

/** Who held the task when, by what landed on the ref. */
function holdings({ landings, messages }: Told) {
  return landings.map(({ sha, at: from }, index) => {
    const reading = readClaim(messages.get(sha) ?? '');
    if (reading.kind !== 'record') throw new Error(`no claim: ${sha}`);
    const { record } = reading;
    const next = landings[index + 1]?.at ?? Infinity;
    return { sha, from, record, next, wasLive: (now: number) => isLive(record, now) };
  });
}

const TROUBLES: readonly Trouble[] = [
  { lost: 0, late: 0, stale: 0, dies: 0 },
  { lost: 0.2, late: 0, stale: 0, dies: 0 },
  { lost: 0.1, late: 0.1, stale: 0.1, dies: 0.02 },
  { lost: 0.3, late: 0.2, stale: 0.3, dies: 0.05 },
];

/** What is wrong with a story; nothing if it went as claims must go. */
function faultsIn(told: Told): string[] {
  const held = holdings(told);
  const faults: string[] = [];
  for (const [index, now] of held.entries()) {
    const before = held[index - 1];
    if (before === undefined || before.record.state === 'released') continue;
    // The next holder is another one only once the lease is over, or the holder itself gave it back.
    if (before.record.by !== now.record.by && before.wasLive(now.from))
      faults.push(`${now.record.by} took over from ${before.record.by} before its end`);
  }
  const landed = new Map(held.map((one) => [one.sha, one]));
  for (const { name, taken } of told.claimants)
    for (const one of taken) {
      if (one.kind === 'claimed' && !landed.has(one.claim.sha))
        faults.push(`${name} believes in a lost claim`);
      if (one.kind === 'held' && [...one.made].some((sha) => landed.has(sha)))
        faults.push(`${name} holds the task and does not know`);
    }
  if (told.latecomer.kind !== 'claimed') faults.push(`the task is stuck: ${told.latecomer.kind}`);
  return faults;
}

/** Tells the stories of the seeds from 0 on, and counts what claimants were told. */
export async function tellMany(seeds: number) {
  const counts = { claimed: 0, held: 0, unclear: 0, refused: 0, newer: 0, takeovers: 0, died: 0 };
  const faults: string[] = [];
  for (let seed = 0; seed < seeds; seed += 1) {
    const told = await tell(seed, TROUBLES[seed % TROUBLES.length] as Trouble);
    faults.push(...faultsIn(told).map((fault) => `seed ${seed}: ${fault}`));
    for (const { taken, died } of told.claimants) {
      for (const { kind } of taken) counts[kind] += 1;
      counts.died += died ? 1 : 0;
    }
    counts.takeovers += told.landings.length - 1;
  }
  return { faults, counts };
}
