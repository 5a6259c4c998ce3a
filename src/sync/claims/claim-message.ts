/**
 * The message of a claim's commit. People read its first line; the rest is one line for Planwright:
 *
 *     Claim issue 12
 *
 *     Planwright-Claim: v=1 issue=12 state=claimed by=agent%201 until=2026-11-30T20:00:00Z nonce=0f1e2d3c [assigned=ada]
 *
 * Names are percent-encoded and the number has no `#`, so that the commit mentions nobody and no issue.
 */
import type { Claim, ClaimRecord, ClaimState } from './types.ts';

const VERSION = '1';
const LINE = /^Planwright-Claim: (.*)$/m;
const STATES: readonly ClaimState[] = ['claimed', 'awaiting-merge', 'released'];

/** What a commit says of a claim. */
export type RecordReading =
  | { readonly kind: 'record'; readonly record: ClaimRecord }
  /** Written by a newer Planwright: it is left alone. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'none' };

/** Prints the message of a claim's commit. */
export function printClaim({ issue, state, by, until, nonce, assigned }: ClaimRecord): string {
  const pairs = [
    `v=${VERSION}`,
    `issue=${issue}`,
    `state=${state}`,
    `by=${encodeURIComponent(by)}`,
    `until=${isoSeconds(until)}`,
    `nonce=${nonce}`,
    ...(assigned === undefined ? [] : [`assigned=${encodeURIComponent(assigned)}`]),
  ];
  return `${headline(issue, state)}\n\nPlanwright-Claim: ${pairs.join(' ')}\n`;
}

/** Reads the message of a commit. */
export function readClaim(message: string): RecordReading {
  const line = LINE.exec(message)?.[1];
  if (line === undefined) return { kind: 'none' };
  const pairs = new Map(
    line
      .trim()
      .split(' ')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const),
  );
  if (pairs.get('v') !== VERSION) return { kind: 'newer' };
  const state = STATES.find((one) => one === pairs.get('state'));
  const until = Date.parse(pairs.get('until') ?? '');
  const issue = Number(pairs.get('issue'));
  if (state === undefined || Number.isNaN(until) || !Number.isSafeInteger(issue)) return { kind: 'none' };
  const assigned = pairs.get('assigned');
  return {
    kind: 'record',
    record: {
      issue,
      state,
      by: decoded(pairs.get('by') ?? ''),
      until,
      nonce: pairs.get('nonce') ?? '',
      ...(assigned === undefined ? {} : { assigned: decoded(assigned) }),
    },
  };
}

/** Whether a claim holds its task at a time of GitHub's. */
export function isLive({ state, until }: Pick<Claim, 'state' | 'until'>, now: number): boolean {
  return state !== 'released' && until > now;
}

/** `2026-11-30T20:00:00Z`, as GitHub writes times. */
export function isoSeconds(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

function headline(issue: number, state: ClaimState): string {
  switch (state) {
    case 'claimed':
      return `Claim issue ${issue}`;
    case 'awaiting-merge':
      return `Issue ${issue} awaits its merge`;
    case 'released':
      return `Release issue ${issue}`;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
