/** Turns the notes of applying a change set, of what could not be done as asked, into Problems. */
import type { ApplyNote } from '../github/write/apply.ts';
import type { Problem } from '../plan/types.ts';
import { linkProblems } from '../sync/render/words/links.ts';
import { planProblems } from '../sync/render/words/plans.ts';
import { problems } from '../sync/render/words.ts';

/** The Problem for each note; none for an issue that a person deleted meanwhile. */
export function notedProblems(notes: readonly ApplyNote[]): Problem[] {
  return notes.flatMap((note) => {
    switch (note.kind) {
      case 'unassignable':
        return [problems.unassignable(note.logins, note.number)];
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
