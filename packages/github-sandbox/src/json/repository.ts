/** Repositories as GitHub shows them. */
import { accountJson, apiUrl, isoDate, organizationJson } from './account.ts';
import type { Account, Repo } from '../world/model.ts';
import { atLeast, fullName, nodeId, roleOf, type World } from '../world/world.ts';

/** The API address of a repository. */
export function repoUrl(world: World, repo: Repo): string {
  return `${apiUrl(world)}/repos/${fullName(repo)}`;
}

/** The web address of a repository. */
export function repoPage(world: World, repo: Repo): string {
  return `${world.url}/${fullName(repo)}`;
}

const LINKS: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

/** `repository`. */
export function repoJson(world: World, repo: Repo) {
  const url = repoUrl(world, repo);
  const page = repoPage(world, repo);
  const openIssues = [...repo.issues.values()].filter((issue) => issue.state === 'open').length;
  return {
    id: repo.id,
    node_id: nodeId('R', repo.id),
    name: repo.name,
    full_name: fullName(repo),
    private: repo.private,
    owner: accountJson(world, repo.owner),
    html_url: page,
    description: repo.description,
    fork: repo.parent !== undefined,
    url,
    ...Object.fromEntries(Object.entries(LINKS).map(([name, path]) => [name, url + path])),
    git_url: `${page.replace(/^https?/, 'git')}.git`,
    ssh_url: `git@${new URL(world.url).hostname}:${fullName(repo)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: repo.homepage,
    language: null,
    license: null,
    forks_count: 0,
    forks: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    size: repo.git.blobs.size,
    default_branch: repo.defaultBranch,
    open_issues_count: openIssues,
    open_issues: openIssues,
    is_template: false,
    topics: [],
    has_issues: repo.hasIssues,
    has_projects: true,
    has_wiki: true,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: repo.archived,
    disabled: false,
    visibility: repo.private ? 'private' : 'public',
    allow_forking: true,
    web_commit_signoff_required: false,
    has_pull_requests: true,
    pull_request_creation_policy: 'all',
    pushed_at: isoDate(repo.pushedAt),
    created_at: isoDate(repo.createdAt),
    updated_at: isoDate(repo.updatedAt),
  };
}

/** A repository as webhooks carry it. */
export function sentRepoJson(world: World, repo: Repo) {
  return { ...repoJson(world, repo), custom_properties: {} };
}

/** The repository of a push, which keeps an older form: dates in seconds, an owner with name and address. */
export function pushedRepoJson(world: World, repo: Repo) {
  const shown = sentRepoJson(world, repo);
  const { login, email } = repo.owner;
  return {
    ...shown,
    owner: { ...shown.owner, name: login, email },
    created_at: Math.floor(repo.createdAt.getTime() / 1000),
    pushed_at: Math.floor(repo.pushedAt.getTime() / 1000),
    stargazers: 0,
    master_branch: repo.defaultBranch,
    ...(repo.owner.kind === 'Organization' ? { organization: login } : {}),
  };
}

/** A repository and what the viewer, if there is one, may do there. */
export function viewedRepoJson(world: World, repo: Repo, viewer: Account | undefined) {
  return { ...repoJson(world, repo), ...(viewer ? { permissions: permissionsJson(repo, viewer) } : {}) };
}

/** `full-repository`: what `GET /repos/{owner}/{repo}` adds. */
export function fullRepoJson(world: World, repo: Repo, viewer: Account | undefined) {
  const organization =
    repo.owner.kind === 'Organization' ? { organization: accountJson(world, repo.owner) } : {};
  const origin = repo.parent
    ? { parent: repoJson(world, repo.parent), source: repoJson(world, repo.parent) }
    : {};
  return {
    ...viewedRepoJson(world, repo, viewer),
    ...organization,
    ...origin,
    custom_properties: {},
    temp_clone_token: null,
    allow_rebase_merge: true,
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_auto_merge: false,
    allow_update_branch: true,
    use_squash_pr_title_as_default: false,
    squash_merge_commit_title: 'COMMIT_OR_PR_TITLE',
    squash_merge_commit_message: 'COMMIT_MESSAGES',
    merge_commit_title: 'MERGE_MESSAGE',
    merge_commit_message: 'PR_TITLE',
    delete_branch_on_merge: repo.deleteBranchOnMerge,
    subscribers_count: 0,
    network_count: 0,
  };
}

/** What a person may do, in REST's words. */
export function permissionsJson(repo: Repo, viewer: Account) {
  const role = roleOf(repo, viewer);
  return {
    admin: atLeast(role, 'admin'),
    maintain: atLeast(role, 'maintain'),
    push: atLeast(role, 'write'),
    triage: atLeast(role, 'triage'),
    pull: atLeast(role, 'read'),
  };
}

/** `organization` of a webhook, when an organisation owns the repository. */
export function organizationOf(world: World, owner: Account) {
  return owner.kind === 'Organization' ? { organization: organizationJson(world, owner) } : {};
}

/** How close a person is to a repository. */
export function authorAssociation(repo: Repo, account: Account): string {
  if (repo.owner.id === account.id) return 'OWNER';
  if (repo.owner.admins.includes(account.login)) return 'MEMBER';
  return repo.collaborators.has(account.login) ? 'COLLABORATOR' : 'NONE';
}
