import type { TaskState } from '../plan/types.ts';
import { inline, quiet } from './escape.ts';
import { printWriteBack } from './markers.ts';
import type { PlanPlace } from './render-issue.ts';
import { planUrl } from './render-issue.ts';
import type { PlanId, Proposal } from './types.ts';
import { count } from './words.ts';

/** How many edits a body lists before it folds them into a count: far under GitHub's 65,536 characters. */
const LISTED = 200;

export interface WriteBackInput {
  readonly id: PlanId;
  /** Blob of the plan that the edits are made on. */
  readonly blob: string;
  readonly planTitle: string;
  readonly place: PlanPlace;
  readonly proposals: readonly Proposal[];
}

export interface WriteBackText {
  readonly title: string;
  readonly body: string;
  /** Commit message; its trailer tells the app's commits from a person's. */
  readonly message: string;
}

/** The words of a write-back pull request: what it edits in the plan, line by line, and what refusing it means. */
export function renderWriteBack(input: WriteBackInput): WriteBackText {
  const { proposals, place, id, blob } = input;
  const title = quiet(`Update ${place.path}: ${summary(proposals)}`);
  const links = proposals.filter(({ edit }) => edit.kind === 'link').length;
  const others = proposals.filter(({ edit }) => edit.kind !== 'link');
  const listed = others.slice(0, LISTED).map((proposal) => `- ${sentence(proposal, place)}`);
  const more = others.length - listed.length;
  const plan = `[${inline(input.planTitle)}](${planUrl(place)})`;
  const parts = [
    printWriteBack({ plan: id, blob, edits: proposals.map((proposal) => proposal.id), withdrawn: false }),
    others.length === 0
      ? `Each task of ${plan} has an issue now. Merging this puts a link to it at the end of the task's line; nothing else changes.`
      : `Issues of ${plan} changed. Merging this brings the plan in step with them; no other line changes.`,
    [
      ...listed,
      ...(more > 0 ? [`- and ${count(more, 'more edit')}`] : []),
      ...(links > 0
        ? [`- Link ${count(links, 'task')} to ${links === 1 ? 'its issue' : 'their issues'}`]
        : []),
    ].join('\n'),
    'Closing this pull request unmerged refuses these edits: they are not proposed again until the issue or the line changes.',
  ];
  return { title, body: parts.join('\n\n'), message: `${title}\n\nPlanwright-Plan: ${id}\n` };
}

/** A write-back's body once the app itself closes it, because nothing is left to edit. */
export function renderWithdrawn(id: PlanId, blob: string): string {
  const marker = printWriteBack({ plan: id, blob, edits: [], withdrawn: true });
  return `${marker}\n\nThe plan is in step without these edits, so Planwright closed this pull request.`;
}

function summary(proposals: readonly Proposal[]): string {
  const of = (test: (proposal: Proposal) => boolean): number => proposals.filter(test).length;
  const state = (to: TaskState) => (proposal: Proposal) =>
    proposal.edit.kind === 'state' && proposal.edit.state === to;
  const parts = [
    [of(state('done')), 'done'],
    [of(state('open')), 'reopened'],
    [of(state('dropped')), 'dropped'],
    [of(({ edit }) => edit.kind === 'title'), 'renamed'],
  ] as const;
  const said = parts.flatMap(([number, word]) => (number === 0 ? [] : [`${count(number, 'task')} ${word}`]));
  if (said.length > 0) return said.join(', ');
  return `link ${count(
    of(({ edit }) => edit.kind === 'link'),
    'task',
  )} to ${proposals.length === 1 ? 'its issue' : 'their issues'}`;
}

function sentence({ edit, issue, title }: Proposal, place: PlanPlace): string {
  const task = `${inline(title)}${issue === null ? '' : ` ([issue ${issue}](${place.repositoryUrl}/issues/${issue}))`}`;
  switch (edit.kind) {
    case 'state':
      return `${stateSentence(edit.state)}: ${task}`;
    case 'title':
      return `Reword: ${task} becomes "${inline(edit.title)}"`;
    case 'link':
      return `Link: ${task}`;
    case 'unlink':
      return `Take off the link: ${task}`;
    case 'last-updated':
      return `Set "Last Updated" to ${edit.date}`;
  }
}

function stateSentence(state: TaskState): string {
  switch (state) {
    case 'done':
      return 'Tick';
    case 'open':
      return 'Untick';
    case 'dropped':
      return 'Strike';
  }
}
