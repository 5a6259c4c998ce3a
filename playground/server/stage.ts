/** The playground's state: an embedded GitHub with the person at the page as a user, the real app, and mishaps on request. */
import { startSandbox, type LoggedRequest, type Sandbox } from '@planwright/github-sandbox';
import { eventOf, perform, type RepositoryAct } from './acts.ts';
import { createAppControl, type AppControl } from './app-control.ts';
import { EXAMPLES, exampleOf } from './examples.ts';
import { look, type Scene } from './look.ts';
import { prepare } from './mishaps.ts';
import { createRest, type Rest } from './rest.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import type { Act, Backstage, Entry, Example, ExampleId, Mishap, Snapshot } from './types.ts';

const YOU = 'ada';

/** The app counts as working until it sent no request for so long. */
const SILENCE_MS = 700;

export interface Stage {
  readonly examples: readonly Example[];
  snapshot(): Promise<Snapshot>;
  entries(): readonly Entry[];
  backstage(): Backstage;
  act(act: Act): Promise<void>;
  /** The git address of the shown repository, the person's password included. */
  cloneUrl(): string;
  close(): Promise<void>;
}

/** Callbacks of a stage's events. */
export interface Audience {
  /** Something in the repository may have changed. */
  readonly onChange: () => void;
  readonly onEntries: (entries: readonly Entry[]) => void;
  readonly onBackstage: () => void;
  /** The timeline is empty again. */
  readonly onStartOver: () => void;
}

interface State {
  readonly github: Sandbox;
  readonly rest: Rest;
  readonly app: AppControl;
  readonly timeline: Timeline;
  readonly audience: Audience;
  readonly armed: Set<Mishap>;
  /** How to call off what is armed. */
  readonly callOff: (() => void)[];
  /** The repository of each example that was opened. */
  readonly scenes: Map<ExampleId, Scene>;
  scene: Scene;
  repositories: number;
  missedWebhook: boolean;
  progress: Backstage['progress'];
  lastWord: number;
  isWorking: boolean;
}

/** Starts the embedded GitHub with the first example's repository, and the app. */
export async function openStage(audience: Audience): Promise<Stage> {
  // The page reads the repository after every change with the person's token: the rate limit must allow that.
  const github = await startSandbox({ rateLimit: 1_000_000_000 });
  const { token } = github.createUser(YOU);
  const app = createAppControl(github, YOU, (progress) => {
    state.progress = progress.done < progress.total ? progress : null;
    audience.onBackstage();
  });
  const state: State = {
    github,
    app,
    audience,
    rest: createRest(github.url, token),
    timeline: createTimeline(github, app.isRunning),
    armed: new Set(),
    callOff: [],
    scenes: new Map(),
    scene: { repository: '', url: '', example: 'template', path: '', diffs: new Map(), youClosed: false },
    repositories: 0,
    missedWebhook: false,
    progress: null,
    lastWord: 0,
    isWorking: false,
  };
  await app.start();
  show(state, 'template');
  await github.delivered();
  state.timeline.clear();
  const stopWatching = watch(state);
  return {
    examples: EXAMPLES,
    snapshot: () =>
      look(state.rest, state.scene, (run) => state.github.checkActions(state.scene.repository, run)),
    entries: state.timeline.all,
    backstage: () => ({
      app: app.isRunning() ? 'running' : 'stopped',
      isWorking: state.isWorking,
      progress: state.progress,
      armed: [...state.armed],
      missedWebhook: state.missedWebhook,
    }),
    act: (act) => dispatch(state, act),
    cloneUrl: () => `http://${YOU}:${token}@${github.host}/${state.scene.repository}.git`,
    async close() {
      stopWatching();
      await app.kill();
      await github.close();
    },
  };
}

/** Shows an example's repository, and creates it the first time. */
function show(state: State, id: ExampleId, fresh = false): void {
  const known = state.scenes.get(id);
  if (known === undefined || fresh) {
    state.repositories += 1;
    const { path, files } = exampleOf(id);
    const uses = known === undefined ? '' : `-${state.repositories}`;
    const name = `${id === 'template' ? 'search' : id}${uses}`;
    state.github.createRepository({ owner: YOU, name, files: { 'README.md': `# ${name}\n`, ...files } });
    const repository = `${YOU}/${name}`;
    state.scenes.set(id, {
      repository,
      url: `${state.github.url}/${repository}`,
      example: id,
      path,
      diffs: new Map(),
      youClosed: false,
    });
  }
  state.scene = state.scenes.get(id) ?? state.scene;
}

/** Calls the audience for each request that reaches the sandbox; returns how to stop. */
function watch(state: State): () => void {
  const { github, timeline, audience } = state;
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    timer = undefined;
    const fresh = timeline.collect();
    if (fresh.length > 0) audience.onEntries(fresh);
    const isWorking = Date.now() - state.lastWord < SILENCE_MS;
    const missedWebhook =
      state.missedWebhook || fresh.some(({ tone, who }) => tone === 'trouble' && who === 'github');
    if (isWorking !== state.isWorking || missedWebhook !== state.missedWebhook) {
      Object.assign(state, { isWorking, missedWebhook });
      audience.onBackstage();
    }
    if (isWorking || timeline.isAwaiting()) soon();
  };
  const soon = (): void => {
    timer ??= setTimeout(tell, 60);
  };
  let mark = github.requests.mark();
  const stop = github.intercept((request) => {
    const isApp = request.actor.kind === 'app' || request.actor.kind === 'installation';
    if (isApp) state.lastWord = Date.now();
    if (isApp || request.isWrite) {
      // Right after its answer, so that the timeline shows its consequences after it.
      setImmediate(() => {
        for (const done of github.requests.all(mark)) concludeMishaps(state, done);
        mark = github.requests.mark();
        if (request.isWrite) audience.onChange();
        soon();
      });
    }
    return 'pass';
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** Disarms a mishap that has struck. */
function concludeMishaps({ armed, audience }: State, { actor, answered, faulted }: LoggedRequest): void {
  if (actor.kind === 'user') return;
  const over: Mishap | null =
    !answered && !faulted ? 'lose-reply' : answered && faulted ? 'rate-limit' : null;
  if (over !== null && armed.delete(over)) audience.onBackstage();
}

async function dispatch(state: State, act: Act): Promise<void> {
  switch (act.kind) {
    case 'example':
      show(state, act.id);
      state.audience.onChange();
      return;
    case 'start-over':
      await startOver(state);
      return;
    case 'mishap':
      arm(state, act.mishap);
      return;
    case 'start-app':
      await startApp(state);
      return;
    case 'sweep':
      await sweep(state);
      return;
    case 'press':
      state.github.requestAction(state.scene.repository, act.run, act.identifier, YOU);
      return;
    case 'commit':
    case 'propose':
    case 'close':
    case 'reopen':
    case 'rename':
    case 'comment':
    case 'merge':
    case 'close-pull':
    case 'reopen-pull':
      await actOnRepository(state, act);
  }
}

async function actOnRepository(state: State, act: RepositoryAct): Promise<void> {
  const { armed, github, rest, scene } = state;
  const losesWebhook = armed.delete('lose-webhook');
  if (losesWebhook) github.faults.add({ on: { event: eventOf(act) }, effect: { kind: 'webhook-lost' } });
  await perform(rest, scene, act);
  if (act.kind === 'close') scene.youClosed = true;
  if (losesWebhook) state.audience.onBackstage();
}

/** The example in a fresh repository, with an app that runs, nothing armed, and an empty timeline. */
async function startOver(state: State): Promise<void> {
  const { app, armed, audience, github, timeline } = state;
  for (const callOff of state.callOff.splice(0)) callOff();
  armed.clear();
  await app.start();
  show(state, state.scene.example, true);
  await github.delivered();
  timeline.clear();
  // Only now: webhooks that an app which was gone did not get are noted until they are all delivered.
  Object.assign(state, { missedWebhook: false, progress: null });
  audience.onStartOver();
  audience.onBackstage();
  audience.onChange();
}

function arm(state: State, mishap: Mishap): void {
  const { armed, github, audience } = state;
  if (armed.has(mishap)) return;
  armed.add(mishap);
  state.callOff.push(prepare(github, mishap, () => void die(state)));
  audience.onBackstage();
}

async function die(state: State): Promise<void> {
  const { app, armed, timeline, audience } = state;
  armed.delete('kill-app');
  state.progress = null;
  await app.kill();
  timeline.note({
    who: 'app',
    tone: 'trouble',
    text: 'Planwright dies in the middle of its work.',
    detail: 'the process is gone',
  });
  audience.onBackstage();
  audience.onChange();
}

async function startApp(state: State): Promise<void> {
  if (state.app.isRunning()) return;
  await state.app.start();
  state.timeline.note({
    who: 'app',
    tone: 'healing',
    text: 'Planwright is back. It remembers nothing, so it looks at everything.',
    detail: 'started again',
  });
  await sweep(state);
}

async function sweep(state: State): Promise<void> {
  const [owner = '', repo = ''] = state.scene.repository.split('/');
  await state.app.sweep({ owner, repo });
  state.missedWebhook = false;
  state.audience.onBackstage();
}
