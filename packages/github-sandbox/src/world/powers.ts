/** What tests may do that GitHub offers only in its web pages: accounts, apps, installations, deleting and moving issues. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { writeBlob, writeCommit, writeFiles, type FileAt } from '../git/store.ts';
import { commitSignatures } from '../git/commit-author.ts';
import { allows } from './principal.ts';
import type { App, Repo } from './model.ts';
import { creatorOf } from './owner.ts';
import type * as api from '../types.ts';
import {
  addAccount,
  addRepo,
  findRepo,
  fullName,
  mustFindAccount,
  mustFindById,
  mustFindRepo,
  nextId,
  randomText,
  type World,
} from './world.ts';
import { EVENT_PERMISSIONS } from '../webhooks/webhooks.ts';

export * from './installations.ts';
export { checkActions, requestAction } from './check-buttons.ts';
export { deleteIssue, transferIssue } from './issue-powers.ts';

/** A person with a token. */
export function createUser(
  world: World,
  login: string,
  { token = `ghp_${randomText(27).replace(/\W|_/g, 'x')}` }: api.NewUser,
): api.UserAccount {
  const account = addAccount(world, { kind: 'User', login });
  world.userTokens.set(token, account);
  return { id: account.id, login, token };
}

/** An organisation with its admins. */
export function createOrganization(
  world: World,
  login: string,
  { admins = [], issueTypes = ['Task', 'Bug', 'Feature'] }: api.NewOrganization,
): api.OrganizationAccount {
  const types = issueTypes.map((name) => ({ id: nextId(world, 'type'), name, createdAt: world.now() }));
  const account = addAccount(world, { kind: 'Organization', login, admins, issueTypes: types });
  return { id: account.id, login };
}

/** A repository with one commit, unless it is to be empty. */
export function createRepository(world: World, wanted: api.NewRepository): api.RepositoryRef {
  const owner = mustFindAccount(world, wanted.owner);
  if (findRepo(world, owner.login, wanted.name))
    throw new Error(`the sandbox already has ${owner.login}/${wanted.name}`);
  const repo = addRepo(world, {
    owner,
    name: wanted.name,
    private: wanted.private ?? false,
    defaultBranch: wanted.defaultBranch ?? 'main',
  });
  repo.hasIssues = wanted.hasIssues ?? true;
  for (const [login, role] of Object.entries(wanted.collaborators ?? {})) {
    repo.collaborators.set(mustFindAccount(world, login).login, role);
  }
  if (!wanted.empty) commitInitialFiles(world, repo, wanted.files ?? {});
  return { id: repo.id, owner: owner.login, name: repo.name };
}

function commitInitialFiles(
  world: World,
  repo: Repo,
  given: Readonly<Record<string, string | Uint8Array>>,
): void {
  const files = Object.keys(given).length > 0 ? given : { 'README.md': `# ${repo.name}\n` };
  const blobs = new Map<string, FileAt>();
  for (const [path, content] of Object.entries(files)) {
    blobs.set(path, { mode: '100644', sha: writeBlob(repo.git, Buffer.from(content)) });
  }
  const { author, committer } = commitSignatures(world, creatorOf(world, repo.owner));
  const sha = writeCommit(repo.git, {
    tree: writeFiles(repo.git, blobs),
    parents: [],
    author,
    committer,
    message: 'Initial commit',
  });
  repo.refs.set(`refs/heads/${repo.defaultBranch}`, sha);
}

interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Making a key takes a tenth of a second, so the nth app of every sandbox in this process shares the nth key. */
const keyPairs: KeyPair[] = [];

function keyPair(index: number): KeyPair {
  keyPairs[index] ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  return keyPairs[index];
}

function keyPairOf(privateKey: string): KeyPair {
  return {
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
    privateKey,
  };
}

/** Register an app and its bot account. */
export function createApp(world: World, wanted: api.NewApp): api.AppAccount {
  const owner = wanted.owner
    ? mustFindAccount(world, wanted.owner)
    : addAccount(world, { kind: 'Organization', login: `${wanted.slug}-makers` });
  const keys = wanted.privateKey === undefined ? keyPair(world.apps.size) : keyPairOf(wanted.privateKey);
  const permissions: api.Permissions = { metadata: 'read', ...wanted.permissions };
  const app: App = {
    id: nextId(world, 'app'),
    slug: wanted.slug,
    clientId: `Iv23li${randomText(11).replace(/\W|_/g, 'x')}`,
    owner,
    bot: addAccount(world, { kind: 'Bot', login: `${wanted.slug}[bot]` }),
    permissions,
    events: wanted.events ?? eventsFor(permissions),
    publicKey: keys.publicKey,
    createdAt: world.now(),
    webhook: undefined,
  };
  world.apps.set(app.id, app);
  const secret = wanted.webhook?.secret ?? randomText(24);
  if (wanted.webhook) app.webhook = { url: wanted.webhook.url, secret };
  return {
    id: app.id,
    slug: app.slug,
    clientId: app.clientId,
    privateKey: keys.privateKey,
    webhookSecret: secret,
    botLogin: app.bot.login,
    botId: app.bot.id,
  };
}

function eventsFor(permissions: api.Permissions): string[] {
  return Object.keys(EVENT_PERMISSIONS).filter((event) =>
    EVENT_PERMISSIONS[event]?.some((needed) => allows(permissions, needed)),
  );
}

/** Set or take away where an app's webhooks go. */
export function setWebhook(
  world: World,
  { id, webhookSecret }: api.AppAccount,
  webhook: { readonly url: string; readonly secret?: string } | undefined,
): void {
  const app = mustFindById(world.apps, id, 'app');
  app.webhook = webhook && { url: webhook.url, secret: webhook.secret ?? webhookSecret };
}

/** Change what a person may do in a repository. */
export function setRole(world: World, name: string, login: string, role: api.Role | undefined): void {
  const repo = mustFindRepo(world, name);
  const account = mustFindAccount(world, login);
  if (repo.owner.id === account.id)
    throw new Error(`${login} owns ${fullName(repo)} and is always its admin`);
  if (role) repo.collaborators.set(account.login, role);
  else repo.collaborators.delete(account.login);
}
