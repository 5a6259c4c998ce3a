/** Resumes a paused plan: its label goes, and its tracking issue is opened again. */
import { unlabelTracking, updateTracking } from '../../github/write/tracking-issue.ts';
import type { CommandEffect } from '../../sync/plans/decide-command.ts';
import { PAUSED_LABEL } from '../../sync/state/ids.ts';
import type { ObservedIssue } from '../../sync/types.ts';
import type { PassContext } from '../context.ts';

/** Takes the pause off a tracking issue; returns the issue as it is afterwards. */
export async function resumePlan(
  { client, repository }: Pick<PassContext, 'client' | 'repository'>,
  tracking: ObservedIssue,
  { unlabels, reopens }: Pick<Extract<CommandEffect, { kind: 'resume' }>, 'unlabels' | 'reopens'>,
): Promise<ObservedIssue> {
  const { number, labels, state } = tracking;
  if (unlabels) await unlabelTracking(client, repository, number, PAUSED_LABEL);
  if (reopens)
    await updateTracking(client, repository, number, { edit: (body) => body, state: { to: 'open' } });
  return {
    ...tracking,
    labels: labels.filter((name) => name.toLowerCase() !== PAUSED_LABEL),
    state: reopens ? 'open' : state,
  };
}
