/** Reads who closed issues, which lists do not tell. */
import type { Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { isGone, statusOf } from '../transport/errors.ts';

/** Reads who closed each of these issues; one that is open, gone or hidden, or closed by nobody known, is left out. */
export async function readClosers(
  client: Client,
  repository: Repository,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const closers = new Map<number, string>();
  for (const number of numbers) {
    try {
      const { data } = await client.rest.issues.get({ ...at(repository), issue_number: number });
      if (data.closed_by != null) closers.set(number, data.closed_by.login);
    } catch (error) {
      if (!isGone(error) && statusOf(error) !== 404) throw error;
    }
  }
  return closers;
}
