/** The rows of the embedded GitHub. Plain data; the routes change it, the `json-*` files show it. */
import type { GitStore } from '../git/store.ts';
import type { CheckAction, Permissions, Role } from '../types.ts';

/** A person, an organisation, or the bot that an app acts as. */
export interface Account {
  readonly id: number;
  readonly kind: 'User' | 'Organization' | 'Bot';
  readonly login: string;
  /** The address GitHub writes into commits made on its side. */
  readonly email: string;
  readonly createdAt: Date;
  /** Admins of an organisation, by login. */
  readonly admins: readonly string[];
  /** The types that issues of an organisation's repositories can have; a person has none. */
  readonly issueTypes: readonly IssueType[];
}

/** A type of issues. */
export interface IssueType {
  readonly id: number;
  readonly name: string;
  readonly createdAt: Date;
}

/** A registered app. */
export interface App {
  readonly id: number;
  readonly slug: string;
  readonly clientId: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly publicKey: string;
  readonly createdAt: Date;
  webhook: { readonly url: string; readonly secret: string } | undefined;
}

/** An app on an account. `repositoryIds` undefined means all. */
export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  readonly createdAt: Date;
  updatedAt: Date;
  permissions: Permissions;
  repositoryIds: Set<number> | undefined;
  suspendedAt: Date | undefined;
  suspendedBy: Account | undefined;
}

/** A token of an installation, possibly narrowed. */
export interface InstallationToken {
  readonly installation: Installation;
  readonly expiresAt: Date;
  readonly permissions: Permissions | undefined;
  readonly repositoryIds: ReadonlySet<number> | undefined;
}

/** A repository and all it holds. */
export interface Repo {
  readonly id: number;
  readonly owner: Account;
  readonly createdAt: Date;
  readonly git: GitStore;
  /** Full ref name (`refs/heads/main`) to commit sha. */
  readonly refs: Map<string, string>;
  readonly collaborators: Map<string, Role>;
  readonly protectedBranches: Map<string, BranchRules>;
  readonly issues: Map<number, Issue>;
  /** Numbers that are no issue any more: deleted, or where it went. */
  readonly gone: Map<number, 'deleted' | { readonly repo: Repo; readonly number: number }>;
  readonly milestones: Map<number, Milestone>;
  /** By lower-case name: label names are case-insensitive. */
  readonly labels: Map<string, Label>;
  readonly comments: Map<number, Comment>;
  readonly checkRuns: Map<number, CheckRun>;
  /** Check suite per app and commit. */
  readonly checkSuites: Map<string, number>;
  readonly parent: Repo | undefined;
  name: string;
  private: boolean;
  archived: boolean;
  hasIssues: boolean;
  description: string | null;
  homepage: string | null;
  defaultBranch: string;
  deleteBranchOnMerge: boolean;
  /** "Allow GitHub Actions to create and approve pull requests". */
  workflowsOpenPulls: boolean;
  nextNumber: number;
  nextMilestone: number;
  pushedAt: Date;
  updatedAt: Date;
}

/** How a branch is protected; force pushes and deletion are refused in any case. */
export interface BranchRules {
  readonly requiresPullRequest: boolean;
  readonly enforceAdmins: boolean;
}

/** A label of a repository. */
export interface Label {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

/** A milestone of a repository. */
export interface Milestone {
  readonly id: number;
  readonly number: number;
  readonly creator: Account;
  readonly createdAt: Date;
  title: string;
  description: string | null;
  state: 'open' | 'closed';
  dueOn: Date | undefined;
  updatedAt: Date;
  closedAt: Date | undefined;
}

/** Why an issue is in its state. */
export type StateReason = 'completed' | 'not_planned' | 'duplicate' | 'reopened';

/** An issue; with `pull` it is a pull request, which GitHub keeps under the same number. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly author: Account;
  /** The app through which it was written, if any. */
  readonly viaApp: App | undefined;
  readonly createdAt: Date;
  readonly pull: Pull | undefined;
  readonly events: IssueEvent[];
  readonly reactions: Reaction[];
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: StateReason | null;
  closedAt: Date | undefined;
  closedBy: Account | undefined;
  updatedAt: Date;
  labels: Label[];
  assignees: Account[];
  milestone: Milestone | undefined;
  type: IssueType | null;
  locked: boolean;
  /** Ids of issues, in order; sub-issues and blockers may live in another repository of the owner. */
  subIssues: number[];
  parentId: number | undefined;
  blockedBy: number[];
}

/** What a pull request has besides its issue. */
export interface Pull {
  readonly id: number;
  readonly headRepo: Repo;
  readonly headBranch: string;
  /** Where the head stands; frozen when the pull request is closed. */
  headSha: string;
  baseBranch: string;
  baseSha: string;
  draft: boolean;
  maintainerCanModify: boolean;
  mergedAt: Date | undefined;
  mergedBy: Account | undefined;
  mergeCommitSha: string | undefined;
}

/** Something that happened to an issue, as its timeline tells. */
export interface IssueEvent {
  readonly id: number;
  readonly event: string;
  readonly actor: Account;
  readonly viaApp: App | undefined;
  readonly createdAt: Date;
  readonly commitId: string | null;
  /** What the kind of event adds, ready for JSON. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A comment on an issue or pull request. */
export interface Comment {
  readonly id: number;
  readonly issueNumber: number;
  readonly author: Account;
  readonly viaApp: App | undefined;
  readonly createdAt: Date;
  readonly reactions: Reaction[];
  body: string;
  updatedAt: Date;
}

/** An emoji someone left. */
export interface Reaction {
  readonly id: number;
  readonly author: Account;
  readonly content: string;
  readonly createdAt: Date;
}

/** An annotation of a check run, as it was sent. */
export type Annotation = Readonly<Record<string, unknown>>;

/** A check run of an app on a commit. */
export interface CheckRun {
  readonly id: number;
  readonly suiteId: number;
  readonly app: App;
  readonly headSha: string;
  name: string;
  status: string;
  conclusion: string | null;
  externalId: string;
  detailsUrl: string;
  startedAt: Date | undefined;
  completedAt: Date | undefined;
  title: string | null;
  summary: string | null;
  text: string | null;
  annotations: Annotation[];
  /** The buttons that its page shows. */
  actions: readonly CheckAction[];
}

/** A webhook delivery and what came of it. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly app: App;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly payload: unknown;
  readonly redelivery: boolean;
  deliveredAt: Date;
  durationSeconds: number;
  status: string;
  statusCode: number;
  requestHeaders: Readonly<Record<string, string>>;
  responseHeaders: Readonly<Record<string, string>>;
  responseBody: string;
}
