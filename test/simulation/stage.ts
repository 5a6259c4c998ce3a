/** The stage of a simulation: an embedded GitHub, real servers of the app, a person, and a post office for webhooks. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { environmentOf, freePort, startSandbox, type Sandbox } from '@planwright/github-sandbox';
import { PLANWRIGHT } from '../../playground/registration.ts';
import { runInProcess } from '../../src/parser/in-process.ts';
import { startServer, type RunningServer } from '../../src/server.ts';
import { hurriedClock } from '../story/clock.ts';

export const OWNER = 'ada';
export const REPO = 'zoo';
/** The events that app.yml asks for. */
const EVENTS = ['push', 'issues', 'issue_comment', 'milestone', 'label', 'pull_request', 'repository'];
/** Where the requests of a person go. */
const REPOSITORY = `/repos/${OWNER}/${REPO}`;
/** The day on which every simulation begins. */
const TODAY = '2026-03-02';

/** A webhook on its way. */
export interface Letter {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  // What GitHub answers is looked at field by field.
  readonly data: unknown;
}

export interface Stage {
  readonly github: Sandbox;
  /** A request of the owner, e.g. `GET`, `/issues/3`: paths are those of the repository. */
  person(method: string, path: string, body?: object): Promise<Reply>;
  /** Webhooks that wait for {@link Stage.rests}. */
  readonly post: Letter[];
  starts(): Promise<void>;
  /** Stops all servers as lost processes would: nothing they still send arrives, and what they are told is lost. */
  dies(): Promise<void>;
  /** Hands out the post, as the sorter leaves it, and lets the app work until there is no more of it. */
  rests(sort?: (post: readonly Letter[]) => readonly Letter[]): Promise<void>;
  /** Asks every server for a look at everything. */
  sweeps(): Promise<void>;
  /** What the app said when it gave something up, since the last time this was asked. */
  gaveUp(): readonly string[];
  ends(): Promise<void>;
}

interface StageOptions {
  readonly servers?: number;
  readonly lags?: Lags;
  /** Whether the app hears of what it did to issues itself, to which it is deaf: half of all work goes into saying so. */
  readonly echoes?: boolean;
}

/** A repository that holds the files, the app installed. */
export async function setStage(
  files: Readonly<Record<string, string>>,
  { servers = 1, lags = () => 0, echoes = true }: StageOptions = {},
): Promise<Stage> {
  let time = Date.parse(TODAY);
  const github = await startSandbox({ now: () => new Date((time += 1000)), wallClock: () => new Date() });
  const { token } = github.createUser(OWNER);
  github.createRepository({ owner: OWNER, name: REPO, files });
  const account = github.createApp({ ...PLANWRIGHT, events: EVENTS });
  const installation = github.install(account, { account: OWNER });
  const post: Letter[] = [];
  const office = await openOffice(post);
  github.setWebhook(account, { url: addressOf(office), secret: account.webhookSecret });
  const gaveUp: string[] = [];
  const env = (port: number): NodeJS.ProcessEnv => ({
    ...environmentOf(github, account, port),
    SWEEP_HOURS: '0',
  });
  const crew = createCrew(github, { env, lags, count: servers, onGiveUp: (reason) => gaveUp.push(reason) });
  const stage: Stage = {
    github,
    post,
    person: createPerson(`${github.url}${REPOSITORY}`, token),
    starts: crew.starts,
    dies: crew.dies,
    async rests(sort = (letters) => letters) {
      let letters: readonly Letter[] = [];
      do {
        for (const letter of letters) await crew.isTold(letter);
        await crew.idle();
        await github.delivered();
        letters = sort(post.splice(0).filter((letter) => echoes || !isEcho(letter)));
      } while (letters.length > 0);
    },
    sweeps: () => crew.sweeps(installation.id),
    gaveUp: () => gaveUp.splice(0),
    async ends() {
      await crew.dies();
      await github.close();
      office.closeAllConnections();
      office.close();
    },
  };
  await crew.starts();
  return stage;
}

/** How many requests of the app a server lets pass before it hears of a webhook; servers count from 0. */
type Lags = (server: number, letter: number) => number;

function isEcho({ headers, body }: Letter): boolean {
  const isOfIssues = ['issues', 'label', 'milestone'].includes(headers['x-github-event'] ?? '');
  return isOfIssues && /"sender":\{"login":"planwright\[bot\]"/.test(body);
}

interface Crew {
  starts(): Promise<void>;
  dies(): Promise<void>;
  isTold(letter: Letter): Promise<void>;
  idle(): Promise<void>;
  sweeps(installation: number): Promise<void>;
}

function createCrew(
  github: Sandbox,
  {
    env,
    lags,
    count,
    onGiveUp,
  }: {
    readonly env: (port: number) => NodeJS.ProcessEnv;
    readonly lags: Lags;
    readonly count: number;
    readonly onGiveUp: (reason: string) => void;
  },
): Crew {
  let servers: RunningServer[] = [];
  let letters = 0;
  const idle = async (): Promise<void> => {
    await Promise.all(servers.map(async ({ queue }) => queue?.idle({ hurry: true })));
  };
  return {
    idle,
    async starts() {
      for (let index = 0; index < count; index += 1) {
        const options = { clock: hurriedClock(), onGiveUp, run: runInProcess };
        servers.push(await startServer({ env: env(await freePort()), ...options }));
      }
    },
    async dies() {
      const stopCutting = github.intercept(({ actor }) =>
        actor.kind === 'app' || actor.kind === 'installation' ? 'drop' : 'pass',
      );
      await Promise.all(servers.map((server) => server.stop()));
      servers = [];
      stopCutting();
    },
    async isTold({ body, headers }) {
      letters += 1;
      const tell = async ({ port }: RunningServer, index: number): Promise<void> => {
        await requestsOf(github, lags(index, letters), idle);
        const url = `http://127.0.0.1:${port}/api/github/webhooks`;
        // A server that is being killed hears nothing.
        const response = await fetch(url, { method: 'POST', headers, body }).catch(() => null);
        await response?.arrayBuffer();
      };
      await Promise.all(servers.map(tell));
    },
    async sweeps(installation) {
      const job = {
        kind: 'repository',
        installation,
        owner: OWNER,
        repo: REPO,
        hints: [{ kind: 'sweep' }],
      } as const;
      await Promise.all(servers.map(async ({ queue }) => queue?.add(job)));
    },
  };
}

/** Waits until the app made that many requests, or rests. */
async function requestsOf(github: Sandbox, count: number, idle: () => Promise<void>): Promise<void> {
  if (count === 0) return;
  let left = count;
  let stop = (): void => {};
  const seen = new Promise<void>((resolve) => {
    stop = github.intercept(({ actor }, phase) => {
      if (actor.kind === 'installation' && phase === 'before' && (left -= 1) === 0) resolve();
      return 'pass';
    });
  });
  await Promise.race([seen, new Promise((resolve) => setTimeout(resolve, 20)).then(idle)]);
  stop();
}

/** Takes every webhook in at once; it is handed out later. */
async function openOffice(post: Letter[]): Promise<Server> {
  const office = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { connection: _, host: __, 'content-length': ___, ...headers } = request.headers;
      post.push({
        body: Buffer.concat(chunks).toString('utf8'),
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      });
      response.end();
    });
  });
  await new Promise<void>((resolve) => office.listen(0, '127.0.0.1', resolve));
  return office;
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function createPerson(base: string, token: string): Stage['person'] {
  return async (method, path, body) => {
    const response = await fetch(base + path, {
      method,
      headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, data: text === '' ? null : (JSON.parse(text) as unknown) };
  };
}
