/** Dependencies that name a task or a phase by its words, and what becomes of them when those words change. */
import { resolveDependencies } from './dependencies.ts';
import { indexNames } from './names.ts';
import { normalTitle } from '../read/row-box-join.ts';
import type { Phase, Plan, Task } from '../types.ts';

/** A dependency of a task that names another task, or a phase, by words and not by an id. */
export interface Mention {
  /** The task that depends. */
  readonly task: Task;
  /** Which of its dependencies it is. */
  readonly index: number;
  readonly target: Task | Phase;
}

/** All dependencies of a plan that name something by its words. */
export function wordMentions(plan: Plan): Mention[] {
  const { found, repeated } = resolveDependencies(plan);
  return [...found, ...repeated].flatMap(({ task, written, index, target }): Mention[] => {
    if (target.kind === 'issue') return [];
    const named = target.kind === 'task' ? target.task : target.phase;
    return formOf(written, named) === null ? [] : [{ task, index, target: named }];
  });
}

/** How words name something: by its title, by id and title, by what stands behind the colon of a phase's title. */
type Form = 'title' | 'id and title' | 'behind the colon';

function formOf(written: string, named: Task | Phase): Form | null {
  const words = normalTitle(written);
  const forms = ['title', 'id and title', 'behind the colon'] as const;
  return forms.find((form) => normalTitle(wordsOf(named, form) ?? '') === words) ?? null;
}

function wordsOf(named: Task | Phase, form: Form): string | null {
  switch (form) {
    case 'title':
      return named.title;
    case 'id and title':
      return 'id' in named && named.id !== null ? `${named.id} ${named.title}` : null;
    case 'behind the colon':
      return 'id' in named ? null : named.title.replace(/^[^:：—–]*[:：—–]\s*/u, '');
  }
}

/** The words that name something now as `written` named it before. */
export function renamed(written: string, before: Task | Phase, now: Task | Phase): string {
  return wordsOf(now, formOf(written, before) ?? 'title') ?? now.title;
}

/**
 * The same where what was named before is not known any more: an id at the beginning of `written`, or a phase without its
 * number, tells the form.
 */
export function renamedAlike(written: string, now: Task | Phase): string {
  const isPhase = !('id' in now);
  const short = isPhase && !/[:：—–]/u.test(written) ? wordsOf(now, 'behind the colon') : null;
  const hasId = !isPhase && now.id !== null && normalTitle(written).startsWith(`${normalTitle(now.id)} `);
  return short ?? (hasId ? wordsOf(now, 'id and title') : null) ?? now.title;
}

/** Prepares to tell whether words name nothing in a plan: no task by title or id, and no phase. */
export function namesNothingIn(plan: Plan): (written: string) => boolean {
  const { byTitle, byId, phaseNamed } = indexNames(plan);
  return (written) =>
    !byTitle.has(normalTitle(written)) && !byId.has(written.toLowerCase()) && phaseNamed(written) === null;
}

/** Prepares to tell whether words, where a task depends on them, name this task or phase of a plan: all by their lines. */
export function namesThereIn(plan: Plan): (line: number, written: string, target: number) => boolean {
  const keyOf = (...parts: readonly (string | number)[]): string => parts.join(' ');
  const { found, repeated } = resolveDependencies(plan);
  const named = new Set(
    [...found, ...repeated].flatMap(({ task, written, target }) => {
      if (target.kind === 'issue') return [];
      const { line } = target.kind === 'task' ? target.task : target.phase;
      return [keyOf(task.line, line, written)];
    }),
  );
  return (line, written, target) => named.has(keyOf(line, target, written));
}
