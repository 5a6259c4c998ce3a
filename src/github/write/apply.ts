/**
 * Applies a change set, strictly in order. Every step is safe to repeat: a created issue carries its marker, labels are added
 * and removed one by one, and what a person deleted meanwhile is skipped and reported. Nothing is ever deleted.
 */
import type { Change, Created, IssueTimes, Repository, Undone } from '../../sync/types.ts';
import { createTracking, patchIssue } from './apply-issue.ts';
import {
  attempt,
  milestoneNumber,
  numberedPatch,
  withNumbers,
  write,
  type ApplyNote,
  type Denied,
  type Of,
  type Run,
} from './apply-run.ts';
import { createIssue, placesOf } from './create-issue.ts';
import { knownNodeIds } from './node-ids.ts';
import { createProgressCheck, type ProgressOptions } from './apply-progress.ts';
import { addBlockedBy, addSubIssue, removeBlockedBy, removeSubIssue } from './apply-links.ts';
import { at, type Client } from '../transport/client.ts';
import { validations } from '../transport/errors.ts';
import { dueOn, readMilestones } from '../read/milestones.ts';

export type { ApplyNote, Denied } from './apply-run.ts';

/** What {@link applyChanges} did. */
export interface Applied {
  readonly created: Created;
  /** False if it yielded before the last change; another pass goes on. */
  readonly finished: boolean;
  readonly notes: readonly ApplyNote[];
  /** The changes that GitHub refused, wholly or in part, and those that only follow from one of them. */
  readonly undone: ReadonlyMap<Change, Undone>;
  /** When the issues that were written were opened and closed, by number, as the answers say. */
  readonly times: ReadonlyMap<number, IssueTimes>;
}

/** Options of {@link applyChanges}. */
export interface ApplyOptions extends ProgressOptions {
  /** `spliceBlock` of `sync/state/markers.ts`, passed in since this folder knows no markers. */
  readonly splice: Run['splice'];
  /** What was observed, for the node ids in it. */
  readonly observed?: Parameters<typeof knownNodeIds>[1];
  /** Kinds of links that this GitHub does not offer; newly found ones are added. */
  readonly unavailable?: Run['unavailable'];
  /** Kinds of requests for which a permission is missing; newly found ones are added. */
  readonly denied?: Denied;
  /** Asked before each change, with the number of writes sent so far. */
  readonly shouldYield?: (writes: number) => boolean;
}

/** Applies the changes in order, and stops between two of them where `shouldYield` says so. */
export async function applyChanges(
  client: Client,
  repository: Repository,
  changes: readonly Change[],
  options: ApplyOptions,
): Promise<Applied> {
  const run: Run = {
    client,
    repository,
    splice: options.splice,
    issues: new Map(),
    milestones: new Map(),
    notes: [],
    ids: new Map(),
    nodes: knownNodeIds(repository, options.observed),
    nodesAreRead: false,
    creates: changes.filter((change) => change.kind === 'create-issue'),
    places: placesOf(changes),
    placed: new Set(),
    detours: 0,
    unavailable: options.unavailable ?? new Set(),
    times: new Map(),
    denied: options.denied ?? new Map(),
    streaks: new Map(),
    stuck: new Set(),
    lacksLabels: false,
    undone: null,
    tracking: null,
    writes: 0,
  };
  const progress = createProgressCheck(client, changes, options);
  let done = 0;
  const undone = new Map<Change, Undone>();
  // Without its tracking issue a plan has no memory, so that nothing may follow.
  let isRefused = false;
  for (const change of changes) {
    if (options.shouldYield?.(run.writes) === true) break;
    await progress.before(done);
    run.undone = isRefused ? { refusals: [], fields: true } : null;
    if (!isRefused) await progress.counting(done, () => attempt(run, () => applyChange(run, change)));
    if (run.undone !== null) undone.set(change, run.undone);
    run.lacksLabels ||= mayMakeNoLabel(run, change);
    isRefused ||= change.kind === 'create-tracking-issue' && run.tracking === null;
    done += 1;
    progress.after(done);
  }
  const { tracking, issues, milestones, notes, times } = run;
  const created = { tracking, issues, milestones };
  return { created, finished: done === changes.length, notes, undone, times };
}

/** Whether this account may create no labels: it can open issues all the same, which GitHub then leaves without any (GITHUB-FACTS 3). */
function mayMakeNoLabel({ undone }: Run, { kind }: Change): boolean {
  return kind === 'create-label' && undone?.refusals.some(({ permission }) => permission !== null) === true;
}

async function applyChange(run: Run, change: Change): Promise<void> {
  switch (change.kind) {
    case 'create-label':
      return createLabel(run, change);
    case 'create-tracking-issue':
      return createTracking(run, change);
    case 'create-milestone':
      return createMilestone(run, change);
    case 'update-milestone':
      return updateMilestone(run, change);
    case 'create-issue':
      return createIssue(run, { ...change, body: withNumbers(run, change.body, change.unnumbered) });
    case 'update-issue':
    case 'adopt-issue':
      return patchIssue(run, change.number, numberedPatch(run, change.patch));
    case 'add-sub-issue':
      return run.placed.has(change) ? undefined : addSubIssue(run, change);
    case 'remove-sub-issue':
      return removeSubIssue(run, change);
    case 'add-blocked-by':
      return addBlockedBy(run, change);
    case 'remove-blocked-by':
      return removeBlockedBy(run, change);
    default:
      return change satisfies never;
  }
}

async function createLabel(run: Run, { label }: Of<'create-label'>): Promise<void> {
  const { name, color, description } = label;
  await write(run, { act: 'make the label', of: `"${name}"` }, async () => {
    try {
      const wanted = { ...at(run.repository), name, color, description };
      const { data } = await run.client.rest.issues.createLabel(wanted);
      run.nodes.labels.set(name.toLowerCase(), data.node_id);
    } catch (error) {
      if (!validations(error).some((entry) => entry.code === 'already_exists')) throw error;
    }
  });
}

async function createMilestone(run: Run, change: Of<'create-milestone'>): Promise<void> {
  const { title, otherwise, description, due } = change;
  const create = async (as: string): Promise<number> => {
    const fields = { title: as, description, ...(due === null ? {} : { due_on: dueOn(due) }) };
    const { data } = await run.client.rest.issues.createMilestone({ ...at(run.repository), ...fields });
    run.nodes.milestones.set(data.number, data.node_id);
    return data.number;
  };
  const number = await write(run, { act: 'make the milestone', of: `"${title}"` }, async () => {
    try {
      return await create(title);
    } catch (error) {
      if (!isTitleTaken(error) || otherwise === title) throw error;
      const bearers = (await readMilestones(run.client, run.repository)).filter((one) =>
        mayBeOne(one.title, title),
      );
      // Lists lag: if no listed milestone has the title, the next pass finds the one that does.
      if (bearers.length === 0) throw error;
      const made = bearers.find((one) => one.description.includes(description));
      if (made?.nodeId !== undefined) run.nodes.milestones.set(made.number, made.nodeId);
      if (made !== undefined) return made.number;
      run.notes.push({ kind: 'milestone-renamed', title, instead: otherwise });
      return create(otherwise);
    }
  });
  run.milestones.set(change.phase, number);
}

function isTitleTaken(error: unknown): boolean {
  return validations(error).some(({ field, code }) => field === 'title' && code === 'already_exists');
}

/** GitHub does not document how it compares titles of milestones (GITHUB-FACTS 5); its database may ignore case and accents. */
function mayBeOne(a: string, b: string): boolean {
  return a.trim().localeCompare(b.trim(), 'en', { sensitivity: 'base' }) === 0;
}

async function updateMilestone(run: Run, change: Of<'update-milestone'>): Promise<void> {
  const { title, due, state, description } = change;
  const number = milestoneNumber(run, change.milestone);
  if (number === null) return;
  const date = due === undefined || due.to === null ? null : dueOn(due.to);
  const patch = {
    // Null clears the date, though the published schema knows only strings.
    ...(due === undefined ? {} : { due_on: date as string }),
    ...(state === undefined ? {} : { state }),
    ...(description === undefined ? {} : { description }),
  };
  const milestone = { ...at(run.repository), milestone_number: number };
  const send = (fields: object): Promise<unknown> =>
    run.client.rest.issues.updateMilestone({ ...milestone, ...fields });
  await write(run, { act: 'change', of: `milestone ${number}` }, () =>
    title === undefined
      ? send(patch)
      : send({ title: title.to, ...patch }).catch((error: unknown) => sendUntitled(error, title.to)),
  );

  // A 422 changed nothing (GITHUB-FACTS 5): the other fields are sent again without the title, which stays.
  async function sendUntitled(error: unknown, to: string): Promise<void> {
    if (!isTitleTaken(error)) throw error;
    run.notes.push({ kind: 'milestone-taken', number: milestone.milestone_number, title: to });
    if (Object.keys(patch).length > 0) await send(patch);
  }
}
