/** The real app, run beside the sandbox: started, and killed as a lost process would be. */
import { runInProcess } from '../../src/parser/in-process.ts';
import { environmentOf, freePort, type AppAccount, type Sandbox } from '@planwright/github-sandbox';
import { PLANWRIGHT } from '../registration.ts';
import { startServer, type RunningServer, type ServerOptions } from '../../src/server.ts';

/** A repository by its two names. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

export interface AppControl {
  isRunning(): boolean;
  start(): Promise<void>;
  /** Kills the app: its further requests are dropped, then it stops. */
  kill(): Promise<void>;
  /** Runs a sweep of a repository now. */
  sweep(at: RepositoryName): Promise<void>;
}

/** Issues closed within this time share one update of the pull request; by default the app waits a minute. */
const WRITE_BACK_DELAY_SECONDS = '1';

/** Registers the app, installs it on all repositories of the owner, and says how to run it. */
export function createAppControl(
  github: Sandbox,
  owner: string,
  onProgress: (progress: { readonly done: number; readonly total: number }) => void,
): AppControl {
  const account: AppAccount = github.createApp(PLANWRIGHT);
  const installation = github.install(account, { account: owner });
  let server: RunningServer | null = null;
  let life = beginLife();
  let starting: Promise<void> | null = null;
  const start = async (): Promise<void> => {
    if (server !== null) return;
    const port = await freePort();
    life = beginLife();
    server = await startServer({
      env: { ...environmentOf(github, account, port), WRITE_BACK_DELAY_SECONDS },
      onProgress,
      clock: life.clock,
      run: runInProcess,
    });
    github.setWebhook(account, {
      url: `http://127.0.0.1:${port}/api/github/webhooks`,
      secret: account.webhookSecret,
    });
  };
  return {
    isRunning: () => server !== null,
    start() {
      starting ??= start().finally(() => {
        starting = null;
      });
      return starting;
    },
    async kill() {
      const dying = server;
      server = null;
      if (dying === null) return;
      const stopCutting = github.intercept(({ actor }) =>
        actor.kind === 'app' || actor.kind === 'installation' ? 'drop' : 'pass',
      );
      life.end();
      await dying.stop();
      stopCutting();
    },
    async sweep(at) {
      await server?.queue?.add({
        kind: 'repository',
        installation: installation.id,
        ...at,
        hints: [{ kind: 'sweep' }],
      });
    },
  };
}

type Clock = NonNullable<ServerOptions['clock']>;

/** The time of the machine, as a process has it: when its life ends, it waits for nothing more. */
function beginLife(): { readonly clock: Clock; end(): void } {
  let end = (): void => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  const after: Clock['after'] = (ms, act) => {
    const timer = setTimeout(act, Math.max(0, ms));
    return () => clearTimeout(timer);
  };
  const sleep: Clock['sleep'] = (ms) =>
    new Promise((resolve) => {
      const cancel = after(ms, resolve);
      void over.then(cancel).then(resolve);
    });
  return { clock: { now: () => Date.now(), after, sleep }, end };
}
