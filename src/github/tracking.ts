/** Writes the tracking issue: the one place where two servers could meet, so it is read right before each write. */
import type { CloseReason, Repository } from '../sync/types.ts';
import { at, type Client } from './client.ts';
import { forNextPass } from './errors.ts';

/** The body as it now is, and whether it was written. */
export interface TrackingWrite {
  readonly written: boolean;
  readonly body: string;
}

/**
 * Edits the tracking issue's body as it is right before the write. GitHub has no conditional write (GITHUB-FACTS 2), so
 * the gap is kept as small as it gets.
 *
 * @param edit Gets the body, returns the new one; null leaves it.
 */
export async function updateTracking(
  client: Client,
  repository: Repository,
  number: number,
  edit: (body: string) => string | null,
): Promise<TrackingWrite> {
  const issue = { ...at(repository), issue_number: number };
  try {
    const { data } = await client.rest.issues.get(issue);
    const before = data.body ?? '';
    const after = edit(before);
    if (after === null || after === before) return { written: false, body: before };
    await client.rest.issues.update({ ...issue, body: after });
    return { written: true, body: after };
  } catch (error) {
    throw forNextPass(`write the tracking issue #${number}`, error);
  }
}

/** Opens or closes the tracking issue. */
export async function setTrackingState(
  client: Client,
  repository: Repository,
  number: number,
  state: { readonly to: 'open' } | { readonly to: 'closed'; readonly reason: CloseReason },
): Promise<void> {
  const reason = state.to === 'open' ? 'reopened' : state.reason;
  const issue = { ...at(repository), issue_number: number };
  try {
    await client.rest.issues.update({ ...issue, state: state.to, state_reason: reason });
  } catch (error) {
    throw forNextPass(`set the state of the tracking issue #${number}`, error);
  }
}
