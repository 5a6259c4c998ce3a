/** Turns the notes of applying a change set, of what could not be done as asked, into Problems. */
import type { ApplyNote } from '../github/write/apply.ts';
import type { Problem } from '../plan/types.ts';
import { linkProblems } from '../sync/render/words/link-problems.ts';
import { planProblems } from '../sync/render/words/plan-problems.ts';
import { problems } from '../sync/render/words.ts';
import type { Change } from '../sync/types.ts';

/**
 * The Problem for each note, at the task's line where it is about a task; none for an issue that a person deleted meanwhile.
 *
 * @param changes The changes that were applied.
 * @param numbers Numbers of the issues that were made, by task key.
 */
export function notedProblems(
  notes: readonly ApplyNote[],
  changes: readonly Change[],
  numbers: ReadonlyMap<string, number>,
): Problem[] {
  const lines = linesOf(changes, numbers);
  return notes.flatMap((note) => {
    switch (note.kind) {
      case 'unassignable':
        return [problems.unassignable(note.logins, note.number, lines.get(note.number) ?? 1)];
      case 'milestone-taken':
        return [problems.milestoneTaken(note.title, note.number)];
      case 'milestone-renamed':
        return [planProblems.titleTakenMeanwhile(note.title, note.instead)];
      case 'link-refused':
        return [linkProblems.refused(note.feature, note.number, note.reason.replace(/\.+$/, ''))];
      case 'unlinkable':
        return [linkProblems.unlinkable(note.number)];
      case 'links-unavailable':
        return [linkProblems.unavailable(note.feature)];
      case 'issue-gone':
        return [];
    }
  });
}

/** The lines of tasks, by the numbers of their issues. */
function linesOf(
  changes: readonly Change[],
  numbers: ReadonlyMap<string, number>,
): ReadonlyMap<number, number> {
  return new Map(
    changes.flatMap((change): (readonly [number, number])[] => {
      if (change.kind === 'create-issue') return [[numbers.get(change.key) ?? 0, change.line]];
      const isOfTask = change.kind === 'update-issue' || change.kind === 'adopt-issue';
      return isOfTask && change.line !== null ? [[change.number, change.line]] : [];
    }),
  );
}
