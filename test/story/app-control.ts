/** The app beside the repository of a story: it runs, rests, dies and starts again as the story says. */
import { environmentOf, freePort } from '@planwright/github-sandbox';
import { startServer, type RunningServer } from '../../src/server.ts';
import { register, type AppSelf } from './accounts.ts';
import { hurriedClock } from './clock.ts';
import { AT } from './place.ts';
import type { Stage } from './stage.ts';
import { look, news } from './world.ts';

export interface AppControl {
  /**
   * Lets every webhook arrive and the app work until it rests, then looks again, which must write nothing.
   *
   * @returns What the app changed, one sentence each: a story that asserts on it says all that happened.
   */
  settles(): Promise<string[]>;
  /** The requests the app made while it last settled, the second look not among them. */
  requests(): readonly string[];
  /** Why jobs ended undone so far. */
  gaveUp(): readonly string[];
  /** The account it runs as, and where it is installed. */
  self(): AppSelf;
  /** Stops the app as a lost process would: nothing it still sends arrives. */
  dies(): Promise<void>;
  /** Lets it work until it dies right before its nth write; then it starts again, and looks at nothing by itself. */
  diesBeforeWrite(nth: number): Promise<void>;
  /** As it dies; and what GitHub has to tell meanwhile does not wait for it, but fails. */
  goesDown(): Promise<void>;
  /** `looksBack`: as a server does that is left to itself, it looks for what it missed. Else only events move it. */
  starts(how?: { readonly looksBack?: boolean }): Promise<void>;
  /** Stops, and starts as another account: `github-actions` is what a workflow runs as. */
  becomes(slug: string): Promise<void>;
  /** Lets every webhook arrive and the app work until it rests; looks at nothing. */
  rests(): Promise<void>;
  /** Asks for a look at everything, as the sweep after a start does. */
  sweeps(): Promise<void>;
}

/** The app of a stage, which does not run yet. */
export function createControl({ github, octokit, clock, permissions, run, self: first }: Stage): AppControl {
  const accounts = new Map([[first.account.slug, first]]);
  let self = first;
  let server: RunningServer | null = null;
  let requests: readonly string[] = [];
  const gaveUp: string[] = [];
  const rests = async (): Promise<void> => {
    do {
      github.faults.release();
      await github.delivered();
      await server?.begun;
      const queue = server?.queue;
      if (clock === undefined) await queue?.idle({ hurry: true });
      else await clock.passes(async () => queue?.idle());
    } while (github.deliveries().some(({ status }) => status === 'held' || status === 'pending'));
  };
  const sweeps = async (): Promise<void> => {
    await server?.queue?.add({
      kind: 'repository',
      installation: self.installation.id,
      ...AT,
      hints: [{ kind: 'sweep' }],
    });
  };
  const settles = async (): Promise<string[]> => {
    const before = await look(octokit, AT);
    const mark = github.requests.mark();
    await rests();
    requests = github.requests.byApps(mark).map(({ method, path }) => `${method} ${path}`);
    const second = github.requests.mark();
    await sweeps();
    await rests();
    // What the app has no permission for changed nothing.
    const writes = github.requests
      .writes(second)
      .filter(({ actor, status }) => actor.kind !== 'user' && status !== 403);
    expectNone('A second pass wrote', writes);
    expectNone('Unknown to the sandbox', github.requests.unknown(mark));
    return news(before, await look(octokit, AT));
  };
  const dies = async (): Promise<void> => {
    const stopCutting = github.intercept(({ actor }) =>
      actor.kind === 'app' || actor.kind === 'installation' ? 'drop' : 'pass',
    );
    await server?.stop();
    server = null;
    stopCutting();
  };
  const starts: AppControl['starts'] = async ({ looksBack = false } = {}) => {
    const { account } = self;
    const port = await freePort();
    github.setWebhook(account, {
      url: `http://127.0.0.1:${port}/api/github/webhooks`,
      secret: account.webhookSecret,
    });
    github.faults.add({ effect: { kind: 'webhook-late' }, times: Infinity });
    server = await startServer({
      env: {
        ...environmentOf(github, account, port),
        SWEEP_HOURS: looksBack ? '6' : '0',
        LOG_LEVEL: process.env.STORY_LOG === 'debug' ? 'debug' : 'fatal',
      },
      fetch: github.fetch,
      clock: clock ?? hurriedClock(),
      run,
      onGiveUp: (reason) => gaveUp.push(reason),
    });
  };
  const diesBeforeWrite = async (nth: number): Promise<void> => {
    let writes = 0;
    let stop = (): void => {};
    const killed = new Promise<void>((resolve) => {
      stop = github.intercept(({ actor, isWrite }, when) => {
        if (actor.kind !== 'installation' && actor.kind !== 'app') return 'pass';
        if (isWrite && when === 'before') writes += 1;
        if (writes === nth) resolve();
        return writes >= nth ? 'drop' : 'pass';
      });
    });
    const rested = rests();
    await killed;
    await dies();
    stop();
    await rested;
    await starts();
  };
  return {
    rests,
    sweeps,
    settles,
    requests: () => requests,
    gaveUp: () => gaveUp,
    self: () => self,
    dies,
    diesBeforeWrite,
    async goesDown() {
      await dies();
      github.faults.clear();
    },
    async becomes(slug) {
      await dies();
      github.setWebhook(self.account, undefined);
      self = accounts.get(slug) ?? register(github, { slug, owner: AT.owner, granted: permissions });
      accounts.set(slug, self);
      await starts();
    },
    starts,
  };
}

function expectNone(
  what: string,
  requests: readonly { readonly method: string; readonly path: string }[],
): void {
  if (requests.length === 0) return;
  throw new Error(`${what}: ${requests.map(({ method, path }) => `${method} ${path}`).join(', ')}`);
}
