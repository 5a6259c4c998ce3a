/** Repositories, branches, people: https://docs.github.com/rest/repos */
import { failure, invalid, noContent, notFound, ok, type Answer } from '../http/answer.ts';
import { isAssignable } from '../world/assignable.ts';
import { fieldsOf, nullableText, optionalFlag, optionalText, type Fields } from '../http/fields.ts';
import { accountJson, ownProfileJson, profileJson } from '../json/account.ts';
import { singleCommitJson } from '../json/git.ts';
import { fullRepoJson, permissionsJson, repoUrl, repoPage } from '../json/repository.ts';
import type { Repo } from '../world/model.ts';
import { listAnswer } from '../http/paging.ts';
import { accountOf, hasRole, viewerOf } from '../world/principal.ts';
import { repoRoute, route, type RepoCall, type Route } from '../http/router.ts';
import { emit } from '../webhooks/webhooks.ts';
import { addRepo, atLeast, findAccount, findRepo, fullName, roleOf } from '../world/world.ts';

function showRepo(call: RepoCall): Answer {
  return ok(fullRepoJson(call.world, call.repo, viewerOf(call.principal)));
}

function updateRepo(call: RepoCall): Answer {
  const { world, repo } = call;
  const fields = fieldsOf(call.body);
  if (repo.archived && optionalFlag(fields, 'archived') !== false) {
    throw failure(403, 'Repository was archived so is read-only.');
  }
  repo.updatedAt = world.now();
  rename(call, optionalText(fields, 'name'));
  const changes = applySettings(repo, fields);
  const archived = optionalFlag(fields, 'archived');
  const isPrivate = optionalFlag(fields, 'private');
  if (isPrivate !== undefined && isPrivate !== repo.private) {
    repo.private = isPrivate;
    emitRepository(call, isPrivate ? 'privatized' : 'publicized', {});
  }
  if (Object.keys(changes).length > 0) emitRepository(call, 'edited', { changes });
  if (archived !== undefined && archived !== repo.archived) {
    repo.archived = archived;
    emitRepository(call, archived ? 'archived' : 'unarchived', {});
  }
  return showRepo(call);
}

function emitRepository(call: RepoCall, action: string, payload: Readonly<Record<string, unknown>>): void {
  emit(call.world, {
    repo: call.repo,
    event: 'repository',
    action,
    sender: accountOf(call.principal),
    payload,
  });
}

function rename(call: RepoCall, name: string | undefined): void {
  const { world, repo } = call;
  if (name === undefined || name === repo.name) return;
  const taken = findRepo(world, repo.owner.login, name);
  if (taken && taken !== repo) {
    throw invalid([
      {
        resource: 'Repository',
        field: 'name',
        code: 'custom',
        message: 'name already exists on this account',
      },
    ]);
  }
  const from = repo.name;
  world.formerNames.set(fullName(repo).toLowerCase(), repo);
  repo.name = name;
  world.formerNames.delete(fullName(repo).toLowerCase());
  emitRepository(call, 'renamed', { changes: { repository: { name: { from } } } });
}

/** Settings that are simply kept; returns what the `edited` webhook calls `changes`. */
function applySettings(repo: Repo, fields: Fields): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  const description = nullableText(fields, 'description');
  const homepage = nullableText(fields, 'homepage');
  const branch = optionalText(fields, 'default_branch');
  if (description !== undefined && description !== repo.description) {
    changes['description'] = { from: repo.description };
    repo.description = description;
  }
  if (homepage !== undefined && homepage !== repo.homepage) {
    changes['homepage'] = { from: repo.homepage };
    repo.homepage = homepage;
  }
  if (branch !== undefined && branch !== repo.defaultBranch) {
    if (!repo.refs.has(`refs/heads/${branch}`)) {
      const message = `The branch ${branch} was not found. Please push that ref first or create it via the Git Data API.`;
      throw invalid([{ resource: 'Repository', field: 'default_branch', code: 'invalid', message }]);
    }
    changes['default_branch'] = { from: repo.defaultBranch };
    repo.defaultBranch = branch;
  }
  repo.hasIssues = optionalFlag(fields, 'has_issues') ?? repo.hasIssues;
  repo.deleteBranchOnMerge = optionalFlag(fields, 'delete_branch_on_merge') ?? repo.deleteBranchOnMerge;
  return changes;
}

function branchSha(call: RepoCall): { branch: string; sha: string } {
  const branch = call.params['branch'] ?? '';
  const sha = call.repo.refs.get(`refs/heads/${branch}`);
  if (sha === undefined) throw failure(404, 'Branch not found');
  return { branch, sha };
}

function showBranch(call: RepoCall): Answer {
  const { world, repo } = call;
  const { branch, sha } = branchSha(call);
  const self = `${repoUrl(world, repo)}/branches/${branch}`;
  return ok({
    name: branch,
    commit: singleCommitJson(world, repo, sha),
    _links: { self, html: `${repoPage(world, repo)}/tree/${branch}` },
    protected: repo.protectedBranches.has(branch),
    protection: protectionSummary(repo, branch),
    protection_url: `${self}/protection`,
  });
}

function protectionSummary(repo: Repo, branch: string) {
  const checks = { enforcement_level: 'off', contexts: [], checks: [] };
  return { enabled: repo.protectedBranches.has(branch), required_status_checks: checks };
}

function listBranches(call: RepoCall): Answer {
  const { world, repo } = call;
  const branches = [...repo.refs].filter(([ref]) => ref.startsWith('refs/heads/'));
  return listAnswer(
    call,
    branches.sort(([a], [b]) => (a < b ? -1 : 1)),
    ([ref, sha]) => {
      const name = ref.slice('refs/heads/'.length);
      const protection_url = `${repoUrl(world, repo)}/branches/${name}/protection`;
      return {
        name,
        commit: { sha, url: `${repoUrl(world, repo)}/commits/${sha}` },
        protected: repo.protectedBranches.has(name),
        protection: protectionSummary(repo, name),
        protection_url,
      };
    },
  );
}

/** `role_name` speaks of read and write where `permissions` says pull and push. */
const REST_ROLES = {
  none: '',
  read: 'read',
  triage: 'triage',
  write: 'write',
  maintain: 'maintain',
  admin: 'admin',
};

function showPermission(call: RepoCall): Answer {
  const { world, repo, principal } = call;
  if (principal.kind === 'user' && !hasRole(principal, repo, 'write', 'metadata'))
    throw failure(403, 'Must have push access to view collaborator permission.');
  const account = findAccount(world, call.params['username'] ?? '');
  if (!account) throw notFound();
  const role = roleOf(repo, account);
  const legacy = atLeast(role, 'admin') ? 'admin' : atLeast(role, 'write') ? 'write' : role ? 'read' : 'none';
  const roleName = REST_ROLES[role ?? 'none'];
  const user = {
    ...accountJson(world, account),
    permissions: permissionsJson(repo, account),
    role_name: roleName,
  };
  return ok({ permission: legacy, role_name: roleName, user });
}

function checkAssignee(call: RepoCall): Answer {
  if (!isAssignable(call.repo, call.params['assignee'] ?? '')) throw notFound();
  return noContent();
}

/** A fork shares the git objects of its parent and starts with its branches; it has no issues of its own. */
function forkRepo(call: RepoCall): Answer {
  const { world, repo, principal } = call;
  const fields = fieldsOf(call.body);
  const account = accountOf(principal);
  const owner = findAccount(world, optionalText(fields, 'organization') ?? account.login);
  if (!owner) throw notFound();
  const name = optionalText(fields, 'name') ?? repo.name;
  if (owner === repo.owner) throw failure(403, 'You cannot fork a repository into the account that owns it.');
  const existing = findRepo(world, owner.login, name);
  const fork =
    existing ??
    addRepo(world, { owner, name, defaultBranch: repo.defaultBranch, private: repo.private, parent: repo });
  if (!existing) for (const [ref, sha] of repo.refs) fork.refs.set(ref, sha);
  return { status: 202, body: fullRepoJson(world, fork, account) };
}

const READ = { app: { metadata: 'read' } } as const;

/** The routes. */
export const repositoryRoutes: readonly Route[] = [
  repoRoute('GET', '', READ, showRepo),
  repoRoute('PATCH', '', { app: { administration: 'write' }, user: 'admin', writes: false }, updateRepo),
  repoRoute('POST', '/forks', { app: { administration: 'write' }, user: 'read', writes: false }, forkRepo),
  repoRoute('GET', '/branches', { app: { contents: 'read' } }, listBranches),
  repoRoute('GET', '/branches/{branch}', { app: { contents: 'read' } }, showBranch),
  repoRoute('GET', '/collaborators/{username}/permission', READ, showPermission),
  repoRoute(
    'GET',
    '/assignees/{assignee}',
    { app: [{ issues: 'read' }, { pull_requests: 'read' }] },
    checkAssignee,
  ),
  route('GET', '/users/{username}', 'anyone', (call) => {
    const account = findAccount(call.world, call.params['username'] ?? '');
    if (!account) throw notFound();
    const isSelf = call.principal.kind === 'user' && call.principal.account === account;
    return ok(isSelf ? ownProfileJson(call.world, account) : profileJson(call.world, account));
  }),
  route('GET', '/user', 'user', (call) => ok(ownProfileJson(call.world, accountOf(call.principal)))),
];
