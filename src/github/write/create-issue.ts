/**
 * Opens a task's issue. Where it goes under another one that is one request by GraphQL (GITHUB-FACTS 14); by REST, as before, where
 * it goes under none, where the server is too old for that, and where GitHub refuses the request and the issue is not there.
 */
import type { Change } from '../../sync/types.ts';
import { CREATE_ISSUE } from '../documents.ts';
import { readNewest } from '../read/issues.ts';
import { at, laneOf } from '../transport/client.ts';
import { isHttpError, TerminalError, validations } from '../transport/errors.ts';
import { isUnknownToSchema } from '../transport/graphql.ts';
import { RefusedError, refusedOr } from '../transport/refused.ts';
import { assign, assertLabelled, patchFields } from './apply-issue.ts';
import {
  attempt,
  knownRefusal,
  leaveUndone,
  milestoneNumber,
  noteTimes,
  write,
  type Of,
  type Run,
} from './apply-run.ts';
import { knowsAll, readNodeIds } from './node-ids.ts';

/** An issue that was made. */
interface Made {
  readonly number: number;
  readonly id: number;
  readonly nodeId: string | null;
  readonly createdAt: string;
  readonly labels: readonly string[];
  /** Whether it has its type already. */
  readonly typed: boolean;
  /** Node id of the issue that it was put under. */
  readonly parent: string | null;
  /** Logins that are yet to be assigned, one by one. */
  readonly later: readonly string[];
}

const OPEN = 'open an issue for';

/** For so long a server that is too old is not asked again. */
const DAY_MS = 24 * 3_600_000;

/** After so many refusals that REST does not share, the issues of this change set are made by REST. */
const MOST_DETOURS = 3;

/** Opens a task's issue, and closes it where its task was over when first seen. */
export async function createIssue(run: Run, change: Of<'create-issue'>): Promise<void> {
  if (run.lacksLabels) return leaveUndone(run, [], true);
  const made = (await createUnder(run, change)) ?? (await createByRest(run, change));
  const { number, id, nodeId, createdAt, labels, typed, later } = made;
  run.issues.set(change.key, number);
  run.ids.set(number, id);
  if (nodeId !== null) run.nodes.issues.set(number, nodeId);
  noteTimes(run, { number, created_at: createdAt, closed_at: null });
  assertLabelled({ number, labels }, change.labels);
  const fields = {
    ...(change.type === undefined || typed ? {} : { type: change.type }),
    ...(change.close === null ? {} : ({ state: 'closed', state_reason: change.close } as const)),
  };
  if (Object.keys(fields).length > 0)
    await attempt(run, () => patchFields(run, number, fields), { fields: true });
  if (later.length > 0) await assign(run, number, later);
}

/** Makes the issue in its place; null where REST is to make it. */
async function createUnder(run: Run, change: Of<'create-issue'>): Promise<Made | null> {
  const place = run.places.get(change.key);
  const parent = place === undefined ? null : parentIdOf(run, place);
  if (place === undefined || parent === null || knownRefusal(run, OPEN) !== null) return null;
  if (!mayBeUnder(run)) return null;
  const given = await givenTo(run, change);
  if (given === null) return null;
  const { title, body } = change;
  const made = await send(run, change, { title, body, parentIssueId: parent, ...given.ids });
  if (made === null) return null;
  if (made.parent === parent) run.placed.add(place);
  if (given.unassignable.length > 0)
    run.notes.push({ kind: 'unassignable', number: made.number, logins: given.unassignable });
  return made;
}

function mayBeUnder(run: Run): boolean {
  const { host, clock } = laneOf(run.client);
  return (
    !run.unavailable.has('sub-issues') && run.detours < MOST_DETOURS && host.lacksParentUntil <= clock.now()
  );
}

function parentIdOf(run: Run, { parent }: Of<'add-sub-issue'>): string | null {
  const number =
    parent.kind === 'known'
      ? parent.number
      : parent.kind === 'task'
        ? run.issues.get(parent.key)
        : run.tracking;
  return number == null ? null : (run.nodes.issues.get(number) ?? null);
}

/** What the issue is given, by node id; null where one is not found, which REST takes by name. */
async function givenTo(run: Run, change: Of<'create-issue'>) {
  const { nodes } = run;
  if (!run.nodesAreRead && !knowsAll(nodes, run.creates)) {
    run.nodesAreRead = true;
    try {
      await readNodeIds(run.client, run.repository, nodes, run.creates);
    } catch (error) {
      if (isHttpError(error) || error instanceof TerminalError) return forgoGraphql(run);
      throw error;
    }
  }
  const labelIds = change.labels.flatMap((name) => nodes.labels.get(name.toLowerCase()) ?? []);
  const number = change.milestone === null ? null : milestoneNumber(run, change.milestone);
  const milestoneId = number === null ? null : nodes.milestones.get(number);
  if (nodes.repository === null || labelIds.length < change.labels.length || milestoneId === undefined)
    return null;
  const assigneeIds = change.assignees.flatMap((login) => nodes.users.get(login.toLowerCase()) ?? []);
  return {
    ids: {
      repositoryId: nodes.repository,
      labelIds,
      ...(milestoneId === null ? {} : { milestoneId }),
      ...(assigneeIds.length === 0 ? {} : { assigneeIds }),
    },
    unassignable: change.assignees.filter((login) => nodes.users.get(login.toLowerCase()) == null),
  };
}

/** This server does not answer what has to be known first. */
function forgoGraphql(run: Run): null {
  run.detours = MOST_DETOURS;
  return null;
}

interface CreateAnswer {
  readonly createIssue: {
    readonly issue: {
      readonly id: string;
      readonly fullDatabaseId: string;
      readonly number: number;
      readonly createdAt: string;
      readonly parent: { readonly id: string } | null;
      readonly labels: { readonly nodes: readonly { readonly name: string }[] };
    };
  };
}

/** Sends the request. A refusal sends nothing again before it was looked whether the issue is there. */
async function send(
  run: Run,
  change: Of<'create-issue'>,
  variables: Record<string, unknown>,
): Promise<Made | null> {
  run.writes += 1;
  try {
    const { issue } = (await run.client.graphql<CreateAnswer>(CREATE_ISSUE, variables)).createIssue;
    return {
      number: issue.number,
      id: Number(issue.fullDatabaseId),
      nodeId: issue.id,
      createdAt: issue.createdAt,
      labels: issue.labels.nodes.map(({ name }) => name),
      parent: issue.parent?.id ?? null,
      // `createIssue` takes no type (GITHUB-FACTS 14).
      typed: false,
      later: [],
    };
  } catch (error) {
    run.writes -= 1;
    const { host, clock } = laneOf(run.client);
    if (validations(error).some(isUnknownToSchema)) {
      host.lacksParentUntil = clock.now() + DAY_MS;
      return null;
    }
    const meaning = refusedOr({ act: OPEN, of: `"${change.title}"` }, error);
    if (!(meaning instanceof RefusedError)) throw meaning;
    return lookFor(run, change);
  }
}

/** The issue that a refused request made all the same; null if it made none. What the request named by id is read anew. */
async function lookFor(run: Run, change: Of<'create-issue'>): Promise<Made | null> {
  run.detours += 1;
  run.nodesAreRead = false;
  for (const known of [run.nodes.labels, run.nodes.milestones, run.nodes.users]) known.clear();
  const { issues } = await readNewest(run.client, run.repository);
  const found = issues.find(({ title, body }) => title === change.title && body === change.body);
  if (found === undefined) return null;
  const { number, id, nodeId = null, createdAt, labels, type } = found;
  return {
    number,
    id,
    nodeId,
    createdAt,
    labels,
    typed: type !== undefined,
    parent: null,
    later: change.assignees,
  };
}

async function createByRest(run: Run, change: Of<'create-issue'>): Promise<Made> {
  const { title, body, type } = change;
  const labels = [...change.labels];
  const number = change.milestone === null ? null : milestoneNumber(run, change.milestone);
  const milestone = number === null ? {} : { milestone: number };
  const post = (assignees: readonly string[]) =>
    write(run, { act: OPEN, of: `"${title}"` }, () =>
      run.client.rest.issues.create({
        ...at(run.repository),
        title,
        body,
        labels,
        ...milestone,
        ...(type === undefined ? {} : { type }),
        ...(assignees.length === 0 ? {} : { assignees: [...assignees] }),
      }),
    );
  let later: readonly string[] = [];
  const { data } = await post(change.assignees).catch((error: unknown) => {
    // One unassignable login refuses the whole call, and a 422 made nothing (GITHUB-FACTS 3).
    const cause = error instanceof Error ? error.cause : null;
    if (!validations(cause).some((entry) => entry.field === 'assignees')) throw error;
    later = change.assignees;
    return post([]);
  });
  return {
    number: data.number,
    id: data.id,
    nodeId: data.node_id,
    createdAt: data.created_at,
    labels: data.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? ''))),
    typed: true,
    parent: null,
    later,
  };
}

/** The changes that put new issues under others, by the key of the new one. */
export function placesOf(changes: readonly Change[]): Map<string, Of<'add-sub-issue'>> {
  return new Map(
    changes.flatMap((change) =>
      change.kind === 'add-sub-issue' && change.child.kind === 'task'
        ? [[change.child.key, change] as const]
        : [],
    ),
  );
}
