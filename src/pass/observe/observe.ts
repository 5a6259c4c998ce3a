/** Observes one plan: reads its text, base, issues and pull requests, and whatever else the diff may need. */
import type { PlanRead } from '../../parser/types.ts';
import type { Plan, Problem } from '../../plan/types.ts';
import { HiddenIssueError } from '../../github/transport/errors.ts';
import {
  readIssuesBy,
  readMilestones,
  readNewest,
  readPlanIssues,
  readWriteBack,
  type IssuesReading,
  type PlanIssuesReading,
} from '../../github/read.ts';
import { readLinked } from './linked.ts';
import { readInFlight, readKnown } from './known.ts';
import { diff } from '../../sync/diff/diff.ts';
import { matchTasks, NO_MATCH, type Match } from '../../sync/match/match.ts';
import { planStatusOf } from '../../sync/plans/status.ts';
import { looksEverywhere } from '../../sync/resolve/what-to-read.ts';
import { branchOf, labelOf, newPlanLabel } from '../../sync/state/ids.ts';
import { baseOf, issuesIn, memoryOf, type Known } from '../../sync/state/known.ts';
import { parseTask } from '../../sync/state/markers.ts';
import { NOTHING_REMEMBERED, rememberJoins, type RememberedLines } from '../../sync/match/joins.ts';
import { rememberMentions, withMentions } from '../../sync/match/mentions.ts';
import type { PairedPlan, RepositoryFile } from '../../sync/plans/pairing.ts';
import type { PlanPlace } from '../../sync/render/issue.ts';
import { namedPulls } from '../../sync/render/standing.ts';
import type { Policy } from '../../sync/diff/policy.ts';
import type { ChangeSet, Observed, ObservedIssue, PlanFile, PlanId } from '../../sync/types.ts';
import { problems } from '../../sync/render/words.ts';
import { withPlanName } from '../discover/naming.ts';
import { unlessOrphans, withNewest } from './newest.ts';
import { UnclearTextError } from '../unclear/unclear.ts';
import { planIn, textOf, type PassContext } from '../context.ts';

/** A plan that has a file. */
export type Syncable = Extract<PairedPlan, { kind: 'known' | 'new' }>;

/** A plan as this pass observed it. */
export interface ObservedPlan {
  readonly id: PlanId;
  readonly label: string;
  readonly file: PlanFile;
  /** Titled as on GitHub, with the prefix, as the base is. */
  readonly plan: Plan;
  /** How its lines go together, as the base tells. */
  readonly remembered: RememberedLines;
  /** What that name begins with, where other plans have the same title. */
  readonly prefix: string | null;
  readonly known: Known;
  /** Which task of the base is which of the plan. */
  readonly match: Match;
  /** Texts that a pass began to apply and was cut short in, newest first. */
  readonly inFlight: readonly Plan[];
  readonly observed: Observed;
  /** Issues of tasks that moved to other plans: they are not closed here. */
  readonly leaving: ReadonlySet<number>;
  readonly place: PlanPlace;
  readonly mode: RepositoryFile['mode'];
}

/** Why a plan could not be observed. */
export interface Unreadable {
  readonly problem: Problem;
  /** Why a later pass may succeed; null if only a person can change it. */
  readonly unclear: string | null;
}

async function readPulls(
  { client, repository }: PassContext,
  { body }: ObservedIssue,
  branch: string,
): Promise<Observed['pulls']> {
  return (await readWriteBack(client, repository, { branch, named: namedPulls(body) })).pulls;
}

/**
 * Reads a plan, its base, its issues and its write-back; or says why it cannot be read.
 *
 * @throws UnclearTextError where the plan waits for a text that could not be read yet, its own or another plan's.
 */
export async function observePlan(
  context: PassContext,
  paired: Syncable,
): Promise<ObservedPlan | Unreadable> {
  const { repository, trusted } = context;
  const { file, id } = paired;
  throwIfWaiting(context, paired);
  const alone = await readCurrentText(context, file);
  if ('problem' in alone) return alone;
  const { text } = alone;
  const before = await readKnown(context, paired);
  const { remembered, ...now } = await readAsRemembered(context, { file, known: before, alone });
  const { plan, known, prefix } = withPlanName(context, { ...now, known: before, id, path: file.path });
  const memory = memoryOf(known);
  const entryNumbers = issuesIn(memory?.ledger.entries.values());
  const label = labelOf(id, memory?.tracking.labels ?? []) ?? newPlanLabel(id, file.path, prefix);
  const found = await readIssues(context, known, { label, entryNumbers });
  if ('problem' in found) return found;
  const { issues, milestones } = withOwn(found, await readOwn(context, known), id);
  const pulls = memory === null ? [] : await readPulls(context, memory.tracking, branchOf(id, label));
  const base = baseOf(known);
  const seen: ObservedPlan = {
    id,
    label,
    file: { path: file.path, blob: file.blob, text },
    plan,
    remembered,
    prefix,
    known: unlessOrphans(known, issues, { id, trusted }),
    match: base === null ? NO_MATCH : matchTasks(base.plan, plan, base.entries, remembered.continued),
    inFlight: [],
    mode: file.mode,
    leaving: context.moves?.leaving ?? new Set(),
    place: {
      repositoryUrl: repository.url,
      branch: repository.defaultBranch,
      path: file.path,
      commit: context.head.commit,
    },
    observed: {
      issues,
      ...(await readLinked(context, id, plan, {
        listed: issues,
        entryNumbers,
        base: base?.plan ?? null,
      })),
      gone: found.gone,
      milestones,
      pulls,
    },
  };
  return planStatusOf(seen).kind === 'none' ? readRest(context, seen) : seen;
}

/** Reads what else the diff is made from, where something may be there that the plan's own lists do not show. */
async function readRest(context: PassContext, seen: ObservedPlan): Promise<ObservedPlan> {
  if (!looksEverywhere(seen.known, seen.plan, seen.match)) return seen;
  const { client, repository, trusted } = context;
  const looked = withNewest(seen, await readNewest(client, repository, context.newest), trusted);
  const milestones = distinctMilestones(looked.observed, await readMilestones(client, repository));
  const inFlight = await readInFlight(context, looked.known, looked.file);
  return { ...looked, inFlight, observed: { ...looked.observed, milestones } };
}

function throwIfWaiting({ waits }: PassContext, { id, file }: Syncable): void {
  const waitsFor = waits?.get(id);
  if (waitsFor !== undefined) throw new UnclearTextError(file.path, waitsFor);
}

/**
 * Reads a plan's issues. Before a first sync all of the account's issues were read to discover it, and hold what the label
 * finds. The pass ends where the issue of an entry cannot be seen: a 404 does not prove it gone.
 */
async function readIssues(
  { client, repository, me, newest }: PassContext,
  known: Known,
  plan: { readonly label: string; readonly entryNumbers: readonly number[] },
): Promise<PlanIssuesReading | Unreadable> {
  if (known.kind === 'first' && newest !== undefined) return { issues: [], milestones: [], gone: new Set() };
  try {
    return await readPlanIssues(client, repository, { ...plan, creator: me.login });
  } catch (error) {
    if (!(error instanceof HiddenIssueError)) throw error;
    return { problem: problems.issueHidden(error.number), unclear: error.message };
  }
}

/** A plan's text, with the plan that was read from it. */
interface CurrentText {
  readonly text: string;
  readonly plan: Plan;
}

/** Reads the plan's current text with all its problems; or says why the plan must be left alone. */
async function readCurrentText(
  context: PassContext,
  file: RepositoryFile,
): Promise<CurrentText | Unreadable> {
  const now = await textOf(context, file);
  if (now.kind === 'unreadable') return { problem: problems.unreadable(now.reason), unclear: null };
  const read = await planIn(context, { text: now.text, path: file.path });
  if (read.kind === 'refused') return { problem: read.problem, unclear: null };
  return { text: now.text, plan: withProblems(context, read) };
}

/** Reads the text as the base tells: other lines may be one task than the text alone says, and words name what they named. */
async function readAsRemembered(
  context: PassContext,
  {
    file,
    known,
    alone,
  }: { readonly file: RepositoryFile; readonly known: Known; readonly alone: CurrentText },
): Promise<CurrentText & { readonly remembered: RememberedLines }> {
  const base = baseOf(known);
  if (base === null) return { ...alone, remembered: NOTHING_REMEMBERED };
  const joined = rememberJoins(base, alone.plan);
  const { together, apart } = joined.joins;
  const isAlone = together.length === 0 && apart.length === 0;
  const plan = isAlone ? alone.plan : await readJoined(context, { file, alone, joins: joined.joins });
  const named = rememberMentions(base, plan, joined.continued);
  return { text: alone.text, plan: withMentions(plan, named), remembered: { ...joined, named } };
}

async function readJoined(
  context: PassContext,
  {
    file: { path },
    alone,
    joins,
  }: { readonly file: RepositoryFile; readonly alone: CurrentText; readonly joins: RememberedLines['joins'] },
): Promise<Plan> {
  const read = await planIn(context, { text: alone.text, path, joins });
  return read.kind === 'refused' ? alone.plan : withProblems(context, read);
}

function withProblems({ said = [] }: PassContext, { plan, lint }: Extract<PlanRead, { kind: 'plan' }>): Plan {
  return { ...plan, problems: [...plan.problems, ...said, ...lint].sort((a, b) => a.line - b.line) };
}

/** Without a base there are no entries, and an issue may have lost its label: then the account's whole list is searched. */
async function readOwn(
  { client, repository, me, own }: PassContext,
  { kind }: Known,
): Promise<IssuesReading | undefined> {
  return kind === 'lost' ? (own ?? readIssuesBy(client, repository, me.login)) : own;
}

/** The issues of a plan, with those of the account's issues that carry the plan's marker but not its label. */
function withOwn(found: PlanIssuesReading, own: IssuesReading | undefined, id: PlanId): IssuesReading {
  if (own === undefined) return found;
  const listed = new Set(found.issues.map(({ number }) => number));
  const more = own.issues.filter(({ number, body }) => !listed.has(number) && parseTask(body, id) !== null);
  return { issues: [...found.issues, ...more], milestones: distinctMilestones(own, found.milestones) };
}

/** Of a milestone that was read twice the later reading counts. The list of milestones may lack those that issues are in. */
function distinctMilestones(
  { milestones }: Pick<IssuesReading, 'milestones'>,
  later: Observed['milestones'],
): Observed['milestones'] {
  return [...new Map([...milestones, ...later].map((one) => [one.number, one])).values()];
}

/** Works out what brings a plan and its issues in step. */
export function diffPlan({ trusted, terms }: PassContext, observedPlan: ObservedPlan): ChangeSet {
  return diff({ ...observedPlan, trusted, terms: policyOf(observedPlan, terms) });
}

/** No limit on reopened issues where a person brings a retired plan back: its issues are meant to open again. */
function policyOf({ known }: ObservedPlan, terms: Policy): Policy {
  if (memoryOf(known)?.ledger.retire?.kind !== 'back') return terms;
  return { ...terms, limits: { ...terms.limits, reopens: Infinity } };
}
