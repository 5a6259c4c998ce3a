/** The marks of being blocked that a plan made: read before it is retired, and remembered before they are taken away. */
import { readBlockers } from '../../github/read/obstacles.ts';
import { refusalIn } from '../../github/transport/refused.ts';
import { updateTracking } from '../../github/write/tracking-issue.ts';
import { marksToRead, withMarks, type BlockedMark } from '../../sync/plans/retirement.ts';
import { baseOf, type Memory } from '../../sync/state/known.ts';
import { rememberIn } from '../../sync/state/markers.ts';
import type { Refusal } from '../../sync/types.ts';
import type { PassContext } from '../context.ts';
import type { ObservedPlan } from '../observe/observe.ts';

/** Reads which of the marks that the plan made still stand, one request for each issue that is marked. */
export async function readMarks(
  { client, repository, trusted }: Pick<PassContext, 'client' | 'repository' | 'trusted'>,
  plan: Pick<ObservedPlan, 'id' | 'known' | 'observed'> & { readonly memory: Memory },
): Promise<readonly BlockedMark[]> {
  const made = marksToRead({
    ...plan,
    trusted,
    base: baseOf(plan.known),
    repositoryUrl: repository.url,
  });
  const ids = new Map(plan.observed.issues.map(({ number, id }) => [number, id]));
  const marked: BlockedMark[] = [];
  for (const [issue, numbers] of made) {
    const there = await readBlockers(client, repository, issue);
    for (const { number, id } of there) {
      // An issue of another repository may have the same number.
      const isIt = numbers.has(number) && id === (ids.get(number) ?? id);
      if (isIt) marked.push({ issue, blocker: number });
    }
  }
  return marked;
}

/**
 * Writes into the tracking issue which marks retiring takes away, before it does: a pass that is cut short in between would
 * otherwise find fewer of them.
 *
 * @returns What is remembered then; or what GitHub refused.
 */
export async function rememberMarks(
  { client, repository }: PassContext,
  memory: Memory,
  marks: readonly BlockedMark[],
): Promise<Memory | { readonly refusal: Refusal }> {
  const ledger = withMarks(memory.ledger, marks);
  if (ledger === memory.ledger) return memory;
  const edit = (body: string): string | null => rememberIn(body, (now) => withMarks(now, marks));
  const refusal = await refusalIn(() => updateTracking(client, repository, memory.tracking.number, { edit }));
  return refusal === null ? { ...memory, ledger } : { refusal };
}
