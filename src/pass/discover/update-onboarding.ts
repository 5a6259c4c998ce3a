/** Keeps plans from being synced that are older than the installation, until a person asks for it, and lists them in one issue. */
import type { Config } from '../../config/config.ts';
import { applyChanges } from '../../github/write/apply.ts';
import { readLastChange, readMergedAt, readNewest } from '../../github/read.ts';
import { refusalIn } from '../../github/transport/refused.ts';
import { updateTracking } from '../../github/write/tracking-issue.ts';
import type { Unclear } from '../../parser/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { TRACKING_LABEL } from '../../sync/state/ids.ts';
import { labelsToCreate } from '../../sync/diff/labels.ts';
import { spliceBlock } from '../../sync/state/body-block.ts';
import type { PairedPlan } from '../../sync/plans/pairing.ts';
import { onboardingTitle, type WaitingPlan } from '../../sync/render/onboarding-words.ts';
import type { Change, ObservedIssue, Refusal } from '../../sync/types.ts';
import {
  changeOnboarding,
  isListed,
  onboardingIssues,
  type OnboardingIssue,
} from '../../sync/plans/onboarding.ts';
import type { PlanId } from '../../sync/types.ts';
import { refusalProblems } from '../../sync/render/words/refusal-problems.ts';
import type { Sayable } from '../head-check.ts';
import { readIn, textOf, type PassContext } from '../context.ts';

/** What the job has read already. */
export interface OnboardingInput {
  readonly paired: readonly PairedPlan[];
  /** Issues that carry the tracking label, whoever opened them. */
  readonly trackings: readonly ObservedIssue[];
  readonly config: Config;
  /** When the app was installed (ms since 1970); null if unknown, or if nothing is installed: then no plan waits. */
  readonly installedAt: () => Promise<number | null>;
}

/** The plans to sync, without those that wait in the onboarding issue. */
export interface AfterOnboarding {
  readonly paired: readonly PairedPlan[];
  /** Plans whose text could not be read yet, so that it is unknown whether they wait. */
  readonly unclear: ReadonlyMap<PlanId, Unclear>;
  /** What GitHub refused of writing the onboarding issue. */
  readonly unsaid: readonly Sayable[];
}

/** Takes out the plans that wait, and lists them in the onboarding issue. */
export async function withoutOnboarding(
  context: PassContext,
  beginnings: OnboardingInput,
): Promise<AfterOnboarding> {
  const { paired, trackings } = beginnings;
  const listed = onboardingIssues(trackings, context.trusted);
  const { waiting: onboarding, unclear } = await onboardingAmong(context, beginnings, listed[0]);
  // The list is written only once every plan's text could be read, so that it is complete.
  const refusals =
    unclear.size === 0 ? await updateOnboardingIssue(context, onboarding, { found: listed, trackings }) : [];
  const ids = new Set(onboarding.map(({ id }) => id));
  return {
    paired: paired.filter((plan) => plan.kind !== 'new' || !ids.has(plan.id)),
    unclear,
    unsaid: onboarding
      .slice(0, 1)
      .map(({ path }) => ({ path, problems: refusalProblems(refusals), refusals })),
  };
}

async function onboardingAmong(
  context: PassContext,
  { paired, config, installedAt }: OnboardingInput,
  listed: OnboardingIssue | undefined,
): Promise<{ readonly waiting: WaitingPlan[]; readonly unclear: Map<PlanId, Unclear> }> {
  const onboarding: WaitingPlan[] = [];
  const unclear = new Map<PlanId, Unclear>();
  if (config.onInstall === 'sync') return { waiting: onboarding, unclear };
  for (const plan of paired) {
    if (plan.kind !== 'new' || listed?.marker.released.has(plan.id) === true) continue;
    const one = await asOnboarding(context, plan);
    if (one?.kind === 'unclear') unclear.set(plan.id, one);
    if (one === null || one.kind === 'unclear') continue;
    const since = isListed(listed, one) ? null : await installedAt();
    if (isListed(listed, one) || (since !== null && (await isOlderThanInstall(context, one.path, since))))
      onboarding.push(one);
  }
  return { waiting: onboarding, unclear };
}

/** A plan as the onboarding issue lists it; null if it has no open task, since syncing it would open no issue. */
async function asOnboarding(
  context: PassContext,
  { id, file }: Extract<PairedPlan, { kind: 'new' }>,
): Promise<(WaitingPlan & { readonly kind: 'onboarding' }) | Unclear | null> {
  const { path, blob } = file;
  const reading = await textOf(context, file);
  if (reading.kind === 'unreadable') return null;
  const read = await readIn(context, { text: reading.text, path });
  if (read.kind === 'unclear') return read;
  if (read.kind === 'refused') return null;
  const { plan } = read;
  const tasks = allTasks(plan).map(({ task }) => task);
  if (tasks.every(({ state }) => state !== 'open')) return null;
  return {
    kind: 'onboarding',
    id,
    path,
    blob,
    title: plan.title,
    // One more for the tracking issue.
    issues: 1 + tasks.filter(({ state }) => !context.policy.skips.has(state)).length,
    milestones: context.policy.milestones ? plan.phases.filter((phase) => phase.tasks.length > 0).length : 0,
  };
}

/**
 * Whether a plan's last change came before the app was installed. A commit may be older than its merge: a plan that a pull
 * request brought after the installation counts as newer, since whoever merged it knew of the app.
 */
async function isOlderThanInstall(
  { client, repository, head }: PassContext,
  path: string,
  since: number,
): Promise<boolean> {
  const last = await readLastChange(client, repository, { path, commit: head.commit });
  if (last === null || last.at >= since) return false;
  const mergedAt = await readMergedAt(client, repository, last.commit);
  return mergedAt === null || mergedAt < since;
}

async function updateOnboardingIssue(
  { client, repository, trusted, denied }: PassContext,
  onboarding: readonly WaitingPlan[],
  read: { readonly found: readonly OnboardingIssue[]; readonly trackings: readonly ObservedIssue[] },
): Promise<Refusal[]> {
  const place = { repositoryUrl: repository.url, branch: repository.defaultBranch };
  let changes = changeOnboarding(onboarding, read.found, place);
  if (changes.some(({ kind }) => kind === 'create')) {
    // Lists lag: the issue may exist already, if the answer to a create was lost in an earlier pass.
    const newest = await readNewest(client, repository);
    changes = changeOnboarding(onboarding, onboardingIssues(newest.issues, trusted), place);
  }
  const seen = new Set(read.trackings.flatMap(({ labels }) => labels));
  const refusals: Refusal[] = [];
  for (const change of changes) {
    if (change.kind === 'update') {
      const refusal = await refusalIn(() => updateTracking(client, repository, change.number, change));
      refusals.push(...(refusal === null ? [] : [refusal]));
      continue;
    }
    const { undone } = await applyChanges(
      client,
      repository,
      creationOf(change.body, onboarding.length, seen),
      {
        splice: spliceBlock,
        denied,
      },
    );
    refusals.push(...[...undone.values()].flatMap((one) => one.refusals));
  }
  return refusals;
}

function creationOf(body: string, plans: number, seen: ReadonlySet<string>): Change[] {
  const title = onboardingTitle(plans);
  const issue: Change = { kind: 'create-tracking-issue', title, body, labels: [TRACKING_LABEL] };
  return [...labelsToCreate([issue], seen, ''), issue];
}
