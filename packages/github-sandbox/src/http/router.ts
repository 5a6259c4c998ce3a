/** The route table's form, and how a request finds its route. */
import { failure, notFound, type Answer } from './answer.ts';
import type { Repo } from '../world/model.ts';
import type { Principal, RepositoryAccess } from '../world/principal.ts';
import type { Permissions, Role } from '../types.ts';
import type { World } from '../world/world.ts';

/** Methods the sandbox serves. */
export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** A request on its way to a handler. */
export interface Call {
  readonly world: World;
  readonly principal: Principal;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Base of the URL the client used, with or without `/api/v3`: what `Link` headers must continue. */
  readonly requestUrl: URL;
}

/** A request about one repository. */
export interface RepoCall extends Call {
  readonly repo: Repo;
}

/** Who may use a route. */
export type Access =
  | { readonly by: 'anyone' }
  /** An app with its JWT. */
  | { readonly by: 'app' }
  | { readonly by: 'installation' }
  | { readonly by: 'user' }
  | RepositoryAccess;

/** One line of the route table. The template is OpenAPI's: it routes, names the log entry and finds the schema. */
export interface Route {
  readonly method: Method;
  readonly template: string;
  readonly access: Access;
  readonly handle: (call: Call) => Answer;
}

/** A route outside repositories. */
export function route(
  method: Method,
  template: string,
  by: 'anyone' | 'app' | 'installation' | 'user',
  handle: (call: Call) => Answer,
): Route {
  return { method, template, access: { by }, handle };
}

/**
 * A route below `/repos/{owner}/{repo}`. `app` is what GITHUB-FACTS 10 asks of an installation (several: any one of
 * them is enough); `user` the least role of a person, by default read for GET and write for the rest.
 */
export function repoRoute(
  method: Method,
  path: string,
  needs: {
    readonly app: Permissions | readonly Permissions[];
    readonly user?: Role;
    readonly writes?: boolean;
  },
  handle: (call: RepoCall) => Answer,
): Route {
  const isRead = method === 'GET';
  return {
    method,
    template: `/repos/{owner}/{repo}${path}`,
    access: {
      by: 'repository',
      app: Array.isArray(needs.app) ? needs.app : [needs.app as Permissions],
      user: needs.user ?? (isRead ? 'read' : 'write'),
      writes: needs.writes ?? !isRead,
    },
    handle: (call) => {
      if (!('repo' in call)) throw notFound();
      return handle(call as RepoCall);
    },
  };
}

/** Parameters that may hold slashes. */
const GREEDY = new Set(['path', 'ref', 'basehead', 'branch', 'tree_sha']);

/** A matcher over a route table, most specific template first. */
export function createRouter(routes: readonly Route[]) {
  const compiled = routes
    .map((entry) => ({ entry, pattern: compile(entry.template), weight: literalCount(entry.template) }))
    .sort((a, b) => b.weight - a.weight);
  return (method: string, path: string): { route: Route; params: Record<string, string> } | undefined => {
    for (const { entry, pattern } of compiled) {
      const match = entry.method === method ? pattern.exec(path) : null;
      if (match) return { route: entry, params: decodeAll(match.groups ?? {}) };
    }
    return undefined;
  };
}

function compile(template: string): RegExp {
  const source = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    // The root directory is `contents/` or `contents`: an empty path is a path.
    if (name === 'path') return `(?<${name}>.*)`;
    return GREEDY.has(name) ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`;
  });
  return new RegExp(`^${source.replace('/(?<path>', '/?(?<path>')}$`);
}

function literalCount(template: string): number {
  return template.split('/').filter((segment) => segment && !segment.startsWith('{')).length;
}

function decodeAll(groups: Record<string, string>): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    throw failure(400, 'Bad Request');
  }
}
