/** A job over which processes died: it is said where people look, since no log of the server is theirs. */
import { readHead, readRepository } from '../github/read.ts';
import { reportCheck } from '../github/write/check-run.ts';
import type { RepositoryPlace } from '../queue/types.ts';
import { renderGivenUp } from '../sync/render/check/check-words.ts';
import type { JobContext } from './open-repository.ts';

/**
 * Says at the head of the default branch that the job was given up. No file of the repository is read for it: processes died
 * over one of them. The check is provisional: once the repository is looked at to its end, it is written anew.
 */
export async function sayGivenUp(
  { clientOf, me, provisional }: Pick<JobContext, 'clientOf' | 'me' | 'provisional'>,
  { installation, owner, repo }: RepositoryPlace,
  deaths: number,
): Promise<void> {
  const client = await clientOf(installation);
  const found = await readRepository(client, { owner, repo });
  if (found.kind === 'away') return;
  const { repository } = found;
  const head = await readHead(client, repository);
  if (head === null) return;
  await reportCheck(client, repository, {
    ...renderGivenUp(deaths),
    headSha: head.commit,
    account: await me(client),
    isProvisional: true,
  });
  provisional.set(`${repository.owner}/${repository.name}`, []);
}
