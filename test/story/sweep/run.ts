/** Plays a swept story once, with or without something going wrong. */
import { storyClock, type StoryClock } from '../clock.ts';
import { begin, type Story } from '../scenario.ts';
import { LAG_MS, type Fault, type WriteFault } from './faults.ts';
import { repositoryStateOf, type RepositoryState } from './state.ts';
import type { Step } from './stories.ts';

/** What a run of a story came to, step by step. */
export interface Played {
  readonly states: readonly RepositoryState[];
  /** Writes that the app sent after each step until it came to rest. */
  readonly writes: readonly number[];
  /** Writes of a further pass, which must be none. */
  readonly restless: readonly string[];
  /** How often the fault struck. */
  readonly struck: number;
}

/** What goes wrong, and at which write after which step. */
export interface Disturbance {
  readonly fault: Fault;
  readonly at: ReadonlyMap<number, number>;
}

interface Run {
  readonly story: Story;
  readonly clock: StoryClock;
  readonly fault: Fault | null;
}

/** Early in a day, so that no wait leads into the next one. */
const START = new Date('2026-03-02T00:30:00Z');

/** Plays the steps; the app comes to rest after each. */
export async function play(steps: readonly Step[], disturbance: Disturbance | null): Promise<Played> {
  const clock = storyClock(START);
  const story = await begin({ clock });
  const run: Run = { story, clock, fault: disturbance?.fault ?? null };
  try {
    armWebhooks(run);
    const states: RepositoryState[] = [];
    const writes: number[] = [];
    const restless: string[] = [];
    let struck = 0;
    let left = steps.map((step, index) => ({ step, nth: disturbance?.at.get(index) ?? null }));
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      setLag(run, 0);
      await one.step.act(story);
      const mark = story.github.requests.mark();
      const meanwhile = meanwhileOf(run, one.nth);
      const hit = await rest(run, one.nth, meanwhile[0] ?? null);
      if (hit) struck += 1;
      left = [...meanwhile.slice(1).map((step) => ({ step, nth: null })), ...left];
      writes.push(appWrites(story, mark).length);
      restless.push(...(await furtherWrites(run)));
      setLag(run, 0);
      states.push(await repositoryStateOf(story.human.octokit, story.github.url));
    }
    return { states, writes, restless, struck };
  } finally {
    await story.ends();
  }
}

function meanwhileOf({ fault }: Run, nth: number | null): readonly Step[] {
  return nth !== null && fault?.kind === 'kill' ? fault.meanwhile : [];
}

/** Lets the app work until it rests; the fault strikes at its nth write. */
async function rest(run: Run, nth: number | null, meanwhile: Step | null): Promise<boolean> {
  const { story, fault } = run;
  setLag(run, LAG_MS);
  if (nth !== null && (fault?.kind === 'kill' || fault?.kind === 'answer'))
    return strike(run, { fault, nth, meanwhile });
  await story.app.rests();
  if (fault?.kind === 'webhooks' && fault.effect === 'webhook-lost') {
    await story.app.sweeps();
    await story.app.rests();
  }
  return false;
}

interface Strike {
  readonly fault: WriteFault;
  readonly nth: number;
  readonly meanwhile: Step | null;
}

async function strike(run: Run, { fault, nth, meanwhile }: Strike): Promise<boolean> {
  const { github, app } = run.story;
  if (fault.kind === 'kill') return killAt(run, { phase: fault.phase, nth, meanwhile });
  const mark = github.requests.mark();
  github.faults.add({ on: { actor: 'app', write: true, nth }, effect: fault.effect });
  await app.rests();
  return appWrites(run.story, mark).length >= nth;
}

/** Kills the process at its nth write, and starts it again. Nothing of what it was told is known any more. */
async function killAt(
  run: Run,
  { phase, nth, meanwhile }: { phase: 'before' | 'after'; nth: number; meanwhile: Step | null },
): Promise<boolean> {
  const { github, app } = run.story;
  let seen = 0;
  let dead = false;
  let stopWatching = (): void => {};
  const killed = new Promise<true>((resolve) => {
    stopWatching = github.intercept(({ actor, isWrite }, now) => {
      if (actor.kind !== 'app' && actor.kind !== 'installation') return 'pass';
      if (!dead && isWrite && now === 'before') seen += 1;
      dead ||= isWrite && now === phase && seen === nth;
      if (dead) resolve(true);
      return dead ? 'drop' : 'pass';
    });
  });
  const rested = app.rests();
  const hit = await Promise.race([killed, rested.then(() => false)]);
  if (hit) await app.dies();
  stopWatching();
  await rested;
  if (!hit) return false;
  await lose(run);
  if (meanwhile !== null) {
    setLag(run, 0);
    await meanwhile.act(run.story);
    setLag(run, LAG_MS);
    await lose(run);
  }
  await app.starts();
  armWebhooks(run);
  await app.sweeps();
  await app.rests();
  return true;
}

/** What GitHub tells a dead process is lost. */
async function lose({ story: { github } }: Run): Promise<void> {
  github.faults.release();
  await github.delivered();
}

function armWebhooks({ story: { github }, fault }: Run): void {
  if (fault?.kind !== 'webhooks') return;
  github.faults.clear();
  github.faults.add({ effect: { kind: fault.effect }, times: Infinity });
}

function setLag({ story: { github }, fault }: Run, ms: number): void {
  if (fault !== null && fault.kind !== 'webhooks' && (fault.kind === 'lag' || fault.lag))
    github.faults.add({ effect: { kind: 'list-lag', ms } });
}

/** What a further pass writes. */
async function furtherWrites({ story }: Run): Promise<string[]> {
  const mark = story.github.requests.mark();
  await story.app.sweeps();
  await story.app.rests();
  return appWrites(story, mark);
}

function appWrites({ github }: Story, mark: number): string[] {
  return github.requests
    .all(mark)
    .filter(({ isWrite, actor }) => isWrite && actor.kind !== 'user')
    .map(({ method, path }) => `${method} ${path}`);
}
