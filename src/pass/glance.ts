/** Spares a sweep the full look where a short one shows that nothing moved since the last full one. */
import type { Client } from '../github/transport/client.ts';
import { glanceAt, type Glance } from '../github/read/glance.ts';
import type { Outcome, RepositoryJob } from '../queue/types.ts';

/** How each repository looked when a sweep last looked at all of it, and how often a glance was enough since. */
export type Glances = Map<string, { readonly glance: Glance; readonly times: number }>;

/** A glance does not see a label or milestone that was deleted, so each fourth sweep looks at everything: once a day. */
const GLANCES_IN_A_ROW = 3;

/**
 * Runs a job, or only a glance where that is enough: the job is a sweep, and nothing moved since one that was done.
 *
 * @param look The full look. A glance is taken before it, so that whatever happens or is written meanwhile differs.
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
