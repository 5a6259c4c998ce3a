/** A task that stands in several places keeps one set of words: where one place was reworded, the others are asked to follow. */
import type { Problem, PlaceWords } from '../../plan/types.ts';
import { saidBy } from '../../plan/walk.ts';
import type { RememberedLines } from '../match/joins.ts';
import { problems } from '../render/words.ts';
import type { ResolvedTask } from '../resolve/resolution.ts';
import { shortHash } from '../state/hash.ts';
import { sameText } from '../state/ids.ts';
import type { Cause, Proposal } from '../types.ts';

/**
 * Edits for the places of tasks whose words are those of another place.
 *
 * @param own What is proposed already: a title that a person gave an issue goes to all places of the task.
 */
export function otherPlaces(
  tasks: readonly ResolvedTask[],
  { joins }: RememberedLines,
  own: readonly Proposal[],
): Proposal[] {
  const leaderOf = new Map(joins.together.map(([leader, follower]) => [follower, leader]));
  const retitled = new Set(own.flatMap(({ edit }) => (edit.kind === 'title' ? [edit.line] : [])));
  return tasks.flatMap(({ task, tie }): Proposal[] => {
    const said = saidBy(task);
    const kinds = new Map(said.map(({ line, kind }) => [line, kind]));
    // A copy that says something else may be meant as another task: it is said, and left as it is.
    const behind = said.filter(
      ({ line, text, kind }) =>
        leaderOf.has(line) &&
        sameText(text) !== sameText(task.text) &&
        kinds.get(leaderOf.get(line) ?? 0) !== kind,
    );
    const [first] = behind;
    const leader = first === undefined ? undefined : leaderOf.get(first.line);
    if (first === undefined || leader === undefined || retitled.has(task.line)) return [];
    const issue = 'issue' in tie ? tie.issue.number : null;
    const words = behind.map(({ text }) => text);
    return [
      {
        id: shortHash(8, 'other-place', String(issue), ...words, task.title),
        edit: { kind: 'title', line: task.line, title: task.title },
        issue,
        title: first.text,
        rider: false,
        cause: {
          kind: 'other-place',
          leader,
          lines: behind.map(({ line }) => line),
          place: placeWord(first),
        },
      },
    ];
  });
}

function placeWord({ kind }: PlaceWords): Extract<Cause, { readonly kind: 'other-place' }>['place'] {
  return kind === 'checkbox' ? 'box' : kind;
}

/** Says of two places that were reworded differently which of them the task goes on in. */
export function sayParted(tasks: readonly ResolvedTask[], { parted }: RememberedLines): Problem[] {
  return parted.flatMap(({ kept, other }) => {
    const heir = tasks.find(({ task }) => saidBy(task).some(({ line }) => line === kept));
    const left = tasks.find(({ task }) => saidBy(task).some(({ line }) => line === other));
    if (heir === undefined || left?.tie.kind !== 'new' || !('issue' in heir.tie)) return [];
    return [problems.parted(heir.task, left.task, heir.tie.issue.number)];
  });
}
