import type { Draft, Findings } from '../draft.ts';
import { problem, quoted } from '../../text/problems.ts';

/** Whether a task only names an issue of another repository, which is said: that is no task of this one. */
export function namesElsewhere(
  { problems, ignored }: Findings,
  { reference, title }: Draft,
  at: { readonly line: number; readonly column: number },
): boolean {
  if (reference !== 'elsewhere') return false;
  const message = `${quoted(title)} names an issue of another repository, or none, and nothing else. It is no task.`;
  problems.push(problem('reference-elsewhere', at, message));
  ignored.push({ line: at.line, reason: 'names an issue of another repository' });
  return true;
}
