/**
 * The protocol of claims (DESIGN 8). An attempt reads the ref, makes a commit that is a child of what it read, and asks GitHub
 * to create the ref or to move it there: GitHub itself lets one of many win. After an answer that is lost, the attempt counts
 * only if the ref is at exactly its commit; asking for the same commit again is safe, since it can be reached once only.
 * A claim that has ended by GitHub's clock, or was released, is taken over in the same way.
 */
import { isLive, printClaim, readClaim } from './claim-message.ts';
import type { Claim, ClaimRecord, ClaimRef, RefWritten } from './types.ts';

/** An attempt that others were faster than looks again, so often at most. */
const MOST_ATTEMPTS = 8;
/** How often the same commit is asked for after an answer that was lost. */
const MOST_SENDINGS = 4;
/** At most this many claims may have followed one another while an answer was lost. */
const MOST_STEPS = 20;

/** Who wants which task, and for how long. */
export interface Wanted {
  readonly issue: number;
  readonly by: string;
  readonly forMs: number;
  /** Chance, new for each call. */
  readonly nonce: string;
  /** Take on one's own claim for longer; otherwise one's own claim counts like another's. */
  readonly renews: boolean;
  readonly assigned?: string;
}

/** What became of an attempt. */
export type Taken =
  | { readonly kind: 'claimed'; readonly claim: Claim; readonly renewed: boolean }
  /** Somebody else holds the task. */
  | { readonly kind: 'held'; readonly claim: Claim }
  | Unsettled;

/** What became of a change of one's own claim. */
export type Changed =
  | { readonly kind: 'changed'; readonly claim: Claim }
  /** There is no claim that holds the task. */
  | { readonly kind: 'unclaimed' }
  | { readonly kind: 'held'; readonly claim: Claim }
  | Unsettled;

/** Nothing is known to have changed. */
export type Unsettled =
  /** GitHub does not let this token write such refs, or a rule of the repository forbids them. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The ref holds what a newer Planwright wrote. */
  | { readonly kind: 'newer' }
  /** A later attempt will tell; until then the claim counts as not won. */
  | { readonly kind: 'unclear'; readonly reason: string };

/** The claim as it stands. */
interface ClaimNow {
  readonly sha: string | null;
  /** Null where there is none, or what stands there is no claim. */
  readonly claim: Claim | null;
  readonly isNewer: boolean;
  /** GitHub's time when it was read. */
  readonly now: number;
}

/** Tries to claim a task. */
export async function takeClaim(ref: ClaimRef, wanted: Wanted): Promise<Taken> {
  const { issue, by, forMs, nonce, assigned } = wanted;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const at = await readNow(ref);
    if (at.isNewer) return { kind: 'newer' };
    const holder = at.claim !== null && isLive(at.claim, at.now) ? at.claim : null;
    // Whoever lost a race to somebody of the same name has lost it: only a claim that stood before is renewed.
    const renewed = holder?.by === by && wanted.renews && attempt === 0;
    if (holder !== null && !renewed) return { kind: 'held', claim: holder };
    const kept = renewed ? holder?.assigned : assigned;
    const record: ClaimRecord = {
      issue,
      state: 'claimed',
      by,
      until: secondsOf(at.now + forMs),
      nonce: `${nonce}.${attempt}`,
      ...(kept === undefined ? {} : { assigned: kept }),
    };
    const put = await putRecord(ref, at.sha, record);
    if (put.kind === 'won') return { kind: 'claimed', claim: put.claim, renewed };
    if (put.kind !== 'lost') return put;
  }
  return { kind: 'unclear', reason: 'Others were faster each time.' };
}

/**
 * Releases one's own claim, or says that its work awaits a merge. One that has ended and that nobody took over is still
 * one's own.
 *
 * @param forMs How long it is to hold from now; 0 for a release.
 */
export async function changeOwnClaim(
  ref: ClaimRef,
  { by, nonce, forMs }: Pick<Wanted, 'by' | 'nonce' | 'forMs'>,
  state: 'awaiting-merge' | 'released',
): Promise<Changed> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const { claim, sha, now, isNewer } = await readNow(ref);
    if (isNewer) return { kind: 'newer' };
    if (claim === null || claim.state === 'released') return { kind: 'unclaimed' };
    if (claim.by !== by) return isLive(claim, now) ? { kind: 'held', claim } : { kind: 'unclaimed' };
    const { sha: _, ...before } = claim;
    const record = { ...before, state, until: secondsOf(now + forMs), nonce: `${nonce}.${attempt}` };
    const put = await putRecord(ref, sha, record);
    if (put.kind === 'won') return { kind: 'changed', claim: put.claim };
    if (put.kind !== 'lost') return put;
  }
  return { kind: 'unclear', reason: 'Others were faster each time.' };
}

async function readNow(ref: ClaimRef): Promise<ClaimNow> {
  const { sha, now } = await ref.read();
  if (sha === null) return { sha, claim: null, isNewer: false, now };
  const reading = readClaim((await ref.show(sha)).message);
  const claim = reading.kind === 'record' ? { ...reading.record, sha } : null;
  return { sha, claim, isNewer: reading.kind === 'newer', now };
}

type Put =
  | { readonly kind: 'won'; readonly claim: Claim }
  /** Somebody was faster, so that this commit can be reached no more. */
  | { readonly kind: 'lost' }
  | Unsettled;

/** Makes the commit of a record and takes the ref there, from where it was read. */
async function putRecord(ref: ClaimRef, from: string | null, record: ClaimRecord): Promise<Put> {
  const sha = await ref.commit(printClaim(record), from);
  const claim = { ...record, sha };
  let reason = 'GitHub answered with an older state.';
  let isInDoubt = false;
  for (let sending = 0; sending < MOST_SENDINGS; sending += 1) {
    const written = await (from === null ? ref.create(sha) : ref.move(sha));
    if (written.kind === 'written') return { kind: 'won', claim };
    if (written.kind === 'unclear') [reason, isInDoubt] = [written.reason, true];
    const settled = await settle(ref, { claim, from, written, isInDoubt });
    if (settled !== null) return settled;
  }
  return { kind: 'unclear', reason };
}

/** A commit that GitHub was asked to take the ref to, and did not say that it has. */
interface Asked {
  readonly claim: Claim;
  /** Where the ref was read before. */
  readonly from: string | null;
  readonly written: Exclude<RefWritten, { readonly kind: 'written' }>;
  /** An answer was lost, so that the request may still arrive. */
  readonly isInDoubt: boolean;
}

/** Looks what became of it; null if that cannot be told yet. */
async function settle(ref: ClaimRef, { claim, from, written, isInDoubt }: Asked): Promise<Put | null> {
  const { sha, now } = await ref.read();
  // An answer that was long in coming may be of a claim that has ended meanwhile.
  if (sha === claim.sha)
    return claim.state === 'released' || claim.until > now ? { kind: 'won', claim } : LOST;
  // A read that is older than the first one proves nothing while an earlier request may still arrive.
  if (sha !== from) return !isInDoubt || (await descends(ref, sha, from)) ? LOST : null;
  if (written.kind === 'unclear') return null;
  if (!isRace(written.message)) return written;
  // Refused as a race, but read as if nobody had been faster: that read is old, too.
  return isInDoubt ? null : LOST;
}

const LOST = { kind: 'lost' } as const;

/** Whether a ref that is at `found` now was at `from` before: then no other child of that can be reached any more. */
async function descends(ref: ClaimRef, found: string | null, from: string | null): Promise<boolean> {
  if (from === null) return found !== null;
  let at = found;
  for (let steps = 0; at !== null && steps < MOST_STEPS; steps += 1) {
    if (at === from) return true;
    at = (await ref.show(at)).parent;
  }
  return false;
}

/** Whether GitHub refused because somebody was faster, though the ref was read as if nobody had been (GITHUB-FACTS 14). */
function isRace(message: string): boolean {
  return /already exists|not a fast.?forward|does not exist/i.test(message);
}

function secondsOf(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
