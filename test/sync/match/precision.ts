/** Measures matching: how often a task is taken for another one, and how often it is not found again. */
import type { Plan, Task } from '../../../src/plan/types.ts';
import { wordMentions } from '../../../src/plan/lint/dependency-mentions.ts';
import { allTasks } from '../../../src/plan/walk.ts';
import { sectionedText } from '../../../src/sync/state/ids.ts';
import { rememberJoins } from '../../../src/sync/match/joins.ts';
import { rememberMentions, withMentions } from '../../../src/sync/match/remembered-mentions.ts';
import { matchTasks, type Continuation } from '../../../src/sync/match/match.ts';
import type { Entry } from '../../../src/sync/types.ts';
import { blocksOf, printBlocks } from './mutant-plan.ts';
import { MUTATIONS, type MutationKind } from './mutations.ts';
import { randomOf } from './wording.ts';

export interface Figures {
  readonly plans: number;
  /** Tasks of the base that the mutated plan still holds. */
  readonly alive: number;
  readonly found: number;
  readonly pairs: number;
  /** Pairs of two different tasks. */
  readonly wrong: number;
  /** `base → plan` of the wrong pairs, and `base ⇒ plan` of those that were missed. */
  readonly wrongs: readonly string[];
  readonly missed: readonly string[];
}

export const NONE: Figures = { plans: 0, alive: 0, found: 0, pairs: 0, wrong: 0, wrongs: [], missed: [] };

export function sum(a: Figures, b: Figures): Figures {
  return {
    plans: a.plans + b.plans,
    alive: a.alive + b.alive,
    found: a.found + b.found,
    pairs: a.pairs + b.pairs,
    wrong: a.wrong + b.wrong,
    wrongs: [...a.wrongs, ...b.wrongs],
    missed: [...a.missed, ...b.missed],
  };
}

/**
 * Rewords some tasks of a plan, both places alike, and leaves the dependencies that name them by words as they are: those
 * must name the same tasks. Counted are dependencies; null if the plan has none by words.
 */
export function measureMentions(text: string, seed: number): Figures | null {
  const { blocks, plan: base } = blocksOf(text);
  const tasks = allTasks(base).map(({ task }) => task);
  const entries = new Map(
    tasks.map((task, identity) => [task.line, { kind: 'issue', number: FIRST_NUMBER + identity }] as const),
  );
  const changed = MUTATIONS['reworded lightly'](blocks, randomOf(seed));
  const { joins, continued } = rememberJoins({ plan: base, entries }, printBlocks(changed).plan);
  const { plan, identities } = printBlocks(changed, joins);
  const pairOf = (of: (task: Task) => readonly number[]) => (read: Plan) =>
    wordMentions(read).flatMap(({ task, target }) =>
      'id' in target ? of(task).flatMap((from) => of(target).map((to) => `${from} ${to}`)) : [],
    );
  const before = new Set(pairOf((task) => [tasks.indexOf(task)])(base));
  if (before.size === 0) return null;
  const read = withMentions(plan, rememberMentions({ plan: base, entries }, plan, continued));
  // What reads dependencies anew copies tasks; their lines stay.
  const byLine = new Map([...identities].map(([{ line }, ids]) => [line, ids]));
  const after = new Set(pairOf(({ line }) => byLine.get(line) ?? [])(read));
  const alive = new Set([...identities.values()].flat());
  const kept = [...before].filter((one) => one.split(' ').every((id) => alive.has(Number(id))));
  const told = (one: string): string =>
    one
      .split(' ')
      .map((id) => tasks[Number(id)]?.title)
      .join(' → ');
  const wrongs = [...after].filter((one) => !before.has(one)).map(told);
  const missed = kept.filter((one) => !after.has(one)).map(told);
  return {
    plans: 1,
    alive: kept.length,
    found: kept.length - missed.length,
    pairs: after.size,
    wrong: wrongs.length,
    wrongs,
    missed,
  };
}

/** Mutates a plan once and matches it with what it was; null if the plan gives nothing to mutate in this way. */
export function measure(text: string, kind: MutationKind, seed: number): Figures | null {
  const { blocks, plan: base } = blocksOf(text);
  const truth = new Map(allTasks(base).map(({ task }, identity) => [task, [identity]]));
  if (truth.size < 2) return null;
  const changed = MUTATIONS[kind](blocks, randomOf(seed));
  const alone = printBlocks(changed);
  if (alone.text === text) return null;
  const entries = new Map(
    allTasks(base).map(
      ({ task }, identity) => [task.line, { kind: 'issue', number: FIRST_NUMBER + identity }] as const,
    ),
  );
  const remembered = rememberJoins({ plan: base, entries }, alone.plan);
  return score({ base, entries, truth }, printBlocks(changed, remembered.joins), remembered.continued);
}

/** No link of a fixture names an issue of this number. */
const FIRST_NUMBER = 900_000;

interface Before {
  readonly base: Plan;
  readonly entries: ReadonlyMap<number, Entry>;
  readonly truth: ReadonlyMap<Task, readonly number[]>;
}

function score(
  { base, entries, truth }: Before,
  { plan, identities }: ReturnType<typeof printBlocks>,
  continued: readonly Continuation[],
): Figures {
  const { pairs } = matchTasks(base, plan, entries, continued);
  const equals = { old: equalsIn(truth), now: equalsIn(identities) };
  const found = new Set<number>();
  const wrongs: string[] = [];
  for (const [now, old] of pairs) {
    const [mine, was] = [equals.now.get(now), equals.old.get(old)];
    if (mine === undefined || was === undefined) continue;
    const shared = [...mine].filter((identity) => was.has(identity));
    if (shared.length === 0) wrongs.push(`${old.title} → ${now.title}`);
    else for (const identity of truth.get(old) ?? []) found.add(identity);
  }
  const alive = new Set([...identities.values()].flat().filter((identity) => identity >= 0));
  // A merged task is one task: either of the two it was is right.
  const merged = [...identities.values()].filter((ids) => ids.length > 1);
  for (const ids of merged) if (ids.some((id) => found.has(id))) for (const id of ids) found.add(id);
  const become = new Map([...identities].flatMap(([task, ids]) => ids.map((id) => [id, task] as const)));
  const missed = [...truth]
    .filter(([, [id = -1]]) => alive.has(id) && !found.has(id))
    .map(([task, [id = -1]]) => `${task.text} ⇒ ${become.get(id)?.text ?? ''}`);
  return {
    plans: 1,
    alive: alive.size,
    found: alive.size - missed.length,
    pairs: pairs.size,
    wrong: wrongs.length,
    wrongs,
    missed,
  };
}

/** The identities that a task may be taken for: tasks of the same text in the same section cannot be told apart. */
function equalsIn(identities: ReadonlyMap<Task, readonly number[]>): Map<Task, ReadonlySet<number>> {
  const byText = new Map<string, Set<number>>();
  for (const [task, ids] of identities) {
    const text = sectionedText(task);
    const all = byText.get(text) ?? new Set();
    for (const id of ids) all.add(id);
    byText.set(text, all);
  }
  return new Map([...identities.keys()].map((task) => [task, byText.get(sectionedText(task)) ?? new Set()]));
}
