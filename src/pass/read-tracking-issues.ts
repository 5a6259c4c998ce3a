import { readLabelledIssues } from '../github/read.ts';
import type { Client } from '../github/transport/client.ts';
import { TRACKING_LABEL } from '../sync/state/ids.ts';
import type { ObservedIssue, Repository } from '../sync/types.ts';

/** Lists the issues that claim to be tracking issues, by whoever: the caller decides whom to trust. */
export function readTrackingIssues(
  client: Client,
  repository: Repository,
): Promise<readonly ObservedIssue[]> {
  return readLabelledIssues(client, repository, TRACKING_LABEL);
}
