/**
 * Where a task is reworded, the dependencies that name it by its words are asked to follow, in the same pull request; where
 * words would name several tasks then, or another one, they become the number of the issue.
 */
import {
  namesThereIn,
  renamed,
  renamedAlike,
  wordMentions,
  type Mention,
} from '../../plan/lint/dependency-mentions.ts';
import { normalTitle } from '../../plan/read/row-box-join.ts';
import type { Plan } from '../../plan/types.ts';
import { byLine, mapTasks } from '../../plan/walk.ts';
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
  const retitled = new Map(
    own.flatMap((one) => (one.edit.kind === 'title' ? [[one.edit.line, one] as const] : [])),
  );
  if (retitled.size === 0 && remembered.length === 0) return [];
  const known = new Map(remembered.map((one) => [`${one.line} ${one.index}`, one]));
  const mentions = [...wordMentions(plan), ...byNumber(plan, remembered)].map((mention) =>
    wordsLater(mention, known, retitled),
  );
  const isNamed = namesThereIn(planLater(plan, mentions, retitled));
  // One edit changes all places of a task's dependencies that have the same words.
  const distinct = new Map(mentions.map((one) => [`${one.task.line} ${one.from}`, one]));
  return [...distinct.values()].flatMap(
    ({ task, target, from, words, isRemembered, follows }): Proposal[] => {
      const isName = words === from || !SEPARATORS.test(words);
      const isClear = isName && isNamed(task.line, words, target.line);
      const to = isClear ? words : numberOf(numbers, target.line);
      const because = follows ?? (isRemembered ? undefined : rivalOf(from, retitled));
      if (to === null || from === to || (because === undefined && !isRemembered)) return [];
      return [
        {
          id: shortHash(8, 'mention', task.title, from, to),
          edit: { kind: 'mention', line: task.line, from, to },
          issue: null,
          title: task.title,
          rider: false,
          ...(because === undefined
            ? { cause: { kind: 'mention', line: task.line, from, to } }
            : { needs: because.id }),
        },
      ];
    },
  );
}

/** A mention, and the words by which it will name the same once what people called the issues stands in the plan. */
interface Later extends Mention {
  readonly from: string;
  readonly words: string;
  /** The plan itself reworded what it names. */
  readonly isRemembered: boolean;
  /** The title that what it names is to get. */
  readonly follows: Proposal | undefined;
}

/** The dependencies that are read by the number of an issue, since the words of what they name are not its alone. */
function byNumber(plan: Plan, remembered: readonly Renamed[]): Mention[] {
  const { tasks, targets } = byLine(plan);
  return remembered.flatMap(({ line, index, target: at, words }): Mention[] => {
    const [task, target] = [tasks.get(line), targets.get(at)];
    const isNumber = /^#\d+$/u.test(words);
    return task === undefined || target === undefined || !isNumber ? [] : [{ task, index, target }];
  });
}

function wordsLater(
  mention: Mention,
  remembered: ReadonlyMap<string, Renamed>,
  retitled: ReadonlyMap<number, Proposal>,
): Later {
  const { task, index, target } = mention;
  const known = remembered.get(`${task.line} ${index}`);
  const from = known?.written ?? task.dependsOn[index] ?? '';
  const follows = retitled.get(target.line);
  const now = follows === undefined ? target : { ...target, title: titleIn(follows) };
  const later = known === undefined ? renamed(from, target, now) : renamedAlike(from, now);
  // Words that differ in case or white space alone name what they named.
  const isSame = known === undefined && normalTitle(later) === normalTitle(from);
  const words = isSame ? from : later;
  return { ...mention, from, words, isRemembered: known !== undefined, follows };
}

/** The plan as it will read, as far as names go. */
function planLater(plan: Plan, mentions: readonly Later[], retitled: ReadonlyMap<number, Proposal>): Plan {
  const words = new Map(mentions.map(({ task, index, words: later }) => [`${task.line} ${index}`, later]));
  return mapTasks(plan, (task) => {
    const follows = retitled.get(task.line);
    return {
      ...task,
      title: follows === undefined ? task.title : titleIn(follows),
      dependsOn: task.dependsOn.map((written, index) => words.get(`${task.line} ${index}`) ?? written),
    };
  });
}

/** The title that another task is to get, which these words name, too. */
function rivalOf(words: string, retitled: ReadonlyMap<number, Proposal>): Proposal | undefined {
  return [...retitled.values()].find((one) => normalTitle(words).endsWith(normalTitle(titleIn(one))));
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
