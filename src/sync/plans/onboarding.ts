/**
 * Plans that were there before Planwright was: they wait, listed in one issue, until somebody asks for them or changes
 * them. The issue's first line is their memory:
 * `<!-- planwright v=1 waiting=3f2a1c:0123456789ab,… [released=3f2a1c,…] [answered=4711] src=33334444 [closed] -->`.
 */
import { shortHash } from '../state/hash.ts';
import { comment, markersIn } from '../state/marker-comment.ts';
import { END, printBlock } from '../state/body-block.ts';
import { MARKER_VERSION } from '../state/markers.ts';
import { renderOnboarding, type WaitingPlan } from '../render/onboarding-words.ts';
import type { CloseReason, ObservedIssue, PlanId } from '../types.ts';

/** What the issue remembers. */
export interface OnboardingMarker {
  /** The start of each waiting plan's blob: what is listed with the text of now need not be looked at again. */
  readonly blobs: ReadonlyMap<PlanId, string>;
  /** Plans that somebody asked for. They stay listed, so that nobody need ask for them again. */
  readonly released: ReadonlySet<PlanId>;
  /** The newest comment here that was answered though GitHub refused the reaction; 0 for none. */
  readonly answered: number;
  readonly src: string;
  /** The app itself closed the issue, so it may reopen it. */
  readonly closedByApp: boolean;
}

/** The issue that lists the waiting plans. */
export interface OnboardingIssue {
  readonly issue: ObservedIssue;
  readonly marker: OnboardingMarker;
}

/** What must be done to the issue. */
export type OnboardingChange =
  | { readonly kind: 'create'; readonly body: string }
  | {
      readonly kind: 'update';
      readonly number: number;
      /** The new body; null if its marker is no longer the one this pass read. */
      readonly edit: (body: string) => string | null;
      readonly state?: { readonly to: 'open' } | { readonly to: 'closed'; readonly reason: CloseReason };
    };

/** Reads the marker of an issue that lists waiting plans; null if it is none. */
export function parseOnboarding(body: string): OnboardingMarker | null {
  const attributes = markersIn(body.split(/\r?\n/, 1)[0] ?? '')[0]?.attributes;
  const waiting = attributes?.get('waiting');
  if (attributes === undefined || waiting === undefined || attributes.get('v') !== String(MARKER_VERSION))
    return null;
  return {
    blobs: new Map(wordsOf(waiting).map((pair) => [before(pair), pair.slice(before(pair).length + 1)])),
    released: new Set(wordsOf(attributes.get('released') ?? '')),
    answered: Number(attributes.get('answered') ?? 0) || 0,
    src: attributes.get('src') ?? '',
    closedByApp: attributes.has('closed'),
  };
}

/** Notes in the issue's body that somebody asked for all that it lists; null if the body lists no plans. */
export function releaseIn(body: string): string | null {
  return withMarker(body, (marker) => ({
    ...marker,
    released: new Set([...marker.released, ...marker.blobs.keys()]),
  }));
}

/** Notes in the issue's body that a comment on it was answered; null if the body lists no plans. */
export function noteAnsweredIn(body: string, id: number): string | null {
  return withMarker(body, (marker) => ({ ...marker, answered: Math.max(marker.answered, id) }));
}

function withMarker(body: string, change: (marker: OnboardingMarker) => OnboardingMarker): string | null {
  const marker = parseOnboarding(body);
  const [found] = markersIn(body);
  if (marker === null || found === undefined) return null;
  return body.slice(0, found.start) + printOnboarding(change(marker)) + body.slice(found.end);
}

/** The issues that list waiting plans, by trusted creators, oldest first: the oldest one counts, others are duplicates. */
export function onboardingIssues(
  issues: readonly ObservedIssue[],
  trusted: ReadonlySet<number>,
): OnboardingIssue[] {
  return issues
    .flatMap((issue) => {
      const marker = trusted.has(issue.creator) ? parseOnboarding(issue.body) : null;
      return marker === null ? [] : [{ issue, marker }];
    })
    .sort((a, b) => a.issue.number - b.issue.number);
}

/** Whether the issue lists a plan with this very text. */
export function isListed(
  found: OnboardingIssue | undefined,
  { id, blob }: Pick<WaitingPlan, 'id' | 'blob'>,
): boolean {
  return found?.marker.blobs.get(id) === short(blob);
}

/**
 * Decides what becomes of the issue: one there is while plans wait. It closes with the last of them; one that a person
 * closed stays closed.
 *
 * @param found What {@link onboardingIssues} found.
 * @param repositoryUrl `https://github.com/owner/name`
 */
export function changeOnboarding(
  plans: readonly WaitingPlan[],
  found: readonly OnboardingIssue[],
  place: { readonly repositoryUrl: string; readonly branch: string },
): OnboardingChange[] {
  const [stands, ...others] = found;
  const duplicates = others
    .filter(({ issue }) => issue.state === 'open')
    .map(({ issue }): OnboardingChange => {
      return { kind: 'update', number: issue.number, edit: (body) => body, state: DUPLICATE };
    });
  const isOver = plans.length === 0;
  const next = nextMarker(plans, stands?.marker);
  const text = printBlock(printOnboarding(next), renderOnboarding(plans, place));
  if (stands === undefined) return isOver ? [] : [{ kind: 'create', body: text }];
  const { issue, marker } = stands;
  const closes = isOver && issue.state === 'open';
  const reopens = !isOver && issue.state === 'closed' && marker.closedByApp;
  const asRead = printOnboarding(marker);
  // Where no plan waits any more and the issue is closed already, it stays as it is.
  const isSame = asRead === printOnboarding(next) || (isOver && issue.state === 'closed');
  if (isSame && !closes && !reopens) return duplicates;
  const edit = (body: string): string | null => {
    const now = parseOnboarding(body);
    return now !== null && printOnboarding(now) === asRead ? text + behind(body) : null;
  };
  const state = closes ? { state: COMPLETED } : reopens ? { state: { to: 'open' } as const } : {};
  return [{ kind: 'update', number: issue.number, edit, ...state }, ...duplicates];
}

/** What the issue has to remember when these plans wait. */
function nextMarker(plans: readonly WaitingPlan[], stands: OnboardingMarker | undefined): OnboardingMarker {
  return {
    blobs: new Map(plans.map(({ id, blob }) => [id, short(blob)])),
    released: stands?.released ?? new Set(),
    answered: stands?.answered ?? 0,
    src: shortHash(
      8,
      JSON.stringify(plans.map(({ path, title, issues, milestones }) => [path, title, issues, milestones])),
    ),
    closedByApp: plans.length === 0,
  };
}

const COMPLETED = { to: 'closed', reason: 'completed' } as const;
const DUPLICATE = { to: 'closed', reason: 'duplicate' } as const;

function printOnboarding({ blobs, released, answered, src, closedByApp }: OnboardingMarker): string {
  const listed = [...blobs].map(([id, blob]) => `${id}:${blob}`).join(',');
  const pairs = [`v=${MARKER_VERSION}`, `waiting=${listed}`];
  if (released.size > 0) pairs.push(`released=${[...released].join(',')}`);
  if (answered > 0) pairs.push(`answered=${answered}`);
  return comment([...pairs, `src=${src}`], closedByApp ? ['closed'] : []);
}

/** What people wrote under the app's words. */
function behind(body: string): string {
  const end = body.indexOf(END);
  return end === -1 ? '' : body.slice(end + END.length);
}

/** Enough of a blob's sha to tell two texts of one file apart. */
function short(blob: string): string {
  return blob.slice(0, 12);
}

function wordsOf(list: string): string[] {
  return list.split(',').filter((word) => word !== '');
}

function before(pair: string): string {
  return pair.split(':', 1)[0] ?? '';
}
