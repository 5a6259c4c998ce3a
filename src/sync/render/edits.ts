/** The words for edits of a plan, one by one: in the write-back pull request and in the tracking issue. */
import type { TaskState } from '../../plan/types.ts';
import { brief } from './sanitize/escape.ts';
import type { Cause, Proposal } from '../types.ts';
import { count } from './words.ts';

/** Who closed a task's issue and when: what a line says besides the edit itself. */
export interface Closing {
  readonly by: string | null;
  /** `YYYY-MM-DD` */
  readonly date: string;
}

/** What the sentences of edits are made with. */
export interface EditPlace {
  /** `https://github.com/owner/name` */
  readonly repositoryUrl: string;
  readonly closings: ReadonlyMap<number, Closing>;
}

/** What the edits come to: `2 tasks done, 1 task renamed`. */
export function summary(proposals: readonly Proposal[]): string {
  const of = (test: (proposal: Proposal) => boolean): number => proposals.filter(test).length;
  const state = (to: TaskState) => (proposal: Proposal) =>
    proposal.edit.kind === 'state' && proposal.edit.state === to;
  const parts = [
    [of(state('done')), 'done'],
    [of(state('open')), 'reopened'],
    [of(state('dropped')), 'dropped'],
    [of(({ edit }) => edit.kind === 'title'), 'renamed'],
  ] as const;
  const mentions = of(({ edit }) => edit.kind === 'mention');
  const said = parts.flatMap(([number, word]) => (number === 0 ? [] : [`${count(number, 'task')} ${word}`]));
  if (mentions > 0) said.push(`${count(mentions, 'dependency').replace(/ys$/, 'ies')} reworded`);
  if (said.length > 0) return said.join(', ');
  const links = of(({ edit }) => edit.kind === 'link');
  return `link ${count(links, 'task')} to ${links === 1 ? 'its issue' : 'their issues'}`;
}

/**
 * One line for each edit, links counted in one; what exceeds the limit is counted too.
 *
 * @param after What to put behind the line of an edit.
 */
export function editLines(
  proposals: readonly Proposal[],
  place: EditPlace,
  { limit, after = () => '' }: { readonly limit: number; readonly after?: (proposal: Proposal) => string },
): string[] {
  const links = proposals.filter(({ edit }) => edit.kind === 'link').length;
  const others = proposals.filter(({ edit }) => edit.kind !== 'link');
  const more = others.length - limit;
  return [
    ...others.slice(0, limit).map((proposal) => `- ${sentence(proposal, place)}${after(proposal)}`),
    ...(more > 0 ? [`- and ${count(more, 'more edit')}`] : []),
    ...(links > 0 ? [`- Link ${count(links, 'task')} to ${links === 1 ? 'its issue' : 'their issues'}`] : []),
  ];
}

function sentence({ edit, issue, title, cause }: Proposal, { repositoryUrl, closings }: EditPlace): string {
  const task = `"${brief(title)}"`;
  const where = issue === null ? '' : ` ([issue ${issue}](${repositoryUrl}/issues/${issue})`;
  const end = issue === null ? '' : ')';
  switch (edit.kind) {
    case 'state':
      return `${stateWord(edit.state)} ${task}${where}${because(edit.state, closings.get(issue ?? 0))}${end}`;
    case 'title':
      if (cause?.kind === 'other-place') return followSentence(edit.title, { task, where, end, cause });
      return `Reword ${task} to "${brief(edit.title)}"${where}${issue === null ? '' : ', renamed'}${end}`;
    case 'link':
      return `Link ${task}${where}${end}`;
    case 'unlink':
      return `Take the link off ${task}${where}${end}`;
    case 'mention':
      return `Let ${task} depend on "${brief(edit.to)}", which was called "${brief(edit.from)}"`;
    case 'last-updated':
      return `Set "Last Updated" to ${edit.date}`;
  }
}

/** A place that is to follow another place of its task. */
function followSentence(
  title: string,
  words: {
    readonly task: string;
    readonly where: string;
    readonly end: string;
    readonly cause: Extract<Cause, { readonly kind: 'other-place' }>;
  },
): string {
  const { task, where, end, cause } = words;
  const lines = `${cause.lines.length === 1 ? 'line' : 'lines'} ${cause.lines.join(', ')}`;
  const why = `one task with line ${cause.leader}`;
  return `Reword ${lines}, ${task}, to "${brief(title)}"${where === '' ? ` (${why})` : `${where}, ${why}${end}`}`;
}

function because(state: TaskState, closing: Closing | undefined): string {
  if (state === 'open') return ', reopened';
  const how = state === 'done' ? ', closed' : ', closed as not planned';
  if (closing === undefined) return how;
  return `${how}${closing.by === null ? '' : ` by ${brief(closing.by)}`} on ${closing.date}`;
}

function stateWord(state: TaskState): string {
  switch (state) {
    case 'done':
      return 'Tick';
    case 'open':
      return 'Untick';
    case 'dropped':
      return 'Strike';
  }
}
