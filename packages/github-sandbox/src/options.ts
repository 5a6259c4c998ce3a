/** How an embedded GitHub is to be. `types.ts` hands it on. */

/** How much a person may do in a repository; GitHub's REST words for the same are pull, triage, push, maintain, admin. */
export type Role = 'read' | 'triage' | 'write' | 'maintain' | 'admin';

/** Permissions of an app or of one of its installations, e.g. `{ metadata: 'read', issues: 'write' }`. */
export type Permissions = Readonly<Record<string, 'read' | 'write' | 'admin'>>;

/** A button of a check run (https://docs.github.com/rest/checks/runs#create-a-check-run). */
export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

/** The kinds of links between issues, and making an issue under another in one request (GraphQL). */
export type RelationKind = 'sub-issues' | 'dependencies' | 'create-with-parent';

/** How many content-creating requests an account may make, and what a refusal tells. The 900 points a minute stay. */
export interface LimitRules {
  readonly createsPerMinute: number;
  readonly createsPerHour: number;
  /** `nothing`: neither `retry-after` nor a reset, and by GraphQL an error of a 200. */
  readonly tells?: 'retry-after' | 'nothing';
}

/** What `startSandbox` takes. */
export interface SandboxOptions {
  /** Port to listen on; default 0, any free one. */
  readonly port?: number;
  /** The clock behind every date and expiry; default the real one. */
  readonly now?: () => Date;
  /**
   * The clock that clients live by: JWT and token expiry, the `date` header, rate-limit resets; default `now`. A story
   * that jumps `now` by days while the app under test stays on the real clock passes the real one here.
   */
  readonly wallClock?: () => Date;
  /** How long a webhook receiver may take to answer; default 10 000 ms, as GITHUB-FACTS 1 says. */
  readonly webhookTimeoutMs?: number;
  /** Requests an actor may make per hour (GITHUB-FACTS 2); default 5 000. */
  readonly rateLimit?: number;
  /** `github` enforces the secondary limits of GITHUB-FACTS 2 by `now`, rules others of the same kind; default `none`. */
  readonly limits?: 'none' | 'github' | LimitRules;
  /** Links between issues that this GitHub does not know, as an Enterprise Server: their routes answer 404 and issues do not tell of them. */
  readonly without?: readonly RelationKind[];
}
