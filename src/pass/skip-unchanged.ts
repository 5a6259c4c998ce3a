/** Skips a sweep of a repository in which nothing changed since the last full one, as three conditional requests show. */
import type { Client } from '../github/transport/client.ts';
import { glanceAt, type Glance } from '../github/read/glance.ts';
import type { Outcome, RepositoryJob } from '../queue/types.ts';

/** The ETags of each repository at its last full sweep, and how many sweeps were skipped since. */
export type Glances = Map<string, { readonly glance: Glance; readonly times: number }>;

/** The ETags do not change when a label or milestone is deleted, so each fourth sweep is a full one: once a day. */
const GLANCES_IN_A_ROW = 3;

/**
 * Runs a job, unless it is a sweep and nothing changed since the last full one.
 *
 * @param look Runs the job. The ETags are read before it, so that whatever changes meanwhile makes the next sweep a full one.
 */
export async function unlessUnchanged(
  { client, glances }: { readonly client: Client; readonly glances: Glances },
  job: RepositoryJob,
  look: () => Promise<Outcome>,
): Promise<Outcome> {
  if (job.hints.some(({ kind }) => kind !== 'sweep')) return look();
  const name = `${job.owner}/${job.repo}`;
  const known = glances.get(name);
  const { glance, isSame } = await glanceAt(client, job, known?.glance ?? null);
  if (known !== undefined && isSame && known.times < GLANCES_IN_A_ROW) {
    glances.set(name, { glance, times: known.times + 1 });
    return { kind: 'done' };
  }
  glances.delete(name);
  const outcome = await look();
  if (outcome.kind === 'done' && outcome.later === undefined && outcome.refused !== true)
    glances.set(name, { glance, times: 0 });
  return outcome;
}
