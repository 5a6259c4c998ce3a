/** A job over which processes died: it is said where people look, since no log of the server is theirs. */
import { readHead, readRepository } from '../github/read.ts';
import { reportCheck } from '../github/write/check.ts';
import type { RepositoryPlace } from '../queue/types.ts';
import { renderGivenUp } from '../sync/render/check.ts';
import type { Surroundings } from './repository.ts';

/**
 * Says at the head of the default branch that the job was given up. No file of the repository is read for it: processes died
 * over one of them. The check is taken back like that of a text that was unclear.
 */
export async function sayGivenUp(
  { clientOf, me, toldUnclear }: Pick<Surroundings, 'clientOf' | 'me' | 'toldUnclear'>,
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
  });
  toldUnclear.set(`${repository.owner}/${repository.name}`, head.commit);
}
