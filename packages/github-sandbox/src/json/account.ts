/** Accounts and apps as GitHub shows them. */
import type { Account, App, Installation } from '../world/model.ts';
import type { Permissions } from '../types.ts';
import { nodeId, type World } from '../world/world.ts';

/** A date as GitHub writes it: UTC, to the second. */
export function isoDate(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** A date or null. */
export function isoDateOrNull(date: Date | undefined): string | null {
  return date ? isoDate(date) : null;
}

/** Where the API lives, for every `url` in an answer. */
export function apiUrl(world: World): string {
  return `${world.url}/api/v3`;
}

/** `simple-user`. */
export function accountJson(world: World, account: Account) {
  const url = `${apiUrl(world)}/users/${encodeURIComponent(account.login)}`;
  const page = account.kind === 'Bot' ? `apps/${account.login.replace('[bot]', '')}` : account.login;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId({ User: 'U', Organization: 'O', Bot: 'BOT' }[account.kind], account.id),
    avatar_url: `${world.url}/avatars/u/${account.id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${world.url}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.kind,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** `simple-user` or null. */
export function accountOrNull(world: World, account: Account | undefined) {
  return account ? accountJson(world, account) : null;
}

/** `public-user`: what `GET /users/{username}` adds. */
export function profileJson(world: World, account: Account) {
  return {
    ...accountJson(world, account),
    name: null,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: [...world.repos.values()].filter((repo) => repo.owner.id === account.id && !repo.private)
      .length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: isoDate(account.createdAt),
    updated_at: isoDate(account.createdAt),
  };
}

/** `private-user`: what a person sees of themselves. */
export function ownProfileJson(world: World, account: Account) {
  const own = [...world.repos.values()].filter((repo) => repo.owner.id === account.id && repo.private).length;
  return {
    ...profileJson(world, account),
    notification_email: null,
    private_gists: 0,
    total_private_repos: own,
    owned_private_repos: own,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
    plan: { name: 'free', space: 976_562_499, collaborators: 0, private_repos: 10_000 },
  };
}

/** `organization-simple`, as webhooks carry it. */
export function organizationJson(world: World, account: Account) {
  const url = `${apiUrl(world)}/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('O', account.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.url}/avatars/u/${account.id}?v=4`,
    description: null,
  };
}

/** `integration`: an app. */
export function appJson(world: World, app: App) {
  return {
    id: app.id,
    slug: app.slug,
    client_id: app.clientId,
    node_id: nodeId('A', app.id),
    owner: accountJson(world, app.owner),
    name: app.slug,
    description: '',
    external_url: `${world.url}/apps/${app.slug}/about`,
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: isoDate(app.createdAt),
    updated_at: isoDate(app.createdAt),
    permissions: app.permissions,
    events: app.events,
  };
}

/** `integration` or null, for `performed_via_github_app`. */
export function appOrNull(world: World, app: App | undefined) {
  return app ? appJson(world, app) : null;
}

/** `installation`. */
export function installationJson(world: World, installation: Installation) {
  const { app, account } = installation;
  return {
    id: installation.id,
    client_id: app.clientId,
    account: accountJson(world, account),
    repository_selection: installation.repositoryIds ? 'selected' : 'all',
    access_tokens_url: `${apiUrl(world)}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${apiUrl(world)}/installation/repositories`,
    html_url: `${world.url}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.kind,
    permissions: withMetadata(installation.permissions),
    events: app.events,
    created_at: isoDate(installation.createdAt),
    updated_at: isoDate(installation.updatedAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: accountOrNull(world, installation.suspendedBy),
    suspended_at: isoDateOrNull(installation.suspendedAt),
  };
}

/** Every installation may read metadata. */
export function withMetadata(permissions: Permissions): Permissions {
  return { metadata: 'read', ...permissions };
}
