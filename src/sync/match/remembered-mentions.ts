/**
 * Dependencies whose words name nothing any more because what they named was reworded: until the plan says the new words,
 * they are read as if it did (DESIGN 2, promise 10), or by the number of the issue where the new words would not name it
 * alone. What they name is remembered by lines of the base.
 */
import {
  namesNothingIn,
  namesThereIn,
  renamedAlike,
  wordMentions,
} from '../../plan/lint/dependency-mentions.ts';
import { phaseName } from '../../plan/read/headings.ts';
import { quoted } from '../../plan/text/problems.ts';
import type { Phase, Plan, Task } from '../../plan/types.ts';
import { allTasks, byLine, mapTasks } from '../../plan/walk.ts';
import type { Base } from '../state/known.ts';
import { sameText } from '../state/ids.ts';
import type { NamedLine, Renamed } from '../types.ts';
import { matchTasks, type Continuation } from './match.ts';

/** What mentions of the base name. */
interface Named {
  readonly task: Task;
  readonly index: number;
  readonly written: string;
  readonly target: Task | Phase;
}

/**
 * Finds the dependencies of a plan that named something in the base by words that are gone.
 *
 * @param base As it is read: with the words of what its dependencies name.
 * @param plan As its text reads.
 */
export function rememberMentions(
  base: Pick<Base, 'plan' | 'entries' | 'named'>,
  plan: Plan,
  continued: readonly Continuation[],
): Renamed[] {
  const isNothing = namesNothingIn(plan);
  const lost = new Set(allTasks(plan).flatMap(({ task }) => task.dependsOn.filter(isNothing)));
  const before = lost.size === 0 ? [] : namedInBase(base).filter(({ written }) => lost.has(written));
  if (before.length === 0) return [];
  const { pairs } = matchTasks(base.plan, plan, base.entries, continued);
  const heirs = new Map<Task, Task>([...pairs].map(([now, old]) => [old, now]));
  const phases = phaseHeirs(base.plan, plan, pairs);
  const found = before.flatMap(({ task, written, target }): Renamed[] => {
    const now = heirs.get(task);
    const named = 'id' in target ? heirs.get(target) : phases.get(target);
    // The target is a look-alike now: its words will name it again once its box is mended.
    const isAway = named === undefined || ('box' in named && named.box === 'look-alike');
    if (now === undefined || isAway) return [];
    return now.dependsOn.flatMap((words, index) =>
      words === written
        ? [{ line: now.line, index, target: named.line, written, words: renamedAlike(written, named) }]
        : [],
    );
  });
  // A task may have said the same words twice, and tasks may stand in another order than in the base.
  const distinct = new Map(found.map((one) => [`${one.line} ${one.index}`, one]));
  const sorted = [...distinct.values()].sort((a, b) => a.line - b.line || a.index - b.index);
  return withNumbers(
    plan,
    sorted,
    new Map([...pairs].map(([now, old]) => [now.line, issueAt(base, old.line)])),
  );
}

/** The mentions of the base as they are written: those by words, and those that are remembered, whatever their words name. */
function namedInBase({ plan, named = [] }: Pick<Base, 'plan' | 'named'>): Named[] {
  const known = new Set(named.map((one) => `${one.line} ${one.index}`));
  const byWords = wordMentions(plan).flatMap(({ task, index, target }): Named[] =>
    known.has(`${task.line} ${index}`) ? [] : [{ task, index, target, written: task.dependsOn[index] ?? '' }],
  );
  const { tasks, targets } = byLine(plan);
  const remembered = named.flatMap(({ line, index, target: at, written }): Named[] => {
    const [task, target] = [tasks.get(line), targets.get(at)];
    return task === undefined || target === undefined ? [] : [{ task, index, target, written }];
  });
  return [...byWords, ...remembered];
}

/** The dependencies by the number of an issue where their words would name several tasks, or another one. */
function withNumbers(
  plan: Plan,
  all: readonly Renamed[],
  issues: ReadonlyMap<number, number | null>,
): Renamed[] {
  if (all.length === 0) return [];
  const isNamed = namesThereIn(withMentions(plan, all));
  return all.map((one) => {
    const issue = issues.get(one.target) ?? null;
    return issue === null || isNamed(one.line, one.words, one.target) ? one : { ...one, words: `#${issue}` };
  });
}

function issueAt({ entries }: Pick<Base, 'entries'>, line: number): number | null {
  const entry = entries.get(line);
  return entry?.kind === 'issue' ? entry.number : null;
}

/**
 * The phase that each phase of the base goes on in: the one most of whose tasks were there, as with milestones (DESIGN 4),
 * else the one of its title or its number.
 */
function phaseHeirs(base: Plan, plan: Plan, pairs: ReadonlyMap<Task, Task>): ReadonlyMap<Phase, Phase> {
  const heirs = new Map<Phase, Phase>();
  for (const { now, old } of claimsOn(base, plan, pairs)) if (!heirs.has(old)) heirs.set(old, now);
  const held = new Set(heirs.values());
  const free = plan.phases.filter((phase) => !held.has(phase));
  for (const old of base.phases.filter((phase) => !heirs.has(phase))) {
    const number = phaseName(old.title);
    const now =
      free.find(({ title }) => sameText(title) === sameText(old.title)) ??
      free.find(({ title }) => number !== null && phaseName(title) === number);
    if (now !== undefined) heirs.set(old, now);
  }
  return heirs;
}

/** Each phase with the one where most of its tasks were, those of most tasks first. */
function claimsOn(
  base: Plan,
  plan: Plan,
  pairs: ReadonlyMap<Task, Task>,
): { readonly now: Phase; readonly old: Phase }[] {
  const phaseOf = new Map(allTasks(base).map(({ task, phase }) => [task, phase]));
  const votes = new Map<Phase, Map<Phase, number>>();
  for (const { task, phase } of allTasks(plan)) {
    const old = pairs.get(task);
    const was = old === undefined ? null : (phaseOf.get(old) ?? null);
    if (phase === null || was === null) continue;
    const counts = votes.get(phase) ?? new Map<Phase, number>();
    votes.set(phase, counts.set(was, (counts.get(was) ?? 0) + 1));
  }
  return [...votes]
    .flatMap(([now, counts]) => {
      const [most] = [...counts].sort(([, a], [, b]) => b - a);
      return most === undefined ? [] : [{ now, old: most[0], count: most[1] }];
    })
    .sort((a, b) => b.count - a.count);
}

/** The dependencies of the base, with the words of the line that each is remembered to mean. */
export function mentionsIn(
  plan: Plan,
  { named = [], entries }: { readonly named?: readonly NamedLine[]; readonly entries: Base['entries'] },
): Renamed[] {
  if (named.length === 0) return [];
  const { tasks, targets } = byLine(plan);
  const found = named.flatMap((one): Renamed[] => {
    const written = tasks.get(one.line)?.dependsOn[one.index];
    const target = targets.get(one.target);
    return written === undefined || target === undefined
      ? []
      : [{ ...one, written, words: renamedAlike(written, target) }];
  });
  return withNumbers(
    plan,
    found,
    new Map([...entries.keys()].map((line) => [line, issueAt({ entries }, line)])),
  );
}

/** The plan with its dependencies as they are read, and without the Problems that their words alone would have. */
export function withMentions(plan: Plan, all: readonly Renamed[]): Plan {
  if (all.length === 0) return plan;
  const ofTask = new Map<number, Renamed[]>();
  for (const one of all) ofTask.set(one.line, [...(ofTask.get(one.line) ?? []), one]);
  const read = (task: Task): Task => {
    const mine = ofTask.get(task.line) ?? [];
    const dependsOn = task.dependsOn.map(
      (words, index) => mine.find((one) => one.index === index)?.words ?? words,
    );
    return { ...task, dependsOn };
  };
  const said = new Set(all.map(({ written }) => `depends on ${quoted(written)},`));
  return {
    ...mapTasks(plan, read),
    problems: plan.problems.filter(
      ({ code, message }) =>
        code !== 'unknown-dependency' || ![...said].some((words) => message.includes(words)),
    ),
  };
}
