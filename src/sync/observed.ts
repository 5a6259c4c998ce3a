/** What is read from GitHub, as plain data. `types.ts` hands it on. */

export interface Repository {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  /** `https://github.com/owner/name`, without a slash at the end. */
  readonly url: string;
  /** GitHub's node id, by which GraphQL names it; absent where it was not read. So below. */
  readonly nodeId?: string;
  /** Whether it has discussions, which take numbers of the same sequence as issues; absent where that was not read. */
  readonly hasDiscussions?: boolean;
}

export interface ObservedIssue {
  readonly number: number;
  /** GitHub's database id, by which links name an issue. */
  readonly id: number;
  readonly nodeId?: string;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  /** Why it is in this state, where GitHub says so. */
  readonly reason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null;
  readonly createdAt: string;
  readonly closedAt: string | null;
  /** Whether a person closed it last; absent where that was not asked. */
  readonly closedByPerson?: boolean;
  readonly labels: readonly string[];
  /** Name of its type; absent where it has none. */
  readonly type?: string;
  readonly milestone: number | null;
  readonly assignees: readonly string[];
  /** Numeric account id of its author: a login can be given up and taken by another. */
  readonly creator: number;
  /** The author's login, for people to read. */
  readonly creatorLogin: string;
  /** The issue whose sub-issue it is; `elsewhere` where that is in another repository. */
  readonly parent: number | 'elsewhere' | null;
  /** How many sub-issues it has, closed ones too. */
  readonly subIssues: number;
  /** How many issues it is marked as blocked by, closed ones too. */
  readonly blockedBy: number;
}

/** When an issue was opened, and closed if it is, as GitHub says it: `2026-03-02T09:30:00Z`. */
export type IssueTimes = Pick<ObservedIssue, 'createdAt' | 'closedAt'>;

export interface ObservedMilestone {
  readonly number: number;
  readonly nodeId?: string;
  readonly title: string;
  readonly description: string;
  readonly state: 'open' | 'closed';
  /** Due date, `YYYY-MM-DD`, as GitHub shows it. */
  readonly due: string | null;
  /** Open issues and pull requests in it, the plan's own and others. */
  readonly openIssues: number;
}

/** A pull request from the plan's write-back branch. */
export interface ObservedPull {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly merged: boolean;
  readonly body: string;
  readonly headSha: string;
  /** The branch it would be merged into. */
  readonly base: string;
}

/** What somebody did to an issue. */
export interface IssueAct {
  readonly kind: 'closed' | 'reopened' | 'renamed';
  /** Null for an account that is gone. */
  readonly by: { readonly id: number; readonly login: string } | null;
  /** ISO 8601. */
  readonly at: string;
  /** The title it was given, where it was renamed. */
  readonly title: string | null;
}

/** Why a task is not the issue that it names. */
export type Unlinked =
  | { readonly kind: 'pull-request' | 'missing' | 'other-plan' | 'closed' }
  /** Words with a bare number at their end are an issue only if they are its title. */
  | { readonly kind: 'other-title'; readonly title: string };
