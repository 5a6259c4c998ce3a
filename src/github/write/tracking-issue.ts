/** Writes the tracking issue. Two servers could write it at the same time, so it is read right before each write. */
import type { IssuePatch, Label, Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { statusOf, validations } from '../transport/errors.ts';
import { refusedOr } from '../transport/refused.ts';

/** How the tracking issue is to change. */
export interface TrackingEdit {
  /** Gets the body as it is right before the write, returns the new one; null leaves body and state alone. */
  readonly edit: (body: string) => string | null;
  readonly state?: NonNullable<IssuePatch['state']>;
  /** The new title; written only together with body or state, and only if the present title is still `from`. */
  readonly title?: IssuePatch['title'];
}

/** The body as it now is, and whether anything was written. */
export interface TrackingWrite {
  readonly written: boolean;
  readonly body: string;
}

/**
 * Edits the tracking issue's body as it is right before the write, and its state in the same request, so that marker and state
 * always agree. GitHub has no conditional write (GITHUB-FACTS 2), so another write between the read and this one would be lost;
 * the read comes as late as possible.
 */
export async function updateTracking(
  client: Client,
  repository: Repository,
  number: number,
  { edit, state, title }: TrackingEdit,
): Promise<TrackingWrite> {
  const issue = { ...at(repository), issue_number: number };
  try {
    const { data } = await client.rest.issues.get(issue);
    const before = data.body ?? '';
    const after = edit(before);
    if (after === null || (after === before && state === undefined)) return { written: false, body: before };
    await client.rest.issues.update({
      ...issue,
      ...(after === before ? {} : { body: after }),
      ...(state === undefined ? {} : stateFields(state)),
      ...(title !== undefined && data.title === title.from ? { title: title.to } : {}),
    });
    return { written: true, body: after };
  } catch (error) {
    throw refusedOr({ act: 'write', of: `the tracking issue #${number}` }, error);
  }
}

function stateFields(state: NonNullable<IssuePatch['state']>) {
  return { state: state.to, state_reason: state.to === 'open' ? ('reopened' as const) : state.reason };
}

/** Puts a label on a tracking issue, made first if the repository has none of its name. */
export async function labelTracking(
  client: Client,
  repository: Repository,
  number: number,
  { name, color, description }: Label,
): Promise<void> {
  try {
    await client.rest.issues
      .createLabel({ ...at(repository), name, color, description })
      .catch((error: unknown) => {
        if (!validations(error).some(({ code }) => code === 'already_exists')) throw error;
      });
    await client.rest.issues.addLabels({ ...at(repository), issue_number: number, labels: [name] });
  } catch (error) {
    throw refusedOr({ act: 'label', of: `the tracking issue #${number}` }, error);
  }
}

/** Takes a label off a tracking issue; does nothing if the issue does not have it. */
export async function unlabelTracking(
  client: Client,
  repository: Repository,
  number: number,
  name: string,
): Promise<void> {
  try {
    await client.rest.issues.removeLabel({ ...at(repository), issue_number: number, name });
  } catch (error) {
    if (statusOf(error) !== 404)
      throw refusedOr({ act: 'take a label off', of: `the tracking issue #${number}` }, error);
  }
}
