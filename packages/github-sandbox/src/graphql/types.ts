/** What can be asked by GraphQL: the fields of each type, as far as the sandbox knows them. Names and nullness are GitHub's. */
import { failure } from '../http/answer.ts';
import { isoDate } from '../json/account.ts';
import type { Call } from '../http/router.ts';
import { accountOf, canSee } from '../world/principal.ts';
import { isAssignable } from '../world/assignable.ts';
import type { RelationKind } from '../types.ts';
import type { Account, Issue, Label, Milestone, Repo } from '../world/model.ts';
import { findIssueById, findRepo, nodeId } from '../world/world.ts';
import { createIssue } from './create-issue.ts';
import type { Args } from './parse.ts';

/** A field of a type. */
export interface Field {
  /** Name of the type of what it gives; absent for a value without fields. */
  readonly gives?: string;
  readonly takes: readonly string[];
  /** A server without one of these does not have it. */
  readonly since?: readonly RelationKind[];
  readonly resolve: (source: never, args: Args, call: Call) => unknown;
}

interface InIssue {
  readonly repo: Repo;
  readonly issue: Issue;
}

interface Connection {
  readonly items: readonly unknown[];
  readonly first: number;
  readonly after: number;
}

function field(resolve: Field['resolve'], more: Partial<Omit<Field, 'resolve'>> = {}): Field {
  return { takes: [], resolve, ...more };
}

const PAGE = ['first', 'after'];

/** GitHub asks for `first` of every list, from 1 to 100. */
function connected(items: readonly unknown[], { first, after }: Args): Connection {
  if (typeof first !== 'number' || first < 1 || first > 100)
    throw failure(422, 'You must provide a `first` or `last` value to properly paginate the connection.');
  const begin = typeof after === 'string' ? Number(Buffer.from(after, 'base64url').toString()) : 0;
  return { items, first, after: begin };
}

function connectionOf(node: string): Readonly<Record<string, Field>> {
  return {
    nodes: field(({ items, first, after }: Connection) => items.slice(after, after + first), { gives: node }),
    totalCount: field(({ items }: Connection) => items.length),
    pageInfo: field((connection: Connection) => connection, { gives: 'PageInfo' }),
  };
}

function userId({ kind, id }: Account): string {
  return nodeId(kind === 'Bot' ? 'BOT' : 'U', id);
}

function assignableUsers(repo: Repo, { query }: Args, { world }: Call): Account[] {
  const wanted = typeof query === 'string' ? query.toLowerCase() : '';
  return [...world.accounts.values()].filter(
    ({ kind, login }) => kind === 'User' && isAssignable(repo, login) && login.toLowerCase().includes(wanted),
  );
}

function visibleRepo(_: unknown, { owner, name }: Args, { world, principal }: Call): Repo {
  const repo = findRepo(world, String(owner), String(name));
  if (!repo || !canSee(principal, repo))
    throw failure(404, `Could not resolve to a Repository with the name '${String(owner)}/${String(name)}'.`);
  return repo;
}

function parentOf({ issue }: InIssue, _: Args, { world }: Call): InIssue | null {
  return (issue.parentId === undefined ? undefined : findIssueById(world, issue.parentId)) ?? null;
}

const USER = {
  id: field(userId),
  login: field(({ login }: Account) => login),
  databaseId: field(({ id }: Account) => id),
};

/** Every type by its name. */
export const TYPES: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  Query: {
    viewer: field((_: unknown, __: Args, { principal }: Call) => accountOf(principal), { gives: 'User' }),
    repository: field(visibleRepo, { gives: 'Repository', takes: ['owner', 'name'] }),
  },
  Mutation: { createIssue: field(createIssue, { gives: 'CreateIssuePayload', takes: ['input'] }) },
  CreateIssuePayload: {
    issue: field((made: InIssue) => made, { gives: 'Issue' }),
  },
  Repository: {
    id: field(({ id }: Repo) => nodeId('R', id)),
    labels: field(({ labels }: Repo, args: Args) => connected([...labels.values()], args), {
      gives: 'LabelConnection',
      takes: PAGE,
    }),
    milestones: field(
      ({ milestones }: Repo, args: Args) => connected([...milestones.values()].reverse(), args),
      {
        gives: 'MilestoneConnection',
        takes: [...PAGE, 'orderBy'],
      },
    ),
    assignableUsers: field(
      (repo: Repo, args: Args, call: Call) => connected(assignableUsers(repo, args, call), args),
      {
        gives: 'UserConnection',
        takes: [...PAGE, 'query'],
      },
    ),
  },
  Issue: {
    id: field(({ issue }: InIssue) => nodeId('I', issue.id)),
    // GraphQL's integers end at 2^31: GitHub gives null for the ids of newer issues, which `fullDatabaseId` has as a text.
    fullDatabaseId: field(({ issue }: InIssue) => String(issue.id)),
    number: field(({ issue }: InIssue) => issue.number),
    createdAt: field(({ issue }: InIssue) => isoDate(issue.createdAt)),
    labels: field(({ issue }: InIssue, args: Args) => connected(issue.labels, args), {
      gives: 'LabelConnection',
      takes: PAGE,
    }),
    parent: field(parentOf, { gives: 'Issue', since: ['sub-issues'] }),
  },
  Label: {
    id: field(({ id }: Label) => nodeId('LA', id)),
    name: field(({ name }: Label) => name),
  },
  Milestone: {
    id: field(({ id }: Milestone) => nodeId('MI', id)),
    number: field(({ number }: Milestone) => number),
  },
  User: USER,
  PageInfo: {
    hasNextPage: field(({ items, first, after }: Connection) => after + first < items.length),
    endCursor: field(({ first, after }: Connection) =>
      Buffer.from(String(after + first)).toString('base64url'),
    ),
  },
  LabelConnection: connectionOf('Label'),
  MilestoneConnection: connectionOf('Milestone'),
  UserConnection: connectionOf('User'),
};

/** What the inputs take, and what older servers do not. */
export const INPUTS: Readonly<Record<string, Readonly<Record<string, Pick<Field, 'since'>>>>> = {
  CreateIssueInput: {
    repositoryId: {},
    title: {},
    body: {},
    labelIds: {},
    milestoneId: {},
    assigneeIds: {},
    parentIssueId: { since: ['sub-issues', 'create-with-parent'] },
    clientMutationId: {},
  },
};

/** The type of an argument that is an object. */
export const INPUT_TYPES: Readonly<Record<string, string>> = { 'createIssue.input': 'CreateIssueInput' };
