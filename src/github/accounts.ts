/** Who is who, by numeric account id: logins can be given up and taken by others. */
import type { Client } from './client.ts';
import { statusOf, TerminalError } from './errors.ts';

/** An account on GitHub. */
export interface Account {
  readonly id: number;
  readonly login: string;
}

/** How the app is signed in: as an App, with `app` for the App's own key and `client` for an installation, or with a token. */
export type SignedIn =
  | { readonly kind: 'app'; readonly app: Client; readonly client: Client }
  | { readonly kind: 'token'; readonly client: Client };

/** The account that a workflow's GITHUB_TOKEN acts as; that token may not ask who it is. */
const ACTIONS_BOT = 'github-actions[bot]';

/** Finds the account that this process writes as. */
export async function whoAmI(signedIn: SignedIn): Promise<Account> {
  switch (signedIn.kind) {
    case 'app': {
      const { data } = await signedIn.app.rest.apps.getAuthenticated();
      const slug = data?.slug;
      if (slug === undefined) throw new TerminalError('Expected GET /app to name the App, found no slug.');
      return account(signedIn.client, `${slug}[bot]`);
    }
    case 'token':
      try {
        const { data } = await signedIn.client.rest.users.getAuthenticated();
        return { id: data.id, login: data.login };
      } catch (error) {
        const isWorkflow = error instanceof TerminalError && statusOf(error.cause) === 403;
        if (isWorkflow) return account(signedIn.client, ACTIONS_BOT);
        throw error;
      }
  }
}

/** The ids behind logins, and the logins that nobody has. */
export async function accountIds(
  client: Client,
  logins: readonly string[],
): Promise<{ readonly ids: ReadonlyMap<string, number>; readonly unknown: readonly string[] }> {
  const ids = new Map<string, number>();
  const unknown: string[] = [];
  for (const login of logins) {
    try {
      ids.set(login, (await account(client, login)).id);
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      unknown.push(login);
    }
  }
  return { ids, unknown };
}

async function account(client: Client, login: string): Promise<Account> {
  const { data } = await client.rest.users.getByUsername({ username: login });
  return { id: data.id, login: data.login };
}
