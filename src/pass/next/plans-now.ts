/**
 * Reads what GitHub knows of plans whose texts are at hand: their issues, claims, pull requests and blockers. It decides what
 * to tell, never what to write: a tracking issue counts by its label, which takes triage rights, whoever opened it.
 */
import type { Client } from '../../github/transport/client.ts';
import { statusOf, TerminalError } from '../../github/transport/errors.ts';
import { readLabelledIssues, readText } from '../../github/read.ts';
import { readIssues, readOpenBlockers, readOpenPulls, type OpenPull } from '../../github/read/obstacles.ts';
import { availabilityOf, obstaclesOf } from '../../sync/next/availability.ts';
import { planNow, tieToIssues, type IssueFacts, type TiedTask } from '../../sync/next/tasks-now.ts';
import type { PlansNow } from '../../sync/next/types.ts';
import { isPaused } from '../../sync/plans/plan-status.ts';
import { closedBy } from '../../sync/render/sanitize/closing-keywords.ts';
import { baseBlob } from '../../sync/state/known.ts';
import { branchOf, labelOf } from '../../sync/state/plan-label.ts';
import { ledgerIn } from '../../sync/state/markers.ts';
import type { Ledger, ObservedIssue, Repository } from '../../sync/types.ts';
import { readTrackingIssues } from '../read-tracking-issues.ts';
import { readLiveClaims } from './live-claims.ts';
import { readPlanTexts, type PlanOfText, type Reading } from './plan-texts.ts';

/** What waits for a person. */
export type Waiting =
  | { readonly kind: 'held'; readonly id: string }
  | { readonly kind: 'paused' }
  | { readonly kind: 'retired' }
  /** GitHub refuses so many writes. */
  | { readonly kind: 'refused'; readonly writes: number }
  /** Edits of the plan wait in a pull request. */
  | { readonly kind: 'write-back'; readonly pull: number };

/** What the tracking issue of a plan says. */
export interface TrackedPlan {
  readonly path: string;
  readonly tracking: number;
  readonly waiting: readonly Waiting[];
}

/** Plans with all that GitHub knows of them. */
export interface ReadNow {
  readonly now: PlansNow;
  /** Plans without a tracking issue are not in it. */
  readonly tracked: readonly TrackedPlan[];
  /** Whether this token may not read pull requests, so that nothing is known of them. */
  readonly withoutPulls: boolean;
}

/** GitHub, and how texts are read. */
export interface NowContext extends Reading {
  readonly client: Client;
  readonly repository: Repository;
}

/** At most this many issues beside the plans are looked at, because tasks depend on them. */
const MOST_OTHERS = 50;

/** Reads what GitHub knows of plans. */
export async function readPlansNow(context: NowContext, plans: readonly PlanOfText[]): Promise<ReadNow> {
  const { client, repository } = context;
  const trackings = await readTrackingIssues(client, repository);
  const tied: (PlanOfText & { readonly tied: readonly TiedTask[]; readonly known: KnownPlan | null })[] = [];
  const observed = new Map<number, ObservedIssue>();
  for (const one of plans) {
    const known = await readKnown(context, trackings, one.path);
    for (const issue of known?.issues ?? []) observed.set(issue.number, issue);
    tied.push({ ...one, known, tied: tieToIssues(one.plan, known, known?.issues ?? []) });
  }
  const missing = tied.flatMap((one) =>
    one.tied.flatMap(({ issue }) => (issue === null || observed.has(issue) ? [] : [issue])),
  );
  for (const issue of await readIssues(client, repository, [...new Set(missing)]))
    observed.set(issue.number, issue);
  const pulls = await pullsOf(client, repository);
  const facts = await factsOf(context, observed, pulls ?? []);
  const nowWith = (
    blockers: ReadonlyMap<number, readonly number[]>,
    others: PlansNow['others'],
  ): PlansNow => ({
    plans: tied.map((one) => planNow(one.path, one.plan, one.tied, withBlockers(facts, blockers))),
    others,
  });
  return {
    now: await readObstacles(context, nowWith),
    tracked: tied.flatMap(({ path, known }) =>
      known === null ? [] : [trackedPlan(path, known, pulls ?? [])],
    ),
    withoutPulls: pulls === null,
  };
}

/** A plan's tracking issue and what that remembers. */
interface KnownPlan extends Pick<Ledger, 'entries'> {
  readonly id: string;
  readonly base: PlanOfText['plan'] | null;
  readonly tracking: ObservedIssue;
  readonly ledger: Ledger;
  readonly issues: readonly ObservedIssue[];
}

async function readKnown(
  context: NowContext,
  trackings: readonly ObservedIssue[],
  path: string,
): Promise<KnownPlan | null> {
  const { client, repository } = context;
  const [found] = trackings
    .flatMap((tracking) => {
      const ledger = ledgerIn(tracking.body);
      return ledger?.path === path ? [{ tracking, ledger }] : [];
    })
    .sort((a, b) => a.tracking.number - b.tracking.number);
  if (found === undefined) return null;
  const { tracking, ledger } = found;
  const issues = await readLabelledIssues(client, repository, labelOf(ledger, tracking.labels));
  const base = await readBase(context, ledger, path);
  return { id: ledger.plan, base, entries: ledger.entries, tracking, ledger, issues };
}

async function readBase(
  context: NowContext,
  ledger: Ledger,
  path: string,
): Promise<PlanOfText['plan'] | null> {
  const blob = baseBlob(ledger);
  if (blob === null) return null;
  const reading = await readText(context.client, context.repository, blob);
  if (reading.kind !== 'text') return null;
  const { plans } = await readPlanTexts(context, [{ path, text: reading.text }]);
  return plans[0]?.plan ?? null;
}

/** The open pull requests; null where the token may not read them. */
async function pullsOf(client: Client, repository: Repository): Promise<readonly OpenPull[] | null> {
  try {
    return await readOpenPulls(client, repository);
  } catch (error) {
    if (error instanceof TerminalError || statusOf(error) === 404) return null;
    throw error;
  }
}

async function factsOf(
  { client, repository }: NowContext,
  observed: ReadonlyMap<number, ObservedIssue>,
  pulls: readonly OpenPull[],
): Promise<ReadonlyMap<number, IssueFacts>> {
  const closing = new Map(
    pulls.flatMap(({ number, body }) => closedBy(body, repository).map((issue) => [issue, number] as const)),
  );
  const open = new Set(
    [...observed.values()].flatMap(({ number, state }) => (state === 'open' ? [number] : [])),
  );
  const claims = await readLiveClaims(client, repository, open);
  return new Map(
    [...observed.values()].map((issue) => [
      issue.number,
      {
        observed: issue,
        claim: claims.get(issue.number) ?? null,
        pull: closing.get(issue.number) ?? null,
        blockers: [],
      },
    ]),
  );
}

/**
 * Reads what only some tasks need: the blockers of those that could be begun otherwise, since nearly all issues have some
 * that are over, and the issues beside the plans that tasks depend on.
 */
async function readObstacles(
  { client, repository }: NowContext,
  nowWith: (blockers: ReadonlyMap<number, readonly number[]>, others: PlansNow['others']) => PlansNow,
): Promise<PlansNow> {
  const first = nowWith(new Map(), new Map());
  const others = await readOthers(client, repository, first);
  const now = nowWith(new Map(), others);
  const obstacles = obstaclesOf(now);
  const ready = now.plans.flatMap(({ tasks }) =>
    tasks.filter(
      (task) => availabilityOf(task, obstacles).kind === 'ready' && (task.observed?.blockedBy ?? 0) > 0,
    ),
  );
  const blockers = new Map<number, readonly number[]>();
  for (const { issue } of ready)
    if (issue !== null) blockers.set(issue, await readOpenBlockers(client, repository, issue));
  return blockers.size === 0 ? now : nowWith(blockers, others);
}

async function readOthers(
  client: Client,
  repository: Repository,
  now: PlansNow,
): Promise<PlansNow['others']> {
  const named = [...obstaclesOf(now).values()].flatMap((obstacles) =>
    obstacles.flatMap((one) => (one.kind === 'issue' ? [one.number] : [])),
  );
  const issues = await readIssues(client, repository, [...new Set(named)].slice(0, MOST_OTHERS));
  return new Map(issues.map(({ number, state }) => [number, state === 'open']));
}

function withBlockers(
  facts: ReadonlyMap<number, IssueFacts>,
  blockers: ReadonlyMap<number, readonly number[]>,
): ReadonlyMap<number, IssueFacts> {
  return new Map(
    [...facts].map(([number, one]) => [number, { ...one, blockers: blockers.get(number) ?? [] }]),
  );
}

function trackedPlan(path: string, { tracking, ledger }: KnownPlan, pulls: readonly OpenPull[]): TrackedPlan {
  const branch = branchOf(ledger, tracking.labels);
  const pull = pulls.find((one) => one.branch === branch);
  const owed =
    ledger.owed === undefined || ledger.retire?.kind === 'over'
      ? 0
      : ledger.owed.issues.size + ledger.owed.milestones.size + ledger.owed.links.length;
  const unmade = [...ledger.entries.values()].filter(({ kind }) => kind === 'owed').length;
  const waiting: Waiting[] = [
    ...(ledger.held === undefined || ledger.confirmed === ledger.held
      ? []
      : [{ kind: 'held', id: ledger.held } as const]),
    ...(ledger.retire?.kind === 'over' ? [{ kind: 'retired' } as const] : []),
    ...(isPaused(tracking.labels) ? [{ kind: 'paused' } as const] : []),
    ...(owed + unmade === 0 ? [] : [{ kind: 'refused', writes: owed + unmade } as const]),
    ...(pull === undefined ? [] : [{ kind: 'write-back', pull: pull.number } as const]),
  ];
  return { path, tracking: tracking.number, waiting };
}
