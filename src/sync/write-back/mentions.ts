/** Where a task is reworded, the dependencies that name it by its words are asked to follow, in the same pull request. */
import { namesNothingIn, renamed, renamedAlike, wordMentions } from '../../plan/lint/mentions.ts';
import type { Plan, Task } from '../../plan/types.ts';
import { shortHash } from '../state/hash.ts';
import type { Proposal, Renamed } from '../types.ts';

/**
 * Edits of dependencies.
 *
 * @param plan As it is read, see `match/mentions.ts`.
 * @param remembered Dependencies whose words name nothing any more, since the plan itself reworded what they named.
 * @param own What is proposed already: a title that a person gave an issue becomes the task's.
 * @param before What each task depended on in the base, by its line now: where nobody changed that, it means what it
 * meant, though the titles that are proposed may give its words to another task.
 */
export function followingMentions(
  plan: Plan,
  remembered: readonly Renamed[],
  own: readonly Proposal[],
  before: ReadonlyMap<number, readonly string[]>,
): Proposal[] {
  const titles = new Map(
    own.flatMap((one) => (one.edit.kind === 'title' ? [[one.edit.line, one] as const] : [])),
  );
  if (titles.size === 0 && remembered.length === 0) return [];
  const after = retitled(plan, titles);
  const isNothing = namesNothingIn(after);
  const written = new Map(remembered.map((one) => [`${one.line} ${one.index}`, one]));
  return wordMentions(plan).flatMap(({ task, index, target }): Proposal[] => {
    const known = written.get(`${task.line} ${index}`);
    const from = known?.written ?? task.dependsOn[index] ?? '';
    const follows = titles.get(target.line);
    const now = follows === undefined ? target : { ...target, title: titleIn(follows) };
    const to = known === undefined ? renamed(from, target, now) : renamedAlike(from, now);
    const isKept = follows !== undefined && before.get(task.line)?.includes(from) === true;
    if (from === to || !(isKept || isNothing(from))) return [];
    return [
      {
        id: shortHash(8, 'mention', task.title, from, to),
        edit: { kind: 'mention', line: task.line, from, to },
        issue: null,
        title: task.title,
        rider: false,
        ...(follows === undefined
          ? { cause: { kind: 'mention', line: task.line, from, to } }
          : { needs: follows.id }),
      },
    ];
  });
}

function titleIn({ edit }: Proposal): string {
  return edit.kind === 'title' ? edit.title : '';
}

/** The plan once the titles are what is proposed. */
function retitled(plan: Plan, titles: ReadonlyMap<number, Proposal>): Plan {
  const read = (task: Task): Task => {
    const proposal = titles.get(task.line);
    const title = proposal === undefined ? task.title : titleIn(proposal);
    return { ...task, title, subtasks: task.subtasks.map(read) };
  };
  return {
    ...plan,
    tasks: plan.tasks.map(read),
    phases: plan.phases.map((phase) => ({ ...phase, tasks: phase.tasks.map(read) })),
    groups: plan.groups.map((group) => ({ ...group, tasks: group.tasks.map(read) })),
  };
}
