/** Says where a plan's author looks that a job was given up, without any of what the job would do: processes ended over it. */
import { readHead, readRepository } from '../github/read.ts';
import { reportCheck } from '../github/write/check.ts';
import type { RepositoryJob } from '../queue/types.ts';
import { renderGivenUp } from '../sync/render/check.ts';
import type { JobContext } from './repository.ts';

/** Says in the check of the default branch's head that nothing is done there until something new happens. */
export async function sayGivenUp(
  { clientOf, me }: Pick<JobContext, 'clientOf' | 'me'>,
  job: RepositoryJob,
): Promise<void> {
  const client = await clientOf(job.installation);
  const found = await readRepository(client, job);
  const head = found.kind === 'away' ? null : await readHead(client, found.repository);
  if (found.kind === 'away' || head === null) return;
  const report = { ...renderGivenUp(), headSha: head.commit, account: await me(client) };
  await reportCheck(client, found.repository, report);
}
