/**
 * The public face of the sandbox, the embedded GitHub: what a story, the demo or the playground may use.
 * Whatever a person can do by REST on GitHub is done by REST here too (with `account.token`); the methods below
 * are only for what GitHub offers in its web pages alone, and for looking at what happened.
 */

import type { Faults } from './fault-types.ts';
import type { Fetch } from './fetch-types.ts';
import type { CheckAction, LimitRules, Permissions, RelationKind, Role } from './options.ts';

export type * from './fault-types.ts';
export type * from './fetch-types.ts';
export type * from './options.ts';

/** A person, with a personal access token for the REST API. */
export interface UserAccount {
  readonly id: number;
  readonly login: string;
  readonly token: string;
}

/** What `createUser` takes besides the login. */
export interface NewUser {
  /** Their personal access token, so that a script can know it beforehand; random if absent. */
  readonly token?: string;
}

/** What `createOrganization` takes besides the login. */
export interface NewOrganization {
  /** Logins of its admins. */
  readonly admins?: readonly string[];
  /** Names of the types that its issues can have; Task, Bug and Feature if absent, as GitHub gives them to each. */
  readonly issueTypes?: readonly string[];
}

/** An organisation: an owner of repositories that cannot sign in. */
export interface OrganizationAccount {
  readonly id: number;
  readonly login: string;
}

/** A registered GitHub App and everything its server needs to run. */
export interface AppAccount {
  readonly id: number;
  readonly slug: string;
  readonly clientId: string;
  /** PKCS#1 PEM, as GitHub hands it out. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** `slug[bot]`, the account that writes what the app's installations write. */
  readonly botLogin: string;
  readonly botId: number;
}

/** One installation of an app on an owner's account. */
export interface InstallationRef {
  readonly id: number;
}

/** A repository, named. */
export interface RepositoryRef {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
}

/** What `createRepository` takes. */
export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  /** Path to content; committed at once on the default branch. Empty or absent: one README.md, so that a branch exists. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Leave the repository without any commit. */
  readonly empty?: boolean;
  readonly private?: boolean;
  readonly defaultBranch?: string;
  readonly hasIssues?: boolean;
  /** People besides the owner, with their role. */
  readonly collaborators?: Readonly<Record<string, Role>>;
}

/** What `createApp` takes. */
export interface NewApp {
  readonly slug: string;
  /** Login of the account that owns the app; default an organisation made for it. */
  readonly owner?: string;
  readonly permissions: Permissions;
  /** Webhook events the app subscribes to; `installation*` events always arrive. Default: all that the permissions allow. */
  readonly events?: readonly string[];
  readonly webhook?: { readonly url: string; readonly secret?: string };
  /** An RSA key in PEM, to spare the tenth of a second that making one takes. */
  readonly privateKey?: string;
}

/** What `install` takes. */
export interface NewInstallation {
  /** Login of the account to install on. */
  readonly account: string;
  /** Names of repositories of that account, or 'all' (default), which includes later ones. */
  readonly repositories?: 'all' | readonly string[];
  /** What the owner granted; default all that the app asks for. */
  readonly permissions?: Permissions;
  /** Login of the person who installs; default the account itself or, for an organisation, its first admin. */
  readonly by?: string;
}

export interface NewWorkflowToken {
  /** The workflow's `permissions`; default write to all that an App for plans needs. */
  readonly permissions?: Permissions;
  /** The repository's setting "Allow GitHub Actions to create and approve pull requests", off in a new one. */
  readonly opensPulls?: boolean;
}

/** Who made a request. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly login: string }
  /** An app acting as itself with its JWT. */
  | { readonly kind: 'app'; readonly slug: string }
  /** An app acting in a repository with an installation token. */
  | { readonly kind: 'installation'; readonly slug: string; readonly installationId: number };

/** A request as `intercept` sees it. */
export interface SandboxRequest {
  readonly method: string;
  /** Path and query, without the `/api/v3` prefix. */
  readonly path: string;
  /** The OpenAPI template that matched, e.g. `/repos/{owner}/{repo}/issues`; undefined for an unknown route. */
  readonly route: string | undefined;
  readonly actor: Actor;
  /** True for what changes something people can see: any method but GET and HEAD, except asking for an access token. */
  readonly isWrite: boolean;
  /** The parsed JSON body, or undefined. */
  readonly body: unknown;
}

/** One request that reached the sandbox. */
export interface LoggedRequest extends SandboxRequest {
  readonly at: Date;
  /** The status answered; undefined when the sandbox did nothing and dropped the connection. */
  readonly status: number | undefined;
  /** False when the client never got the answer. */
  readonly answered: boolean;
  /** True when the request changed nothing because a fault stood before it. */
  readonly faulted: boolean;
}

/** Everything that was asked, oldest first. */
export interface RequestLog {
  /** All requests since `mark` (default: the start). */
  all(mark?: number): readonly LoggedRequest[];
  /** Those that are writes and were not stopped by a fault. A 4xx answer is still listed: the app meant to write. */
  writes(mark?: number): readonly LoggedRequest[];
  /** Requests by any app, by JWT or installation token. */
  byApps(mark?: number): readonly LoggedRequest[];
  /** Requests the sandbox could not serve, answered 501: no such route, or a mistake of its own. A story that leaves any must fail. */
  unknown(mark?: number): readonly LoggedRequest[];
  /** A position to hand to the others later. */
  mark(): number;
}

/** A request that GitHub's secondary limits refused. */
export interface LimitViolation {
  readonly at: Date;
  readonly limit: 'creates per minute' | 'creates per hour' | 'points per minute' | 'told to wait';
  /** Whose limit it is: `installation 7`, `user 3`. */
  readonly account: string;
  readonly actor: Actor;
  readonly method: string;
  readonly path: string;
}

/** One webhook delivery, for looking at what an app was told. */
export interface WebhookDelivery {
  readonly id: number;
  readonly guid: string;
  readonly appId: number;
  readonly event: string;
  readonly action: string | null;
  readonly redelivery: boolean;
  readonly payload: unknown;
  /** `pending`, `held`, `OK`, or what went wrong; a lost one reads `failed to connect to host`. */
  readonly status: string;
  readonly statusCode: number;
}

/** Called before a request is done and after it was done but before it is answered; `drop` cuts the connection there. */
export type Interceptor = (request: SandboxRequest, phase: 'before' | 'after') => 'pass' | 'drop';

/** A running embedded GitHub. */
export interface Sandbox {
  /** `http://127.0.0.1:<port>`; the API answers here and under `/api/v3` (Octokit's `baseUrl`). */
  readonly url: string;
  /** `127.0.0.1:<port>`, for Probot's GHE_HOST (with GHE_PROTOCOL=http). */
  readonly host: string;
  /** Reaches this GitHub without a socket, for Octokit's option `request: { fetch }`: a third of the time of a request. */
  readonly fetch: Fetch;
  readonly requests: RequestLog;
  readonly faults: Faults;
  /** Requests that went over a limit, or came before the time that was told; oldest first. Empty unless limits are enforced. */
  readonly violations: readonly LimitViolation[];

  createUser(login: string, options?: NewUser): UserAccount;
  createOrganization(login: string, options?: NewOrganization): OrganizationAccount;
  createRepository(repository: NewRepository): RepositoryRef;
  createApp(app: NewApp): AppAccount;
  /** Point an app's webhook somewhere, e.g. once its server listens. No URL: nothing is sent and nothing is recorded. */
  setWebhook(app: AppAccount, webhook: { readonly url: string; readonly secret?: string } | undefined): void;

  install(app: AppAccount, installation: NewInstallation): InstallationRef;
  /** The GITHUB_TOKEN of a new workflow run in a repository (`owner/name`). */
  createWorkflowToken(repository: string, token?: NewWorkflowToken): string;
  uninstall(installation: InstallationRef): void;
  /** Every token of the installation becomes worthless, as when GitHub learns that one has leaked. */
  revokeTokens(installation: InstallationRef): void;
  suspend(installation: InstallationRef): void;
  unsuspend(installation: InstallationRef): void;
  /** The owner accepts exactly these permissions (`installation.new_permissions_accepted`). */
  acceptPermissions(installation: InstallationRef, permissions: Permissions): void;
  addRepositories(installation: InstallationRef, names: readonly string[]): void;
  removeRepositories(installation: InstallationRef, names: readonly string[]): void;
  /** Change a person's role; undefined takes it away. */
  setRole(repository: string, login: string, role: Role | undefined): void;

  /** Has other limits from now on; what was counted stays counted. */
  limits(rules: 'none' | 'github' | LimitRules): void;
  /** Is upgraded: knows these links between issues from now on. */
  learns(relations: readonly RelationKind[]): void;
  /** Delete an issue for good (admins, web page only). `repository` is `owner/name`. */
  deleteIssue(repository: string, issueNumber: number, by?: string): void;
  /** Move an issue to another repository of the same owner (web page only); returns its new number. */
  transferIssue(repository: string, issueNumber: number, to: string, by?: string): number;
  /** The buttons that the page of a check run shows (web page only: no answer of the API has them). */
  checkActions(repository: string, checkRun: number): readonly CheckAction[];
  /** Press one of them (people with write access, web page only): the app that made the check run is told. */
  requestAction(repository: string, checkRun: number, identifier: string, by?: string): void;

  /** Watch, and cut, every request; returns how to stop. */
  intercept(interceptor: Interceptor): () => void;
  /** Resolves when no webhook is on its way (held ones do not count). */
  delivered(): Promise<void>;
  /** Deliveries so far, oldest first. */
  deliveries(): readonly WebhookDelivery[];
  /**
   * Remembers everything there is, down to limits used and requests logged, so that many tests can begin where one
   * came to. Take it when nothing is on its way.
   *
   * @returns Goes back to it, as often as it is called; faults are cleared. The address stays.
   */
  snapshot(): () => void;
  close(): Promise<void>;
}
