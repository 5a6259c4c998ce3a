/** The whole state of the embedded GitHub and how to find things in it. */
import { randomBytes } from 'node:crypto';
import { createGitStore } from '../git/store.ts';
import type { Account, App, Delivery, Installation, InstallationToken, Issue, Repo } from './model.ts';
import type { RelationKind, Role } from '../types.ts';

/** Everything there is. */
export interface World {
  /** `http://127.0.0.1:<port>`, known once the server listens. */
  url: string;
  readonly now: () => Date;
  /** The clock that clients live by: token expiry, the `date` header, rate-limit resets. */
  readonly wallClock: () => Date;
  /** By lower-case login. */
  readonly accounts: Map<string, Account>;
  readonly userTokens: Map<string, Account>;
  readonly apps: Map<number, App>;
  readonly installations: Map<number, Installation>;
  readonly installationTokens: Map<string, InstallationToken>;
  readonly repos: Map<number, Repo>;
  /** Old `owner/name`, lower case, to the repository that was renamed. */
  readonly formerNames: Map<string, Repo>;
  readonly deliveries: Delivery[];
  /** Hands a delivery over for sending. */
  send: (delivery: Delivery) => void;
  /** Lists hide what is younger than this. */
  listLagMs: () => number;
  /** Links between issues that this GitHub does not know. */
  without: ReadonlySet<RelationKind>;
  readonly counters: Map<string, number>;
}

/** Where the ids of each kind begin: as large as GitHub's are today, so that mixing up id and number shows. */
const FIRST_IDS = {
  account: 190_000_000,
  app: 1_400_000,
  installation: 71_000_000,
  repo: 940_000_000,
  issue: 3_400_000_000,
  pull: 2_800_000_000,
  label: 8_900_000_000,
  milestone: 13_000_000,
  comment: 3_300_000_000,
  type: 24_000_000,
  event: 19_000_000_000,
  reaction: 290_000_000,
  checkRun: 49_000_000_000,
  checkSuite: 42_000_000_000,
  delivery: 110_000_000_000,
} as const;

/** An empty GitHub, but for the account that signs for web pages and apps. */
export function createWorld(clocks: { now: () => Date; wallClock: () => Date }): World {
  const world: World = {
    url: '',
    ...clocks,
    accounts: new Map(),
    userTokens: new Map(),
    apps: new Map(),
    installations: new Map(),
    installationTokens: new Map(),
    repos: new Map(),
    formerNames: new Map(),
    deliveries: [],
    send: () => undefined,
    listLagMs: () => 0,
    without: new Set(),
    counters: new Map(),
  };
  const webFlow: Account = {
    id: 19_864_447,
    kind: 'User',
    login: 'web-flow',
    email: 'noreply@github.com',
    createdAt: clocks.now(),
    admins: [],
    issueTypes: [],
  };
  world.accounts.set(webFlow.login, webFlow);
  return world;
}

/** The next id of a kind. */
export function nextId(world: World, kind: keyof typeof FIRST_IDS): number {
  const id = (world.counters.get(kind) ?? FIRST_IDS[kind]) + 1;
  world.counters.set(kind, id);
  return id;
}

/** GitHub's other name for a row. */
export function nodeId(prefix: string, id: number): string {
  return `${prefix}_${Buffer.from(`0:${prefix}${id}`).toString('base64url')}`;
}

/** Random text for tokens and secrets. */
export function randomText(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/** Register an account; logins are unique without regard to case. */
export function addAccount(
  world: World,
  account: Pick<Account, 'kind' | 'login'> & Partial<Account>,
): Account {
  const key = account.login.toLowerCase();
  if (world.accounts.has(key)) throw new Error(`the sandbox already has an account ${account.login}`);
  const id = nextId(world, 'account');
  const made: Account = {
    id,
    email: `${id}+${account.login}@users.noreply.github.com`,
    createdAt: world.now(),
    admins: [],
    issueTypes: [],
    ...account,
  };
  world.accounts.set(key, made);
  return made;
}

/** An account by login, or undefined. */
export function findAccount(world: World, login: string): Account | undefined {
  return world.accounts.get(login.toLowerCase());
}

/** An account that a test named; unknown names are a mistake in the test. */
export function mustFindAccount(world: World, login: string): Account {
  const account = findAccount(world, login);
  if (!account) throw new Error(`the sandbox has no account ${login}`);
  return account;
}

/** A row that a test named by its id. */
export function mustFindById<Row>(rows: ReadonlyMap<number, Row>, id: number, kind: string): Row {
  const row = rows.get(id);
  if (!row) throw new Error(`the sandbox has no ${kind} ${id}`);
  return row;
}

/** The account a commit's e-mail address belongs to. */
export function accountByEmail(world: World, email: string): Account | undefined {
  return [...world.accounts.values()].find((account) => account.email === email);
}

/** A repository by owner and name, ignoring case as GitHub does. */
export function findRepo(world: World, owner: string, name: string): Repo | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  return [...world.repos.values()].find((repo) => fullName(repo).toLowerCase() === wanted);
}

/** A repository by `owner/name` that a test named. */
export function mustFindRepo(world: World, name: string): Repo {
  const [owner, repoName] = name.split('/');
  const repo = findRepo(world, owner ?? '', repoName ?? '');
  if (!repo) throw new Error(`the sandbox has no repository ${name}`);
  return repo;
}

/** `owner/name`. */
export function fullName(repo: Repo): string {
  return `${repo.owner.login}/${repo.name}`;
}

/** An issue anywhere by its database id. */
export function findIssueById(world: World, id: number): { repo: Repo; issue: Issue } | undefined {
  for (const repo of world.repos.values()) {
    for (const issue of repo.issues.values()) if (issue.id === id) return { repo, issue };
  }
  return undefined;
}

/** A repository without refs. */
export function addRepo(
  world: World,
  options: { owner: Account; name: string; defaultBranch: string; private: boolean; parent?: Repo },
): Repo {
  const now = world.now();
  const repo: Repo = {
    id: nextId(world, 'repo'),
    owner: options.owner,
    name: options.name,
    private: options.private,
    parent: options.parent,
    createdAt: now,
    git: options.parent?.git ?? createGitStore(),
    refs: new Map(),
    collaborators: new Map(),
    protectedBranches: new Map(),
    issues: new Map(),
    gone: new Map(),
    milestones: new Map(),
    labels: new Map(),
    comments: new Map(),
    checkRuns: new Map(),
    checkSuites: new Map(),
    archived: false,
    hasIssues: !options.parent,
    description: null,
    homepage: null,
    defaultBranch: options.defaultBranch,
    deleteBranchOnMerge: false,
    workflowsOpenPulls: true,
    nextNumber: 1,
    nextMilestone: 1,
    pushedAt: now,
    updatedAt: now,
  };
  world.repos.set(repo.id, repo);
  return repo;
}

const RANK: Readonly<Record<Role, number>> = { read: 1, triage: 2, write: 3, maintain: 4, admin: 5 };

/** True when a role is at least another. */
export function atLeast(role: Role | undefined, wanted: Role): boolean {
  return role !== undefined && RANK[role] >= RANK[wanted];
}

/** What a person may do in a repository; undefined when they cannot see it. */
export function roleOf(repo: Repo, account: Account): Role | undefined {
  if (repo.owner.id === account.id || repo.owner.admins.includes(account.login)) return 'admin';
  return repo.collaborators.get(account.login) ?? (repo.private ? undefined : 'read');
}

/** True when an installation was given a repository. */
export function hasRepo(installation: Installation, repo: Repo): boolean {
  if (installation.account.id !== repo.owner.id) return false;
  return installation.repositoryIds === undefined || installation.repositoryIds.has(repo.id);
}
