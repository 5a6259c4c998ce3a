/** What people decided on GitHub's side, and the one thing that may override it: a change of the plan since. */
import { baseBlob } from '../../src/sync/state/known.ts';
import { resolveDependencies } from '../../src/plan/lint/dependencies.ts';
import { parsePlan } from '../../src/plan/parse.ts';
import type { Plan, TaskState } from '../../src/plan/types.ts';
import { allTasks, saidBy, type PlacedTask } from '../../src/plan/walk.ts';
import { joinsIn } from '../../src/sync/match/joins.ts';
import type { Ledger } from '../../src/sync/types.ts';
import { blobOf, PLAN, type Glance, type GlancedIssue } from './glance.ts';
import type { Play } from './play.ts';

/** A decision; `since` is the version of the plan that the app knew when it was made. */
export type Decision =
  | { readonly kind: 'state'; readonly issue: number; readonly to: 'open' | 'closed'; readonly since: number }
  | { readonly kind: 'title'; readonly issue: number; readonly to: string; readonly since: number }
  | { readonly kind: 'milestone'; readonly issue: number; readonly to: number | null; readonly since: number }
  | {
      readonly kind: 'label';
      readonly issue: number;
      readonly label: string;
      readonly to: 'on' | 'off';
      readonly since: number;
    }
  | { readonly kind: 'parent'; readonly issue: number; readonly to: number | null; readonly since: number }
  | {
      readonly kind: 'blocked-by';
      readonly issue: number;
      readonly blocker: number;
      readonly to: 'on' | 'off';
      readonly since: number;
    }
  | {
      readonly kind: 'deleted';
      readonly issue: number;
      readonly title: string;
      readonly newest: number;
      readonly since: number;
    }
  | { readonly kind: 'words'; readonly issue: number; readonly words: string };

/** Notes a decision in place of earlier ones on the same thing. */
export function decide(play: Play, decision: Decision): void {
  play.decisions = play.decisions.filter(
    (one) =>
      subjectOf(one) !== subjectOf(decision) &&
      !(decision.kind === 'deleted' && namesIssue(one, decision.issue)),
  );
  play.decisions.push(decision);
}

/** What a decision is on: there is one at most on each. */
function subjectOf(decision: Decision): string {
  const { kind, issue } = decision;
  switch (kind) {
    case 'label':
      return `${kind} ${issue} ${decision.label}`;
    case 'words':
      return `${kind} ${issue} ${decision.words}`;
    case 'blocked-by':
      return `${kind} ${issue} ${decision.blocker}`;
    case 'state':
    case 'title':
    case 'milestone':
    case 'parent':
    case 'deleted':
      return `${kind} ${issue}`;
  }
}

/** With an issue its links are gone too. */
function namesIssue(decision: Decision, issue: number): boolean {
  return (
    decision.issue === issue ||
    (decision.kind === 'parent' && decision.to === issue) ||
    (decision.kind === 'blocked-by' && decision.blocker === issue)
  );
}

/** The newest version that the app surely knows: the base in the tracking issue. */
export function knownVersion({ versions }: Play, { trackings }: Glance): number {
  const [tracking] = trackings;
  const base = tracking === undefined ? null : baseBlob(tracking.ledger);
  return Math.max(
    0,
    versions.findLastIndex((text) => blobOf(text) === base),
  );
}

/** Decisions that were reverted though the plan gave no reason. */
export function reverted(play: Play, seen: Glance): string[] {
  const byNumber = new Map(seen.issues.map((issue) => [issue.number, issue]));
  return play.decisions.flatMap((decision) => {
    if (decision.kind === 'deleted') return recreated(play, seen, decision);
    const issue = byNumber.get(decision.issue);
    if (issue === undefined) return [`#${decision.issue} is gone.`];
    const found = contradiction(decision, issue);
    if (found === null) return [];
    if (decision.kind !== 'words' && mayFollowPlan(play, decision)) return [];
    return [`#${issue.number} "${issue.title}": ${found}`];
  });
}

function contradiction(decision: Decision, issue: GlancedIssue): string | null {
  switch (decision.kind) {
    case 'state':
      return issue.state === decision.to
        ? null
        : `a person made it ${decision.to}, and it is ${issue.state}.`;
    case 'title':
      return issue.title === decision.to ? null : `a person named it "${decision.to}".`;
    case 'milestone': {
      const now = issue.milestone?.number ?? null;
      return now === decision.to ? null : `a person set milestone ${decision.to}, and it is in ${now}.`;
    }
    case 'label': {
      const isOn = issue.labels.includes(decision.label);
      return isOn === (decision.to === 'on') ? null : `a person put label ${decision.label} ${decision.to}.`;
    }
    case 'parent':
      return issue.parent === decision.to
        ? null
        : `a person put it under #${decision.to}, and it is under #${issue.parent}.`;
    case 'blocked-by': {
      const isOn = issue.blockedBy.includes(decision.blocker);
      return isOn === (decision.to === 'on')
        ? null
        : `a person turned ${decision.to} that #${decision.blocker} blocks it.`;
    }
    case 'words':
      return issue.body.includes(decision.words) ? null : `the words "${decision.words}" are lost.`;
    case 'deleted':
      return null;
  }
}

/** Whether the plan changed, since the decision, what the decision was about; or nobody can tell. */
function mayFollowPlan(play: Play, decision: Exclude<Decision, { kind: 'words' | 'deleted' }>): boolean {
  const facts = play.versions
    .slice(decision.since)
    .map((text) => factOf(decision.kind, taskOf(play, text, decision.issue), text));
  if (facts.includes('ambiguous')) return true;
  return new Set(facts).size > 1;
}

function factOf(kind: Decision['kind'], placed: PlacedTask | 'missing' | 'ambiguous', text: string): string {
  if (typeof placed === 'string') return placed;
  const { task, phase, parent } = placed;
  switch (kind) {
    case 'state':
      return task.state satisfies TaskState;
    case 'title':
      // A row or a box that was reworded renames what stands in both.
      return [...new Set([task.title, ...saidBy(task).map(({ text: words }) => words)])].toSorted().join();
    case 'milestone':
      return phase?.title ?? 'none';
    case 'label':
      return `${task.priority} ${task.area}`;
    case 'parent':
      return parent?.title ?? 'none';
    case 'blocked-by':
      return waitsFor(text, task);
    case 'words':
    case 'deleted':
      return '';
  }
}

/** What a task waits for, and its own state: one that is over waits for nothing. A phase stands for its tasks. */
function waitsFor(text: string, { line, state }: PlacedTask['task']): string {
  const names = resolveDependencies(planOf(text)).found.flatMap(({ task, target }) => {
    if (task.line !== line || target.kind === 'issue') return [];
    return target.kind === 'task' ? [target.task.title] : target.phase.tasks.map(({ title }) => title);
  });
  return `${state === 'open'} ${names.toSorted().join(', ')}`;
}

const parsed = new Map<string, Plan>();

function planOf(text: string): Plan {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (parsed.size > 500) parsed.clear();
  const plan = parsePlan(text, { path: PLAN });
  parsed.set(text, plan);
  return plan;
}

/** The task of an issue in a text: by the ledger, by its link, by a title it had. */
function taskOf(play: Play, text: string, issue: number): PlacedTask | 'missing' | 'ambiguous' {
  const ledger = play.ledgers.get(blobOf(text));
  const all = tasksIn(text, ledger);
  const held = all.find(({ task }) => {
    const entry = ledger?.entries.get(task.line);
    return entry?.kind === 'issue' && entry.number === issue;
  });
  if (held !== undefined) return held;
  const tasks = all.filter(({ task }) => ledger?.entries.has(task.line) !== true);
  const linked = tasks.filter(({ task }) => task.issue === issue);
  const titles = play.titles.get(issue) ?? new Set<string>();
  const found = linked.length > 0 ? linked : tasks.filter(({ task }) => titles.has(task.title));
  const [only, another] = found;
  return another !== undefined ? 'ambiguous' : (only ?? 'missing');
}

/** A deleted issue must not come back while its line stands as it stood. */
function recreated(play: Play, seen: Glance, gone: Extract<Decision, { kind: 'deleted' }>): string[] {
  const again = seen.issues.filter(
    ({ number, title, isByApp }) => isByApp && number > gone.newest && title === gone.title,
  );
  const stands = play.versions
    .slice(gone.since)
    .every((text) => allTasks(planOf(text)).filter(({ task }) => task.title === gone.title).length === 1);
  if (again.length === 0 || !stands) return [];
  return [`A person deleted #${gone.issue} "${gone.title}", and #${again[0]?.number} was made for it.`];
}

/** Remembers what can only be known now: who held which line, and the titles of issues. */
export function observe(play: Play, seen: Glance): void {
  for (const { number, title } of seen.issues) {
    const titles = play.titles.get(number) ?? new Set();
    play.titles.set(number, titles.add(title));
  }
  for (const { ledger } of seen.trackings.slice(0, 1)) play.ledgers.set(baseBlob(ledger) ?? '', ledger);
}

/** The look-alikes of a text that bear the link of an issue. */
export function linkedLookAlikes(text: string): { readonly title: string; readonly issue: number }[] {
  return planOf(text).lookAlikes.flatMap(({ title, issue }) => (issue === null ? [] : [{ title, issue }]));
}

const joined = new WeakMap<Ledger, { readonly text: string; readonly tasks: readonly PlacedTask[] }>();

/** All tasks of a text, whose lines may be one task as a ledger remembers. */
export function tasksIn(text: string, ledger?: Ledger): readonly PlacedTask[] {
  if (ledger === undefined) return allTasks(planOf(text));
  const known = joined.get(ledger);
  if (known?.text === text) return known.tasks;
  const tasks = allTasks(parsePlan(text, { path: PLAN, joins: joinsIn(ledger) }));
  joined.set(ledger, { text, tasks });
  return tasks;
}
