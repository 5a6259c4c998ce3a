/** What the dependencies of a plan name by their words, told by issue numbers and by the numbers of phases. */
import { tasksIn } from '../decisions.ts';
import type { Ledger } from '../../../src/sync/types.ts';
import { isById, namesOf, plainWords, readPlan, type Item, type Reading } from './reading.ts';

/** `#12`, or `Phase 3`. */
export type Target = string;

/** What the words of an item say by themselves. */
export type Said =
  | { readonly kind: 'names'; readonly targets: readonly [Target] }
  | { readonly kind: 'several'; readonly targets: readonly Target[] }
  | { readonly kind: 'nothing' | 'by-id' | 'itself' };

/** A text whose tasks are known by the issues that they have. */
export interface Naming {
  readonly items: readonly Item[];
  /** Whose dependency an item is; null where its task has no issue. */
  holderOf(item: Item): number | null;
  saidBy(item: Item): Said;
  /** Whether it stands in this text. */
  has(target: Target): boolean;
  /** In which phase the task of an issue stands. */
  readonly phaseOf: ReadonlyMap<number, Target>;
}

/** Issue of each line, as the ledger of a text has it. */
export function issueLines(text: string, ledger: Ledger): ReadonlyMap<number, number> {
  return new Map(
    tasksIn(text, ledger).flatMap(({ task }) => {
      const entry = ledger.entries.get(task.line);
      return entry?.kind === 'issue' ? task.places.map(({ line }) => [line, entry.number] as const) : [];
    }),
  );
}

/**
 * Reads what a text names.
 *
 * @param issues Issue of each line that is a place of a task.
 */
export function namingOf(text: string, issues: ReadonlyMap<number, number>): Naming {
  const reading = readPlan(text);
  const names = targetsByName(reading, issues);
  const withRows = new Set(
    reading.items.flatMap((item) => (item.isInRow ? (issues.get(item.holder) ?? []) : [])),
  );
  const all = new Set([...names.values()].flatMap((targets) => [...targets]));
  return {
    // What the row of a task lists stands in the place of what its box lists.
    items: reading.items.filter(({ isInRow, holder }) => isInRow || !withRows.has(issues.get(holder) ?? 0)),
    holderOf: ({ holder }) => issues.get(holder) ?? null,
    has: (target) => all.has(target),
    phaseOf: new Map(
      [...issues].flatMap(([line, issue]) => {
        const phase = reading.phases.find((one) => isIn(one, line));
        return phase === undefined ? [] : [[issue, `Phase ${phase.number}`] as const];
      }),
    ),
    saidBy({ words, holder }) {
      if (isById(words)) return { kind: 'by-id' };
      const [target, ...others] = names.get(plainWords(words)) ?? [];
      if (target === undefined) return { kind: 'nothing' };
      if (others.length === 0 && target === `#${issues.get(holder)}`) return { kind: 'itself' };
      return others.length === 0
        ? { kind: 'names', targets: [target] }
        : { kind: 'several', targets: [target, ...others] };
    },
  };
}

function targetsByName(
  { tasks, phases }: Reading,
  issues: ReadonlyMap<number, number>,
): ReadonlyMap<string, ReadonlySet<Target>> {
  const names = new Map<string, Set<Target>>();
  const add = (name: string, target: Target): void =>
    void names.set(name, (names.get(name) ?? new Set()).add(target));
  for (const task of tasks) {
    const issue = issues.get(task.line);
    for (const name of namesOf(task)) add(name, issue === undefined ? `line ${task.line}` : `#${issue}`);
  }
  // A phase without tasks is nothing to wait for.
  const lines = [...issues.keys()];
  const isEmpty = (phase: Reading['phases'][number]): boolean => !lines.some((line) => isIn(phase, line));
  for (const { words, number } of phases.filter((phase) => !isEmpty(phase)))
    for (const name of [plainWords(words), plainWords(`Phase ${number}: ${words}`)])
      add(name, `Phase ${number}`);
  return names;
}

function isIn({ line, last }: Reading['phases'][number], one: number): boolean {
  return one > line && one <= last;
}
