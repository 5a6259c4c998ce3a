/** The work itself, wherever it is done: parsers, and what else depends on a stranger's text alone. */
import { parseConfig } from '../config/config.ts';
import { editInTurn } from '../plan/edit.ts';
import { refusalOf } from '../plan/text/limits.ts';
import { lintPlan } from '../plan/lint.ts';
import { ownWordIn } from '../plan/text/own-word.ts';
import { parseWithSource } from '../plan/parse.ts';
import type { ParsedPlan, ParseOptions } from '../plan/parse.ts';
import { underRules } from '../plan/rules.ts';
import type { Plan, Task } from '../plan/types.ts';
import { block } from '../sync/render/sanitize/block.ts';
import { mergeText } from '../sync/write-back/merge-text.ts';
import type { Done, EditWork, Failed, PlanRead, PlanWork, Work } from './types.ts';

type Result<K extends Work['kind']> = { readonly kind: 'done'; readonly value: Done[K] } | Failed;

/** Parses a text. */
export type Parse = (text: string, options: ParseOptions) => ParsedPlan;

/** Does the work. What it throws is an outcome; a stack that was too small for the text counts as a death. */
export function doWork<K extends Work['kind']>(
  work: Extract<Work, { readonly kind: K }>,
  parse: Parse = parseWithSource,
): Result<K> {
  try {
    return { kind: 'done', value: valueOf(work, parse) as Done[K] };
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: error instanceof RangeError ? 'died' : 'threw', reason };
  }
}

function valueOf(work: Work, parse: Parse): Done[Work['kind']] {
  switch (work.kind) {
    case 'plan':
      return planOf(work, parse);
    case 'config':
      return { kind: 'config', ...parseConfig(work.text) };
    case 'own-word':
      return { kind: 'own-word', word: ownWordIn(work.text) };
    case 'edit':
      return { kind: 'edited', text: editOf(work, parse) };
    case 'merge':
      return { kind: 'merged', merge: mergeText(work.base, work.ours, work.theirs) };
  }
}

function editOf({ text, edits, ...options }: EditWork, parse: Parse): string {
  return editInTurn(text, edits, (now) => parse(now, options));
}

function planOf({ text, rules, ...options }: PlanWork, parse: Parse): PlanRead {
  const { plan } = parse(text, options);
  const problem = refusalOf(plan);
  if (problem !== null) return { kind: 'refused', problem };
  const lint = lintPlan(plan);
  return { kind: 'plan', plan: withShown(underRules(plan, rules)), lint };
}

/** A plan whose details are ready to be shown, since that takes a parser, too. */
function withShown(plan: Plan): Plan {
  const shown = (task: Task): Task => {
    const details = task.details.trim();
    const subtasks = task.subtasks.map(shown);
    return details === '' ? { ...task, subtasks } : { ...task, subtasks, shown: block(details) };
  };
  return {
    ...plan,
    tasks: plan.tasks.map(shown),
    phases: plan.phases.map((phase) => ({ ...phase, tasks: phase.tasks.map(shown) })),
    groups: plan.groups.map((group) => ({ ...group, tasks: group.tasks.map(shown) })),
  };
}
