import { findCycles } from './lint/cycles.ts';
import { resolveDependencies } from './lint/dependencies.ts';
import type { Dependencies } from './lint/dependencies.ts';
import { parseEstimate } from './values/estimates.ts';
import { isLevel } from './vocabulary/levels.ts';
import { problem, quoted } from './text/problems.ts';
import type { Phase, Plan, Problem, Task } from './types.ts';
import { allTasks } from './walk.ts';

/** Cycles are reported one by one; a plan with more has one Problem: its dependencies. */
const MOST_CYCLES = 20;

/**
 * Checks what a plan says against itself: dependencies that name nothing, cycles, words out of vocabulary, risks.
 *
 * @param plan A parsed plan.
 * @returns Problems in the order of their lines; those that reading found are in `plan.problems`.
 */
export function lintPlan(plan: Plan): Problem[] {
  const dependencies = resolveDependencies(plan);
  const problems = [
    ...dependencies.problems,
    ...lintCycles(dependencies),
    ...lintDropped(dependencies),
    ...allTasks(plan).flatMap(({ task }) => lintValues(task)),
    ...lintRisks(plan),
  ];
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

function lintCycles({ found }: Dependencies): Problem[] {
  const edges = new Map<Task | Phase, (Task | Phase)[]>();
  for (const { task, target } of found) {
    if (target.kind === 'issue') continue;
    const to = target.kind === 'task' ? target.task : target.phase;
    const targets = edges.get(task);
    if (targets === undefined) edges.set(task, [to]);
    else targets.push(to);
    if (target.kind === 'phase' && !edges.has(to)) edges.set(to, [...target.phase.tasks]);
  }
  // A task may name its own phase as what must be there first; that is no loop worth an error.
  for (const [node, targets] of edges) {
    if ('tasks' in node) continue;
    edges.set(
      node,
      targets.filter((target) => !('tasks' in target) || !target.tasks.includes(node)),
    );
  }
  return findCycles(edges, MOST_CYCLES).cycles.map((cycle) => {
    const [first] = cycle;
    const names = [...cycle, ...(first ? [first] : [])].map(({ title }) => quoted(title));
    const lines = cycle.map(({ line }) => line);
    return problem(
      'dependency-cycle',
      { line: Math.min(...lines) },
      `Expected dependencies without a loop, found ${names.join(' → ')}.`,
    );
  });
}

function lintDropped({ found }: Dependencies): Problem[] {
  return found.flatMap(({ task, target, written }) =>
    target.kind === 'task' && target.task.state === 'dropped' && task.state === 'open'
      ? [
          problem(
            'dropped-dependency',
            { line: detailLine(task) },
            `Expected a dependency that will be done, found the dropped task ${quoted(written)}.`,
          ),
        ]
      : [],
  );
}

function lintValues(task: Task): Problem[] {
  const problems: Problem[] = [];
  const line = detailLine(task);
  if (task.priority !== null && !isLevel(task.priority)) {
    problems.push(
      problem(
        'unknown-priority',
        { line },
        `Expected a priority such as High or P1, found ${quoted(task.priority)}.`,
      ),
    );
  }
  if (task.estimate !== null && parseEstimate(task.estimate, task.estimateUnit ?? 'd') === null) {
    problems.push(
      problem(
        'unknown-estimate',
        { line },
        `Expected an estimate such as 4h, 2-3 days or 5 pts, found ${quoted(task.estimate)}.`,
      ),
    );
  }
  return problems;
}

function lintRisks(plan: Plan): Problem[] {
  const problems: Problem[] = [];
  for (const { risk, impact, probability, mitigation, line } of plan.risks) {
    for (const level of [impact, probability]) {
      if (level === null || isLevel(level) || level.length > 20) continue;
      problems.push(
        problem('unknown-risk-level', { line }, `Expected Low, Medium or High, found ${quoted(level)}.`),
      );
    }
    if (mitigation === null)
      problems.push(
        problem(
          'risk-without-mitigation',
          { line },
          `Expected a mitigation of the risk ${quoted(risk)}, found none.`,
        ),
      );
  }
  return problems;
}

/** Where a task's values are written: in its row, if it has one. */
function detailLine(task: Task): number {
  return task.places.find(({ kind }) => kind === 'row')?.line ?? task.line;
}
