/** What the app answers to commands: short, and only where there is something to read. */
import { clip } from './sanitize/clip.ts';
import { code, prose } from './sanitize/escape.ts';
import type { Refusal } from '../types.ts';
import { refusalClause, refusalHint } from './words/refusal-problems.ts';

/** The first line of the answer to a comment, by which it is found again. */
export const answerMarker = (comment: number): string => `<!-- planwright answer=${comment} -->`;

/** All commands, with what each is for. */
export function helpText(): string {
  return [
    'Each command stands on a line of its own, in a comment on the tracking issue of a plan, on the issue of a task, or on the pull request that edits the plan:',
    [
      '| command | what it does |',
      '| --- | --- |',
      '| `/plan sync` | looks at the plan and its issues now, calls a retirement off, takes a retired plan back |',
      '| `/plan confirm ID` | lets the change go that waits under this id |',
      '| `/plan pause` | leaves the plan and its issues alone for a while |',
      '| `/plan resume` | goes on after a pause |',
      '| `/plan retire` | shows what would be closed to undo the plan, then waits for a confirmation |',
      '| `/plan help` | shows this |',
    ].join('\n'),
    'They are obeyed when the person who types them may write to the repository.',
  ].join('\n\n');
}

/** Answers to what cannot be done as typed. */
export const answers = {
  unknown: (words: string): string => {
    const typed = clip(words, 60);
    return words === '' ? helpText() : `There is no command ${code(`/plan ${typed}`)}.\n\n${helpText()}`;
  },
  paused: (): string => 'This plan is paused. `/plan resume` lets it go on.',
  retired: (): string =>
    'This plan is retired, so there is nothing to do for it. `/plan sync` takes it back, with the same issues.',
  nothingHeld: (): string => 'Nothing waits for a confirmation here.',
  whichHeld: (held: string, typed: string | null): string =>
    typed === null
      ? `What waits here is \`${held}\`: \`/plan confirm ${held}\` lets it go. The tracking issue says what it would do.`
      : `Nothing waits under ${code(clip(typed, 40))}. What waits here now is \`${held}\`; the tracking issue says what it would do, and \`/plan confirm ${held}\` lets it go.`,
  unlabelled: (id: string): string =>
    `This issue has no label "planwright", so Planwright does not take it for a tracking issue. If it is one, put the label back, or comment \`/plan confirm ${id}\`.`,
  changedMeanwhile: (held: string): string =>
    `The plan or its issues changed before this was done, so something else waits now, under \`${held}\`. The tracking issue says what it would do, and \`/plan confirm ${held}\` lets it go.`,
  noPlanYet: (): string =>
    'This pull request is no plan yet, so only `/plan sync` and `/plan help` mean something here: `sync` works the preview out anew. Type the others on the tracking issue of a plan, or on the issue of a task.',
  onlyWaiting: (): string =>
    'No plan is synced here yet, so only `/plan sync` and `/plan help` mean something: `sync` opens the issues of all plans that this issue lists.',
  elsewhere: (): string =>
    'This belongs to no plan. Type `/plan` commands on the tracking issue of a plan, on the issue of one of its tasks, or on a pull request that changes it.',
  refused: (refusal: Refusal): string =>
    prose(
      `This could not be done: GitHub ${refusalClause(refusal)}. ${refusalHint(refusal)} Then type it once more.`,
    ),
  unreadable: (why: string): string => `The plan cannot be retired now: ${why}`,
} as const;
