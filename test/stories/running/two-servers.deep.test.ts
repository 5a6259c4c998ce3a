/** A rolling deploy: for a while two processes of the app hear of the same push. */
import { hash, roll } from '../../simulation/dice.ts';
import { glance, PLAN, type Glance } from '../../simulation/glance.ts';
import { randomPlan } from '../../simulation/random-plan.ts';
import { setStage, type Stage } from '../../simulation/stage.ts';
import { commit } from '../../simulation/acts-plan.ts';

/** A hundred were told once; set TWO_SERVERS_SEEDS to tell more. */
const SEEDS = Number(process.env.TWO_SERVERS_SEEDS ?? 5);

/** Open issues that are one task's, by their titles; tracking issues too. */
function duplicatesIn({ issues, text }: Glance): string[] {
  const open = issues.filter(({ state, isByApp }) => state === 'open' && isByApp);
  const counts = new Map<string, number>();
  for (const { task, title } of open) {
    const name = task ?? title;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].flatMap(([name, count]) => (count > 1 ? [`${count} of ${name} (${text.length})`] : []));
}

/** Says something on every issue there is. */
async function commentsEverywhere({ person }: Stage, { issues }: Glance): Promise<void> {
  for (const { number } of issues)
    await person('POST', `/issues/${number}/comments`, { body: `Word-${number}` });
}

async function lostComments({ person }: Stage, { issues }: Glance): Promise<number[]> {
  const lost: number[] = [];
  for (const { number } of issues) {
    const { data } = await person('GET', `/issues/${number}/comments`);
    if (!(data as { body: string }[]).some(({ body }) => body === `Word-${number}`)) lost.push(number);
  }
  return lost;
}

interface Ending {
  readonly seed: number;
  readonly made: number;
  readonly duplicates: readonly string[];
  readonly lost: readonly number[];
}

/** Two servers hear of one push, the second some requests later; then the old one goes, and the new one looks once. */
async function deploy(seed: number): Promise<Ending> {
  const stage = await setStage(
    { [PLAN]: '# Menagerie\n' },
    { servers: 2, lags: (server, letter) => (server === 0 ? 0 : roll(40, seed, letter)) },
  );
  try {
    await commit(stage, randomPlan(seed));
    await stage.rests();
    const before = await glance(stage);
    await commentsEverywhere(stage, before);
    await stage.sweeps();
    await stage.rests();
    const after = await glance(stage);
    return {
      seed,
      made: before.issues.length,
      duplicates: duplicatesIn(after),
      lost: await lostComments(stage, before),
    };
  } finally {
    await stage.ends();
  }
}

it(
  'Two servers that hear of one push leave no task with two open issues, and no comment is lost',
  async () => {
    const first = hash('rolling deploy') % 1000;
    const endings: Ending[] = [];
    for (let seed = first; seed < first + SEEDS; seed += 1) endings.push(await deploy(seed));
    expect(endings.filter(({ duplicates, lost }) => duplicates.length > 0 || lost.length > 0)).toEqual([]);
    expect(endings.every(({ made }) => made > 2)).toBe(true);
  },
  60_000 + SEEDS * 5_000,
);
