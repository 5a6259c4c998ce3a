/**
 * The buttons of the check: what they say, the identifier by which GitHub tells which one was pressed, and what the check
 * answers to a press. GitHub takes three buttons; a label has at most 20 characters, a description 40, an identifier 20
 * (GITHUB-FACTS 7 and 14).
 */
import type { Held, PlanId, Refusal } from '../../types.ts';
import { clip } from '../sanitize/clip.ts';
import { code, inline, prose } from '../sanitize/escape.ts';
import { plain } from '../sanitize/quiet.ts';
import { refusalClause, refusalHint } from '../words/refusal-problems.ts';
import { heldCounts } from '../held.ts';

/** A button of a check run. */
export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

/** What a plan waits for, that a person can let go on by one click. */
export type Awaited = {
  /** Number of the tracking issue. */
  readonly tracking: number;
  /** Title of the plan. */
  readonly title: string;
} & (
  | {
      readonly kind: 'confirm';
      readonly id: string;
      /** Null where the confirmation is of something else than a change of the plan. */
      readonly held: Held | null;
      /** A problem says already what waits. */
      readonly isSaid?: true;
    }
  | { readonly kind: 'resume'; readonly plan: PlanId }
);

/** What a pressed button asks for. */
export type RequestedAction =
  | { readonly kind: 'confirm'; readonly id: string }
  | { readonly kind: 'resume'; readonly plan: PlanId }
  | { readonly kind: 'sync' }
  /** A button that this Planwright does not know. */
  | { readonly kind: 'unknown' };

/** What came of a press. */
export type ActionOutcome =
  | { readonly kind: 'done' }
  /** It waits no more: it is over, or something else waits. */
  | { readonly kind: 'stale' }
  /** It was confirmed; before it was done, plan or issues changed. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'no-writer' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const MOST_ACTIONS = 3;
const LABEL_LENGTH = 20;
const DESCRIPTION_LENGTH = 40;
const IDENTIFIER_LENGTH = 20;
const SYNC = 'sync';

/** The buttons for what waits; `sync` adds the one that looks again, where a look may find things changed. */
export function checkActions(
  awaited: readonly Awaited[],
  { sync }: { readonly sync: boolean },
): readonly CheckAction[] {
  const confirms = awaited.filter(({ kind }) => kind === 'confirm').length;
  const buttons = awaited.map((one): CheckAction => {
    switch (one.kind) {
      case 'confirm':
        return action(confirms > 1 ? `Confirm ${one.id}` : 'Confirm', confirmWords(one), `confirm:${one.id}`);
      case 'resume':
        return action('Resume', `Goes on with ${plain(one.title)}`, `resume:${one.plan}`);
    }
  });
  // An id that is too long for an identifier would make GitHub refuse the whole check.
  const fitting = buttons.filter(({ identifier }) => identifier.length <= IDENTIFIER_LENGTH);
  const looks = sync ? [action('Sync now', 'Looks at plans and issues again', SYNC)] : [];
  return [...fitting.slice(0, MOST_ACTIONS - looks.length), ...looks];
}

/** The button on the check of a pull request, whose preview is of the moment when it was made. */
export function previewActions(): readonly CheckAction[] {
  return [action('Preview again', 'By plan and issues as they are now', SYNC)];
}

/** Reads which button was pressed. */
export function requestedAction(identifier: string): RequestedAction {
  if (identifier === SYNC) return { kind: 'sync' };
  const [, kind, of] = /^(confirm|resume):([\w-]+)$/.exec(identifier) ?? [];
  if (of === undefined) return { kind: 'unknown' };
  return kind === 'confirm' ? { kind, id: of } : { kind: 'resume', plan: of };
}

/** What the check says of a press, above everything else. */
export function pressedSentence(by: string, requested: RequestedAction, outcome: ActionOutcome): string {
  const who = inline(by);
  switch (outcome.kind) {
    case 'done':
      return `${who} ${doneWords(requested)}`;
    case 'stale':
      return `${who} ${staleWords(requested)} Nothing was done.`;
    case 'changed':
      return `${who} confirmed ${idOf(requested)}, but plan or issues changed before it was done. Nothing was done; what waits now is below.`;
    case 'no-writer':
      return `${who} pressed a button, but may not write to this repository. Nothing was done.`;
    case 'refused':
      return `${who} pressed a button, but GitHub ${prose(`${refusalClause(outcome.refusal)}. ${refusalHint(outcome.refusal)}`)}`;
  }
}

function doneWords(requested: RequestedAction): string {
  switch (requested.kind) {
    case 'confirm':
      return `confirmed ${idOf(requested)}.`;
    case 'resume':
      return 'resumed the plan.';
    case 'sync':
    case 'unknown':
      return 'asked for another look. This is how things are now.';
  }
}

function staleWords(requested: RequestedAction): string {
  switch (requested.kind) {
    case 'confirm':
      return `pressed *Confirm* for ${idOf(requested)}, which waits no more: it is done already, or plan or issues changed since.`;
    case 'resume':
      return 'pressed *Resume*, but the plan is not paused any more.';
    case 'sync':
    case 'unknown':
      return 'pressed a button that this version of Planwright does not have.';
  }
}

function idOf(requested: RequestedAction): string {
  return code(requested.kind === 'confirm' ? requested.id : '');
}

function confirmWords({ title, held }: Extract<Awaited, { kind: 'confirm' }>): string {
  return held === null ? plain(title) : `${plain(title)}: ${heldCounts(held)}`;
}

function action(label: string, description: string, identifier: string): CheckAction {
  return {
    label: clip(label, LABEL_LENGTH),
    description: clip(description, DESCRIPTION_LENGTH),
    identifier,
  };
}
