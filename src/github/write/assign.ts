/** Assigns an issue to whoever claims it. What GitHub refuses of that is no matter: the claim stands without it. */
import type { Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { isHttpError, RetryableError, TerminalError } from '../transport/errors.ts';

/** Assigns an account to an issue; whether it is assigned then. GitHub ignores or refuses who cannot be (GITHUB-FACTS 3). */
export async function assignTo(
  client: Client,
  repository: Repository,
  number: number,
  login: string,
): Promise<boolean> {
  const place = { ...at(repository), issue_number: number };
  const answer = await unlessRefused(() => client.rest.issues.addAssignees({ ...place, assignees: [login] }));
  return (answer?.data.assignees ?? []).some((one) => one.login.toLowerCase() === login.toLowerCase());
}

/** Takes an account from an issue. */
export async function unassignFrom(
  client: Client,
  repository: Repository,
  number: number,
  login: string,
): Promise<void> {
  const place = { ...at(repository), issue_number: number };
  await unlessRefused(() => client.rest.issues.removeAssignees({ ...place, assignees: [login] }));
}

async function unlessRefused<T>(send: () => Promise<T>): Promise<T | null> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof TerminalError || error instanceof RetryableError || isHttpError(error)) return null;
    throw error;
  }
}
