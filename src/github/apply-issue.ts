/** The steps that write an issue. */
import type { IssuePatch } from '../sync/types.ts';
import { milestoneNumber, noteTimes, write, type Of, type Run } from './apply-run.ts';
import { at } from './client.ts';
import { forNextPass, isGone, RetryableError, statusOf, TerminalError, validations } from './errors.ts';

/** Opens a plan's tracking issue. */
export async function createTracking(run: Run, change: Of<'create-tracking-issue'>): Promise<void> {
  const { title, body } = change;
  const labels = [...change.labels];
  const { data } = await write(run, `open the tracking issue "${title}"`, () =>
    run.client.rest.issues.create({ ...at(run.repository), title, body, labels }),
  );
  run.tracking = data.number;
  run.ids.set(data.number, data.id);
  noteTimes(run, data);
  assertLabelled(data, labels);
}

/** Opens a task's issue, and closes it where its task was over when first seen. */
export async function createIssue(run: Run, change: Of<'create-issue'>): Promise<void> {
  const { title, body, close } = change;
  const labels = [...change.labels];
  const milestone = change.milestone === null ? {} : { milestone: milestoneNumber(run, change.milestone) };
  const send = (assignees: readonly string[]) =>
    write(run, `open an issue for "${title}"`, () =>
      run.client.rest.issues.create({
        ...at(run.repository),
        title,
        body,
        labels,
        ...milestone,
        ...(assignees.length === 0 ? {} : { assignees: [...assignees] }),
      }),
    );
  let later: readonly string[] = [];
  const { data } = await send(change.assignees).catch((error: unknown) => {
    // One unassignable login refuses the whole call, and a 422 made nothing (GITHUB-FACTS 3).
    const cause = error instanceof Error ? error.cause : null;
    if (!validations(cause).some((entry) => entry.field === 'assignees')) throw error;
    later = change.assignees;
    return send([]);
  });
  run.issues.set(change.key, data.number);
  run.ids.set(data.number, data.id);
  noteTimes(run, data);
  assertLabelled(data, labels);
  if (close !== null) await patchFields(run, data.number, { state: 'closed', state_reason: close });
  if (later.length > 0) await assign(run, data.number, later);
}

/** Writes what changes of an issue, fields first, then its labels and assignees. */
export async function patchIssue(run: Run, number: number, patch: IssuePatch): Promise<void> {
  const { repository, client } = run;
  const issue = { ...at(repository), issue_number: number };
  try {
    await patchFields(run, number, await fieldsOf(run, number, patch));
    const { addLabels = [], removeLabels = [], addAssignees = [], removeAssignees = [] } = patch;
    if (addLabels.length > 0) {
      const labels = [...addLabels];
      await write(run, `label #${number}`, () => client.rest.issues.addLabels({ ...issue, labels }));
    }
    for (const name of removeLabels) await removeLabel(run, number, name);
    if (addAssignees.length > 0) await assign(run, number, addAssignees);
    if (removeAssignees.length > 0) {
      const assignees = [...removeAssignees];
      await write(run, `unassign #${number}`, () =>
        client.rest.issues.removeAssignees({ ...issue, assignees }),
      );
    }
  } catch (error) {
    const answer = error instanceof RetryableError ? error.cause : error;
    if (!isGone(answer)) throw forNextPass(`update #${number}`, error);
    run.notes.push({ kind: 'issue-gone', number });
  }
}

interface Fields {
  readonly title?: string;
  readonly body?: string;
  readonly milestone?: number | null;
  readonly state?: 'open' | 'closed';
  readonly state_reason?: 'completed' | 'not_planned' | 'duplicate' | 'reopened';
}

/** The one PATCH of an issue. Its body is read right before, so that what a person typed meanwhile stays. */
async function fieldsOf(run: Run, number: number, patch: IssuePatch): Promise<Fields> {
  const { title, state, milestone, block, replaces = null } = patch;
  const body = block === undefined ? null : await splicedBody(run, number, block, replaces);
  return {
    ...(title === undefined ? {} : { title: title.to }),
    ...(state === undefined
      ? {}
      : { state: state.to, state_reason: state.to === 'open' ? 'reopened' : state.reason }),
    ...(milestone === undefined
      ? {}
      : { milestone: milestone === null ? null : milestoneNumber(run, milestone) }),
    ...(body === null ? {} : { body }),
  };
}

async function splicedBody(
  run: Run,
  number: number,
  block: string,
  replaces: string | null,
): Promise<string | null> {
  const { data } = await run.client.rest.issues.get({ ...at(run.repository), issue_number: number });
  const before = data.body ?? '';
  const after = run.splice(before, block, replaces);
  return after === before ? null : after;
}

async function patchFields(run: Run, number: number, fields: Fields): Promise<void> {
  if (Object.keys(fields).length === 0) return;
  const { data } = await write(run, `update #${number}`, () =>
    run.client.rest.issues.update({ ...at(run.repository), issue_number: number, ...fields }),
  );
  noteTimes(run, data);
}

async function removeLabel(run: Run, number: number, name: string): Promise<void> {
  await write(run, `take the label "${name}" off #${number}`, async () => {
    try {
      await run.client.rest.issues.removeLabel({ ...at(run.repository), issue_number: number, name });
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  });
}

/** Assigns one login at a time, so that one whom GitHub cannot assign leaves the others assigned. */
async function assign(run: Run, number: number, logins: readonly string[]): Promise<void> {
  const unassignable: string[] = [];
  for (const login of logins) {
    await write(run, `assign ${login} to #${number}`, async () => {
      try {
        const issue = { ...at(run.repository), issue_number: number };
        const { data } = await run.client.rest.issues.addAssignees({ ...issue, assignees: [login] });
        const assigned = (data.assignees ?? []).map((assignee) => assignee.login.toLowerCase());
        if (!assigned.includes(login.toLowerCase())) unassignable.push(login);
      } catch (error) {
        if (statusOf(error) !== 422) throw error;
        unassignable.push(login);
      }
    });
  }
  if (unassignable.length > 0) run.notes.push({ kind: 'unassignable', number, logins: unassignable });
}

// Without push-level rights labels are dropped silently and the answer is 201 all the same (GITHUB-FACTS 3): the next
// hundred issues must not come out unlabelled too.
function assertLabelled(
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
