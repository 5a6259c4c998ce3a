/** The words of a write-back: title and body of the pull request, and the message of its commit. */
import type { TaskState } from '../../plan/types.ts';
import { branchTrailers } from '../write-back/branch-work.ts';
import { brief, oneLine } from './sanitize/escape.ts';
import { printWriteBack } from '../state/markers.ts';
import { editLines, summary, type Closing } from './edits.ts';
import { planUrl, type PlanPlace } from './issue.ts';
import type { PlanId, Proposal } from '../types.ts';
import { count } from './words.ts';

/** How many edits a body lists before it counts the rest: with the longest titles still far under GitHub's limit (GITHUB-FACTS 3). */
const LISTED = 100;
const REFUSED_LISTED = 20;

export interface WriteBackInput {
  readonly id: PlanId;
  /** Blob of the plan that the edits are made on. */
  readonly blob: string;
  /** Blob of the plan that the edits make. */
  readonly made: string;
  readonly planTitle: string;
  readonly place: PlanPlace;
  readonly proposals: readonly Proposal[];
  /** Edits that people refused, by the number of the pull request they closed. */
  readonly refused: readonly Refused[];
  /** States of all tasks once the edits are made. */
  readonly states: readonly TaskState[];
  readonly closings: ReadonlyMap<number, Closing>;
  /** Why there is a pull request where the config asks for a commit; null where it does not. */
  readonly standsInFor: 'protected-branch' | 'strangers' | null;
}

/** An edit that people refused by closing this pull request. */
export interface Refused {
  readonly proposal: Proposal;
  readonly pull: number;
}

export interface WriteBackText {
  readonly title: string;
  readonly body: string;
  /** Commit message; its trailers tell the app's commits from a person's. */
  readonly message: string;
}

/** The words of a write-back: what it edits in the plan, line by line, and what refusing it means. */
export function renderWriteBack(input: WriteBackInput): WriteBackText {
  const { proposals, place, id, blob } = input;
  const protectedBranch = input.standsInFor === 'protected-branch';
  const title = oneLine(`Update ${place.path}: ${summary(proposals)}`);
  const edits = proposals.map((proposal) => proposal.id);
  const parts = [
    printWriteBack({ plan: id, blob, edits, withdrawn: false, protectedBranch }),
    opening(input),
    editLines(
      proposals,
      { repositoryUrl: place.repositoryUrl, closings: input.closings },
      { limit: LISTED },
    ).join('\n'),
    refusedPart(input),
    insteadOfCommit(input),
    'Closing this pull request without merging it refuses these edits: Planwright proposes none of them again until the issue or the line changes. Reopening it takes the refusal back.',
  ];
  return {
    title,
    body: parts.filter((part) => part !== '').join('\n\n'),
    message: `${title}\n\n${branchTrailers(id, { base: blob, made: input.made })}`,
  };
}

/** Why the edits wait for a merge although the config asks for a commit. */
function insteadOfCommit({ standsInFor, place }: WriteBackInput): string {
  switch (standsInFor) {
    case null:
      return '';
    case 'protected-branch':
      return `The config asks for a commit, but the branch ${brief(place.branch)} takes changes by pull request only.`;
    case 'strangers':
      return 'The config asks for a commit, but these edits follow what people without write access did, or Planwright could not tell who did it. So somebody should look at them first.';
  }
}

function opening({ proposals, planTitle, place, states }: WriteBackInput): string {
  const plan = `[${brief(planTitle)}](${planUrl(place)})`;
  if (proposals.every(({ edit }) => edit.kind === 'link'))
    return `Each task of ${plan} has an issue now. Merging this puts a link to it at the end of the task's line; nothing else changes.`;
  const needed = states.filter((state) => state !== 'dropped');
  const done = needed.filter((state) => state === 'done').length;
  const are = needed.length === 1 ? 'is' : 'are';
  return `Issues of ${plan} changed. Merging this makes the edits below in the plan, after which ${done} of ${count(needed.length, 'task')} ${are} done; no other line changes.`;
}

function refusedPart({ refused, place }: WriteBackInput): string {
  if (refused.length === 0) return '';
  const pulls = new Map(refused.map(({ proposal, pull }) => [proposal, pull]));
  const lines = editLines(
    refused.map(({ proposal }) => proposal),
    { repositoryUrl: place.repositoryUrl, closings: new Map() },
    { limit: REFUSED_LISTED, after: (proposal) => refusedIn(pulls.get(proposal) ?? 0, place) },
  );
  return `Left out, because they were refused:\n\n${lines.join('\n')}`;
}

/** Where an edit was refused: `, refused in pull request 7`. */
export function refusedIn(pull: number, { repositoryUrl }: Pick<PlanPlace, 'repositoryUrl'>): string {
  return `, refused in [pull request ${pull}](${repositoryUrl}/pull/${pull})`;
}

/** A write-back's body once the app itself closes it, because nothing is left to edit, or nothing may be. */
export function renderWithdrawn(id: PlanId, blob: string, why: 'in-step' | 'off' | 'retired'): string {
  const marker = printWriteBack({ plan: id, blob, edits: [], withdrawn: true, protectedBranch: false });
  return `${marker}\n\n${WITHDRAWN[why]}`;
}

const WITHDRAWN = {
  'in-step': 'The plan is in step without these edits, so Planwright closed this pull request.',
  off: 'The config switched write-back off, so Planwright closed this pull request. The tracking issue lists what the plan does not say yet.',
  retired: 'The plan is retired, so Planwright closed this pull request.',
} as const;
