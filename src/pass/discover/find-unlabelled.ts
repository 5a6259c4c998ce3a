/**
 * Finds tracking issues that lost their label, by the account that opened them. That reads all issues of the account, so it
 * is done only where a plan has no tracking issue by label: before its first sync, and before its file counts as gone.
 */
import { isPlanPath, type Config } from '../../config/config.ts';
import {
  listNewest,
  readIssuesBy,
  readNumber,
  readTree,
  type IssuesReading,
  type NewestIssues,
} from '../../github/read.ts';
import { statusOf } from '../../github/transport/errors.ts';
import { allTasks } from '../../plan/walk.ts';
import type { Hint } from '../../queue/types.ts';
import { issuesIn } from '../../sync/state/known.ts';
import { ledgerIn } from '../../sync/state/markers.ts';
import type { PairedPlan, RepositoryFile } from '../../sync/plans/pairing.ts';
import type { ObservedIssue } from '../../sync/types.ts';
import { isListed, onboardingIssues } from '../../sync/plans/onboarding.ts';
import { readTrackingIssues } from '../read-tracking-issues.ts';
import { discoverPlans, type DiscoveredPlans } from './discover.ts';
import { readIn, textOf, type PassContext } from '../context.ts';

/** What the job has read of the repository already. */
interface RepositoryRead {
  readonly tree: readonly RepositoryFile[];
  readonly config: Config;
  /** Issues that carry the tracking label, whoever opened them, and others that are known to be tracking issues. */
  readonly trackings: readonly ObservedIssue[];
  readonly hints: readonly Hint[];
}

/** The plans of a repository, those included whose tracking issue lost its label. */
export interface AllPlans extends DiscoveredPlans {
  readonly trackings: readonly ObservedIssue[];
  /** All issues by the accounts that are trusted, where they were read. */
  readonly own?: IssuesReading;
  /** The newest issues of the repository, where a plan is there that had no tracking issue before. */
  readonly newest?: NewestIssues;
}

/** A repository whose plans were discovered. */
export interface DiscoveredRepository {
  readonly tree: readonly RepositoryFile[];
  readonly config: Config;
  readonly trackings: readonly ObservedIssue[];
  /** The plans of the default branch. */
  readonly plans: readonly PairedPlan[];
}

/** Discovers the plans of a repository as it stands, for a look that is about no event. */
export async function discoverAsItStands({
  context,
  tree,
  config,
}: Pick<DiscoveredRepository, 'tree' | 'config'> & {
  readonly context: PassContext;
}): Promise<DiscoveredRepository> {
  const labelled = await readTrackingIssues(context.client, context.repository);
  const seen = { tree, config, hints: [], trackings: labelled };
  const { paired: plans, trackings } = await discoverAllPlans(context, seen);
  return { tree, config, trackings, plans };
}

/**
 * Discovers the plans anew after some were synced.
 *
 * @param labelled Tracking issues that the label found before. Those without it are in no list, and are read by number.
 */
export async function discoverAgain(
  context: PassContext,
  { tree, config, trackings: before }: DiscoveredRepository,
  labelled: readonly ObservedIssue[],
): Promise<DiscoveredRepository> {
  const { client, repository } = context;
  const listed = new Set(labelled.map(({ number }) => number));
  const trackings = [...(await readTrackingIssues(client, repository))];
  for (const { number } of before.filter((issue) => !listed.has(issue.number))) {
    const reading = await readNumber(client, repository, number);
    if (reading.kind === 'issue') trackings.push(reading.issue);
  }
  const { paired: plans } = await discoverPlans(context, tree, config, trackings);
  return { tree, config, trackings, plans };
}

/** Discovers the plans of a repository, those included whose tracking issue lost its label. */
export async function discoverAllPlans(context: PassContext, seen: RepositoryRead): Promise<AllPlans> {
  const { tree, config, trackings } = seen;
  const listed = await discoverPlans(context, tree, config, trackings);
  if (!(await isAnyMissing(context, seen, listed.paired))) return { ...listed, trackings };
  const read = await readOwnIssues(context, config, listed.paired);
  const lost = read.own.issues.filter((issue) => isLost(context, issue, trackings));
  if (lost.length === 0) return { ...listed, trackings, ...read };
  const all = [...trackings, ...lost];
  return { ...(await discoverPlans(context, tree, config, all)), trackings: all, ...read };
}

/**
 * All issues by the accounts that are trusted. A new plan takes a look at the newest issues before its first create: where
 * these are all that the repository has, that one list tells everything.
 */
async function readOwnIssues(
  context: PassContext,
  config: Config,
  paired: readonly PairedPlan[],
): Promise<{ readonly own: IssuesReading; readonly newest?: NewestIssues }> {
  const { client, repository, trusted } = context;
  if (paired.every(({ kind }) => kind !== 'new')) return { own: await readTrusted(context, config) };
  const newest = await listNewest(client, repository);
  if (!newest.isWhole) return { own: await readTrusted(context, config), newest };
  const issues = newest.issues.filter(({ creator }) => trusted.has(creator));
  return { own: { issues, milestones: newest.milestones }, newest };
}

/** Whether it is the tracking issue of a plan that none of those already known stands for. */
function isLost({ trusted }: PassContext, issue: ObservedIssue, known: readonly ObservedIssue[]): boolean {
  const plan = trusted.has(issue.creator) ? ledgerIn(issue.body)?.plan : undefined;
  return (
    plan !== undefined &&
    !known.some(({ creator, body }) => trusted.has(creator) && ledgerIn(body)?.plan === plan)
  );
}

/** All issues by the account, and by those that the config trusts: who runs now may not be who opened them. */
export async function readTrusted(
  { client, repository, me }: PassContext,
  { creators }: Config,
): Promise<IssuesReading> {
  const logins = new Map([me.login, ...creators].map((login) => [login.toLowerCase(), login]));
  const readings: IssuesReading[] = [];
  for (const login of logins.values()) {
    try {
      readings.push(await readIssuesBy(client, repository, login));
    } catch (error) {
      // No account has this login; the problem is reported where the config is read.
      if (login === me.login || ![404, 422].includes(statusOf(error) ?? 0)) throw error;
    }
  }
  const milestones = new Map(readings.flatMap((one) => one.milestones).map((one) => [one.number, one]));
  return { issues: readings.flatMap((one) => one.issues), milestones: [...milestones.values()] };
}

/**
 * Reads by number the tracking issues without their label on which somebody commented: the command is for their plan, which
 * may not be found in another way.
 */
export async function readCommented(
  context: PassContext,
  hints: readonly Hint[],
  trackings: readonly ObservedIssue[],
): Promise<ObservedIssue[]> {
  const listed = new Set(trackings.map(({ number }) => number));
  const held = new Set(trackings.flatMap(({ body }) => issuesIn(ledgerIn(body)?.entries.values())));
  const numbers = hints.flatMap((hint) => (hint.kind === 'comment' ? [hint.issue] : []));
  const found: ObservedIssue[] = [];
  for (const number of new Set(numbers)) {
    if (listed.has(number) || held.has(number)) continue;
    const reading = await readNumber(context.client, context.repository, number);
    if (reading.kind === 'issue' && isLost(context, reading.issue, trackings)) found.push(reading.issue);
  }
  return found;
}

/** Whether there may be a plan that has a tracking issue which the label does not find. */
async function isAnyMissing(
  context: PassContext,
  read: RepositoryRead,
  paired: readonly PairedPlan[],
): Promise<boolean> {
  const { tree, config, trackings, hints } = read;
  const touched = await touchedPaths(context, read);
  for (const plan of paired) {
    if (plan.kind !== 'new' || isOnboarding(context, read, plan)) continue;
    if (touched.has(plan.file.path) || (await hasOpenTask(context, plan))) return true;
  }
  // In a sweep that finds no plan and no tracking issue at all: nothing else would ever lead to tracking issues without a label.
  if (trackings.length === 0 && paired.length === 0 && hints.some(({ kind }) => kind === 'sweep'))
    return true;
  const there = new Set(tree.map(({ path }) => path));
  const known = new Set(
    paired.flatMap((plan) => (plan.kind === 'new' ? [] : (ledgerIn(plan.tracking.body)?.path ?? []))),
  );
  return [...touched].some((path) => isPlanPath(config, path) && !there.has(path) && !known.has(path));
}

type New = Extract<PairedPlan, { kind: 'new' }>;

/** A plan that the onboarding issue lists creates nothing; its tracking issue was looked for before it was listed. */
function isOnboarding({ trusted }: PassContext, { trackings }: RepositoryRead, { id, file }: New): boolean {
  const [list] = onboardingIssues(trackings, trusted);
  return list !== undefined && isListed(list, { id, blob: file.blob }) && !list.marker.released.has(id);
}

/** Whether a plan has an open task. One without, or whose text could not be read yet, creates nothing. */
async function hasOpenTask(context: PassContext, { file }: New): Promise<boolean> {
  const reading = await textOf(context, file);
  if (reading.kind === 'unreadable') return false;
  const read = await readIn(context, { text: reading.text, path: file.path });
  return read.kind === 'plan' && allTasks(read.plan).some(({ task }) => task.state === 'open');
}

/** The paths that pushes changed or removed; read from the tree before the push where its event does not tell. */
async function touchedPaths(
  context: PassContext,
  { tree, hints }: RepositoryRead,
): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  for (const hint of hints) {
    if (hint.kind !== 'push') continue;
    const touched =
      hint.touched === 'unknown' ? differing(await treeBefore(context, hint.before), tree) : hint.touched;
    for (const path of touched) paths.add(path);
  }
  return paths;
}

function differing(before: readonly RepositoryFile[], now: readonly RepositoryFile[]): string[] {
  const blobs = new Map(now.map(({ path, blob }) => [path, blob]));
  return before.filter(({ path, blob }) => blobs.get(path) !== blob).map(({ path }) => path);
}

/** The files before a push; none where there was no commit, or GitHub has it no more. */
async function treeBefore(
  { client, repository }: PassContext,
  commit: string,
): Promise<readonly RepositoryFile[]> {
  if (/^0*$/.test(commit)) return [];
  try {
    return await readTree(client, repository, commit);
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    return [];
  }
}
