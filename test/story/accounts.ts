import { PLANWRIGHT } from '../../src/sandbox/environment.ts';
import type { AppAccount, InstallationRef, Permissions, Sandbox } from '../../src/sandbox/types.ts';

/** An account that the app can run as. */
export interface AppSelf {
  readonly account: AppAccount;
  readonly installation: InstallationRef;
}

/** The accounts that the app runs as, each registered and installed when it is first needed. */
export function createAccounts(
  github: Sandbox,
  owner: string,
  granted: Permissions = {},
): (slug: string) => AppSelf {
  const known = new Map<string, AppSelf>();
  return (slug) => {
    const found = known.get(slug);
    if (found !== undefined) return found;
    const permissions = { ...PLANWRIGHT.permissions, ...granted };
    const account = github.createApp({ ...PLANWRIGHT, slug });
    const one = { account, installation: github.install(account, { account: owner, permissions }) };
    known.set(slug, one);
    return one;
  };
}
