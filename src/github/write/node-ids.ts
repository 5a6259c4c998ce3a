/**
 * Node ids, by which GraphQL names labels, milestones, people and issues (GITHUB-FACTS 14). What REST answered in this pass is
 * known; the rest is read at the first issue that needs it, for all issues of the change set together.
 */
import type { Change, Observed, ObservedIssue, Repository } from '../../sync/types.ts';
import { ASSIGNABLE, NODE_IDS } from '../documents.ts';
import { at, type Client } from '../transport/client.ts';

/** The ids that are known. Names are in lower case, as GitHub compares them. */
export interface NodeIds {
  repository: string | null;
  readonly labels: Map<string, string>;
  readonly milestones: Map<number, string>;
  /** Null for somebody whom GitHub cannot assign. */
  readonly users: Map<string, string | null>;
  readonly issues: Map<number, string>;
}

type Create = Extract<Change, { kind: 'create-issue' }>;

interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface IdsAnswer {
  readonly repository: {
    readonly id: string;
    readonly labels: Page<{ readonly id: string; readonly name: string }>;
    readonly milestones: Page<{ readonly id: string; readonly number: number }>;
    readonly assignableUsers: Page<{ readonly id: string; readonly login: string }>;
  };
}

/** Pages of labels or milestones that are read at most; what is not found in them is left to REST, which goes by name. */
const MOST_PAGES = 20;

/** What is known before anything is read: ids that came with what was observed. */
export function knownNodeIds(
  { nodeId }: Repository,
  observed: Partial<Pick<Observed, 'issues' | 'linked' | 'milestones'>> & {
    readonly tracking?: ObservedIssue | null;
  } = {},
): NodeIds {
  const { tracking = null, issues = [], linked = new Map(), milestones = [] } = observed;
  const all = [...(tracking === null ? [] : [tracking]), ...issues, ...linked.values()];
  return {
    repository: nodeId ?? null,
    labels: new Map(),
    milestones: new Map(milestones.flatMap((one) => idOf(one.number, one.nodeId))),
    users: new Map(),
    issues: new Map(all.flatMap((one) => idOf(one.number, one.nodeId))),
  };
}

function idOf(number: number, nodeId: string | undefined): (readonly [number, string])[] {
  return nodeId === undefined ? [] : [[number, nodeId]];
}

/** Whether everything is known that these issues can be given; a milestone that this pass is yet to make is not asked for. */
export function knowsAll(ids: NodeIds, creates: readonly Create[]): boolean {
  const { labels, milestones, users } = lacking(ids, creates);
  return ids.repository !== null && labels.length + milestones.length + users.length === 0;
}

/** Reads the ids that these issues need and that are not known. People who cannot be assigned are known to be such afterwards. */
export async function readNodeIds(
  client: Client,
  repository: Repository,
  ids: NodeIds,
  creates: readonly Create[],
): Promise<void> {
  const { owner, repo: name } = at(repository);
  let cursors: { readonly labels?: string; readonly milestones?: string } = {};
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { repository: found } = await client.graphql<IdsAnswer>(NODE_IDS, { owner, name, ...cursors });
    keep(ids, found);
    const missing = lacking(ids, creates);
    const next = {
      ...(missing.labels.length > 0 ? cursorAfter('labels', found.labels) : {}),
      ...(missing.milestones.length > 0 ? cursorAfter('milestones', found.milestones) : {}),
    };
    if (page === 1)
      await readUsers(
        client,
        { owner, name },
        { ids, logins: missing.users, isWhole: !found.assignableUsers.pageInfo.hasNextPage },
      );
    if (Object.keys(next).length === 0) return;
    cursors = { ...cursors, ...next };
  }
}

function keep(ids: NodeIds, { id, labels, milestones, assignableUsers }: IdsAnswer['repository']): void {
  ids.repository = id;
  for (const label of labels.nodes) ids.labels.set(label.name.toLowerCase(), label.id);
  for (const milestone of milestones.nodes) ids.milestones.set(milestone.number, milestone.id);
  for (const user of assignableUsers.nodes) ids.users.set(user.login.toLowerCase(), user.id);
}

function cursorAfter<Name extends string>(
  name: Name,
  { pageInfo }: Page<unknown>,
): Partial<Record<Name, string>> {
  if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return {};
  return { [name]: pageInfo.endCursor } as Partial<Record<Name, string>>;
}

async function readUsers(
  client: Client,
  place: { readonly owner: string; readonly name: string },
  {
    ids,
    logins,
    isWhole,
  }: { readonly ids: NodeIds; readonly logins: readonly string[]; readonly isWhole: boolean },
): Promise<void> {
  for (const login of logins) {
    const answer = isWhole
      ? null
      : await client.graphql<Pick<IdsAnswer, 'repository'>>(ASSIGNABLE, { ...place, login });
    const found = answer?.repository.assignableUsers.nodes.find((user) => user.login.toLowerCase() === login);
    ids.users.set(login, found?.id ?? null);
  }
}

function lacking(ids: NodeIds, creates: readonly Create[]) {
  const labels = new Set(creates.flatMap((create) => create.labels.map((name) => name.toLowerCase())));
  const users = new Set(creates.flatMap((create) => create.assignees.map((login) => login.toLowerCase())));
  const milestones = new Set(
    creates.flatMap(({ milestone }) =>
      milestone !== null && 'number' in milestone ? [milestone.number] : [],
    ),
  );
  return {
    labels: [...labels].filter((name) => !ids.labels.has(name)),
    milestones: [...milestones].filter((number) => !ids.milestones.has(number)),
    users: [...users].filter((login) => !ids.users.has(login)),
  };
}
