/** Doing a request: find the repository, check who may, run the handler. */
import { failure, movedTo, notFound, type Answer, ApiError } from './http/answer.ts';
import { apiUrl } from './json/account.ts';
import { canSee, requireAccess, type Principal } from './world/principal.ts';
import type { Call, RepoCall, Route } from './http/router.ts';
import type { SandboxRequest } from './types.ts';
import { findRepo, type World } from './world/world.ts';

/** A request with all that is known about it before anything is done. */
export interface Incoming {
  readonly request: SandboxRequest;
  readonly principal: Principal | ApiError;
  readonly route: Route | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The answer to a request; throws `ApiError` for anything GitHub refuses. */
export function perform(world: World, incoming: Incoming): Answer {
  const { route, principal, request } = incoming;
  if (principal instanceof ApiError) throw principal;
  if (!route) {
    throw failure(
      501,
      `The sandbox has no route for ${request.method} ${request.path}. Add it to a table in src/routes.`,
    );
  }
  if (request.body instanceof SyntaxError) throw failure(400, 'Problems parsing JSON');
  const call: Call = {
    world,
    principal,
    params: incoming.params,
    query: incoming.url.searchParams,
    body: request.body,
    headers: incoming.headers,
    requestUrl: incoming.url,
  };
  if (route.access.by === 'repository') return performInRepository(call, route, incoming);
  requirePrincipal(principal, route.access.by);
  return route.handle(call);
}

function performInRepository(call: Call, route: Route, incoming: Incoming): Answer {
  const { world, params, principal } = call;
  const { owner = '', repo: name = '' } = params;
  const repo = findRepo(world, owner, name);
  if (!repo) {
    const renamed = world.formerNames.get(`${owner}/${name}`.toLowerCase());
    if (!renamed || !canSee(principal, renamed)) throw notFound();
    const rest = incoming.request.path.split('/').slice(4).join('/');
    const status = incoming.request.method === 'GET' ? 301 : 307;
    return movedTo(status, `${apiUrl(world)}/repositories/${renamed.id}${rest ? `/${rest}` : ''}`);
  }
  if (route.access.by === 'repository') requireAccess(principal, repo, route.access);
  const repoCall: RepoCall = { ...call, repo };
  return route.handle(repoCall);
}

function requirePrincipal(principal: Principal, by: 'anyone' | 'app' | 'installation' | 'user'): void {
  if (by === 'anyone' || by === principal.kind) return;
  if (by === 'app') throw failure(401, 'A JSON web token could not be decoded');
  if (principal.kind === 'anonymous') throw failure(401, 'Requires authentication');
  if (by === 'user') throw failure(403, 'Resource not accessible by integration');
  throw failure(
    403,
    'You must authenticate with an installation access token in order to list repositories for an installation.',
  );
}
