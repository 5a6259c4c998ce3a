/** What applying could not do as asked, as Problems. */
import type { ApplyNote } from '../github/write/apply.ts';
import type { Problem } from '../plan/types.ts';
import { linkProblems } from '../sync/render/words-links.ts';
import { planProblems } from '../sync/render/words-plans.ts';
import { problems } from '../sync/render/words.ts';

/** What is to be said of each note; what a person did away with meanwhile needs no words. */
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
