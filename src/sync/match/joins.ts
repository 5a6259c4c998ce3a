/**
 * Which lines of a plan are places of one task because they were that in the base (DESIGN 3, "Row and checkbox"): a task
 * stays one task while any of its places still has its old words or its link, and lines that have issues of their own stay
 * tasks of their own. Places are compared with places of their kind: boxes with boxes, rows with rows.
 */
import type { Joins, Plan, PlaceWords, Task } from '../../plan/types.ts';
import { allTasks, saidBy } from '../../plan/walk.ts';
import { sameText } from '../state/ids.ts';
import type { Base } from '../state/known.ts';
import type { Renamed } from '../types.ts';
import { matchTasks, type Continuation } from './match.ts';

/** Two places of one task that were reworded in one step, differently: the task goes on in the first. */
export interface Parted {
  readonly kept: number;
  readonly other: number;
}

/** How the lines of a plan go together, as far as its text alone would say otherwise. */
export interface RememberedLines {
  readonly joins: Joins;
  readonly parted: readonly Parted[];
  readonly continued: readonly Continuation[];
  /** Dependencies that are read by other words than they are written with. */
  readonly named: readonly Renamed[];
}

/** Where the text says all. */
export const NOTHING_REMEMBERED: RememberedLines = {
  joins: { together: [], apart: [] },
  parted: [],
  continued: [],
  named: [],
};

/** A place of a task, and the task. */
interface PlaceOf {
  readonly said: PlaceWords;
  readonly task: Task;
}

/** A place of the plan, and the place of the base that it continues. */
interface Continued {
  readonly now: PlaceOf;
  readonly old: PlaceOf;
  readonly guessed: boolean;
}

/** The base, as far as it tells which lines are one task. */
type JoinedBase = Pick<Base, 'plan' | 'entries' | 'same'>;

/**
 * Compares a plan, as its text alone reads, with its base.
 *
 * @param base Its tasks are those that are remembered, see {@link joinsIn}.
 */
export function rememberJoins(base: JoinedBase, plan: Plan): Omit<RememberedLines, 'named'> {
  const [olds, news] = [placesIn(base.plan), placesIn(plan)];
  const isSplit = ({ task }: PlaceOf): boolean => task.places.length > 1;
  if (!olds.some(isSplit) && !news.some(isSplit)) return NOTHING_REMEMBERED;
  const found = continuedPlaces(olds, news, base.entries);
  const continued = withoutLeaving([...found, ...rewordedAlike(found, olds, news)], base.entries);
  const families = groupBy(continued, ({ old }) => old.task);
  const decided = [...families].map(([old, family]) => decideJoin(base, old, family));
  const apart = [...groupBy(continued, ({ now }) => now.task).values()].flatMap((family) =>
    apartIn(family, base.entries),
  );
  return {
    joins: {
      // In the order of the lines, whatever the base's was: what is remembered is the same however it was come by.
      together: decided
        .flatMap(({ together = [] }) => together)
        .sort(([a, one], [b, other]) => one - other || a - b),
      apart: apart.map(({ now }) => now.said.line),
    },
    parted: decided.flatMap(({ parted = [] }) => parted),
    continued: [...decided.flatMap(({ heir }) => heir ?? []), ...apart].map(({ now, old, guessed }) => ({
      line: now.said.line,
      was: old.task.line,
      guessed,
    })),
  };
}

/** How the base's own text is read: as it was when its entries were written. */
export function joinsIn({ entries, same = [] }: Pick<Base, 'entries' | 'same'>): Joins {
  return { together: same, apart: [...entries.keys()] };
}

function placesIn(plan: Plan): PlaceOf[] {
  return allTasks(plan).flatMap(({ task }) => saidBy(task).map((said) => ({ said, task })));
}

/** Matches places with places of their kind. */
function continuedPlaces(
  olds: readonly PlaceOf[],
  news: readonly PlaceOf[],
  entries: Base['entries'],
): Continued[] {
  return (['box', 'row', 'todo'] as const).flatMap((kind) => {
    const [before, after] = [asTasks(olds, kind), asTasks(news, kind)];
    const held = new Map(
      [...before.values()].flatMap(({ said, task }) => {
        const entry = entries.get(task.line);
        return entry === undefined ? [] : [[said.line, entry] as const];
      }),
    );
    const { pairs, guessed } = matchTasks(planOf(before), planOf(after), held);
    return [...pairs].flatMap(([now, old]): Continued[] => {
      const [mine, its] = [after.get(now), before.get(old)];
      return mine === undefined || its === undefined
        ? []
        : [{ now: mine, old: its, guessed: guessed.has(now) }];
    });
  });
}

/**
 * Places that were reworded together with another place of their task, however little is left of their old words. The
 * text alone does not join them where a third line says the same.
 */
function rewordedAlike(
  found: readonly Continued[],
  olds: readonly PlaceOf[],
  news: readonly PlaceOf[],
): Continued[] {
  const [known, taken] = [new Set(found.map(({ old }) => old)), new Set(found.map(({ now }) => now))];
  const wordsOf = ({ said }: PlaceOf): string => `${kindOf(said)} ${sameText(said.text)}`;
  const free = groupBy(
    news.filter((place) => !taken.has(place)),
    wordsOf,
  );
  const beside = groupBy(found, ({ old }) => old.task);
  const claims = olds
    .filter((place) => !known.has(place))
    .flatMap((old): Continued[] => {
      const others = beside.get(old.task) ?? [];
      const words = new Set(others.map(({ now }) => sameText(now.said.text)));
      const [only = ''] = words;
      const [now, another] = free.get(`${kindOf(old.said)} ${only}`) ?? [];
      if (words.size !== 1 || only === sameText(old.said.text)) return [];
      if (now === undefined || another !== undefined) return [];
      return [{ now, old, guessed: others.some(({ guessed }) => guessed) }];
    });
  const rivals = groupBy(claims, ({ now }) => now);
  return claims.filter(({ now }) => rivals.get(now)?.length === 1);
}

/**
 * Leaves out places that came to say what another task's place said all the time, while their own task goes on elsewhere
 * under its old words: they are places of that other task now, as the text alone says.
 */
function withoutLeaving(all: readonly Continued[], entries: Base['entries']): Continued[] {
  const isKept = ({ now, old }: Continued): boolean => sameText(now.said.text) === sameText(old.said.text);
  const [families, together] = [groupBy(all, ({ old }) => old.task), groupBy(all, ({ now }) => now.task)];
  return all.filter((one) => {
    const { now, old } = one;
    if (isKept(one) || now.said.issue === (numberOf(old.task, entries) ?? 0)) return true;
    const goesOn = families.get(old.task)?.some((other) => other !== one && isKept(other)) === true;
    const joins = together.get(now.task)?.some((other) => other.old.task !== old.task && isKept(other));
    return !goesOn || joins !== true;
  });
}

function numberOf({ line }: Task, entries: Base['entries']): number | null {
  const entry = entries.get(line);
  return entry?.kind === 'issue' ? entry.number : null;
}

function kindOf({ kind }: PlaceWords): 'box' | 'row' | 'todo' {
  return kind === 'row' || kind === 'todo' ? kind : 'box';
}

/** Each place as if it were a task of its own. */
function asTasks(places: readonly PlaceOf[], kind: 'box' | 'row' | 'todo'): Map<Task, PlaceOf> {
  const ofKind = places.filter(({ said }) => kindOf(said) === kind);
  return new Map(
    ofKind
      .sort((a, b) => a.said.line - b.said.line)
      .map((place) => {
        const { text, id, issue, section, line } = place.said;
        const here = place.task.places.filter((one) => one.line === line);
        const own = { title: text, text, id, issue, section, line, alsoAt: [], places: here, subtasks: [] };
        return [{ ...place.task, ...own }, place] as const;
      }),
  );
}

function planOf(tasks: ReadonlyMap<Task, unknown>): Plan {
  const none = { phases: [], emptyPhases: [], groups: [], checklists: [], risks: [], ignored: [] };
  return { title: '', tasks: [...tasks.keys()], ...none, lastUpdated: null, lookAlikes: [], problems: [] };
}

/** What becomes of a task of the base. */
interface JoinDecision {
  readonly together?: Joins['together'];
  readonly parted?: readonly Parted[];
  /** The place in which it goes on. */
  readonly heir?: Continued;
}

function decideJoin(
  { entries, same = [] }: JoinedBase,
  old: Task,
  family: readonly Continued[],
): JoinDecision {
  if (family.length < 2) return family.flatMap(besideCopy)[0] ?? {};
  const changed = family.filter(({ now, old: { said } }) => sameText(now.said.text) !== sameText(said.text));
  const number = numberOf(old, entries);
  const linked = number === null ? undefined : family.find(({ now }) => now.said.issue === number);
  const isOne = new Set(family.map(({ now }) => now.task)).size === 1;
  const isAlike = new Set(family.map(({ now }) => sameText(now.said.text))).size === 1;
  // Places that are one task by their id alone keep their own words: neither place's words replace the other's.
  const isRemembered = same.some((lines) => saidBy(old).some(({ line }) => lines.includes(line)));
  const didAgree = isRemembered || new Set(saidBy(old).map(({ text }) => sameText(text))).size === 1;
  if (isOne && (isAlike || !didAgree || (changed.length === 0 && !isRemembered))) return {};
  const leader = leaderOf(family, changed, { old, linked, isAlike, didAgree });
  if (leader === null) return isOne ? {} : partedIn(family, old);
  const followers = [
    ...family.filter((one) => one !== leader).map(({ now }) => now.said),
    ...copiesOf(leader, family),
  ];
  const guessed = changed.some((one) => one.guessed);
  return {
    together: followers.map(({ line }) => [leader.now.said.line, line]),
    heir: { ...leader, guessed },
  };
}

/** A line that kept its words names its task, even if a copy with the same link stands above it and says something else. */
function besideCopy(one: Continued): JoinDecision[] {
  const { now, old } = one;
  const copies = copiesOf(one, [one]);
  const isSame = sameText(now.said.text) === sameText(old.said.text);
  if (!isSame || copies.length === 0) return [];
  return [{ together: copies.map(({ line }) => [now.said.line, line]), heir: one }];
}

/** New lines that the parser joined with this place although their words differ. */
function copiesOf({ now }: Continued, family: readonly Continued[]): PlaceWords[] {
  const known = new Set(family.map((one) => one.now.said.line));
  return saidBy(now.task).filter(
    ({ line, text }) => !known.has(line) && sameText(text) !== sameText(now.said.text),
  );
}

/**
 * The place whose words name the task from now on: the one that was reworded, else the one that named it before; null where
 * all were reworded, differently, and no link tells which goes on.
 */
function leaderOf(
  family: readonly Continued[],
  changed: readonly Continued[],
  {
    old,
    linked,
    isAlike,
    didAgree,
  }: {
    readonly old: Task;
    readonly linked: Continued | undefined;
    readonly isAlike: boolean;
    readonly didAgree: boolean;
  },
): Continued | null {
  const [only, another] = changed;
  const named = family.find(({ old: { said } }) => said.text === old.text) ?? family[0] ?? null;
  if (only === undefined) return named;
  if (changed.length === family.length) return linked ?? (isAlike ? named : null);
  return another === undefined && (didAgree || only === named) ? only : named;
}

/** The task goes on in the place that is most like it; of two alike, in the first. */
function partedIn(family: readonly Continued[], old: Task): JoinDecision {
  const words = new Set(sameText(old.text).split(' '));
  const likeness = ({ now }: Continued): number => {
    const mine = sameText(now.said.text).split(' ');
    return mine.filter((word) => words.has(word)).length / Math.max(mine.length, words.size);
  };
  const [heir, ...others] = [...family].sort((a, b) => likeness(b) - likeness(a));
  if (heir === undefined) return {};
  const kept = heir.now.said.line;
  return { heir, parted: others.map(({ now }) => ({ kept, other: now.said.line })) };
}

/** The places of one task of the text that are remembered as tasks of their own. */
function apartIn(family: readonly Continued[], entries: Base['entries']): Continued[] {
  const owned = family.filter(({ old }) => entries.has(old.task.line));
  return new Set(owned.map(({ old }) => old.task)).size < 2 ? [] : owned;
}

function groupBy<K, V>(all: readonly V[], keyOf: (one: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}
