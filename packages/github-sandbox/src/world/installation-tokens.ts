/** Installation tokens, and the one of them that every workflow run gets: GITHUB_TOKEN. */
import type { Installation, InstallationToken } from './model.ts';
import { createApp } from './powers.ts';
import { install } from './installations.ts';
import type * as api from '../types.ts';
import { mustFindById, mustFindRepo, randomText, type World } from './world.ts';

const HOUR_MS = 3_600_000;

/** What a workflow's token may do at most (https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#permissions). */
const WORKFLOW: api.Permissions = {
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  checks: 'write',
};

/** Makes a token of an installation that is good for an hour. */
export function issueToken(
  world: World,
  scope: Omit<InstallationToken, 'expiresAt'>,
): { readonly token: string; readonly expiresAt: Date } {
  const expiresAt = new Date(world.wallClock().getTime() + HOUR_MS);
  const token = newToken(scope.installation, expiresAt);
  world.installationTokens.set(token, { ...scope, expiresAt });
  return { token, expiresAt };
}

/** Today's stateless form: app id, then a JWT, about 520 characters (GITHUB-FACTS 12). */
function newToken(installation: Installation, expiresAt: Date): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = encode({ alg: 'RS256', typ: 'JWT' });
  const claims = encode({ sub: installation.id, exp: expiresAt.getTime(), jti: randomText(24) });
  return `ghs_${installation.app.id}_${header}.${claims}.${randomText(256)}`;
}

/** The GITHUB_TOKEN of a workflow run: an installation token of the App `github-actions`, for one repository. */
export function createWorkflowToken(world: World, name: string, wanted: api.NewWorkflowToken): string {
  const repo = mustFindRepo(world, name);
  repo.workflowsOpenPulls = wanted.opensPulls ?? false;
  const app =
    [...world.apps.values()].find(({ slug }) => slug === 'github-actions') ??
    mustFindById(world.apps, createApp(world, { slug: 'github-actions', permissions: WORKFLOW }).id, 'app');
  const known = [...world.installations.values()].find(
    (one) => one.app === app && one.account.id === repo.owner.id,
  );
  const installation =
    known ??
    mustFindById(
      world.installations,
      install(world, { id: app.id }, { account: repo.owner.login, permissions: WORKFLOW }).id,
      'installation',
    );
  const permissions = { metadata: 'read' as const, ...(wanted.permissions ?? WORKFLOW) };
  return issueToken(world, { installation, permissions, repositoryIds: new Set([repo.id]) }).token;
}
