/** The app server: receives GitHub's webhooks, queues jobs, and runs them against GitHub. */
import { pathToFileURL } from 'node:url';
import { createProbot, ProbotOctokit } from 'probot';
import { listen as listenToEvents } from './app.ts';
import type { RequestNote } from './github/transport/client.ts';
import { wallClock, type LaneClock } from './github/transport/lane.ts';
import { createJobMemory, type JobContext } from './pass/open-repository.ts';
import { realClock } from './queue/clock.ts';
import type { QueueClock, News, Queue } from './queue/types.ts';
import {
  createClients,
  octokitOptions,
  type Clients,
  type ClientsOptions,
  type Fetch,
} from './server/clients.ts';
import { createWebhookHandler } from './server/webhooks.ts';
import { createEvents } from './server/events.ts';
import { listenOn, listenOnPorts } from './server/http.ts';
import { runJob, tellGivenUp } from './server/jobs.ts';
import { createLog, type Log } from './server/log.ts';
import { createMetrics, type Metrics } from './server/metrics.ts';
import { createMetricsPage, createPages } from './server/status-pages.ts';
import type { WorkRunner } from './parser/types.ts';
import { openReader } from './server/parser.ts';
import { createPaces } from './server/paces.ts';
import { openQueue } from './server/queue.ts';
import { startSweeps } from './server/sweeps.ts';
import { readEnv, readSettings, readSetup, type ServerSettings } from './server/settings.ts';
import { createSetup } from './server/setup/setup.ts';
import { version } from './version.ts';
import { followSmee } from './server/smee.ts';

/** After so many writes a pass lets other jobs of its installation go first (DESIGN 6). */
const WRITES_PER_TURN = 50;
/** Platforms kill a server half a minute after they ask it to stop: jobs that have not ended by then are repeated later. */
const DELIVERY_GRACE_MS = 3_000;
const JOB_GRACE_MS = 14_000;
const LONGEST_STOP_MS = 19_000;

/** What a caller passes: the environment, and what the demo and the tests watch and replace. */
export interface ServerOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onRequest?: (note: RequestNote) => void;
  readonly onProgress?: JobContext['onProgress'];
  readonly onGiveUp?: JobContext['onGiveUp'];
  /** Sends the requests to GitHub, in place of Node's own `fetch`. */
  readonly fetch?: Fetch;
  /** Time, so that tests need not wait for it. */
  readonly clock?: LaneClock & QueueClock;
  /** Reads texts in place of the parser processes, so that a test knows what comes of each. */
  readonly run?: WorkRunner;
  /** How often a replica says that it lives. */
  readonly beatMs?: number;
  /** Where the setup page keeps the App that it registers; `.env` unless told otherwise. */
  readonly envPath?: string;
  /** Shows a line to whoever starts the server. */
  readonly print?: (line: string) => void;
}

/** A running server. */
export interface RunningServer {
  readonly port: number;
  /** Null while the setup page waits for the App to be registered. */
  readonly queue: Queue | null;
  /** Resolves when the setup page registered the App: stop this server then, and start another with what `.env` says now. */
  readonly registered: Promise<void>;
  /** Resolves when the first look for what was missed is in the queue. */
  readonly begun: Promise<void>;
  /** Takes no new job and waits a while for the running ones: each is safe to repeat. */
  stop(): Promise<void>;
}

/**
 * Starts the server with Probot's own environment variables; without APP_ID it shows the setup page.
 *
 * @throws Error with a line for everything that is wrong with the environment.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const settings = readSettings(options.env);
  return settings === null ? startSetup(options) : start(settings, options);
}

/** The page on which GitHub registers the App from app.yml; its keys go into `.env`. */
async function startSetup({ env, envPath = '.env', print = say }: ServerOptions): Promise<RunningServer> {
  const settings = readSetup(env);
  const log = await createLog(env);
  const setup = createSetup({ settings, version: version(), envPath, print, log });
  const server = await listenOn(settings, [setup.handle], log);
  setup.invite(server.port);
  const { registered } = setup;
  const stop = (): Promise<void> => server.stop(DELIVERY_GRACE_MS);
  return { port: server.port, queue: null, registered, begun: Promise.resolve(), stop };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function start(settings: ServerSettings, options: ServerOptions): Promise<RunningServer> {
  const { env, clock = { ...wallClock, ...realClock }, onProgress, onGiveUp } = options;
  const { sweepMs, webhookPath, writeBackDelayMs } = settings;
  const log = await createLog(env);
  const metrics = createMetrics(() => queue.fill());
  const clients = openClients(settings, { ...options, clock, metrics, log });
  // The reader keeps failed attempts in the queue; it reads nothing before the queue is open.
  const parser = openReader(settings, { run: options.run, queue: () => openingQueue, now: clock.now, log });
  const jobContext: JobContext = {
    ...clients,
    ...createJobMemory(),
    reader: parser.reader,
    shouldYield: (installation, writes) => writes >= WRITES_PER_TURN && queue.waiting(installation) > 0,
    onProgress,
    onGiveUp,
    log,
  };
  const paces = createPaces(clients.laneOf, { queue: () => openingQueue, log });
  const openingQueue = openQueue(settings, {
    // Jobs left from an earlier start may run before `openQueue` returns.
    run: async (job) => runJob({ jobContext, queue: await openingQueue, paces, metrics, log }, job),
    onNews: (news) => forget(jobContext, clients.renew, news),
    onDead: onGiveUp,
    onDeadly: (job, deaths) => tellGivenUp({ jobContext, log }, job, deaths),
    metrics,
    clock,
    log,
    beatMs: options.beatMs,
  });
  const queue = await openingQueue.catch(afterwards(parser.stop));
  const events = createEvents();
  listenToEvents(events, { queue, self: clients.login, writeBackDelayMs });
  let isStopping = false;
  const inside = { events, queue, clients, metrics, isStopping: () => isStopping, log };
  const handlers = createHandlers(settings, inside);
  const server = await listenOnPorts(settings, {
    handlers,
    metrics: createMetricsPage(metrics.text),
    log,
  }).catch(async (error: unknown) => {
    await queue.stop({ graceMs: 0 });
    await parser.stop();
    throw error;
  });
  log.info(`Planwright listens on port ${server.port}, webhooks at ${webhookPath}`);
  // Until the login is known, events of the app's own writes make jobs, too; those find nothing to do.
  void clients
    .check()
    .catch((error: unknown) => log.warn({ err: error }, 'GitHub does not know this App yet'));
  const { redelivered: onRedelivered } = metrics;
  const sweeps = startSweeps(sweepMs, { app: clients.app, queue, clock, onRedelivered, log });
  const unfollow = await followSmee(settings, server.port, log);
  return {
    port: server.port,
    queue,
    registered: new Promise(() => {}),
    begun: sweeps.begun,
    async stop() {
      isStopping = true;
      unfollow();
      sweeps.stop();
      await server.stop(DELIVERY_GRACE_MS);
      await queue.stop({ graceMs: JOB_GRACE_MS });
      await parser.stop();
    },
  };
}

/** An error handler that first does something and then throws the error on. */
function afterwards(act: () => Promise<void>): (error: unknown) => Promise<never> {
  return async (error) => {
    await act();
    throw error;
  };
}

interface Inside {
  readonly events: ReturnType<typeof createEvents>;
  readonly queue: Queue;
  readonly clients: Clients;
  readonly metrics: Metrics;
  readonly isStopping: () => boolean;
  readonly log: Log;
}

/** The handlers of requests: webhook deliveries, and the health pages. */
function createHandlers(
  settings: ServerSettings,
  { events, queue, clients, metrics, isStopping, log }: Inside,
) {
  return [
    createWebhookHandler({
      ...settings,
      // Apps that Probot's own setup page registered send their webhooks to the bare host (GITHUB-FACTS 11).
      paths: [settings.webhookPath, '/'],
      receive: events.receive,
      onDelivery: metrics.delivery,
      log,
    }),
    createPages({
      checks: { queue: queue.fill, github: clients.check },
      isStopping,
      version: version(),
      self: clients.self,
    }),
  ];
}

/** Clients by which every request is counted. Probot knows how to sign in as the App and its installations. */
function openClients(
  { privateKey }: ServerSettings,
  {
    env,
    fetch,
    onRequest,
    clock,
    metrics,
    log,
  }: ServerOptions & Pick<ClientsOptions, 'clock'> & { metrics: Metrics; log: Log },
): Clients {
  const Octokit = ProbotOctokit.defaults(octokitOptions(fetch));
  return createClients({
    createProbot: () => createProbot({ env, overrides: { privateKey, log, Octokit } }),
    clock,
    onRequest(installation, note) {
      metrics.request(note);
      if (installation !== null && note.remaining !== null) metrics.remaining(installation, note.remaining);
      onRequest?.(note);
    },
  });
}

/** Forgets what the news say has changed; everything if `news` is null, since some news may have been missed. */
function forget(
  { known, glances }: Pick<JobContext, 'known' | 'glances'>,
  renew: (installation: number) => void,
  news: News | null,
): void {
  switch (news?.kind) {
    case 'installation':
      renew(news.installation);
      // With other permissions a sweep of an unchanged repository may find more to do.
      glances.clear();
      return;
    case 'repository': {
      const name = `${news.owner}/${news.repo}`;
      known.delete(name);
      glances.delete(name);
      return;
    }
    case undefined:
      known.clear();
      glances.clear();
  }
}

/** Stops the server at the first signal, and ends the process in any case before the platform kills it. */
function stopOn(signals: readonly NodeJS.Signals[], stop: () => Promise<void>): void {
  for (const signal of signals) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
      void stop().then(() => process.exit(0));
    });
  }
}

/** What {@link runServer} takes: the environment is read again when the App was registered. */
export interface RunOptions extends Omit<ServerOptions, 'env'> {
  readonly read: () => ServerOptions['env'];
}

/**
 * Starts the server, and once the setup page has registered the App, starts it anew with that App.
 *
 * @returns `isSetUp` resolves when the server runs with an App, and rejects if it cannot.
 * @throws Error with a line for everything that is wrong with the environment.
 */
export async function runServer({ read, ...options }: RunOptions): Promise<{
  readonly isSetUp: Promise<void>;
  readonly stop: () => Promise<void>;
}> {
  let server = await startServer({ ...options, env: read() });
  const goOn = async (): Promise<void> => {
    if (server.queue !== null) return;
    await server.registered;
    await server.stop();
    server = await startServer({ ...options, env: read() });
  };
  return { isSetUp: goOn(), stop: () => server.stop() };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const { isSetUp, stop } = await runServer({ read: () => readEnv(process.env) });
    stopOn(['SIGTERM', 'SIGINT'], stop);
    await isSetUp;
  } catch (error) {
    console.error(`Planwright cannot start:\n${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}
