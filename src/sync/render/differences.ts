/** The words for what issues say and the plan does not yet: what waits for a merge, what stands, what was refused. */
import { brief, urlPath } from './sanitize/escape.ts';
import { editLines } from './edits.ts';
import { refusedIn, type Refused } from './write-back-words.ts';
import type { PlanPlace } from './issue.ts';
import type { Proposal, Refusal } from '../types.ts';
import { count } from './words.ts';

const LISTED = 50;

/** Where the plan's write-back stands. */
export type WriteBackState =
  /** Nothing waits: there is nothing to edit, or the edits went to the default branch. */
  | { readonly kind: 'none' }
  | { readonly kind: 'waits'; readonly number: number }
  /** In a pull request, since the default branch did not take a commit. */
  | { readonly kind: 'stands-in'; readonly number: number }
  /** A person's commit is on its branch, which Planwright does not push over. */
  | { readonly kind: 'blocked'; readonly number: number | null; readonly commit: string }
  | { readonly kind: 'off' }
  /** The app may not write to the repository's contents. */
  | { readonly kind: 'forbidden' }
  /** The edits are on this branch, but GitHub lets the app open no pull request. */
  | { readonly kind: 'no-pulls'; readonly branch: string }
  /** GitHub refused a write of it: above all, a rule of the repository for its branch. */
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface PlanDifferences {
  readonly place: PlanPlace;
  readonly proposals: readonly Proposal[];
  /** Edits that have no place in the plan to be written to, as the config has it. */
  readonly unwritable: readonly Proposal[];
  readonly refused: readonly Refused[];
  readonly writeBack: WriteBackState;
}

/** The proposals that the tracking issue lists. Where a person is to make the edits, links are left out. */
export function toldOf(proposals: readonly Proposal[], { kind }: WriteBackState): readonly Proposal[] {
  switch (kind) {
    case 'none':
      return [];
    case 'off':
    case 'forbidden':
      return byHand(proposals);
    case 'waits':
    case 'stands-in':
    case 'blocked':
    case 'no-pulls':
    case 'refused':
      return proposals;
  }
}

/** The edits that a person can make by hand. */
function byHand(proposals: readonly Proposal[]): readonly Proposal[] {
  return proposals.filter(
    ({ edit }) => edit.kind === 'state' || edit.kind === 'title' || edit.kind === 'mention',
  );
}

/** Everything that plan and issues do not agree on, and what to do about it; nothing if they agree. */
export function renderDifferences(differences: PlanDifferences): string {
  const { place, refused, unwritable } = differences;
  const words = { repositoryUrl: place.repositoryUrl, closings: new Map() };
  const pulls = new Map(refused.map(({ proposal, pull }) => [proposal, pull]));
  return [
    waiting(differences),
    unwritable.length === 0
      ? ''
      : `### Not in the plan\n\nThese tasks have neither a box nor a Status cell, and the config lets no column be added. Write them down by hand, or set \`writeBack.columns\` to \`true\`.\n\n${editLines(unwritable, words, { limit: LISTED }).join('\n')}`,
    refused.length === 0
      ? ''
      : `### Refused edits\n\nIssue and plan differ here, and a person closed the pull request that would have changed the plan. Reopen it to take that back.\n\n${editLines(
          refused.map(({ proposal }) => proposal),
          words,
          { limit: LISTED, after: (proposal) => refusedIn(pulls.get(proposal) ?? 0, place) },
        ).join('\n')}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const NAMED = /\[pull request (\d+)\]\(\S+\/pull\/\1\)/g;

/** The pull requests that the words above name in a tracking issue's body, which lists may not show yet; the newest ten. */
export function namedPulls(body: string): number[] {
  const numbers = [...body.matchAll(NAMED)].map((match) => Number(match[1]));
  return [...new Set(numbers)].sort((a, b) => b - a).slice(0, 10);
}

const AWAITED = '### Waiting for a pull request\n';

/** Whether a tracking issue says that edits wait for a pull request that GitHub did not let the app open. */
export function awaitsPull(body: string): boolean {
  return body.includes(AWAITED);
}

/** The words of a tracking issue without what waits for a merge, once its pull request is closed. */
export function withoutWaiting(words: string): string {
  return words.replace(/^### Waiting for a (?:merge|pull request)\n[^]*?(?=^### |(?![^]))/m, '').trimEnd();
}

function waiting({ proposals, writeBack, place }: PlanDifferences): string {
  if (proposals.length === 0) return '';
  const edits = `${count(proposals.length, 'edit')} of the plan ${proposals.length === 1 ? 'waits' : 'wait'}`;
  const pull = (number: number): string => `[pull request ${number}](${place.repositoryUrl}/pull/${number})`;
  switch (writeBack.kind) {
    case 'none':
      return '';
    case 'waits':
      return `### Waiting for a merge\n\n${edits} in ${pull(writeBack.number)}.`;
    case 'stands-in':
      return `### Waiting for a merge\n\n${edits} in ${pull(writeBack.number)}. The config asks for a commit, but the branch ${brief(place.branch)} takes changes by pull request only; put the app on the bypass list of its rules to let the commits through.`;
    case 'blocked':
      return `### Waiting for a merge\n\n${edits} ${writeBack.number === null ? 'for its branch' : `in ${pull(writeBack.number)}`}. A commit by a person stands on its branch (\`${writeBack.commit.slice(0, 7)}\`), so Planwright leaves it as it is: merge or close it, and the next pass goes on.`;
    case 'off':
      return listed(
        'Write-back is off in the config, so these edits are for a person to make.',
        proposals,
        place,
      );
    case 'no-pulls':
      return `${AWAITED}\n${edits} on [its branch](${compareUrl(place, writeBack.branch)}): open the pull request there. GitHub does not let Planwright open it; in a workflow, tick "Allow GitHub Actions to create and approve pull requests" under Settings → Actions → General, or use the token of an App.`;
    case 'refused': {
      const others = byHand(proposals);
      const why = `${AWAITED}\n${edits}, which GitHub refuses at present, as said above.`;
      if (others.length === 0) return why;
      return `${why} Until then these are for a person to make:\n\n${lines(others, place)}`;
    }
    case 'forbidden':
      return listed(
        'The app may only read this repository, so these edits are for a person to make. To have them proposed, grant it write access to contents.',
        proposals,
        place,
      );
  }
}

/** The page on which a person opens the pull request with one click. */
function compareUrl({ repositoryUrl, branch: base }: PlanPlace, branch: string): string {
  return `${repositoryUrl}/compare/${urlPath(base)}...${urlPath(branch)}?expand=1`;
}

function listed(why: string, proposals: readonly Proposal[], place: PlanPlace): string {
  return `### Not in the plan\n\n${why}\n\n${lines(proposals, place)}`;
}

function lines(proposals: readonly Proposal[], { repositoryUrl }: PlanPlace): string {
  return editLines(proposals, { repositoryUrl, closings: new Map() }, { limit: LISTED }).join('\n');
}
