import type { Plan, Problem, Task } from './types.ts';

/** What `planwright parse --json` prints of a task. */
export interface TaskJson {
  readonly title: string;
  readonly state: Task['state'];
  readonly line: number;
  readonly kind: Task['kind'];
  readonly id: string | null;
  readonly issue: number | null;
  readonly priority: string | null;
  readonly estimate: string | null;
  readonly dependsOn: readonly string[];
  readonly owners: readonly string[];
  readonly section: readonly string[];
  readonly subtasks: readonly TaskJson[];
  readonly steps: Task['steps'];
  readonly alsoAt: readonly number[];
}

/** What `planwright parse --json` prints: a plan without what only the app needs, keys in a fixed order. */
export interface PlanJson {
  readonly title: string;
  readonly tasks: readonly TaskJson[];
  readonly phases: readonly {
    readonly title: string;
    readonly line: number;
    readonly due: string | null;
    readonly tasks: readonly TaskJson[];
  }[];
  readonly groups: readonly {
    readonly title: string;
    readonly line: number;
    readonly tasks: readonly TaskJson[];
  }[];
  readonly checklists: Plan['checklists'];
  readonly risks: Plan['risks'];
  readonly lastUpdated: string | null;
  readonly ignored: Plan['ignored'];
  readonly problems: readonly Problem[];
}

/**
 * A plan as data for other programs.
 *
 * @param plan A parsed plan.
 * @returns Plain data, safe for `JSON.stringify`.
 */
export function planToJson(plan: Plan): PlanJson {
  return {
    title: plan.title,
    tasks: plan.tasks.map(taskToJson),
    phases: [...plan.phases, ...plan.emptyPhases]
      .sort((a, b) => a.line - b.line)
      .map(({ title, line, due, tasks }) => ({
        title,
        line,
        due,
        tasks: tasks.map(taskToJson),
      })),
    groups: plan.groups.map(({ title, line, tasks }) => ({ title, line, tasks: tasks.map(taskToJson) })),
    checklists: plan.checklists,
    risks: plan.risks,
    lastUpdated: plan.lastUpdated,
    ignored: plan.ignored,
    problems: plan.problems,
  };
}

function taskToJson(task: Task): TaskJson {
  return {
    title: task.title,
    state: task.state,
    line: task.line,
    kind: task.kind,
    id: task.id,
    issue: task.issue,
    priority: task.priority,
    estimate: task.estimate,
    dependsOn: task.dependsOn,
    owners: task.owners,
    section: task.section,
    subtasks: task.subtasks.map(taskToJson),
    steps: task.steps,
    alsoAt: task.alsoAt,
  };
}
