/** Reads the issues that a plan takes over: those of tasks that moved here from another plan, and those that its tasks name. */
import type { Client } from '../../github/transport/client.ts';
import { readNumber } from '../../github/read.ts';
import type { Plan, Task } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { sameText } from '../../sync/state/ids.ts';
import { parseTask, parseTracking, taskMarkerIn } from '../../sync/state/markers.ts';
import type { Moves } from '../../sync/plans/moves.ts';
import { namedIssue, withoutOwnNumber, type NamedIssue } from '../../sync/resolve/named-issues.ts';
import type { Observed, ObservedIssue, PlanId, Repository, Unlinked } from '../../sync/types.ts';

interface Reader {
  readonly client: Client;
  readonly repository: Repository;
  readonly moves?: Moves;
  readonly trusted: ReadonlySet<number>;
}

/** What is known of the plan before. */
export interface KnownIssues {
  readonly listed: readonly ObservedIssue[];
  readonly entryNumbers: readonly number[];
  /** The text that plan and issues last agreed on; null if there is none. */
  readonly base: Plan | null;
}

/**
 * Reads the issues of tasks that moved here from another plan, and those that the plan's tasks name, unless an entry of this
 * or another plan names them already. A bare number is read only where its task is new and open.
 */
export async function readLinked(
  reader: Reader,
  id: PlanId,
  plan: Plan,
  known: KnownIssues,
): Promise<Pick<Observed, 'linked' | 'unlinked'>> {
  // The plan's list may hold a linked issue already: a pass that ended early labelled it, but wrote no entry for it.
  const loose = new Map(known.listed.map((issue) => [issue.number, issue]));
  const own = new Set(known.entryNumbers);
  const before = wordsIn(known.base);
  const held = reader.moves?.held ?? new Set();
  const arriving = reader.moves?.arriving.get(id);
  const linked = new Map<number, ObservedIssue>();
  const unlinked = new Map<number, Unlinked>();
  const look = async (number: number): Promise<ObservedIssue | Unlinked> => {
    const found = loose.get(number) ?? (await readIssue(reader, number));
    if ('number' in found) loose.set(number, found);
    return found;
  };
  for (const { task } of allTasks(plan)) {
    const moved = arriving?.get(task.line);
    const named = moved === undefined ? namedIssue(task) : ({ kind: 'link', number: moved } as const);
    if (named === null || isOfNoUse(named, task, before) || (moved === undefined && own.has(named.number)))
      continue;
    const isElsewhere = moved === undefined && held.has(named.number);
    const found = isElsewhere ? OTHER_PLAN : await look(named.number);
    const reading =
      'number' in found ? issueOrWhyNot(found, { task, named, id, trusted: reader.trusted }) : found;
    if ('number' in reading) linked.set(task.line, reading);
    else unlinked.set(task.line, reading);
  }
  return { linked, unlinked };
}

/** Whether a number names what a task came from, as it mostly does, and so is not read. */
function isOfNoUse({ kind }: NamedIssue, { state, text }: Task, before: ReadonlySet<string>): boolean {
  return kind === 'words' && (state !== 'open' || before.has(sameText(text)));
}

function wordsIn(base: Plan | null): ReadonlySet<string> {
  return new Set((base === null ? [] : allTasks(base)).map(({ task }) => sameText(task.text)));
}

const OTHER_PLAN: Unlinked = { kind: 'other-plan' };

interface Naming {
  readonly task: Task;
  readonly named: NamedIssue;
  readonly id: PlanId;
  readonly trusted: ReadonlySet<number>;
}

/** The issue, where it becomes the task's; else why it does not. */
function issueOrWhyNot(issue: ObservedIssue, { task, named, id, trusted }: Naming): ObservedIssue | Unlinked {
  if (!mayCome(issue, id, trusted)) return OTHER_PLAN;
  const isOwn = parseTask(issue.body, id) !== null;
  if (named.kind === 'link' || isOwn) return issue;
  if (issue.state === 'closed') return { kind: 'closed' };
  const words = withoutOwnNumber(task, issue.number).title;
  const isSame = named.kind === 'reference' || sameText(words) === sameText(issue.title);
  return isSame ? issue : { kind: 'other-title', title: issue.title };
}

/** A plan takes over no tracking issue, and no issue that an untrusted account marked as another plan's. */
function mayCome({ body, creator }: ObservedIssue, id: PlanId, trusted: ReadonlySet<number>): boolean {
  if (parseTracking(body).kind !== 'none') return false;
  const marker = taskMarkerIn(body);
  return marker === null || marker.plan === id || trusted.has(creator);
}

async function readIssue({ client, repository }: Reader, number: number): Promise<ObservedIssue | Unlinked> {
  const reading = await readNumber(client, repository, number);
  switch (reading.kind) {
    case 'issue':
      return reading.issue;
    case 'pull':
      return { kind: 'pull-request' };
    case 'gone':
    case 'not-found':
      return { kind: 'missing' };
  }
}
