/** What a command means for the plan it was typed at: what to write down before the next pass, or what to answer. */
import type { Command } from './parse-commands.ts';
import { answers, helpText } from '../render/answer.ts';
import { isPaused } from './plan-status.ts';
import type { Ledger, ObservedIssue } from '../types.ts';

/** What a command changes of a tracking issue. */
export type CommandEffect =
  | { readonly kind: 'remember'; readonly change: (ledger: Ledger) => Ledger }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume'; readonly unlabels: boolean; readonly reopens: boolean }
  /** Before anything is written, what retiring would do is worked out and shown. */
  | { readonly kind: 'ask-to-retire' };

export type Decision =
  /** Do it. Without an effect, it is enough that a pass looks at the plan. */
  | { readonly kind: 'obey'; readonly effect: CommandEffect | null }
  | { readonly kind: 'answer'; readonly words: string; readonly isRefusal: boolean };

/** The plan that a command was typed at, as its tracking issue shows it. */
export interface CommandedPlan {
  readonly tracking: Pick<ObservedIssue, 'labels' | 'state'>;
  readonly ledger: Ledger;
  readonly closedByApp: boolean;
  /**
   * The id by which a person confirms that the issue stands for its plan, where it has no label and was opened by an
   * account that others use, too; null where that is certain.
   */
  readonly unsure: string | null;
}

const obeys = (effect: CommandEffect | null = null): Decision => ({ kind: 'obey', effect });
const refuses = (words: string): Decision => ({ kind: 'answer', words, isRefusal: true });
const remembers = (change: (ledger: Ledger) => Ledger): Decision => obeys({ kind: 'remember', change });

/** Decides what a command typed at a plan does. */
export function decideCommand(command: Command, plan: CommandedPlan): Decision {
  const retire = plan.ledger.retire?.kind;
  const isRetired = retire === 'over' && plan.closedByApp;
  if (plan.unsure !== null && command.kind !== 'help') return decideUnsure(command, plan.unsure);
  switch (command.kind) {
    case 'help':
      return { kind: 'answer', words: helpText(), isRefusal: false };
    case 'unknown':
      return refuses(answers.unknown(command.words));
    case 'sync':
      return decideSync(plan);
    case 'confirm':
      return decideConfirm(command.id, plan);
    case 'pause':
      if (isRetired) return refuses(answers.retired());
      return obeys(isPaused(plan.tracking.labels) ? null : { kind: 'pause' });
    case 'resume':
      return decideResume(plan, isRetired);
    case 'retire':
      return isRetired ? refuses(answers.retired()) : obeys({ kind: 'ask-to-retire' });
  }
}

function decideUnsure(command: Command, id: string): Decision {
  if (command.kind !== 'confirm' || command.id !== id) return refuses(answers.unlabelled(id));
  return remembers((ledger) => ({ ...ledger, unlabelled: true }));
}

function decideSync(plan: CommandedPlan): Decision {
  if (plan.ledger.retire?.kind === 'asked') return remembers(withoutHeld);
  if (isPausedByPerson(plan)) return refuses(answers.paused());
  if (plan.ledger.retire?.kind !== 'over') return obeys();
  return remembers((ledger) => ({ ...withoutHeld(ledger), retire: { kind: 'back' } }));
}

function decideConfirm(id: string | null, plan: CommandedPlan): Decision {
  const { held, confirmed, retire } = plan.ledger;
  if (retire?.kind !== 'asked' && isPausedByPerson(plan)) return refuses(answers.paused());
  if (held === undefined) return refuses(answers.nothingHeld());
  if (id !== held) return refuses(answers.whichHeld(held, id));
  return confirmed === id ? obeys() : remembers((ledger) => ({ ...ledger, confirmed: id }));
}

function decideResume(plan: CommandedPlan, isRetired: boolean): Decision {
  const unlabels = isPaused(plan.tracking.labels);
  const reopens = isClosedByPerson(plan);
  if (isRetired && !unlabels) return refuses(answers.retired());
  return obeys(unlabels || reopens ? { kind: 'resume', unlabels, reopens } : null);
}

/** Whether a person paused the plan, by the label or by closing the tracking issue. */
function isPausedByPerson(plan: CommandedPlan): boolean {
  return isPaused(plan.tracking.labels) || isClosedByPerson(plan);
}

function isClosedByPerson({ tracking, closedByApp }: CommandedPlan): boolean {
  return tracking.state === 'closed' && !closedByApp;
}

/** A ledger in which nothing waits for a person. */
function withoutHeld(ledger: Ledger): Ledger {
  const { held: _held, retire: _retire, ...kept } = ledger;
  return { ...kept, confirmed: null };
}
