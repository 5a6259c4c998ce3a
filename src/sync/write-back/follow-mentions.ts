/** Where a task is reworded, the dependencies that name it by its words are asked to follow, in the same pull request. */
import { renamed, renamedAlike, wordMentions } from '../../plan/lint/dependency-mentions.ts';
import { normalTitle } from '../../plan/read/row-box-join.ts';
import type { Plan } from '../../plan/types.ts';
import { shortHash } from '../state/hash.ts';
import type { Proposal, Renamed } from '../types.ts';

/**
 * Edits of dependencies.
 *
 * @param plan As it is read, see `match/remembered-mentions.ts`.
 * @param remembered Dependencies whose words name nothing any more, since the plan itself reworded what they named.
 * @param own What is proposed already: a title that a person gave an issue becomes the task's. Dependencies on that task follow
 *   even where their words come to name another one, since the plan says now whom it means.
 * @param numbers Issue of each task, by its line.
 */
export function followingMentions(
  plan: Plan,
  remembered: readonly Renamed[],
  own: readonly Proposal[],
  numbers: ReadonlyMap<number, number>,
): Proposal[] {
  const titles = new Map(
    own.flatMap((one) => (one.edit.kind === 'title' ? [[one.edit.line, one] as const] : [])),
  );
  if (titles.size === 0 && remembered.length === 0) return [];
  const written = new Map(remembered.map((one) => [`${one.line} ${one.index}`, one]));
  return wordMentions(plan).flatMap(({ task, index, target }): Proposal[] => {
    const known = written.get(`${task.line} ${index}`);
    const follows = titles.get(target.line);
    if (known === undefined && follows === undefined) return [];
    const from = known?.written ?? task.dependsOn[index] ?? '';
    const now = follows === undefined ? target : { ...target, title: titleIn(follows) };
    const words = known === undefined ? renamed(from, target, now) : renamedAlike(from, now);
    // Words that differ in case or white space alone name what they named.
    if (known === undefined && normalTitle(words) === normalTitle(from)) return [];
    const to = SEPARATORS.test(words) ? numberOf(numbers, target.line) : words;
    if (to === null || from === to) return [];
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

/** Words with these in them would be read as several names, or as less than they are. */
const SEPARATORS = /[,;、；，()[\]]/u;

/** What names a task that cannot be named by its words; null leaves the dependency as it is remembered. */
function numberOf(numbers: ReadonlyMap<number, number>, line: number): string | null {
  const number = numbers.get(line);
  return number === undefined ? null : `#${number}`;
}

function titleIn({ edit }: Proposal): string {
  return edit.kind === 'title' ? edit.title : '';
}
