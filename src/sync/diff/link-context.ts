/** What deciding on links between issues takes. */
import type { Dependencies } from '../../plan/lint/dependencies.ts';
import type { Plan, Task } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import type { PlanPlace } from '../render/issue.ts';
import { baseOf, issuesIn, memoryOf, type Base, type Known } from '../state/known.ts';
import type { Resolution, ResolvedTask } from '../resolve/resolution.ts';
import type { LinkEnd, Observed, ObservedIssue, OwedLink, TaskOutcome } from '../types.ts';

export interface LinksInput {
  readonly plan: Plan;
  readonly known: Known;
  readonly observed: Observed;
  readonly resolution: Resolution;
  /** What becomes of each task, in the order of the resolution. */
  readonly outcomes: readonly TaskOutcome[];
  readonly place: PlanPlace;
  /** Texts that a pass began to apply and was cut short in, newest first. */
  readonly inFlight: readonly Plan[];
  /** What the tasks of all texts depend on; `before` is null without a base, `inFlight` has one for each text in flight. */
  readonly dependencies: {
    readonly now: Dependencies;
    readonly before: Dependencies | null;
    readonly inFlight: readonly Dependencies[];
  };
}

/** What the decisions on sub-issues and on blocked-by share. */
export interface LinkContext extends Pick<LinksInput, 'plan' | 'known' | 'place' | 'dependencies'> {
  readonly base: Base | null;
  readonly tasks: readonly ResolvedTask[];
  /** The issue of each task that has one the app may write to. */
  readonly ends: ReadonlyMap<Task, LinkEnd>;
  /** The tasks of the base's text, read by today's rules. */
  readonly baseTasks: ReadonlySet<Task>;
  /** Database ids of the issues that are known, by number. */
  readonly ids: ReadonlyMap<number, number>;
  readonly gone: ReadonlySet<number>;
  /** Issues whose lines are look-alikes just now: their links are left as they are. */
  readonly lookAlikes: ReadonlySet<number>;
  readonly tracking: ObservedIssue | null;
  /** For tasks of the texts in flight the numbers of their issues, and the tasks they stood under. */
  readonly inFlight: {
    readonly numbers: ReadonlyMap<Task, number>;
    readonly parents: ReadonlyMap<Task, Task | null>;
  };
  /** Whether no entry of the base holds the issue yet, so that its links may never have been made. */
  readonly isFresh: (one: ResolvedTask) => boolean;
}

/** Gathers what the decisions on links share. */
export function linkContextOf({
  resolution,
  observed,
  outcomes,
  inFlight,
  ...input
}: LinksInput): LinkContext {
  const { tasks } = resolution;
  const base = baseOf(input.known);
  const tracking = memoryOf(input.known)?.tracking ?? null;
  const issues = [tracking, ...observed.issues, ...observed.linked.values()];
  return {
    ...input,
    base,
    tasks,
    ends: new Map(
      tasks.flatMap((one, index) => {
        const end = endOf(one, outcomes[index]);
        return end === null ? [] : [[one.task, end] as const];
      }),
    ),
    ids: new Map(issues.flatMap((issue) => (issue === null ? [] : [[issue.number, issue.id] as const]))),
    baseTasks: new Set(base === null ? [] : allTasks(base.plan).map(({ task }) => task)),
    gone: observed.gone,
    lookAlikes: new Set(
      tasks.flatMap(({ tie }) => (tie.kind === 'look-alike' ? (tie.held?.number ?? []) : [])),
    ),
    tracking,
    inFlight: {
      numbers: numbersInFlight(resolution),
      parents: new Map(
        inFlight.flatMap((text) => allTasks(text).map(({ task, parent }) => [task, parent] as const)),
      ),
    },
    isFresh: freshIn(base),
  };
}

/** The issue of each task of a text in flight, whether the plan still has the task or not. */
function numbersInFlight({ tasks, removed }: Resolution): ReadonlyMap<Task, number> {
  return new Map([
    ...tasks.flatMap(({ tie, versions = [] }) =>
      'issue' in tie ? versions.map((version) => [version, tie.issue.number] as const) : [],
    ),
    ...removed.map(({ base, issue }) => [base.task, issue.number] as const),
  ]);
}

/** Tells whether no entry of the base holds the issue of a task yet, or one that says that the issue is not whole. */
export function freshIn(base: Base | null): (one: ResolvedTask) => boolean {
  const held = new Set(issuesIn(base?.entries.values()));
  return ({ tie, base: before, owed }) =>
    tie.kind !== 'issue' || !held.has(tie.issue.number) || (before === null && owed === true);
}

/** The links of a task's issue that GitHub refused before. */
export function owedLinks(
  { base }: Pick<LinkContext, 'base'>,
  { tie }: ResolvedTask,
  ...kinds: readonly OwedLink['kind'][]
): OwedLink[] {
  if (tie.kind !== 'issue') return [];
  const all = base?.owed?.links ?? [];
  return all.filter(({ kind, issue }) => issue === tie.issue.number && kinds.includes(kind));
}

function endOf({ tie }: ResolvedTask, outcome: TaskOutcome | undefined): LinkEnd | null {
  const ref = outcome?.issue ?? null;
  if (ref === null || tie.kind === 'look-alike') return null;
  if ('key' in ref) return { kind: 'task', key: ref.key };
  return { kind: 'known', number: ref.number, id: 'issue' in tie ? tie.issue.id : null };
}
