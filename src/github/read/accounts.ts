/** Accounts by their numeric id, since a login can be given up and taken by somebody else. */
import { VIEWER } from '../documents.ts';
import type { Client } from '../transport/client.ts';
import { statusOf, TerminalError } from '../transport/errors.ts';

/** An account on GitHub. */
export interface Account {
  readonly id: number;
  readonly login: string;
  /** True for the App's own bot: only Planwright writes as this account. */
  readonly isOwn?: boolean;
}

/** The account that every workflow's GITHUB_TOKEN writes as, in every repository. */
const WORKFLOWS = 'github-actions[bot]';

/** How the app is signed in: as an App, with `app` for the App's own key and `client` for an installation, or with a token. */
export type SignedIn =
  | { readonly kind: 'app'; readonly app: Client; readonly client: Client }
  | { readonly kind: 'token'; readonly client: Client };

/** Finds the account that this process writes as. */
export async function whoAmI(signedIn: SignedIn): Promise<Account> {
  switch (signedIn.kind) {
    case 'app': {
      const { data } = await signedIn.app.rest.apps.getAuthenticated();
      const slug = data?.slug;
      if (slug === undefined) throw new TerminalError('Expected GET /app to name the App, found no slug.');
      const bot = await account(signedIn.client, `${slug}[bot]`);
      return { ...bot, isOwn: bot.login !== WORKFLOWS };
    }
    case 'token':
      try {
        const { data } = await signedIn.client.rest.users.getAuthenticated();
        return { id: data.id, login: data.login };
      } catch (error) {
        const isInstallation = error instanceof TerminalError && statusOf(error.cause) === 403;
        if (isInstallation) return viewer(signedIn.client);
        throw error;
      }
  }
}

/**
 * The bot behind an installation's token, GITHUB_TOKEN among them. REST does not tell: `GET /user` is for people and
 * `GET /app` for the App's own key, while GraphQL's `viewer` answers such tokens too
 * (measured: https://github.com/fullsend-ai/fullsend/pull/1953).
 */
async function viewer({ graphql }: Client): Promise<Account> {
  const found = await graphql<{ readonly viewer: { login: string; databaseId: number } }>(VIEWER);
  return { id: found.viewer.databaseId, login: found.viewer.login };
}

/** The ids of logins, and the logins that no account has. */
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
