/** The app server: Probot in front, the queue behind it, GitHub at the far end. */
import { pathToFileURL } from 'node:url';
import { Probot, ProbotOctokit, run, type ApplicationFunctionOptions } from 'probot';
import { listen } from './app.ts';
import { whoAmI, type Account } from './github/read.ts';
import { instrument, octokitDefaults, type Client, type RequestNote } from './github/client.ts';
import { createLane, wallClock, type Clock as LaneClock } from './github/lane.ts';
import type { Surroundings } from './opening.ts';
import { realClock } from './queue/clock.ts';
import { createMemoryQueue } from './queue/memory.ts';
import type { Clock as QueueClock, Queue } from './queue/types.ts';
import { reconcile } from './reconcile.ts';

/** Probot falls back to this secret, which everybody knows (GITHUB-FACTS 11). */
const PUBLIC_SECRET = 'development';

/** Writes after which a pass lets others of its installation go first (DESIGN 6). */
const WRITES_PER_TURN = 50;

/** What the demo and the tests watch and set. */
export interface ServerOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly onRequest?: (note: RequestNote) => void;
  readonly onProgress?: Surroundings['onProgress'];
  readonly onGiveUp?: Surroundings['onGiveUp'];
  /** Time, so that tests need not wait for it. */
  readonly clock?: LaneClock & QueueClock;
}

/** A running server. */
export interface RunningServer {
  readonly port: number;
  /** Null while Probot's setup page waits for the app to be registered. */
  readonly queue: Queue | null;
  /** Takes no new job and waits for the running ones: each is safe to repeat. */
  stop(): Promise<void>;
}

/**
 * Starts the server with Probot's own environment variables; without APP_ID it shows Probot's setup page.
 *
 * @throws If the webhook secret is empty or the public default: anyone could then send deliveries.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  let queue: Queue | null = null;
  const server = await run(
    (probot: Probot, { addHandler }: ApplicationFunctionOptions) => {
      assertSecret(options.env.WEBHOOK_SECRET);
      queue = assemble(probot, options);
      addHandler((request, response) => {
        if (request.url !== '/healthz') return false;
        response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n');
        return true;
      });
    },
    // As a function: Probot puts its own throttle options over those of an object (probot 14, get-probot-octokit-with-defaults).
    {
      env: options.env,
      Octokit: ProbotOctokit.defaults((given: object) => ({ ...given, ...octokitDefaults })),
    },
  );
  return {
    port: server.port,
    get queue() {
      return queue;
    },
    async stop() {
      await server.stop();
      await queue?.stop();
    },
  };
}

function assemble(
  probot: Probot,
  { env, clock = { ...wallClock, ...realClock }, ...watchers }: ServerOptions,
): Queue {
  const surroundings: Surroundings = {
    ...watchers,
    clientOf: createClients(probot, { ...watchers, clock }),
    me: createSelf(probot),
    mayWriteContents: (installation) => mayWriteContents(probot, installation),
    installedAt: createInstallDates(probot),
    shouldPause: (installation, writes) => writes >= WRITES_PER_TURN && queue.waiting(installation) > 0,
    log: probot.log,
    configs: new Map(),
    glances: new Map(),
    unavailable: new Set(),
  };
  const queue = createMemoryQueue({
    run: (job) => reconcile(surroundings, job),
    clock,
    random: Math.random,
    onDead: ({ job, reason, error }) => {
      probot.log.error({ repository: `${job.owner}/${job.repo}`, err: error }, `Gave up: ${reason}`);
      watchers.onGiveUp?.(reason);
    },
    onRetry: ({ job, reason }, afterMs) =>
      probot.log.warn({ repository: `${job.owner}/${job.repo}`, afterMs }, `Trying again: ${reason}`),
  });
  listen(probot, {
    queue,
    self: async (installation) => (await surroundings.me(await surroundings.clientOf(installation))).login,
    writeBackDelayMs: seconds(env.WRITE_BACK_DELAY_SECONDS, 60) * 1000,
  });
  return queue;
}

/** One client per installation, with a lane of its own: each installation has its own rate limit (GITHUB-FACTS 2). */
function createClients(
  probot: Probot,
  { clock, onRequest }: Pick<ServerOptions, 'onRequest'> & { clock: LaneClock },
): Surroundings['clientOf'] {
  const clients = new Map<number, Client>();
  return async (installation) => {
    const known = clients.get(installation);
    if (known !== undefined) return known;
    const octokit = await probot.auth(installation);
    const client = instrument(octokit, { lane: createLane({ clock }), ...(onRequest && { onRequest }) });
    clients.set(installation, client);
    return client;
  };
}

/** Looks at the permissions that came along with the installation's token, which is kept: no request of its own. */
async function mayWriteContents(probot: Probot, installation: number): Promise<boolean> {
  const octokit = await probot.auth(installation);
  const { permissions } = (await octokit.auth({ type: 'installation' })) as {
    readonly permissions?: { readonly contents?: string };
  };
  return permissions?.contents === undefined || permissions.contents === 'write';
}

/** Asks GitHub once when each installation was made. */
function createInstallDates(probot: Probot): (installation: number) => Promise<number> {
  const known = new Map<number, number>();
  return async (installation) => {
    const found = known.get(installation);
    if (found !== undefined) return found;
    const app = instrument(await probot.auth());
    const { data } = await app.rest.apps.getInstallation({ installation_id: installation });
    const at = Date.parse(data.created_at);
    known.set(installation, at);
    return at;
  };
}

/** Asks GitHub once who this app is, and again only where the answer failed. */
function createSelf(probot: Probot): Surroundings['me'] {
  let account: Promise<Account> | null = null;
  return (client) => {
    account ??= probot
      .auth()
      .then((octokit) => whoAmI({ kind: 'app', app: instrument(octokit), client }))
      .catch((error: unknown) => {
        account = null;
        throw error;
      });
    return account;
  };
}

function assertSecret(secret: string | undefined): void {
  if (secret !== undefined && secret.trim() !== '' && secret !== PUBLIC_SECRET) return;
  throw new Error(
    `WEBHOOK_SECRET: expected the secret that the GitHub App was registered with, found ${secret ? `the public default "${PUBLIC_SECRET}"` : 'nothing'}. ` +
      'Set it to the same long random text here and in the settings of the App.',
  );
}

function seconds(text: string | undefined, fallback: number): number {
  if (text === undefined || text.trim() === '') return fallback;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new Error(`WRITE_BACK_DELAY_SECONDS: expected a number of seconds such as 60, found "${text}".`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const server = await startServer({ env: process.env });
    process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
