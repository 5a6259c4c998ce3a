/** The accounts that the app of a story runs as. */
import { ProbotOctokit } from 'probot';
import type { AppAccount, InstallationRef, Permissions, Sandbox } from '@planwright/github-sandbox';
import { PLANWRIGHT } from '../../playground/registration.ts';

/** An account that the app can run as. */
export interface AppSelf {
  readonly account: AppAccount;
  readonly installation: InstallationRef;
}

/** Registers the app under a name, and installs it on the owner's account. */
export function register(
  github: Sandbox,
  { slug, owner, granted = {} }: { slug: string; owner: string; granted?: Permissions | undefined },
): AppSelf {
  const permissions = { ...PLANWRIGHT.permissions, ...granted };
  const privateKey = process.env.STORY_APP_KEY;
  const account = github.createApp({
    ...PLANWRIGHT,
    slug,
    ...(privateKey === undefined ? {} : { privateKey }),
  });
  return { account, installation: github.install(account, { account: owner, permissions }) };
}

/** A token of an installation, for doors that work in its name. */
export async function installationToken(
  github: Sandbox,
  { id: appId, privateKey }: AppAccount,
  { id: installationId }: InstallationRef,
): Promise<string> {
  const auth = { appId, privateKey, installationId };
  const request = { fetch: github.fetch };
  const octokit = new ProbotOctokit({ auth, baseUrl: `${github.url}/api/v3`, request });
  const { token } = (await octokit.auth({ type: 'installation' })) as { readonly token: string };
  return token;
}
