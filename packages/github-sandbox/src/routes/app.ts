/** Apps and installations: https://docs.github.com/rest/apps */
import { created, failure, invalid, notFound, ok, type Answer } from '../http/answer.ts';
import { fieldsOf, optionalList, type Fields } from '../http/fields.ts';
import { issueToken } from '../world/installation-tokens.ts';
import { granted } from '../world/powers.ts';
import { appJson, installationJson, isoDate, withMetadata } from '../json/account.ts';
import { repoJson, viewedRepoJson } from '../json/repository.ts';
import type { App, Installation, Repo } from '../world/model.ts';
import { listAnswer, pageOf } from '../http/paging.ts';
import { allows, suspended } from '../world/principal.ts';
import { route, type Call, type Route } from '../http/router.ts';
import type { Permissions } from '../types.ts';
import { findRepo, hasRepo } from '../world/world.ts';

function appOfCall(call: Call): App {
  if (call.principal.kind !== 'app') throw failure(401, 'A JSON web token could not be decoded');
  return call.principal.app;
}

function installationsOf(call: Call): Installation[] {
  const app = appOfCall(call);
  return [...call.world.installations.values()].filter((one) => one.app === app);
}

function installationById(call: Call): Installation {
  const found = installationsOf(call).find((one) => String(one.id) === call.params['installation_id']);
  if (!found) throw notFound();
  return found;
}

function installationOfRepo(call: Call): Answer {
  const repo = findRepo(call.world, call.params['owner'] ?? '', call.params['repo'] ?? '');
  const found = repo && installationsOf(call).find((one) => hasRepo(one, repo));
  if (!found) throw notFound();
  return ok(installationJson(call.world, found));
}

function installationOfOwner(call: Call): Answer {
  const login = (call.params['username'] ?? call.params['org'] ?? '').toLowerCase();
  const found = installationsOf(call).find((one) => one.account.login.toLowerCase() === login);
  if (!found) throw notFound();
  return ok(installationJson(call.world, found));
}

function createToken(call: Call): Answer {
  const installation = installationById(call);
  if (installation.suspendedAt) throw suspended();
  const fields = fieldsOf(call.body);
  const repos = wantedRepos(call, installation, fields);
  const permissions = wantedPermissions(installation, fields);
  const repositoryIds = repos && new Set(repos.map((repo) => repo.id));
  const { token, expiresAt } = issueToken(call.world, { installation, permissions, repositoryIds });
  return created({
    token,
    expires_at: isoDate(expiresAt),
    permissions: withMetadata(permissions ?? installation.permissions),
    repository_selection: repos || installation.repositoryIds ? 'selected' : 'all',
    ...(repos ? { repositories: repos.map((repo) => repoJson(call.world, repo)) } : {}),
  });
}

function wantedRepos(call: Call, installation: Installation, fields: Fields): Repo[] | undefined {
  const names = optionalList(fields, 'repositories');
  const ids = optionalList(fields, 'repository_ids');
  if (!names?.length && !ids?.length) return undefined;
  const all = granted(call.world, installation);
  return [...(names ?? []), ...(ids ?? [])].map((wanted) => {
    const repo = all.find((one) => one.name === wanted || one.id === wanted);
    if (!repo) {
      const message =
        'There is at least one repository that does not exist or is not accessible to the parent installation.';
      throw invalid([{ resource: 'Installation', field: 'repositories', code: 'invalid', message }], message);
    }
    return repo;
  });
}

function wantedPermissions(installation: Installation, fields: Fields): Permissions | undefined {
  const wanted = fields['permissions'];
  if (wanted === undefined || wanted === null) return undefined;
  // Recorded: what is no object is refused as if it were no JSON.
  if (typeof wanted !== 'object') throw failure(400, 'Problems parsing JSON');
  if (!allows(withMetadata(installation.permissions), wanted as Permissions)) {
    throw failure(422, 'The permissions requested are not granted to this installation.');
  }
  return wanted as Permissions;
}

function listInstallationRepos(call: Call): Answer {
  if (call.principal.kind !== 'installation') throw notFound();
  const { installation, repositoryIds } = call.principal;
  const repos = granted(call.world, installation).filter((repo) => repositoryIds?.has(repo.id) ?? true);
  const page = pageOf(call, repos);
  return {
    status: 200,
    headers: page.headers,
    body: {
      total_count: repos.length,
      repository_selection: installation.repositoryIds ? 'selected' : 'all',
      repositories: page.items.map((repo) => viewedRepoJson(call.world, repo, installation.app.bot)),
    },
  };
}

/** The routes. */
export const appRoutes: readonly Route[] = [
  route('GET', '/app', 'app', (call) => {
    return ok({ ...appJson(call.world, appOfCall(call)), installations_count: installationsOf(call).length });
  }),
  route('GET', '/app/installations', 'app', (call) =>
    listAnswer(call, installationsOf(call), (one) => installationJson(call.world, one)),
  ),
  route('GET', '/app/installations/{installation_id}', 'app', (call) =>
    ok(installationJson(call.world, installationById(call))),
  ),
  route('POST', '/app/installations/{installation_id}/access_tokens', 'app', createToken),
  route('GET', '/repos/{owner}/{repo}/installation', 'app', installationOfRepo),
  route('GET', '/users/{username}/installation', 'app', installationOfOwner),
  route('GET', '/orgs/{org}/installation', 'app', installationOfOwner),
  route('GET', '/installation/repositories', 'installation', listInstallationRepos),
];
