/** Reads the issues that a plan takes over: those of tasks that moved here from another plan, and those that its tasks link. */
import type { Client } from '../../github/transport/client.ts';
import { readNumber } from '../../github/read.ts';
import type { Plan } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { parseTracking, taskMarkerIn } from '../../sync/state/markers.ts';
import type { Moves } from '../../sync/plans/moves.ts';
import type { ObservedIssue, PlanId, Repository } from '../../sync/types.ts';

interface Reader {
  readonly client: Client;
  readonly repository: Repository;
  readonly moves?: Moves;
  readonly trusted: ReadonlySet<number>;
}

/**
 * Reads the issues of tasks that moved here from another plan, and those that the plan's tasks link, unless an entry of this
 * or another plan names them already.
 */
export async function readLinked(
  { client, repository, moves, trusted }: Reader,
  id: PlanId,
  plan: Plan,
  {
    listed,
    entryNumbers,
  }: { readonly listed: readonly ObservedIssue[]; readonly entryNumbers: readonly number[] },
): Promise<Map<number, ObservedIssue>> {
  // The plan's list may hold a linked issue already: a pass that ended early labelled it, but wrote no entry for it.
  const loose = new Map(listed.map((issue) => [issue.number, issue]));
  const arriving = moves?.arriving.get(id);
  const elsewhere = (number: number): boolean =>
    entryNumbers.includes(number) || moves?.held.has(number) === true;
  const linked = new Map<number, ObservedIssue>();
  for (const { task } of allTasks(plan)) {
    const moved = arriving?.get(task.line);
    const number = moved ?? task.issue;
    if (number === null || (moved === undefined && elsewhere(number))) continue;
    const issue = loose.get(number) ?? (await readIssue(client, repository, number));
    if (issue === null) continue;
    loose.set(number, issue);
    if (mayCome(issue, id, trusted)) linked.set(task.line, issue);
  }
  return linked;
}

/** A plan takes over no tracking issue, and no issue that an untrusted account marked as another plan's. */
function mayCome({ body, creator }: ObservedIssue, id: PlanId, trusted: ReadonlySet<number>): boolean {
  if (parseTracking(body).kind !== 'none') return false;
  const marker = taskMarkerIn(body);
  return marker === null || marker.plan === id || trusted.has(creator);
}

async function readIssue(
  client: Client,
  repository: Repository,
  number: number,
): Promise<ObservedIssue | null> {
  const reading = await readNumber(client, repository, number);
  return reading.kind === 'issue' ? reading.issue : null;
}
