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
  const account = github.createApp({ ...PLANWRIGHT, slug });
  return { account, installation: github.install(account, { account: owner, permissions }) };
}
