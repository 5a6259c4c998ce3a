/**
 * The steps that link issues: sub-issues and blocked-by (GITHUB-FACTS 4). After a refusal the links of the issue are
 * listed: the step counts as done only if they are as wanted. A GitHub Enterprise Server without such links is remembered,
 * so that no further link is tried, and all other changes go on.
 */
import type { LinkEnd, LinkFeature } from '../../sync/types.ts';
import { leaveUndone, write, type Of, type Run } from './apply-run.ts';
import { at } from '../transport/client.ts';
import { isGone, isHttpError, statusOf, type HttpError } from '../transport/errors.ts';
import { listAll } from '../transport/list.ts';
import { RefusedError, refusedOr, type Doing } from '../transport/refused.ts';

/** An issue that both exists and can be linked. */
interface Linkable {
  readonly number: number;
  readonly id: number;
}

/** A link that is to be made or removed, and how to tell that nothing need be done. */
interface Link {
  readonly feature: LinkFeature;
  readonly doing: Doing;
  /** The issue that such links are listed under. */
  readonly number: number;
  readonly send: () => Promise<unknown>;
  /** Whether the listed ids show that the link is as wanted already. */
  readonly isSo: (ids: ReadonlySet<number>) => boolean;
  /** Whether a person linked something else instead, which the app leaves as it is. */
  readonly yields?: () => Promise<boolean>;
}

/** Puts an issue under another; a parent that somebody gave it meanwhile stays, unless the plan moved the task. */
export async function addSubIssue(run: Run, change: Of<'add-sub-issue'>): Promise<void> {
  if (run.unavailable.has('sub-issues')) return;
  const parent = numberOf(run, change.parent);
  const child = await linkable(run, change.child);
  if (parent === null || child === null) return;
  await sendLink(run, {
    feature: 'sub-issues',
    doing: { act: 'add the sub-issue', of: `#${child.number} of #${parent}` },
    number: parent,
    send: () =>
      run.client.rest.issues.addSubIssue({
        ...numbered(run, parent),
        sub_issue_id: child.id,
        ...(change.replaces ? { replace_parent: true } : {}),
      }),
    isSo: (ids) => ids.has(child.id),
    yields: async () => !change.replaces && (await hasParent(run, child.number)),
  });
}

/** Takes an issue from under the one it was under. */
export async function removeSubIssue(run: Run, change: Of<'remove-sub-issue'>): Promise<void> {
  if (run.unavailable.has('sub-issues')) return;
  const parent = numberOf(run, change.parent);
  const child = await linkable(run, change.child);
  if (parent === null || child === null) return;
  await sendLink(run, {
    feature: 'sub-issues',
    doing: { act: 'remove the sub-issue', of: `#${child.number} of #${parent}` },
    number: parent,
    send: () => run.client.rest.issues.removeSubIssue({ ...numbered(run, parent), sub_issue_id: child.id }),
    isSo: (ids) => !ids.has(child.id),
  });
}

/** Marks an issue as blocked by another. */
export async function addBlockedBy(run: Run, change: Of<'add-blocked-by'>): Promise<void> {
  await setBlockedBy(run, change, change.look, (number, blocker) => ({
    doing: { act: 'mark as blocked', of: `#${number} by #${blocker.number}` },
    send: () =>
      run.client.rest.issues.addBlockedByDependency({ ...numbered(run, number), issue_id: blocker.id }),
    isSo: (ids) => ids.has(blocker.id),
  }));
}

/** Takes the mark away that an issue is blocked by another. */
export async function removeBlockedBy(run: Run, change: Of<'remove-blocked-by'>): Promise<void> {
  await setBlockedBy(run, change, true, (number, blocker) => ({
    doing: { act: 'mark as no longer blocked', of: `#${number} by #${blocker.number}` },
    send: () =>
      run.client.rest.issues.removeDependencyBlockedBy({ ...numbered(run, number), issue_id: blocker.id }),
    isSo: (ids) => !ids.has(blocker.id),
  }));
}

/** Sends what is to be done with a mark, if both of its issues can be linked. */
async function setBlockedBy(
  run: Run,
  ends: { readonly issue: LinkEnd; readonly blocker: LinkEnd },
  look: boolean | undefined,
  linkOf: (number: number, blocker: Linkable) => Omit<Link, 'feature' | 'number'>,
): Promise<void> {
  if (run.unavailable.has('blocked-by')) return;
  const number = numberOf(run, ends.issue);
  const blocker = await linkable(run, ends.blocker);
  if (number === null || blocker === null) return;
  await sendLink(run, { feature: 'blocked-by', number, ...linkOf(number, blocker) }, look);
}

/** Sends the request for a link. `look`: lists what is linked first, and sends nothing if that is as wanted. */
async function sendLink(run: Run, link: Link, look = false): Promise<void> {
  const { feature, number } = link;
  const isRefused = run.notes.some(
    (note) => note.kind === 'link-refused' && note.feature === feature && note.number === number,
  );
  if (isRefused) return;
  try {
    if (look && link.isSo(await listed(run, link))) return;
    await write(run, link.doing, link.send);
  } catch (error) {
    const answer = refusalBehind(error);
    if (answer === null) throw error;
    await readRefusal(run, link, { answer, error });
  }
}

/** The answer behind an error, where GitHub refused something; null where it says nothing of the kind. */
function refusalBehind(error: unknown): HttpError | null {
  const answer = error instanceof RefusedError ? error.cause : error;
  return isHttpError(answer) && (isGone(answer) || error instanceof RefusedError) ? answer : null;
}

/** Finds out what a refusal means: the link is as wanted already, one of its issues is gone, or GitHub does not allow it. */
async function readRefusal(
  run: Run,
  link: Link,
  { answer, error }: { readonly answer: HttpError; readonly error: unknown },
): Promise<void> {
  const { feature, number } = link;
  const ids = await listed(run, link).catch((again: unknown) => {
    if (refusalBehind(again) === null) throw again;
    return null;
  });
  if (ids === null) {
    // The issue can be read but its list of links cannot: this GitHub has no such links.
    if (!(await isThere(run, number))) return;
    run.unavailable.add(feature);
    run.notes.push({ kind: 'links-unavailable', feature });
    return;
  }
  if (link.isSo(ids) || (await link.yields?.()) === true) return;
  if (answer.status !== 422) throw error;
  run.notes.push({ kind: 'link-refused', feature, number, reason: answer.message });
}

async function listed(run: Run, { feature, number }: Link): Promise<ReadonlySet<number>> {
  const { issues } = run.client.rest;
  const list = feature === 'sub-issues' ? issues.listSubIssues : issues.listDependenciesBlockedBy;
  try {
    const found = await listAll(run.client, list, numbered(run, number));
    return new Set(found.map(({ id }) => id));
  } catch (error) {
    throw refusedOr({ act: 'list what is linked to', of: `#${number}` }, error);
  }
}

async function isThere(run: Run, number: number): Promise<boolean> {
  return (await read(run, number)) !== null;
}

async function hasParent(run: Run, number: number): Promise<boolean> {
  return (await read(run, number))?.parent_issue_url != null;
}

async function read(run: Run, number: number) {
  try {
    return (await run.client.rest.issues.get(numbered(run, number))).data;
  } catch (error) {
    if (!isGone(error) && statusOf(error) !== 404) throw error;
    return null;
  }
}

function numbered(run: Run, number: number) {
  return { ...at(run.repository), issue_number: number };
}

/** The issue number of one end of a link; null where GitHub refused to make that issue. */
function numberOf(run: Run, end: LinkEnd): number | null {
  const number =
    end.kind === 'known' ? end.number : end.kind === 'task' ? run.issues.get(end.key) : run.tracking;
  if (number == null) leaveUndone(run, []);
  return number ?? null;
}

/** One end of a link with its id, read from GitHub if it is not known yet; null, with a note, if it is no issue that can be linked. */
async function linkable(run: Run, end: LinkEnd): Promise<Linkable | null> {
  const number = numberOf(run, end);
  if (number === null) return null;
  const known = (end.kind === 'known' ? end.id : null) ?? run.ids.get(number);
  if (known != null) return { number, id: known };
  const found = await read(run, number);
  if (found !== null && found.pull_request == null) {
    run.ids.set(number, found.id);
    return { number, id: found.id };
  }
  if (!run.notes.some((note) => note.kind === 'unlinkable' && note.number === number))
    run.notes.push({ kind: 'unlinkable', number });
  return null;
}
