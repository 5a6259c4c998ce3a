/** The language of the stories: a repository, the people in it, the app beside it. */
import { Octokit } from '@octokit/rest';
import {
  environmentOf,
  freePort,
  startSandbox,
  type Permissions,
  type Sandbox,
  type SandboxOptions,
  type UserAccount,
} from '@planwright/github-sandbox';
import { startServer, type RunningServer } from '../../src/server.ts';
import { register, type AppSelf } from './accounts.ts';
import { runInProcess } from '../../src/parser/in-process.ts';
import type { WorkRunner } from '../../src/parser/types.ts';
import { hurriedClock, type StoryClock } from './clock.ts';
import { look, news, type Seen, type SeenIssue } from './world.ts';

const OWNER = 'ada';
const REPO = 'engine';
export const PLAN = 'plans/search.md';
/** The day on which every story begins. */
export const TODAY = '2026-03-02';
const AT = { owner: OWNER, repo: REPO };

export interface Story {
  readonly github: Sandbox;
  readonly app: AppControl;
  readonly human: Human;
  /** The token of the human, for doors that work in a person's name. */
  readonly token: string;
  /** What a person sees now. */
  sees(): Promise<Seen>;
  /** The plan as it stands on the default branch. */
  planText(path?: string): Promise<string>;
  /** The issue that bears this title; fails if there is none, or two. */
  issue(title: string): Promise<SeenIssue>;
  /** The lines that the open write-back takes from and puts into the plan. */
  writeBack(): Promise<string>;
  /** The app's comment on a pull request; null if there is none, an error if there are two. */
  preview(pull: number): Promise<string | null>;
  /** A person who may read the repository, as anybody may, and no more. */
  stranger(login: string): Octokit;
  ends(): Promise<void>;
}

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

export interface Human {
  commits(text: string, path?: string): Promise<void>;
  /** Opens a pull request that changes the plan on a branch; returns its number. */
  proposes(
    change: (text: string) => string,
    options?: { readonly path?: string; readonly body?: string; readonly branch?: string },
  ): Promise<number>;
  /** Changes the plan on the default branch. */
  edits(change: (text: string) => string, path?: string): Promise<void>;
  removes(path: string): Promise<void>;
  closes(title: string, reason?: 'completed' | 'not_planned'): Promise<void>;
  reopens(title: string): Promise<void>;
  renames(title: string, to: string): Promise<void>;
  comments(title: string, words: string): Promise<void>;
  /** Types words under what the body holds. */
  addsWords(title: string, words: string): Promise<void>;
  mergesWriteBack(how?: 'merge' | 'squash' | 'rebase'): Promise<void>;
  closesWriteBack(): Promise<void>;
  /** Anything else, by REST. */
  readonly octokit: Octokit;
}

export interface Beginning {
  /** Files of the repository before the app is there. */
  readonly files?: Readonly<Record<string, string>>;
  /** The time of GitHub and of the app; without it GitHub lives by the machine's and the app waits for nothing. */
  readonly clock?: StoryClock;
  /** How strict GitHub is about rate limits, and what it does not know. */
  readonly github?: Pick<SandboxOptions, 'limits' | 'rateLimit' | 'without'>;
  /** Reads texts otherwise than in place. */
  readonly run?: WorkRunner;
  /** What the owner granted otherwise than the app asks for. */
  readonly permissions?: Permissions;
}

/** A repository with the app installed and running; webhooks wait until the app {@link AppControl.settles}. */
export async function begin(beginning: Beginning = {}): Promise<Story> {
  const stage = await openStage(beginning);
  const story = storyOn(stage, () => stage.github.close());
  await story.app.starts();
  return story;
}

/**
 * Stories that have the same beginning. It is told once; each of them then finds GitHub as the beginning left it, with
 * an app that has just been started and remembers nothing.
 *
 * @param beginning What happens before each story.
 * @returns Begins a story.
 */
export function beginAfter(
  beginning: (story: Story) => Promise<void>,
  options: Omit<Beginning, 'clock'> = {},
): () => Promise<Story> {
  let told: Promise<{ readonly stage: Stage; readonly goBack: () => void }> | null = null;
  const tell = async () => {
    const stage = await openStage(options);
    const story = storyOn(stage, async () => {});
    await story.app.starts();
    await beginning(story);
    await story.ends();
    const [world, time] = [stage.github.snapshot(), stage.time.at];
    const goBack = (): void => {
      world();
      stage.time.at = time;
    };
    return { stage, goBack };
  };
  afterAll(async () => (await told)?.stage.github.close());
  return async () => {
    told ??= tell();
    const { stage, goBack } = await told;
    goBack();
    const story = storyOn(stage, async () => {});
    await story.app.starts();
    return story;
  };
}

/** GitHub with a repository and its owner, where stories happen. */
interface Stage {
  readonly github: Sandbox;
  readonly ada: UserAccount;
  readonly octokit: Octokit;
  readonly self: AppSelf;
  readonly clock: StoryClock | undefined;
  readonly permissions: Permissions | undefined;
  /** Where the app's parsers run. */
  readonly run: WorkRunner;
  /** When GitHub last looked at the clock that is its own. */
  readonly time: { at: number };
}

async function openStage({
  files = {},
  clock,
  github: strictness,
  permissions,
  run = runInProcess,
}: Beginning): Promise<Stage> {
  // A second passes whenever GitHub looks at its clock, so that no two events share a moment.
  const time = { at: Date.parse(TODAY) };
  const now = clock === undefined ? () => new Date((time.at += 1000)) : () => new Date(clock.now());
  // By `Date.now`, since a story may put its own clock there for the tokens of app and GitHub to expire by.
  const github = await startSandbox({ ...strictness, now, wallClock: () => new Date(Date.now()) });
  const ada = github.createUser(OWNER);
  github.createRepository({ ...AT, name: REPO, files: { 'README.md': '# Engine\n', ...files } });
  const octokit = new Octokit({ auth: ada.token, baseUrl: `${github.url}/api/v3`, log: silent });
  const self = register(github, { slug: 'planwright', owner: OWNER, granted: permissions });
  return { github, ada, octokit, self, clock, permissions, run, time };
}

function storyOn(stage: Stage, close: () => Promise<void>): Story {
  const { github, ada, octokit } = stage;
  const app = createControl(stage);
  const sees = (): Promise<Seen> => look(octokit, AT);
  const planText = (path = PLAN): Promise<string> => readFile(octokit, path);
  return {
    github,
    app,
    human: createHuman(octokit),
    token: ada.token,
    sees,
    planText,
    issue: async (title) => findIssue(await sees(), title),
    writeBack: async () => {
      const open = [...(await sees()).pulls.values()].filter(({ state }) => state === 'open');
      if (open.length !== 1) throw new Error(`Expected one open write-back, found ${open.length}.`);
      return open[0]?.edits ?? '';
    },
    preview: async (pull) => {
      const { data } = await octokit.rest.issues.listComments({ ...AT, issue_number: pull, per_page: 100 });
      const own = data.filter(({ user }) => user?.type === 'Bot');
      if (own.length > 1) throw new Error(`Expected one comment by the app, found ${own.length}.`);
      return own[0]?.body ?? null;
    },
    stranger: (login) =>
      new Octokit({ auth: github.createUser(login).token, baseUrl: `${github.url}/api/v3`, log: silent }),
    async ends() {
      await app.dies();
      await close();
    },
  };
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function createControl({ github, octokit, clock, permissions, run, self: first }: Stage): AppControl {
  const accounts = new Map([[first.account.slug, first]]);
  let self = first;
  let server: RunningServer | null = null;
  let requests: readonly string[] = [];
  const gaveUp: string[] = [];
  const rest = async (): Promise<void> => {
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
  const control: AppControl = {
    rests: rest,
    sweeps,
    async settles() {
      const before = await look(octokit, AT);
      const mark = github.requests.mark();
      await rest();
      requests = github.requests.byApps(mark).map(({ method, path }) => `${method} ${path}`);
      const second = github.requests.mark();
      await sweeps();
      await rest();
      // What the app has no permission for changed nothing.
      const writes = github.requests
        .writes(second)
        .filter(({ actor, status }) => actor.kind !== 'user' && status !== 403);
      if (writes.length > 0)
        throw new Error(
          `A second pass wrote: ${writes.map(({ method, path }) => `${method} ${path}`).join(', ')}`,
        );
      const unknown = github.requests.unknown(mark);
      if (unknown.length > 0)
        throw new Error(
          `Unknown to the sandbox: ${unknown.map(({ method, path }) => `${method} ${path}`).join(', ')}`,
        );
      return news(before, await look(octokit, AT));
    },
    requests: () => requests,
    gaveUp: () => gaveUp,
    self: () => self,
    async dies() {
      const stopCutting = github.intercept(({ actor }) =>
        actor.kind === 'app' || actor.kind === 'installation' ? 'drop' : 'pass',
      );
      await server?.stop();
      server = null;
      stopCutting();
    },
    async goesDown() {
      await control.dies();
      github.faults.clear();
    },
    async becomes(slug) {
      await control.dies();
      github.setWebhook(self.account, undefined);
      self = accounts.get(slug) ?? register(github, { slug, owner: OWNER, granted: permissions });
      accounts.set(slug, self);
      await control.starts();
    },
    async starts({ looksBack = false } = {}) {
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
        clock: clock ?? hurriedClock(),
        run,
        onGiveUp: (reason) => gaveUp.push(reason),
      });
    },
  };
  return control;
}

function createHuman(octokit: Octokit): Human {
  const numberOf = async (title: string): Promise<number> => findIssue(await look(octokit, AT), title).number;
  const update = async (title: string, fields: object): Promise<void> => {
    await octokit.rest.issues.update({ ...AT, issue_number: await numberOf(title), ...fields });
  };
  const pullNumber = async (): Promise<number> => {
    const { data } = await octokit.rest.pulls.list({ ...AT, state: 'open' });
    if (data.length !== 1) throw new Error(`Expected one open pull request, found ${data.length}.`);
    return data[0]?.number ?? 0;
  };
  const commits = async (text: string, path = PLAN): Promise<void> => {
    const sha = await shaOf(octokit, path);
    const content = Buffer.from(text).toString('base64');
    await octokit.rest.repos.createOrUpdateFileContents({
      ...AT,
      path,
      message: `Change ${path}`,
      content,
      ...(sha === null ? {} : { sha }),
    });
  };
  return {
    octokit,
    commits,
    edits: async (change, path = PLAN) => {
      const before = await readFile(octokit, path);
      const after = change(before);
      if (after === before) throw new Error('Expected an edit that changes the plan.');
      await commits(after, path);
    },
    proposes: async (change, { path = PLAN, body = '', branch = 'change-the-plan' } = {}) => {
      const { data: head } = await octokit.rest.git.getRef({ ...AT, ref: 'heads/main' });
      await octokit.rest.git.createRef({ ...AT, ref: `refs/heads/${branch}`, sha: head.object.sha });
      const before = await readFile(octokit, path).catch(() => '');
      const sha = await shaOf(octokit, path);
      await octokit.rest.repos.createOrUpdateFileContents({
        ...AT,
        path,
        branch,
        message: 'Change the plan',
        content: Buffer.from(change(before)).toString('base64'),
        ...(sha === null ? {} : { sha }),
      });
      const { data } = await octokit.rest.pulls.create({
        ...AT,
        head: branch,
        base: 'main',
        title: 'Change the plan',
        body,
      });
      return data.number;
    },
    removes: async (path) => {
      await octokit.rest.repos.deleteFile({
        ...AT,
        path,
        message: `Remove ${path}`,
        sha: (await shaOf(octokit, path)) ?? '',
      });
    },
    closes: (title, reason = 'completed') => update(title, { state: 'closed', state_reason: reason }),
    reopens: (title) => update(title, { state: 'open' }),
    renames: (title, to) => update(title, { title: to }),
    comments: async (title, words) => {
      await octokit.rest.issues.createComment({ ...AT, issue_number: await numberOf(title), body: words });
    },
    addsWords: async (title, words) => {
      const { body } = findIssue(await look(octokit, AT), title);
      await update(title, { body: `${body}\r\n\r\n${words}` });
    },
    mergesWriteBack: async (how = 'merge') => {
      await octokit.rest.pulls.merge({ ...AT, pull_number: await pullNumber(), merge_method: how });
    },
    closesWriteBack: async () => {
      await octokit.rest.pulls.update({ ...AT, pull_number: await pullNumber(), state: 'closed' });
    },
  };
}

function findIssue(seen: Seen, title: string): SeenIssue {
  const found = [...seen.issues.values()].filter((issue) => issue.title === title);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(
      `Expected one issue titled "${title}", found ${found.length} among: ${[...seen.issues.values()].map((issue) => issue.title).join(', ')}`,
    );
  }
  return only;
}

async function shaOf(octokit: Octokit, path: string): Promise<string | null> {
  try {
    const { data } = await octokit.rest.repos.getContent({ ...AT, path });
    return 'sha' in data ? data.sha : null;
  } catch {
    return null;
  }
}

async function readFile(octokit: Octokit, path: string): Promise<string> {
  const { data } = await octokit.rest.repos.getContent({ ...AT, path });
  if (!('content' in data)) throw new Error(`Expected a file at ${path}.`);
  return Buffer.from(data.content, 'base64').toString('utf8');
}
