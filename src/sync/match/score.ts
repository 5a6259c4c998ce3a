/** Pairs tasks whose text changed: by how alike their texts are, and by what speaks for the same place. */
import type { Task } from '../../plan/types.ts';
import { sameText } from '../state/ids.ts';
import { likenessOf, type Likeness } from './similarity.ts';

/** What is added to the likeness of two texts. */
const WEIGHTS = { id: 0.25, section: 0.08, beside: 0.12, near: 0.06 } as const;
/** Texts less alike than this are two pieces of work, wherever they stand. */
const LEAST_ALIKE = 0.34;
/** What likeness and place must come to. */
const ENOUGH = 0.54;
/** How far ahead of every other candidate, on both sides, a pair must be: when unsure, a task is new. */
const AHEAD = 0.09;
/** How many candidates are scored for each task by their texts, and how many by their ids. */
const CANDIDATES = 12;
/**
 * At most so many steps are made in all rounds: pairs scored and neighbours looked up. Tasks that are left unpaired then
 * are new. For plans of 500 tasks whose texts all changed that is 100 rounds.
 */
const MOST_STEPS = 1_000_000;

/** The tasks of both sides in the order of their lines, and the pairs found so far. */
export interface Board {
  readonly olds: readonly Task[];
  readonly news: readonly Task[];
  readonly pairs: Map<Task, Task>;
  /** The same pairs, from base to new. */
  readonly taken: Map<Task, Task>;
}

/** Puts a pair on the board. */
export function pair(board: Board, now: Task, old: Task): void {
  board.pairs.set(now, old);
  board.taken.set(old, now);
}

/**
 * Pairs tasks that exact text left over, in rounds. Each round takes the pairs whose score is high enough and clearly above
 * that of every other pair of either task; with them, the next round knows more about the places of the others.
 *
 * @returns How many steps that took: texts compared, by their length, and pairs scored.
 */
export function scoreRest(board: Board): number {
  const news = board.news.filter((task) => !board.pairs.has(task));
  const olds = board.olds.filter((task) => !board.taken.has(task));
  if (news.length === 0 || olds.length === 0) return 0;
  const scorer = createScorer(board, news, olds);
  let steps = 0;
  for (let found = 1; found > 0 && steps < MOST_STEPS;) {
    const { clearest, scorings } = scorer.score();
    steps += scorings + board.news.length + board.olds.length;
    found = clearest.length;
    for (const [now, old] of clearest) pair(board, now, old);
  }
  return steps + scorer.steps;
}

interface Scored {
  readonly now: Task;
  readonly old: Task;
  readonly score: number;
}

/** Scores the pairs that are still open, by their texts and by the places that the board knows so far. */
interface Scorer {
  readonly score: () => { readonly clearest: readonly [Task, Task][]; readonly scorings: number };
  /** What comparing the texts took. */
  readonly steps: number;
}

function createScorer(board: Board, news: readonly Task[], olds: readonly Task[]): Scorer {
  const likeness = likenessOf(
    news.map(({ text }) => text),
    olds.map(({ text }) => text),
    [...board.news, ...board.olds].map(({ text }) => text),
  );
  const sectionOf = sectionNames([...board.news, ...board.olds]);
  const byId = placesById(olds);
  const isOutOfTurn = turnsOf(sectionOf, news, olds);
  const alike = new Map(
    news.map((now, index) => [now, candidatesOf(likeness, { olds, byId, now, index })] as const),
  );
  return {
    score() {
      const place = placeOf(board, sectionOf);
      const scored: Scored[] = [];
      let scorings = 0;
      for (const [now, candidates] of alike) {
        if (board.pairs.has(now)) continue;
        for (const [old, text] of candidates) {
          if (board.taken.has(old) || isOutOfTurn(now, old)) continue;
          scorings += 1;
          const score = text + place(now, old);
          // A pair of a lower score can neither be taken nor keep another one from being taken.
          if (score >= ENOUGH - AHEAD) scored.push({ now, old, score });
        }
      }
      return { clearest: clearlyAhead(scored), scorings };
    },
    steps: likeness.steps(),
  };
}

/**
 * Tasks of the same words in one section are told apart by their order: as many that were reworded alike are no rivals of
 * one another.
 */
function turnsOf(
  sectionOf: (task: Task) => string,
  ...sides: readonly (readonly Task[])[]
): (now: Task, old: Task) => boolean {
  const turns = new Map<Task, { readonly turn: number; readonly equals: readonly Task[] }>();
  for (const side of sides) {
    const groups = new Map<string, Task[]>();
    for (const task of side) {
      const words = `${sectionOf(task)}\n${sameText(task.text)}`;
      const equals = groups.get(words) ?? [];
      groups.set(words, equals);
      turns.set(task, { turn: equals.push(task), equals });
    }
  }
  return (now, old) => {
    const [one, other] = [turns.get(now), turns.get(old)];
    if (one === undefined || other === undefined) return false;
    return one.equals.length === other.equals.length && one.turn !== other.turn;
  };
}

/** The places of the tasks that have an id; the first few, where many have the same. */
function placesById(tasks: readonly Task[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [place, { id }] of tasks.entries()) {
    if (id === null) continue;
    const same = places.get(id) ?? [];
    if (same.length < CANDIDATES) places.set(id, [...same, place]);
  }
  return places;
}

interface Search {
  readonly olds: readonly Task[];
  readonly byId: ReadonlyMap<string, readonly number[]>;
  readonly now: Task;
  readonly index: number;
}

/** The tasks of the base that a task could be, and how alike their texts are. */
function candidatesOf(likeness: Likeness, { olds, byId, now, index }: Search): [Task, number][] {
  const sameId = now.id === null ? [] : (byId.get(now.id) ?? []);
  const near = new Set([...likeness.nearest(index, CANDIDATES), ...sameId]);
  return [...near].flatMap((other): [Task, number][] => {
    const text = likeness.of(index, other);
    const old = olds[other];
    return text < LEAST_ALIKE || old === undefined ? [] : [[old, text]];
  });
}

/** What speaks for two tasks standing in the same place, as far as pairs are known. */
function placeOf(board: Board, sectionOf: (task: Task) => string): (now: Task, old: Task) => number {
  const idsHold = trustInIds(board);
  const sections = sectionsOf(board, sectionOf);
  const before = besides(board, 1);
  const after = besides(board, -1);
  return (now, old) =>
    (now.id !== null && now.id === old.id ? WEIGHTS.id * idsHold : 0) +
    (sections.get(sectionOf(now)) === sectionOf(old) ? WEIGHTS.section : 0) +
    before(now, old) +
    after(now, old);
}

/** What the nearest known neighbours on one side say: most if they stand right beside both, less from further off. */
function besides({ news, olds, pairs, taken }: Board, step: 1 | -1): (now: Task, old: Task) => number {
  const newSide = nearestKnown(news, step, (task) => pairs.get(task));
  const oldSide = nearestKnown(olds, step, (task) => (taken.has(task) ? task : undefined));
  return (now, old) => {
    const [one, other] = [newSide.get(now), oldSide.get(old)];
    if (one === undefined || other === undefined || one.task !== other.task) return 0;
    return one.away === 0 && other.away === 0 ? WEIGHTS.beside : WEIGHTS.near;
  };
}

interface Neighbour {
  /** The base task of the nearest known neighbour; null at the end of the plan. */
  readonly task: Task | null;
  /** How many unknown tasks stand between. */
  readonly away: number;
}

function nearestKnown(
  tasks: readonly Task[],
  step: 1 | -1,
  baseOf: (task: Task) => Task | undefined,
): Map<Task, Neighbour> {
  const nearest = new Map<Task, Neighbour>();
  let [last, away]: [Task | null, number] = [null, 0];
  for (const task of step === 1 ? tasks : tasks.toReversed()) {
    nearest.set(task, { task: last, away });
    const base = baseOf(task);
    [last, away] = base === undefined ? [last, away + 1] : [base, 0];
  }
  return nearest;
}

/** Ids get renumbered: they count as far as they held for the tasks that are known. */
function trustInIds({ pairs }: Board): number {
  let [same, all] = [1, 2];
  for (const [now, old] of pairs) {
    if (now.id === null || old.id === null) continue;
    all += 1;
    if (now.id === old.id) same += 1;
  }
  return same / all;
}

/** The section of the base that each section of the plan continues: where most of its known tasks were, or its name. */
function sectionsOf({ news, pairs }: Board, sectionOf: (task: Task) => string): Map<string, string> {
  const votes = new Map<string, Map<string, number>>();
  for (const now of news) {
    const counts = votes.get(sectionOf(now)) ?? new Map<string, number>();
    const old = pairs.get(now);
    if (old !== undefined) counts.set(sectionOf(old), (counts.get(sectionOf(old)) ?? 0) + 1);
    votes.set(sectionOf(now), counts);
  }
  return new Map(
    [...votes].map(([name, counts]) => [name, [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? name]),
  );
}

/** The name of each task's section. Tasks share their headings, so that each is read once. */
function sectionNames(tasks: readonly Task[]): (task: Task) => string {
  const heading = numberer();
  const names = new Map(tasks.map((task) => [task, task.section.map(heading).join(' ')]));
  return (task) => names.get(task) ?? '';
}

/** Gives equal texts ({@link sameText}) one number. */
function numberer(): (text: string) => number {
  const byText = new Map<string, number>();
  const bySame = new Map<string, number>();
  return (text) => {
    const known = byText.get(text);
    if (known !== undefined) return known;
    const same = sameText(text);
    const number = bySame.get(same) ?? bySame.size;
    bySame.set(same, number);
    byText.set(text, number);
    return number;
  };
}

/** The pairs that are enough, and ahead of every other pair of either of their tasks. */
function clearlyAhead(scored: Scored[]): [Task, Task][] {
  scored.sort((a, b) => b.score - a.score);
  const places = new Map<Task, { readonly best: Scored; readonly next: number }>();
  for (const one of scored) {
    for (const task of [one.now, one.old]) {
      const place = places.get(task);
      if (place === undefined) places.set(task, { best: one, next: 0 });
      else if (place.next === 0) places.set(task, { best: place.best, next: one.score });
    }
  }
  return scored.flatMap((one): [Task, Task][] => {
    const [mine, its] = [places.get(one.now), places.get(one.old)];
    if (mine?.best !== one || its?.best !== one || one.score < ENOUGH) return [];
    return one.score - Math.max(mine.next, its.next) >= AHEAD ? [[one.now, one.old]] : [];
  });
}
