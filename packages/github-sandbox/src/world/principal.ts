/** Who is asking: personal tokens, app JWTs, installation tokens, and what each may do (GITHUB-FACTS 10). */
import { verify } from 'node:crypto';
import { failure, notFound, type ApiError } from '../http/answer.ts';
import type { Account, App, Installation, Repo } from './model.ts';
import type { Actor, Permissions, Role } from '../types.ts';
import { atLeast, hasRepo, roleOf, type World } from './world.ts';

/** Who a request comes from. */
export type Principal =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly account: Account }
  | { readonly kind: 'app'; readonly app: App }
  | {
      readonly kind: 'installation';
      readonly app: App;
      readonly installation: Installation;
      readonly permissions: Permissions;
      /** Undefined: as many as the installation has. */
      readonly repositoryIds: ReadonlySet<number> | undefined;
    };

/** Who may use a route of a repository: an installation with one of these permission sets, or a person in this role. */
export interface RepositoryAccess {
  readonly by: 'repository';
  readonly app: readonly Permissions[];
  readonly user: Role;
  /** False when a route also works in an archived repository, which is otherwise read-only. */
  readonly writes: boolean;
}

/** Read the authorization header; throws GitHub's 401 for anything it does not know. */
export function identify(world: World, authorization: string | undefined): Principal {
  if (!authorization) return { kind: 'anonymous' };
  const [scheme, credential] = authorization.split(/\s+/, 2);
  const token = scheme?.toLowerCase() === 'basic' ? basicPassword(credential ?? '') : (credential ?? '');
  const account = world.userTokens.get(token);
  if (account) return { kind: 'user', account };
  if (token.startsWith('ghs_')) return identifyInstallation(world, token);
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return { kind: 'app', app: verifyAppJwt(world, token) };
  throw badCredentials();
}

function basicPassword(credential: string): string {
  return Buffer.from(credential, 'base64').toString('utf8').split(':').slice(1).join(':');
}

function badCredentials(): ApiError {
  return failure(401, 'Bad credentials');
}

function identifyInstallation(world: World, token: string): Principal {
  const found = world.installationTokens.get(token);
  if (!found || found.expiresAt <= world.wallClock()) throw badCredentials();
  const { installation } = found;
  if (!world.installations.has(installation.id)) throw badCredentials();
  if (installation.suspendedAt) throw suspended();
  return {
    kind: 'installation',
    app: installation.app,
    installation,
    permissions: narrowed(installation.permissions, found.permissions),
    repositoryIds: found.repositoryIds,
  };
}

/** GitHub's answer to anything from a suspended installation. */
export function suspended(): ApiError {
  return failure(403, 'This installation has been suspended');
}

function narrowed(granted: Permissions, wanted: Permissions | undefined): Permissions {
  if (!wanted) return granted;
  const entries = Object.entries(wanted).filter(([name, level]) => allows(granted, { [name]: level }));
  return { metadata: 'read', ...Object.fromEntries(entries) };
}

interface JwtPart {
  readonly alg?: unknown;
  readonly iss?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
}

/**
 * https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 * The texts are those octokit's auth-app looks for when it corrects a wrong clock.
 */
function verifyAppJwt(world: World, token: string): App {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = parseJson(payload);
  if (!claims || parseJson(header)?.alg !== 'RS256') {
    throw failure(401, 'A JSON web token could not be decoded');
  }
  const app = [...world.apps.values()].find(
    (candidate) => String(candidate.id) === String(claims.iss) || candidate.clientId === claims.iss,
  );
  if (!app) throw failure(404, 'Integration not found');
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('RSA-SHA256', signed, app.publicKey, Buffer.from(signature, 'base64url'))) {
    throw failure(401, 'A JSON web token could not be decoded');
  }
  const nowSeconds = Math.floor(world.wallClock().getTime() / 1000);
  if (typeof claims.exp !== 'number' || claims.exp <= nowSeconds) {
    throw failure(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (claims.exp > nowSeconds + 600)
    throw failure(401, "'Expiration time' claim ('exp') is too far in the future");
  if (typeof claims.iat !== 'number' || !Number.isInteger(claims.iat) || claims.iat > nowSeconds) {
    throw failure(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  return app;
}

function parseJson(base64url: string): JwtPart | undefined {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8')) as JwtPart;
  } catch {
    return undefined;
  }
}

/** The account that writes what a principal writes. */
export function accountOf(principal: Principal): Account {
  switch (principal.kind) {
    case 'user':
      return principal.account;
    case 'app':
    case 'installation':
      return principal.app.bot;
    case 'anonymous':
      throw failure(401, 'Requires authentication');
  }
}

/** The account that looks, if any. */
export function viewerOf(principal: Principal): Account | undefined {
  return principal.kind === 'anonymous' ? undefined : accountOf(principal);
}

/** The app behind a principal, for `performed_via_github_app`. */
export function appOf(principal: Principal): App | undefined {
  return principal.kind === 'installation' || principal.kind === 'app' ? principal.app : undefined;
}

/** What the log and the interceptors are told. */
export function actorOf(principal: Principal): Actor {
  switch (principal.kind) {
    case 'anonymous':
      return { kind: 'anonymous' };
    case 'user':
      return { kind: 'user', login: principal.account.login };
    case 'app':
      return { kind: 'app', slug: principal.app.slug };
    case 'installation':
      return { kind: 'installation', slug: principal.app.slug, installationId: principal.installation.id };
  }
}

/** True when a principal may see that a repository exists. */
export function canSee(principal: Principal, repo: Repo): boolean {
  switch (principal.kind) {
    case 'anonymous':
      return !repo.private;
    case 'user':
      return roleOf(repo, principal.account) !== undefined;
    case 'app':
      return false;
    case 'installation':
      return isGranted(principal, repo) || !repo.private;
  }
}

function isGranted(principal: Extract<Principal, { kind: 'installation' }>, repo: Repo): boolean {
  return hasRepo(principal.installation, repo) && (principal.repositoryIds?.has(repo.id) ?? true);
}

/** Throws unless the principal may use a route of this repository. */
export function requireAccess(principal: Principal, repo: Repo, access: RepositoryAccess): void {
  if (!canSee(principal, repo)) throw notFound();
  if (principal.kind === 'installation') {
    const reads = !access.writes && !repo.private && !isGranted(principal, repo);
    if (
      !reads &&
      (!isGranted(principal, repo) || !access.app.some((set) => allows(principal.permissions, set)))
    ) {
      throw failure(403, 'Resource not accessible by integration');
    }
  } else if (principal.kind === 'user') {
    if (!atLeast(roleOf(repo, principal.account), access.user))
      throw failure(403, 'Must have admin rights to Repository.');
  } else if (access.writes || access.user !== 'read') {
    throw failure(401, 'Requires authentication');
  }
  if (access.writes && repo.archived) throw failure(403, 'Repository was archived so is read-only.');
}

/** Sets of permissions, any of which is enough, as the header `x-accepted-github-permissions` names them. */
export function permissionsText(sets: readonly Permissions[]): string {
  const text = (set: Permissions) => Object.entries(set).map(([name, level]) => `${name}=${level}`);
  return sets.map((set) => text(set).join(',')).join('; ');
}

const LEVEL = { read: 1, write: 2, admin: 3 } as const;

/** True when a granted set covers a wanted one. */
export function allows(granted: Permissions, wanted: Permissions): boolean {
  return Object.entries(wanted).every(([name, level]) => {
    const has = granted[name];
    return has !== undefined && LEVEL[has] >= LEVEL[level];
  });
}

/** A principal's role in a repository, on the scale of roles: an app's permission counts as that role. */
export function hasRole(principal: Principal, repo: Repo, wanted: Role, permission: string): boolean {
  if (principal.kind === 'user') return atLeast(roleOf(repo, principal.account), wanted);
  if (principal.kind !== 'installation') return false;
  return isGranted(principal, repo) && allows(principal.permissions, { [permission]: 'write' });
}
