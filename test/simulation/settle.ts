/** The app comes to rest, whatever goes wrong meanwhile; then nothing may be left to do. */
import type { LoggedRequest } from '@planwright/github-sandbox';
import { hash } from './dice.ts';
import { observe } from './decisions.ts';
import { glance } from './glance.ts';
import { wrongIn } from './invariants.ts';
import { lostMentions, rememberedOf } from './mentions/follow.ts';
import { strayReferences } from './mentions/references.ts';
import type { Act, Mishap, Play } from './play.ts';
import type { Letter, Stage } from './stage.ts';

/** An invariant that does not hold. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

export const SETTLE: Act = {
  name: 'settle',
  weight: 24,
  async take(play) {
    const said = await settle(play);
    return `the app settles (${said})`;
  },
};

/** Lets the app work until it rests, then looks at everything. */
export async function settle(play: Play): Promise<string> {
  const { stage } = play;
  const { requests } = stage.github;
  const start = requests.mark();
  const met = play.mishaps.splice(0);
  await restsThrough(play, met);
  await expectNothingGivenUp(stage, met.length > 0);
  const writes = appWrites(requests.all(start));
  const second = requests.mark();
  await stage.sweeps();
  await stage.rests();
  const more = appWrites(requests.all(second)).map(name);
  if (more.length > 0) throw new Broken(`A further pass wrote: ${more.join(', ')}`);
  const unknown = requests.unknown(start).map(name);
  if (unknown.length > 0) throw new Broken(`Unknown to the sandbox: ${unknown.join(', ')}`);
  const seen = await glance(stage);
  observe(play, seen);
  const work = { writes, requests: requests.all(start), hadMishap: met.length > 0 };
  const findings = [
    ...wrongIn(play, seen, work),
    ...(await lostMentions(play, seen)),
    ...strayReferences(seen),
  ];
  if (findings.length > 0) throw new Broken(findings.join('\n'));
  play.named = rememberedOf(play.named, seen);
  return `${writes.length} writes`;
}

/** Lets the app work while all this goes wrong, then lets it find what that hid. */
async function restsThrough(play: Play, met: readonly Mishap[]): Promise<void> {
  const { stage } = play;
  for (const mishap of met) arm(play, mishap);
  const post = met.find(({ kind }) => kind === 'post');
  const sort = post?.kind === 'post' ? sorter(post) : undefined;
  const kill = met.find(({ kind }) => kind === 'kill');
  const died = kill?.kind === 'kill' && (await restsUntilKilled(play, kill, sort));
  if (kill === undefined) await stage.rests(sort);
  stage.github.faults.clear();
  if (died) await stage.starts();
  // What a lost webhook or a lagging list hid is found by the next sweep.
  const hidden = met.some((one) => one.kind === 'lag' || (one.kind === 'post' && one.how === 'lost'));
  if (died || hidden) await stage.sweeps();
  await stage.rests();
}

/** A mishap may make the app give a job up; the next sweep must then do it. */
async function expectNothingGivenUp(stage: Stage, hadMishap: boolean): Promise<void> {
  let reasons = stage.gaveUp();
  if (hadMishap && reasons.length > 0) {
    await stage.sweeps();
    await stage.rests();
    reasons = stage.gaveUp();
  }
  if (reasons.length > 0) throw new Broken(`The app gave up: ${reasons.join('; ')}`);
}

function arm({ stage: { github } }: Play, mishap: Mishap): void {
  if (mishap.kind === 'answer')
    github.faults.add({ on: { actor: 'app', write: true, nth: mishap.nth }, effect: mishap.effect });
  if (mishap.kind === 'lag') github.faults.add({ effect: { kind: 'list-lag', ms: mishap.ms } });
}

type Sorter = (post: readonly Letter[]) => readonly Letter[];

function sorter({ how, dice }: Extract<Mishap, { kind: 'post' }>): Sorter {
  switch (how) {
    case 'lost':
      return () => [];
    case 'twice':
      return (post) => post.flatMap((letter) => [letter, letter]);
    case 'reversed':
      return (post) => post.toReversed();
    case 'shuffled':
      return (post) => {
        const bids = new Map(post.map((letter, index) => [letter, hash(dice, index)]));
        return post.toSorted((a, b) => (bids.get(a) ?? 0) - (bids.get(b) ?? 0));
      };
  }
}

/** Kills the app at its nth write. Nothing of what it was told is known any more. */
async function restsUntilKilled(
  { stage }: Play,
  { nth, phase }: Extract<Mishap, { kind: 'kill' }>,
  sort: Sorter | undefined,
): Promise<boolean> {
  let seen = 0;
  let dead = false;
  let stopWatching = (): void => {};
  const killed = new Promise<true>((resolve) => {
    stopWatching = stage.github.intercept(({ actor, isWrite }, now) => {
      if (actor.kind !== 'app' && actor.kind !== 'installation') return 'pass';
      if (!dead && isWrite && now === 'before') seen += 1;
      dead ||= isWrite && now === phase && seen === nth;
      if (dead) resolve(true);
      return dead ? 'drop' : 'pass';
    });
  });
  const rested = stage.rests(sort);
  const hit = await Promise.race([killed, rested.then(() => false)]);
  if (hit) await stage.dies();
  stopWatching();
  await rested;
  stage.gaveUp();
  stage.post.splice(0);
  return hit;
}

/** What the app wrote; a request that a fault stopped was meant to write all the same. */
function appWrites(requests: readonly LoggedRequest[]): LoggedRequest[] {
  return requests.filter(({ isWrite, actor }) => isWrite && actor.kind !== 'user');
}

function name({ method, path }: LoggedRequest): string {
  return `${method} ${path}`;
}
