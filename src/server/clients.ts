/** The clients by which a server speaks to GitHub: one for itself, one for each installation. */
import type { Probot } from 'probot';
import { instrument, type Client, type RequestNote } from '../github/client.ts';
import { createLane, type Clock, type Lane } from '../github/lane.ts';
import { whoAmI, type Account } from '../github/read.ts';

/** Those clients, and what is known by them. */
export interface Clients {
  /** As the App itself, which may ask for little but its installations and deliveries. */
  app(): Promise<Client>;
  clientOf(installation: number): Promise<Client>;
  /** Whether the app was granted write access to contents; looks at the permissions that came along with the token. */
  mayWriteContents(installation: number): Promise<boolean>;
  /** When the app was installed there (ms since 1970). */
  installedAt(installation: number): Promise<number>;
  /** The account this server writes as. */
  me(client: Client): Promise<Account>;
  /** Its login, once it is known. */
  login(): string | null;
  /**
   * Asks GitHub who this app is.
   *
   * @throws Error if GitHub cannot be reached, or does not know the app by its key.
   */
  check(): Promise<void>;
  /** What the installation may do has changed: its token is to be made anew. */
  renew(installation: number): void;
}

/** What clients take. */
export interface ClientsOptions {
  readonly probot: Probot;
  readonly clock: Clock;
  readonly onRequest: (installation: number | null, note: RequestNote) => void;
}

interface Installed {
  readonly octokit: Awaited<ReturnType<Probot['auth']>>;
  readonly client: Client;
  readonly lane: Lane;
  usedAt: number;
  /** When its token was last made anew because it seemed to allow too little. */
  renewedAt: number;
}

/** A token that allows too little is looked at again that often: the news that it may do more may have been lost. */
const RENEW_MS = 10 * 60_000;
/** Unused for so long a client is let go, with all that it remembers: GitHub counts by the hour (GITHUB-FACTS 2). */
const FORGET_MS = 2 * 3_600_000;
const MANY = 100;

/** Clients that nobody has used yet. */
export function createClients({ probot, clock, onRequest }: ClientsOptions): Clients {
  const installed = new Map<number, Installed>();
  const outdated = new Set<number>();
  const open = async (installation: number): Promise<Installed> => {
    const known = installed.get(installation) ?? (await install(installation));
    known.usedAt = clock.now();
    if (outdated.delete(installation)) await renewToken(known);
    return known;
  };
  const install = async (installation: number): Promise<Installed> => {
    const octokit = await probot.auth(installation);
    const known = installed.get(installation);
    if (known !== undefined) return known;
    const lane = createLane({ clock });
    const client = instrument(octokit, { lane, onRequest: (note) => onRequest(installation, note) });
    const made: Installed = { octokit, client, lane, usedAt: clock.now(), renewedAt: -Infinity };
    if (installed.size >= MANY) forgetUnused(installed, clock.now());
    installed.set(installation, made);
    return made;
  };
  const app = async (): Promise<Client> =>
    instrument(await probot.auth(), {
      lane: createLane({ clock }),
      onRequest: (note) => onRequest(null, note),
    });
  const self = createSelf(app);
  return {
    app,
    clientOf: async (installation) => (await open(installation)).client,
    async mayWriteContents(installation) {
      const known = await open(installation);
      if (await writesContents(known)) return true;
      if (clock.now() - known.renewedAt < RENEW_MS) return false;
      await renewToken(known);
      known.renewedAt = clock.now();
      return writesContents(known);
    },
    installedAt: createInstallDates(app),
    ...self,
    renew: (installation) => void outdated.add(installation),
  };
}

/** Asks GitHub once when each installation was made. */
function createInstallDates(app: Clients['app']): Clients['installedAt'] {
  const known = new Map<number, number>();
  return async (installation) => {
    const found = known.get(installation);
    if (found !== undefined) return found;
    const { rest } = await app();
    const { data } = await rest.apps.getInstallation({ installation_id: installation });
    const at = Date.parse(data.created_at);
    known.set(installation, at);
    return at;
  };
}

/** Asks GitHub once who this app is, and again only where the answer failed. */
function createSelf(app: Clients['app']): Pick<Clients, 'me' | 'login' | 'check'> {
  let login: string | null = null;
  let account: Promise<Account> | null = null;
  return {
    login: () => login,
    async check() {
      const { data } = await (await app()).rest.apps.getAuthenticated();
      if (data?.slug !== undefined) login = `${data.slug}[bot]`;
    },
    me(client) {
      account ??= app()
        .then(async (asApp) => {
          const found = await whoAmI({ kind: 'app', app: asApp, client });
          login = found.login;
          return found;
        })
        .catch((error: unknown) => {
          account = null;
          throw error;
        });
      return account;
    },
  };
}

function forgetUnused(installed: Map<number, Installed>, now: number): void {
  for (const [id, { usedAt }] of installed) if (now - usedAt > FORGET_MS) installed.delete(id);
}

// Probot keeps tokens for 59 minutes; told to refresh it puts the new one in the old one's place (@octokit/auth-app).
async function renewToken({ octokit }: Installed): Promise<void> {
  await octokit.auth({ type: 'installation', refresh: true });
}

async function writesContents({ octokit }: Installed): Promise<boolean> {
  const { permissions } = (await octokit.auth({ type: 'installation' })) as {
    readonly permissions?: { readonly contents?: string };
  };
  return permissions?.contents === undefined || permissions.contents === 'write';
}
