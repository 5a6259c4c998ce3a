/** The steps that write an issue. */
import type { IssuePatch } from '../../sync/types.ts';
import { attempt, leaveUndone, milestoneNumber, noteTimes, write, type Of, type Run } from './apply-run.ts';
import { at } from '../transport/client.ts';
import { isGone, statusOf, TerminalError } from '../transport/errors.ts';
import { refusedOr } from '../transport/refused.ts';

/** Opens a plan's tracking issue. */
export async function createTracking(run: Run, change: Of<'create-tracking-issue'>): Promise<void> {
  const { title, body, type } = change;
  if (run.lacksLabels) return leaveUndone(run, [], true);
  const labels = [...change.labels];
  const { data } = await write(run, { act: 'open the tracking issue', of: `"${title}"` }, () =>
    run.client.rest.issues.create({
      ...at(run.repository),
      ...{ title, body, labels },
      ...(type === undefined ? {} : { type }),
    }),
  );
  run.tracking = data.number;
  run.ids.set(data.number, data.id);
  run.nodes.issues.set(data.number, data.node_id);
  noteTimes(run, data);
  assertLabelled(data, labels);
}

/** Writes the changes of an issue: its fields, then labels and assignees, each by a request of its own, so that one refusal does not stop the others. */
export async function patchIssue(run: Run, number: number, patch: IssuePatch): Promise<void> {
  const issue = { ...at(run.repository), issue_number: number };
  const { issues } = run.client.rest;
  const { addLabels = [], removeLabels = [], addAssignees = [], removeAssignees = [] } = patch;
  const one = `#${number}`;
  try {
    await attempt(run, async () => patchFields(run, number, await fieldsOf(run, number, patch)), {
      fields: true,
    });
    if (addLabels.length > 0) {
      const labels = [...addLabels];
      const send = () => issues.addLabels({ ...issue, labels });
      await attempt(run, async () => void (await write(run, { act: 'label', of: one }, send)));
    }
    for (const name of removeLabels) await attempt(run, () => removeLabel(run, number, name));
    if (addAssignees.length > 0) await assign(run, number, addAssignees);
    if (removeAssignees.length > 0) {
      const assignees = [...removeAssignees];
      const send = () => issues.removeAssignees({ ...issue, assignees });
      await attempt(run, async () => void (await write(run, { act: 'take assignees off', of: one }, send)));
    }
  } catch (error) {
    if (!(error instanceof IssueGone)) throw error;
    run.notes.push({ kind: 'issue-gone', number });
  }
}

/** Thrown to end the writes to one issue, and caught in this file. */
class IssueGone extends Error {
  override readonly name = 'IssueGone';
}

/** The fields of one PATCH. */
export interface Fields {
  readonly title?: string;
  readonly body?: string;
  readonly milestone?: number | null;
  readonly type?: string;
  readonly state?: 'open' | 'closed';
  readonly state_reason?: 'completed' | 'not_planned' | 'duplicate' | 'reopened';
}

/** The one PATCH of an issue. Its body is read right before, so that what a person typed meanwhile stays. */
async function fieldsOf(run: Run, number: number, patch: IssuePatch): Promise<Fields> {
  const { title, state, milestone, type, block, replaces = null } = patch;
  const body = block === undefined ? null : await splicedBody(run, number, block, replaces);
  return {
    ...(title === undefined ? {} : { title: title.to }),
    ...(state === undefined
      ? {}
      : { state: state.to, state_reason: state.to === 'open' ? 'reopened' : state.reason }),
    ...milestoneField(run, milestone),
    ...(type === undefined ? {} : { type }),
    ...(body === null ? {} : { body }),
  };
}

/** The milestone field of the request; none if GitHub refused to make the milestone, so that the issue keeps its present one. */
function milestoneField(run: Run, milestone: IssuePatch['milestone']): Pick<Fields, 'milestone'> {
  if (milestone === undefined || milestone === null) return milestone === null ? { milestone } : {};
  const number = milestoneNumber(run, milestone);
  return number === null ? {} : { milestone: number };
}

async function splicedBody(
  run: Run,
  number: number,
  block: string,
  replaces: string | null,
): Promise<string | null> {
  const before = await bodyOf(run, number);
  const after = run.splice(before, block, replaces);
  return after === before ? null : after;
}

async function bodyOf(run: Run, number: number): Promise<string> {
  try {
    const { data } = await run.client.rest.issues.get({ ...at(run.repository), issue_number: number });
    return data.body ?? '';
  } catch (error) {
    if (isGone(error)) throw new IssueGone();
    throw refusedOr({ act: 'update', of: `#${number}` }, error);
  }
}

/** Sends the one PATCH of an issue. */
export async function patchFields(run: Run, number: number, fields: Fields): Promise<void> {
  if (Object.keys(fields).length === 0) return;
  if (run.stuck.has(number)) return leaveUndone(run, [], true);
  const { rest } = run.client;
  const issue = { ...at(run.repository), issue_number: number };
  try {
    const doing = { act: 'update', of: `#${number}` };
    const { data } = await write(run, doing, () => rest.issues.update({ ...issue, ...fields }));
    noteTimes(run, data);
  } catch (error) {
    const answer = error instanceof Error ? error.cause : null;
    if (isGone(answer) && statusOf(answer) !== 410) throw new IssueGone();
    // Reading the issue tells whether it was deleted; if it was not, GitHub refuses this write alone.
    if (isGone(answer)) await bodyOf(run, number);
    run.stuck.add(number);
    throw error;
  }
}

async function removeLabel(run: Run, number: number, name: string): Promise<void> {
  await write(run, { act: 'take off the label', of: `"${name}" of #${number}` }, async () => {
    try {
      await run.client.rest.issues.removeLabel({ ...at(run.repository), issue_number: number, name });
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  });
}

/** Assigns one login at a time, so that one whom GitHub cannot assign leaves the others assigned. */
export async function assign(run: Run, number: number, logins: readonly string[]): Promise<void> {
  const unassignable: string[] = [];
  for (const login of logins) {
    const send = async (): Promise<void> => {
      try {
        const issue = { ...at(run.repository), issue_number: number };
        const { data } = await run.client.rest.issues.addAssignees({ ...issue, assignees: [login] });
        const assigned = (data.assignees ?? []).map((assignee) => assignee.login.toLowerCase());
        if (!assigned.includes(login.toLowerCase())) unassignable.push(login);
      } catch (error) {
        if (statusOf(error) !== 422) throw error;
        unassignable.push(login);
      }
    };
    await attempt(run, () => write(run, { act: 'assign', of: `${login} to #${number}` }, send));
  }
  if (unassignable.length > 0) run.notes.push({ kind: 'unassignable', number, logins: unassignable });
}

/**
 * Throws where a new issue lacks its labels: without write access GitHub drops them silently and answers 201 all the same
 * (GITHUB-FACTS 3). Then no more issues are opened, since they would have no label either.
 */
export function assertLabelled(
  issue: { readonly number: number; readonly labels: readonly (string | { readonly name?: string })[] },
  expected: readonly string[],
): void {
  const found = issue.labels.map((label) =>
    (typeof label === 'string' ? label : (label.name ?? '')).toLowerCase(),
  );
  const lacking = expected.filter((name) => !found.includes(name.toLowerCase()));
  if (lacking.length === 0) return;
  throw new TerminalError(
    `Expected #${issue.number} to be created with the labels ${lacking.join(', ')}, found it without: ` +
      'this account may open issues but not label them. It needs write access to issues.',
    { permission: 'issues=write' },
  );
}
