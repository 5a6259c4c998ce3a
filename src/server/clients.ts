/** The clients by which a server calls GitHub: one as the App itself, one for each installation. */
import type { Probot } from 'probot';
import { instrument, octokitDefaults, type Client, type RequestNote } from '../github/transport/client.ts';
import { createReplyBudget, createReplyCache } from '../github/transport/etag.ts';
import { createLane, type HostMemory, type LaneClock, type Lane } from '../github/transport/lane.ts';
import { whoAmI, type Account } from '../github/read.ts';

/** The App as GitHub knows it. */
export interface SelfOnGitHub {
  /** The account it writes as, such as `planwright[bot]`. */
  readonly login: string;
  /** Its page on GitHub. */
  readonly page: string;
}

/** The clients, and what was read by them about the App and its installations. */
export interface Clients {
  /** The client of the App itself, which may read its installations and deliveries, and little else. */
  app(): Promise<Client>;
  clientOf(installation: number): Promise<Client>;
  /** The lane of an installation, in which its requests are counted. */
  laneOf(installation: number): Lane;
  /** Whether the app was granted write access to contents. */
  mayWriteContents(installation: number): Promise<boolean>;
  /** When the app was installed there (ms since 1970). */
  installedAt(installation: number): Promise<number>;
  /** The account this server writes as. */
  me(client: Client): Promise<Account>;
  /** Its login, once it is known. */
  login(): string | null;
  /** Who it is on GitHub, once a check succeeded. */
  self(): SelfOnGitHub | null;
  /**
   * Asks GitHub who this app is.
   *
   * @throws Error if GitHub cannot be reached, or does not know the app by its key.
   */
  check(): Promise<void>;
  /** To be called when the permissions of an installation changed: makes a new token for it. */
  renew(installation: number): void;
}

/** What clients need. */
export interface ClientsOptions {
  /** Makes a Probot, which remembers the tokens that it was given. */
  readonly createProbot: () => Probot;
  readonly clock: LaneClock;
  readonly onRequest: (installation: number | null, note: RequestNote) => void;
}

interface Installed {
  readonly client: Client;
  usedAt: number;
}

/** What GitHub says of an installation, and when it was asked. */
interface Terms {
  readonly askedAt: number;
  readonly answer: Promise<{ readonly createdAt: number; readonly contents: string | undefined }>;
}

/** How often an installation's permissions are read again: the event of a change may have been lost. */
const TERMS_MS = 10 * 60_000;
/** A client unused for so long is dropped, with its counts of requests: GitHub counts by the hour (GITHUB-FACTS 2). */
const FORGET_MS = 2 * 3_600_000;
const MANY = 100;

/** What Probot hands to an Octokit. */
interface Given {
  readonly auth?: Readonly<Record<string, unknown>>;
  readonly request?: object;
}

/** Sends a request, as `fetch` does; what Octokit passes and reads is all that it needs to know. */
export type Fetch = (url: string, options?: object) => Promise<Response>;

/**
 * Options for every Octokit of Probot's, as a function: Probot puts its own throttle options over those of an object. The request by
 * which Probot lets tokens be fetched knows neither the address of an Enterprise Server nor the hooks, so Octokit's own is used
 * (probot 14, get-probot-octokit-with-defaults).
 */
export function octokitOptions(fetch: Fetch | undefined): (given: Given) => object {
  return ({ auth = {}, request = {}, ...given }) => {
    const { request: _, ...kept } = auth;
    const sent = fetch === undefined ? request : { ...request, fetch };
    return { ...given, ...octokitDefaults, request: sent, auth: kept };
  };
}

/** Creates the clients; no request is made yet. */
export function createClients({ createProbot, clock, onRequest }: ClientsOptions): Clients {
  const installed = new Map<number, Installed>();
  const lanes = new Map<number, Lane>();
  const terms = new Map<number, Terms>();
  const outdated = new Set<number>();
  const budget = createReplyBudget();
  const host: HostMemory = { lacksParentUntil: 0 };
  const probot = createProbot();
  const connect = async (installation: number, lane: Lane): Promise<Client> => {
    // A new Probot has no token of the installation from before its permissions changed.
    const octokit = await (outdated.delete(installation) ? createProbot() : probot).auth(installation);
    return instrument(octokit, {
      lane,
      onRequest: (note) => onRequest(installation, note),
      renew: () => octokit.auth({ type: 'installation', refresh: true }),
    });
  };
  // A lane stays while clients change: the requests that it counted still count at GitHub.
  const laneOf = (installation: number): Lane => {
    const known = lanes.get(installation);
    if (known !== undefined) return known;
    const lane = createLane({ clock, host, cache: createReplyCache({ budget }) });
    lanes.set(installation, lane);
    return lane;
  };
  const clientOf = async (installation: number): Promise<Client> => {
    const known = installed.get(installation);
    if (known !== undefined && !outdated.has(installation)) {
      known.usedAt = clock.now();
      return known.client;
    }
    const client = await connect(installation, laneOf(installation));
    if (installed.size >= MANY)
      for (const id of forgetUnused(installed, clock.now())) if (id !== installation) lanes.delete(id);
    installed.set(installation, { client, usedAt: clock.now() });
    return client;
  };
  const appLane = createLane({ clock });
  const app = async (): Promise<Client> =>
    instrument(await probot.auth(), {
      lane: appLane,
      onRequest: (note) => onRequest(null, note),
      // Each request as the App is signed anew.
      renew: async () => {},
    });
  const termsOf = (installation: number): Terms['answer'] => {
    const known = terms.get(installation);
    if (known !== undefined && clock.now() - known.askedAt < TERMS_MS) return known.answer;
    const answer = readTerms(app, installation);
    terms.set(installation, { askedAt: clock.now(), answer });
    answer.catch(() => terms.delete(installation));
    return answer;
  };
  return {
    app,
    clientOf,
    laneOf,
    async mayWriteContents(installation) {
      const { contents } = await termsOf(installation);
      return contents === 'write';
    },
    installedAt: async (installation) => (await termsOf(installation)).createdAt,
    ...createSelf(app),
    renew(installation) {
      outdated.add(installation);
      terms.delete(installation);
    },
  };
}

async function readTerms(app: Clients['app'], installation: number): Terms['answer'] {
  const { rest } = await app();
  const { data } = await rest.apps.getInstallation({ installation_id: installation });
  return { createdAt: Date.parse(data.created_at), contents: data.permissions.contents };
}

/** Asks GitHub once who this app is, and again only where the answer failed. */
function createSelf(app: Clients['app']): Pick<Clients, 'me' | 'login' | 'self' | 'check'> {
  let login: string | null = null;
  let self: SelfOnGitHub | null = null;
  let account: Promise<Account> | null = null;
  return {
    login: () => login,
    self: () => self,
    async check() {
      const { data } = await (await app()).rest.apps.getAuthenticated();
      if (data?.slug === undefined) return;
      login = `${data.slug}[bot]`;
      self = { login, page: data.html_url };
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

/** Forgets the clients that nobody used for long, and says which. */
function forgetUnused(installed: Map<number, Installed>, now: number): number[] {
  const unused = [...installed].flatMap(([id, { usedAt }]) => (now - usedAt > FORGET_MS ? [id] : []));
  for (const id of unused) installed.delete(id);
  return unused;
}
