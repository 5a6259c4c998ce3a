import type { Draft, Findings } from '../draft.ts';
import { problem, quoted } from '../../text/problems.ts';
import type { Source } from '../../text/source.ts';
import { findReference } from '../../values/reference.ts';
import type { TaskText } from './task-text.ts';

/** A task whose words only name an issue is named by its number, however that is written. */
export function takeReference({ repositoryUrl }: Source, { nodes }: TaskText, draft: Draft): void {
  const reference = findReference(draft.title, nodes, repositoryUrl);
  if (reference === null) return;
  draft.reference = reference.kind;
  if (reference.kind === 'elsewhere') return;
  draft.issue = reference.issue;
  draft.title = `#${String(reference.issue)}`;
  draft.text = draft.title;
}

/** Whether a task only names an issue of another repository, which is said: that is no task of this one. */
export function isElsewhere(
  { problems, ignored }: Findings,
  { reference, title }: Draft,
  at: { readonly line: number; readonly column: number },
): boolean {
  if (reference !== 'elsewhere') return false;
  const message = `Expected a task, found ${quoted(title)} alone: an issue of another repository, or no issue.`;
  problems.push(problem('reference-elsewhere', at, message));
  ignored.push({ line: at.line, reason: 'names an issue of another repository' });
  return true;
}
