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
      `These tasks wait for each other in a loop: ${names.join(' → ')}.`,
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
            `This task depends on ${quoted(written)}, which is dropped.`,
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
      problem('unknown-priority', { line }, `${quoted(task.priority)} is no priority such as High or P1.`),
    );
  }
  if (task.estimate !== null && parseEstimate(task.estimate, task.estimateUnit ?? 'd') === null) {
    problems.push(
      problem(
        'unknown-estimate',
        { line },
        `${quoted(task.estimate)} is no estimate such as 4h, 2-3 days or 5 pts.`,
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
        problem(
          'unknown-risk-level',
          { line },
          `${quoted(level)} is no level of a risk: Low, Medium or High.`,
        ),
      );
    }
    if (mitigation === null)
      problems.push(
        problem('risk-without-mitigation', { line }, `The risk ${quoted(risk)} has no mitigation.`),
      );
  }
  return problems;
}

/** Where a task's values are written: in its row, if it has one. */
function detailLine(task: Task): number {
  return task.places.find(({ kind }) => kind === 'row')?.line ?? task.line;
}
