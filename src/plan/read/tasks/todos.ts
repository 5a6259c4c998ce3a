import { everyDraft, newDraft } from '../draft.ts';
import type { Draft, Findings } from '../draft.ts';
import { phaseName } from '../headings.ts';
import { plainText } from '../../text/inline.ts';
import { NAMES_HEADING } from '../lists.ts';
import { readMarkdown } from '../../text/markdown.ts';
import type { Outline, Section } from '../outline.ts';
import { namesNoTask } from '../../vocabulary/placeholders.ts';
import { problem, quoted } from '../../text/problems.ts';
import type { Role } from '../roles.ts';
import { inFile, lineAt, lineText } from '../../text/source.ts';
import type { Source } from '../../text/source.ts';
import { joinDrafts, mayJoin, takeOut } from './joining.ts';
import { splitTitle } from './titles.ts';
import type { RawTodo } from './todo-lines.ts';
import { readTodoStatus } from '../../vocabulary/todo-words.ts';
import { normalTitle } from '../row-box-join.ts';

/**
 * Reads the todos of the front matter: each is a task, but for one that names a phase whose tasks stand below.
 *
 * @param source The plan.
 * @param outline Its headings.
 * @param findings Takes the tasks, and what is odd about them.
 */
export function readTodos(source: Source, outline: Outline, findings: Findings): void {
  const todos = source.frontMatter?.todos ?? [];
  const lines = new Map<number, number>();
  for (const { at } of todos) lines.set(lineAt(source, at), (lines.get(lineAt(source, at)) ?? 0) + 1);
  const crowded = [...lines].find(([, count]) => count > 1);
  if (crowded !== undefined) {
    const [line, count] = crowded;
    findings.problems.push(
      problem('todos-on-one-line', { line }, `${String(count)} todos stand on one line. They are not read.`),
    );
  }
  const [unread] = source.frontMatter?.unreadTodos ?? [];
  if (unread !== undefined) reportUnread(source, findings, unread);
  for (const todo of todos) {
    if (lines.get(lineAt(source, todo.at)) === 1) readTodo(source, outline, findings, todo);
  }
}

/** Said once: what one item of a list looks like, the others do, too. */
function reportUnread(source: Source, findings: Findings, first: number): void {
  const count = source.frontMatter?.unreadTodos.length ?? 0;
  const line = lineAt(source, first);
  const shown = quoted(lineText(source, line).trim());
  const message =
    count === 1
      ? `The todo ${shown} does not have its content on a line of its own. It is not read.`
      : `The todo ${shown} and ${String(count - 1)} more like it do not have their content on lines of their own. They are not read.`;
  findings.problems.push(problem('unread-todo', { line }, message));
}

function readTodo(source: Source, outline: Outline, findings: Findings, todo: RawTodo): void {
  const line = lineAt(source, todo.at);
  const words = /[`*_~[<&\\]/u.test(todo.content)
    ? plainText(readMarkdown(todo.content))
    : todo.content.replaceAll(/\s+/gu, ' ').trim();
  if (namesNoTask(words)) {
    findings.problems.push(
      problem('placeholder', { line }, `${quoted(words)} is a placeholder of the template, no task.`),
    );
    return;
  }
  const draft = newDraft('todo', outline.root);
  const parts = splitTitle(words);
  draft.title = parts.title;
  draft.text = parts.title;
  draft.id = todo.id ?? parts.id;
  if (todo.dependencies.length > 0) draft.dependsOn = [...todo.dependencies];
  draft.state = stateOf(source, findings, todo);
  draft.places.push({
    kind: 'todo',
    line,
    text: inFile(source, todo.contentSpan.start, todo.contentSpan.end),
    link: null,
    status: todo.statusSpan === null ? null : inFile(source, todo.statusSpan.start, todo.statusSpan.end),
  });
  findings.tasks.push(draft);
}

function stateOf(source: Source, findings: Findings, { statusSpan }: RawTodo): Draft['state'] {
  if (statusSpan === null) return 'open';
  const written = source.body.slice(statusSpan.start, statusSpan.end);
  const state = readTodoStatus(written);
  if (state === null) {
    const message = `The status ${quoted(written)} is none of pending, in_progress, completed and cancelled. The task is read as open.`;
    findings.problems.push(problem('unknown-status', { line: lineAt(source, statusSpan.start) }, message));
  }
  return state ?? 'open';
}

/**
 * Makes one task of a todo and the box, row or heading that says the same, or that bears the same `Phase N`. Todos that
 * name a phase whose tasks stand in the plan are an index, and no tasks.
 *
 * @param findings Tasks; todos that go with another place are taken out.
 * @param roles What the sections of the plan are.
 */
export function joinTodos(findings: Findings, roles: ReadonlyMap<Section, Role>): void {
  const todos = findings.tasks.filter(({ kind }) => kind === 'todo');
  if (todos.length === 0) return;
  const others = [...everyDraft(findings.tasks)].filter(({ kind }) => kind !== 'todo');
  const gone = new Set<Draft>();
  for (const todo of todos) {
    const same =
      onlyOne(others, todo, (draft) => normalTitle(draft.title), todos) ??
      onlyOne(others, todo, phaseOf, todos);
    if (same !== null && mayJoin(findings, same, todo)) {
      joinDrafts(same, todo);
      gone.add(todo);
      continue;
    }
    const heading = headingFor(todo, findings, roles);
    if (heading === null) continue;
    gone.add(todo);
    const line = todo.places[0]?.line ?? 1;
    findings.ignored.push({ line, reason: `${NAMES_HEADING} on line ${String(heading.line)}` });
  }
  takeOut(findings, gone);
}

/** The phase that a task names as a whole: `Phase 1: Setup`. */
function phaseOf({ title }: Draft): string | null {
  return phaseName(title);
}

function onlyOne(
  others: readonly Draft[],
  todo: Draft,
  keyOf: (draft: Draft) => string | null,
  todos: readonly Draft[],
): Draft | null {
  const key = keyOf(todo);
  if (key === null) return null;
  const [only, more] = others.filter((other) => keyOf(other) === key);
  const rivals = todos.filter((other) => keyOf(other) === key);
  return only !== undefined && more === undefined && rivals.length === 1 ? only : null;
}

/** A phase heading of the same `Phase N` that holds tasks. */
function headingFor(todo: Draft, { tasks }: Findings, roles: ReadonlyMap<Section, Role>): Section | null {
  const name = phaseName(todo.title);
  if (name === null) return null;
  for (const [section, role] of roles) {
    if (role.phase !== section || phaseName(section.title) !== name) continue;
    if (tasks.some((draft) => roles.get(draft.section)?.phase === section)) return section;
  }
  return null;
}
