/** Installing apps and changing installations, which on GitHub happens in web pages. */
import type { Account, Installation, Repo } from './model.ts';
import { creatorOf } from './owner.ts';
import type * as api from '../types.ts';
import { emitInstallation, repositoryStub } from '../webhooks/webhooks.ts';
import { mustFindAccount, mustFindById, mustFindRepo, nextId, type World } from './world.ts';

/** Put an app on an account. */
export function install(
  world: World,
  { id }: Pick<api.AppAccount, 'id'>,
  wanted: api.NewInstallation,
): api.InstallationRef {
  const account = mustFindAccount(world, wanted.account);
  const app = mustFindById(world.apps, id, 'app');
  const now = world.now();
  const names = wanted.repositories ?? 'all';
  const installation: Installation = {
    id: nextId(world, 'installation'),
    app,
    account,
    createdAt: now,
    updatedAt: now,
    permissions: { metadata: 'read', ...(wanted.permissions ?? app.permissions) },
    repositoryIds:
      names === 'all' ? undefined : new Set(names.map((name) => repoOf(world, account, name).id)),
    suspendedAt: undefined,
    suspendedBy: undefined,
  };
  world.installations.set(installation.id, installation);
  const sender = wanted.by ? mustFindAccount(world, wanted.by) : creatorOf(world, account);
  emitInstallation(world, installation, {
    event: 'installation',
    action: 'created',
    sender,
    payload: { repositories: granted(world, installation).map(repositoryStub), requester: null },
  });
  return { id: installation.id };
}

function repoOf(world: World, account: Account, name: string): Repo {
  return mustFindRepo(world, `${account.login}/${name.split('/').at(-1)}`);
}

/** The repositories of an installation. */
export function granted(world: World, installation: Installation): Repo[] {
  return [...world.repos.values()].filter(
    (repo) => repo.owner.id === installation.account.id && (installation.repositoryIds?.has(repo.id) ?? true),
  );
}

function tell(world: World, installation: Installation, action: string, payload: object = {}): void {
  installation.updatedAt = world.now();
  emitInstallation(world, installation, {
    event: 'installation',
    action,
    sender: creatorOf(world, installation.account),
    payload: { ...payload },
  });
}

/** Take an app off an account; its tokens stop working at once. */
export function uninstall(world: World, { id }: api.InstallationRef): void {
  const installation = mustFindById(world.installations, id, 'installation');
  world.installations.delete(id);
  emitInstallation(world, installation, {
    event: 'installation',
    action: 'deleted',
    sender: creatorOf(world, installation.account),
    payload: { repositories: granted(world, installation).map(repositoryStub), requester: null },
  });
}

/** Suspend an installation: its tokens answer 403. */
export function suspend(world: World, { id }: api.InstallationRef): void {
  const installation = mustFindById(world.installations, id, 'installation');
  installation.suspendedAt = world.now();
  installation.suspendedBy = creatorOf(world, installation.account);
  tell(world, installation, 'suspend');
}

/** Take back all tokens of an installation before their hour is over. */
export function revokeTokens(world: World, { id }: api.InstallationRef): void {
  for (const [token, { installation }] of world.installationTokens)
    if (installation.id === id) world.installationTokens.delete(token);
}

/** End a suspension. */
export function unsuspend(world: World, { id }: api.InstallationRef): void {
  const installation = mustFindById(world.installations, id, 'installation');
  installation.suspendedAt = undefined;
  installation.suspendedBy = undefined;
  tell(world, installation, 'unsuspend');
}

/** The owner accepts a set of permissions. */
export function acceptPermissions(
  world: World,
  { id }: api.InstallationRef,
  permissions: api.Permissions,
): void {
  const installation = mustFindById(world.installations, id, 'installation');
  installation.permissions = { metadata: 'read', ...permissions };
  const repositories = granted(world, installation).map(repositoryStub);
  tell(world, installation, 'new_permissions_accepted', { repositories });
}

/** Add repositories to, or remove them from, an installation. */
export function changeRepositories(
  world: World,
  { id }: api.InstallationRef,
  names: readonly string[],
  action: 'added' | 'removed',
): void {
  const installation = mustFindById(world.installations, id, 'installation');
  const repos = names.map((name) => repoOf(world, installation.account, name));
  const ids = new Set(granted(world, installation).map((repo) => repo.id));
  for (const repo of repos) {
    if (action === 'added') ids.add(repo.id);
    else ids.delete(repo.id);
  }
  installation.repositoryIds = ids;
  installation.updatedAt = world.now();
  emitInstallation(world, installation, {
    event: 'installation_repositories',
    action,
    sender: creatorOf(world, installation.account),
    payload: {
      repository_selection: 'selected',
      repositories_added: action === 'added' ? repos.map(repositoryStub) : [],
      repositories_removed: action === 'removed' ? repos.map(repositoryStub) : [],
      requester: null,
    },
  });
}
