/** The words of a task issue's block, and links to the plan it comes from. */
import type { Task } from '../../plan/types.ts';
import { block } from './sanitize/block.ts';
import { cut, inline, urlPath } from './sanitize/escape.ts';
import { issueTitle } from '../state/ids.ts';
import { plain } from './sanitize/quiet.ts';
import { CUT_NOTE } from './words.ts';

/** Where a plan is to be read. */
export interface PlanPlace {
  /** `https://github.com/owner/name` */
  readonly repositoryUrl: string;
  readonly branch: string;
  readonly path: string;
}

/** How long the app's words may be: GitHub takes little more, and people need room for theirs (GITHUB-FACTS 3). */
const CONTENT_LIMIT = 50_000;

/** A link to the plan, or to a line of it in its source view. */
export function planUrl(place: PlanPlace, line?: number): string {
  const url = `${place.repositoryUrl}/blob/${urlPath(place.branch)}/${urlPath(place.path)}`;
  return line === undefined ? url : `${url}?plain=1#L${line}`;
}

/** The words of a task issue's block: where the task comes from, what the plan says of it, and its steps. */
export function renderTask(task: Task, place: PlanPlace): string {
  const facts = [
    fact('Priority', task.priority),
    fact('Estimate', task.estimate),
    fact('Depends on', task.dependsOn.join(', ')),
    fact('Owner', task.owners.join(', ')),
    fact('Id', task.id),
  ].filter((line) => line !== null);
  const parts = [
    issueTitle(task) === plain(task.title) ? '' : inline(task.title),
    task.shown ?? block(task.details.trim()),
    task.steps.map((step) => `- ${step.done ? '✓' : '○'} ${inline(step.text)}`).join('\n'),
    facts.join(' · '),
    `From the plan [${inline(place.path)}](${planUrl(place)}). What you write outside this block is yours; Planwright never touches it.`,
  ];
  return cut(parts.filter((part) => part !== '').join('\n\n'), CONTENT_LIMIT, CUT_NOTE);
}

function fact(name: string, value: string | null): string | null {
  return value === null || value === '' ? null : `**${name}**: ${inline(value)}`;
}
