/**
 * The buttons of checks. A click is told once and is nowhere to be read afterwards: what was lost is clicked again, for the
 * button stays until its effect shows. Each writes its effect into GitHub before the plans are synced, as a command does.
 */
import { RefusedError } from '../../github/transport/refused.ts';
import type { Hint } from '../../queue/types.ts';
import { decideCommand } from '../../sync/plans/decide-command.ts';
import { isSure, unlabelledId } from '../../sync/plans/unlabelled.ts';
import { renderOutdated } from '../../sync/render/check/check-words.ts';
import {
  pressedSentence,
  requestedAction,
  type ActionOutcome,
  type Awaited,
  type RequestedAction,
} from '../../sync/render/check/actions.ts';
import { parseTracking } from '../../sync/state/markers.ts';
import type { ObservedIssue, PlanId } from '../../sync/types.ts';
import { writeCheck } from '../write-check.ts';
import type { PassContext } from '../context.ts';
import type { OpenedRepository } from '../open-repository.ts';
import { readTrackingIssues } from '../read-tracking-issues.ts';
import { askingOnce } from '../write-back/writers.ts';
import { confirmHeld } from './confirm.ts';
import { resumePlan } from './resume.ts';

type Press = Extract<Hint, { kind: 'requested-action' }>;

/** A button that was pressed, and what came of it before the plans were synced. */
interface Pressed {
  readonly press: Press;
  readonly requested: RequestedAction;
  readonly outcome: ActionOutcome;
  /** The tracking issue whose change was confirmed. */
  readonly tracking: number | null;
}

/** What came of the buttons. */
export interface RequestedActions {
  readonly pressed: readonly Pressed[];
  /** Hints for what they ask to look at. */
  readonly hints: readonly Hint[];
}

/** Does what the buttons ask for that people with write access pressed. */
export async function obeyActions(
  opened: OpenedRepository,
  hints: readonly Hint[],
): Promise<RequestedActions> {
  const { context } = opened;
  const isWriter = askingOnce(context);
  const pressed: Pressed[] = [];
  for (const press of hints) {
    if (press.kind !== 'requested-action') continue;
    const requested = requestedAction(press.identifier);
    const may = await isWriter(press.by);
    const done = may ? await carryOut(opened, requested) : { outcome: { kind: 'no-writer' } as const };
    pressed.push({ press, requested, tracking: null, ...done });
  }
  const obeyed = pressed.filter(({ outcome }) => outcome.kind === 'done');
  return { pressed, hints: obeyed.flatMap(({ press, requested }) => looksOf(press, requested)) };
}

/** The check is on the whole repository, so all of it is looked at; on a pull request only at that. */
function looksOf({ pulls }: Press, { kind }: RequestedAction): Hint[] {
  if (kind !== 'sync' || pulls.length === 0) return [{ kind: 'sweep' }];
  return pulls.map((number) => ({ kind: 'pull-request', number }));
}

type CarriedOut = Pick<Pressed, 'outcome'> & Partial<Pick<Pressed, 'tracking'>>;

async function carryOut(opened: OpenedRepository, requested: RequestedAction): Promise<CarriedOut> {
  try {
    switch (requested.kind) {
      case 'confirm': {
        const confirmed = await confirmHeld(opened, requested.id);
        if (confirmed.kind === 'unknown') return { outcome: { kind: 'stale' } };
        return { outcome: { kind: 'done' }, tracking: confirmed.tracking };
      }
      case 'resume':
        return { outcome: await resume(opened.context, requested.plan) };
      case 'sync':
        return { outcome: { kind: 'done' } };
      case 'unknown':
        return { outcome: { kind: 'stale' } };
    }
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { outcome: { kind: 'refused', refusal: error.refusal } };
  }
}

async function resume(context: PassContext, plan: PlanId): Promise<ActionOutcome> {
  const { client, repository, trusted, me } = context;
  const isIt = ({ creator, body }: ObservedIssue): boolean => {
    const found = parseTracking(body);
    return trusted.has(creator) && found.kind === 'ledger' && found.ledger.plan === plan;
  };
  const tracking = (await readTrackingIssues(client, repository)).find(isIt);
  const marker = parseTracking(tracking?.body ?? '');
  if (tracking === undefined || marker.kind !== 'ledger') return { kind: 'stale' };
  const unsure = isSure(tracking, me) ? null : unlabelledId(tracking);
  const decision = decideCommand({ kind: 'resume' }, { tracking, unsure, ...marker });
  if (decision.kind === 'answer' || decision.effect?.kind !== 'resume') return { kind: 'stale' };
  await resumePlan(context, tracking, decision.effect);
  return { kind: 'done' };
}

/**
 * What the checks say of the buttons, by commit.
 *
 * @param reports On the plans that were synced.
 */
export function answersTo(
  { pressed }: RequestedActions,
  reports: readonly { readonly awaited?: Awaited }[],
): ReadonlyMap<string, readonly string[]> {
  const waiting = reports.flatMap(({ awaited }) => (awaited?.kind === 'confirm' ? [awaited.tracking] : []));
  const held = new Set(waiting);
  const answers = new Map<string, string[]>();
  for (const { press, requested, outcome, tracking } of pressed) {
    const isChanged = tracking !== null && held.has(tracking);
    const sentence = pressedSentence(press.by, requested, isChanged ? { kind: 'changed' } : outcome);
    answers.set(press.commit, [...(answers.get(press.commit) ?? []), sentence]);
  }
  return answers;
}

/** Answers in the checks of commits that are neither the head of the default branch nor that of a pull request. */
export async function answerElsewhere(context: PassContext, { pressed }: RequestedActions): Promise<void> {
  const others = pressed.filter(
    ({ press }) => press.commit !== context.head.commit && press.pulls.length === 0,
  );
  for (const commit of new Set(others.map(({ press }) => press.commit)))
    await writeCheck(context, commit, renderOutdated());
}
