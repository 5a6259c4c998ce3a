/** Reads which tasks are claimed now. */
import { readClaimCommit, readClaimRefs } from '../../github/read/claims.ts';
import { isHttpError, TerminalError } from '../../github/transport/errors.ts';
import type { Client } from '../../github/transport/client.ts';
import { isLive, readClaim } from '../../sync/claims/claim-message.ts';
import type { Claim } from '../../sync/claims/types.ts';
import type { TrackingInput } from '../../sync/render/tracking/input.ts';
import type { Repository } from '../../sync/types.ts';

/** The claims that hold any of these issues now, by GitHub's clock. */
export async function readLiveClaims(
  client: Client,
  repository: Repository,
  issues: ReadonlySet<number>,
): Promise<ReadonlyMap<number, Claim>> {
  if (issues.size === 0) return new Map();
  const { refs, now } = await readClaimRefs(client, repository);
  const claims = await Promise.all(
    refs
      .filter(({ issue }) => issues.has(issue))
      .map(async ({ issue, sha }) => {
        const reading = readClaim((await readClaimCommit(client, repository, sha)).message);
        return reading.kind === 'record' && isLive(reading.record, now)
          ? ([issue, { ...reading.record, sha }] as const)
          : null;
      }),
  );
  return new Map(claims.filter((one) => one !== null));
}

/** The claims of the open tasks that a tracking issue tells of; none where GitHub does not let them be read. */
export async function claimsOn(
  client: Client,
  repository: Repository,
  { tasks }: Pick<TrackingInput, 'tasks'>,
): Promise<ReadonlyMap<number, Claim>> {
  const open = [...tasks.values()].flatMap(({ issue, state }) =>
    issue !== null && state === 'open' ? [issue] : [],
  );
  try {
    return await readLiveClaims(client, repository, new Set(open));
  } catch (error) {
    if (error instanceof TerminalError || isHttpError(error)) return new Map();
    throw error;
  }
}
