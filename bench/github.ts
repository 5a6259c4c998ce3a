/** The embedded GitHub in a process of its own, so that a bench measures the app and not what stands in for GitHub. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { environmentOf, freePort, startSandbox } from '@planwright/github-sandbox';
import { PLANWRIGHT } from '../playground/registration.ts';

/** Who owns everything. */
export const OWNER = 'ada';

/** A running GitHub, with one app installed on all of one person's repositories. */
export interface Github {
  /** What the app's server is started with. */
  readonly env: NodeJS.ProcessEnv;
  readonly url: string;
  readonly port: number;
  /** The person's token. */
  readonly token: string;
  readonly installation: number;
  readonly webhookSecret: string;
  /** The further people, by login. */
  readonly people: Readonly<Record<string, Person>>;
  /** How many requests the installation made, and how many of them were writes. */
  requests(): Promise<{ readonly all: number; readonly writes: number }>;
  stops(): void;
}

/** Somebody with a token, and the app's installation if there is one. */
export interface Person {
  readonly token: string;
  readonly installation: number | null;
}

/** What a person's repository is called: so that forks of several by one stranger have a name each. */
export function repositoryOf(login: string): string {
  return `plans-of-${login}`;
}

interface Ready extends Omit<Github, 'requests' | 'stops'> {
  readonly kind: 'ready';
}

/** Starts it. `repositories` are created after the installation, each with the same files. */
export async function startGithub(options: {
  readonly repositories: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  /** Whether webhooks are sent to the app's server. */
  readonly webhooks: boolean;
  /** Further people, each with an installation of its own and a repository with the same files, named by {@link repositoryOf}. */
  readonly people?: readonly string[];
  /** People without one. */
  readonly strangers?: readonly string[];
}): Promise<Github> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(options)], {
    env: { ...process.env, BENCH_GITHUB: '1' },
  });
  const ready = await answerOf<Ready>(child);
  return {
    ...ready,
    requests: () => {
      child.send('requests');
      return answerOf(child);
    },
    stops: () => void child.kill(),
  };
}

function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`The embedded GitHub ended with ${code}.`)));
  });
}

async function serve(options: Parameters<typeof startGithub>[0]): Promise<void> {
  const github = await startSandbox({ rateLimit: 100_000_000 });
  const { token } = github.createUser(OWNER);
  const app = github.createApp(PLANWRIGHT);
  const { id: installation } = github.install(app, { account: OWNER });
  for (const name of options.repositories)
    github.createRepository({ owner: OWNER, name, files: options.files });
  const people: Record<string, Person> = {};
  for (const login of options.people ?? []) {
    const person = github.createUser(login);
    github.createRepository({ owner: login, name: repositoryOf(login), files: options.files });
    people[login] = { token: person.token, installation: github.install(app, { account: login }).id };
  }
  for (const login of options.strangers ?? [])
    people[login] = { token: github.createUser(login).token, installation: null };
  const port = await freePort();
  const { webhookSecret } = app;
  if (options.webhooks)
    github.setWebhook(app, { url: `http://127.0.0.1:${port}/api/github/webhooks`, secret: webhookSecret });
  const env = { ...environmentOf(github, app, port), SWEEP_HOURS: '0' };
  process.on('message', () => {
    const sent = github.requests.byApps().filter(({ actor }) => actor.kind === 'installation');
    process.send?.({ all: sent.length, writes: sent.filter(({ isWrite }) => isWrite).length });
  });
  // Whoever started it has ended, however that came about.
  process.once('disconnect', () => process.exit());
  process.send?.({ kind: 'ready', env, url: github.url, port, token, installation, webhookSecret, people });
}

if (process.env.BENCH_GITHUB === '1') await serve(JSON.parse(process.argv[2] ?? '{}'));
