/** Observes one plan: reads its text, base, issues and pull requests, and whatever else the diff may need. */
import type { Plan } from '../../plan/types.ts';
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
import { diff } from '../../sync/diff/diff.ts';
import { matchTasks, NO_MATCH, type Match } from '../../sync/match/match.ts';
import { retitledTasks } from '../../sync/match/retitled.ts';
import { planStatusOf } from '../../sync/plans/plan-status.ts';
import { looksEverywhere } from '../../sync/resolve/what-to-read.ts';
import { baseOf, inFlightBut, issuesIn, memoryOf, type Base, type Known } from '../../sync/state/known.ts';
import { ledgerIn, parseTask } from '../../sync/state/markers.ts';
import { labelOf } from '../../sync/state/plan-label.ts';
import { joinsIn, type RememberedLines } from '../../sync/match/joins.ts';
import { mentionsIn, withMentions } from '../../sync/match/remembered-mentions.ts';
import type { PairedPlan, RepositoryFile } from '../../sync/plans/pairing.ts';
import type { PlanPlace } from '../../sync/render/issue.ts';
import { namedPulls } from '../../sync/render/differences.ts';
import type { SyncPolicy } from '../../sync/diff/sync-policy.ts';
import type { ChangeSet, Ledger, Observed, ObservedIssue, PlanFile, PlanId } from '../../sync/types.ts';
import { problems } from '../../sync/render/words.ts';
import { planNames, withPlanName, type PlanNames } from '../discover/plan-names.ts';
import { withClosings } from './closings.ts';
import { findTracking } from './find-tracking.ts';
import { readLinked } from './linked.ts';
import { unlessOrphans, withNewest } from './newest.ts';
import { readOwed } from './read-owed.ts';
import { readAsRemembered, readCurrentText, type Unreadable } from './plan-text.ts';
import { UnclearTextError } from '../unclear/unclear.ts';
import { planIn, textOf, type PassContext } from '../context.ts';

/** A plan that has a file. */
export type Syncable = Extract<PairedPlan, { kind: 'known' | 'new' }>;

/** A plan as this pass observed it. */
export interface ObservedPlan extends PlanNames {
  readonly id: PlanId;
  /** Labels of the repository's plans. */
  readonly planLabels: ReadonlyMap<PlanId, string>;
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
  const own = await readOwn(context, known);
  const names = planNames(context, { id, path: file.path, prefix, known }, own?.issues ?? []);
  const labels = [names.label, ...duplicateLabels(paired, names)];
  const found = await readIssuesOfPlan(context, known, { labels, entryNumbers });
  if ('problem' in found) return found;
  const { issues, milestones } = withOwn(ofPlan(found, id, entryNumbers), own, id);
  const tracked = await findTracking(context, { id, known, issues });
  if (tracked !== null) return observePlan(context, { kind: 'known', id, file, ...tracked });
  const pulls = memory === null ? [] : await readPulls(context, memory.tracking, names.branch);
  const base = baseOf(known);
  const retitled = base === null ? [] : retitledTasks(base, plan, issues);
  const continued = [...remembered.continued, ...retitled];
  const seen: ObservedPlan = {
    id,
    ...names,
    planLabels: labelsIn(context),
    file: { path: file.path, blob: file.blob, text },
    plan,
    remembered,
    prefix,
    known: unlessOrphans(known, issues, { id, trusted }),
    match: base === null ? NO_MATCH : matchTasks(base.plan, plan, base.entries, continued),
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
        listed: found.issues,
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
  const newest = withNewest(seen, await readNewest(client, repository, context.newest), trusted);
  const { id, file, prefix, known, observed } = newest;
  // A tracking issue or an issue that the lists did not show tells how an earlier pass called the plan.
  const names = planNames(context, { id, path: file.path, prefix, known }, observed.issues);
  const looked = await withClosings(context, { ...newest, ...names });
  const milestones = distinctMilestones(looked.observed, await readMilestones(client, repository));
  const inFlight = await readInFlight(context, looked);
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
async function readIssuesOfPlan(
  { client, repository, me, newest }: PassContext,
  known: Known,
  plan: { readonly labels: readonly string[]; readonly entryNumbers: readonly number[] },
): Promise<PlanIssuesReading | Unreadable> {
  if (known.kind === 'first' && newest !== undefined) return { issues: [], milestones: [], gone: new Set() };
  try {
    return await readPlanIssues(client, repository, { ...plan, creator: me.login });
  } catch (error) {
    if (!(error instanceof HiddenIssueError)) throw error;
    return { problem: problems.issueHidden(error.number), unclear: error.message };
  }
}

async function readKnown(context: PassContext, paired: Syncable): Promise<Known> {
  if (paired.kind === 'new') return { kind: 'first' };
  const { tracking, ledger, closedByApp, file } = paired;
  const memory = { tracking, ledger, closedByApp };
  if (ledger.base.kind !== 'blob') return { kind: ledger.base.kind, memory };
  const base = await readBase(context, ledger, { blob: ledger.base.blob, path: file.path });
  if (base === null) return { kind: 'lost', memory };
  const { retire = { kind: 'asked' } } = ledger;
  return { kind: retire.kind === 'asked' ? 'known' : 'returning', memory, base };
}

/** Reads the base; null if it cannot be found. */
async function readBase(
  context: PassContext,
  ledger: Ledger,
  { blob, path }: { readonly blob: string; readonly path: string },
): Promise<Base | null> {
  const reading = await textOf(context, { blob });
  if (reading.kind === 'unreadable') return null;
  const { text } = reading;
  const same = ledger.same === undefined ? {} : { same: ledger.same };
  const read = await planIn(context, { text, path, joins: joinsIn({ entries: ledger.entries, ...same }) });
  // An older version with other limits took this text for a plan. This one refuses it, so what it said counts as lost.
  if (read.kind === 'refused') return null;
  const owed = await readOwed(context, ledger, path);
  const named = mentionsIn(read.plan, ledger);
  return {
    plan: withMentions(read.plan, named),
    blob,
    text,
    entries: ledger.entries,
    named,
    ...same,
    ...owed,
  };
}

/** Without a base there are no entries, and an issue may have lost its label: then the account's whole list is searched. */
async function readOwn(
  { client, repository, me, own }: PassContext,
  { kind }: Known,
): Promise<IssuesReading | undefined> {
  return kind === 'lost' ? (own ?? readIssuesBy(client, repository, me.login)) : own;
}

/** The labels of younger tracking issues of a plan, where a second server that saw other plans gave it another one. */
function duplicateLabels(paired: Syncable, { label }: PlanNames): readonly string[] {
  const duplicates = paired.kind === 'new' ? [] : (paired.duplicates ?? []);
  const labels = duplicates.flatMap(({ body, labels: worn }) => {
    const ledger = ledgerIn(body);
    return ledger === null ? [] : [labelOf(ledger, worn)];
  });
  return [...new Set(labels)].filter((name) => name !== label);
}

/** What of a list by label is the plan's, by its marker or its entries: anybody may have a label of that name. */
function ofPlan(found: PlanIssuesReading, id: PlanId, entryNumbers: readonly number[]): PlanIssuesReading {
  const held = new Set(entryNumbers);
  const isOfPlan = ({ number, body }: ObservedIssue): boolean =>
    held.has(number) || parseTask(body, id) !== null || ledgerIn(body)?.plan === id;
  return { ...found, issues: found.issues.filter(isOfPlan) };
}

function labelsIn({ titled = [] }: PassContext): ReadonlyMap<PlanId, string> {
  return new Map(titled.flatMap(({ id, label }) => (label.kind === 'has' ? [[id, label.name]] : [])));
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
export function diffPlan({ trusted, policy }: PassContext, observedPlan: ObservedPlan): ChangeSet {
  return diff({ ...observedPlan, trusted, policy: policyOf(observedPlan, policy) });
}

/** No limit on reopened issues where a person brings a retired plan back: its issues are meant to open again. */
function policyOf({ known }: ObservedPlan, policy: SyncPolicy): SyncPolicy {
  if (memoryOf(known)?.ledger.retire?.kind !== 'back') return policy;
  return { ...policy, limits: { ...policy.limits, reopens: Infinity } };
}

/** Reads the texts in flight. One that is gone, or that is refused today, explains nothing. */
async function readInFlight(
  context: PassContext,
  { known, file: { path, blob } }: ObservedPlan,
): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const one of inFlightBut(known, blob)) {
    const reading = await textOf(context, { blob: one });
    const read = reading.kind === 'text' ? await planIn(context, { text: reading.text, path }) : null;
    if (read?.kind === 'plan') plans.push(read.plan);
  }
  return plans;
}
