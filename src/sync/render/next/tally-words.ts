/** How far plans are, in words for the terminal. Plain text. */
import type { PlanTally, SectionTally, TaskCounts } from '../../next/tally.ts';
import { plain } from '../sanitize/quiet.ts';
import { count } from '../words.ts';

/** What waits for a person, as far as words go. */
type Waits =
  | { readonly kind: 'held'; readonly id: string }
  | { readonly kind: 'paused' }
  | { readonly kind: 'retired' }
  | { readonly kind: 'refused'; readonly writes: number }
  | { readonly kind: 'write-back'; readonly pull: number };

const BAR = 20;

/**
 * What waits for a person, as a sentence without its end.
 *
 * @param sync The command that syncs this repository, as it is typed.
 */
export function waitingWords(one: Waits, sync: string): string {
  switch (one.kind) {
    case 'held':
      return `a large change waits under the id ${one.id}: ${sync} --confirm ${one.id}`;
    case 'retired':
      return 'the plan is retired: change its text, or comment /plan sync on its tracking issue, to take it back';
    case 'paused':
      return 'the plan is paused: comment /plan resume';
    case 'refused':
      return `GitHub refuses ${count(one.writes, 'write')}: the tracking issue says which`;
    case 'write-back':
      return `edits of the plan wait in pull request #${one.pull}`;
  }
}

/** A plan's title and bar, its phases with what is late, and what waits for a person ({@link waitingWords}). */
export function tallyLines(
  plan: PlanTally & { readonly ready: number },
  waiting: readonly string[],
): string[] {
  const { problems, late, ready } = plan;
  const said = (['error', 'warning', 'notice'] as const).flatMap((severity) =>
    problems[severity] === 0 ? [] : [count(problems[severity], severity)],
  );
  const facts = [
    `${ready} ready`,
    ...(late === 0 ? [] : [`${count(late, 'phase')} late`]),
    ...(said.length === 0 ? [] : [said.join(', ')]),
  ];
  const width = Math.max(0, ...plan.sections.map(({ title }) => [...plain(title)].length));
  return [
    plain(plan.title) === plan.path ? plain(plan.path) : `${plain(plan.title)} (${plain(plan.path)})`,
    `  ${bar(plan)} ${doneWords(plan)}; ${facts.join('; ')}`,
    ...plan.sections.map((section) => `  ${sectionLine(section, width)}`),
    ...waiting.map((words) => `  ! ${words}`),
  ];
}

function sectionLine({ title, due, late, ...counts }: SectionTally, width: number): string {
  const name = plain(title);
  const date = due === null ? '' : late ? `  late: was due ${due}` : `  due ${due}`;
  return `${name}${' '.repeat(width - [...name].length)}  ${counts.done} of ${counts.done + counts.open}${date}`;
}

function doneWords({ done, open, dropped }: TaskCounts): string {
  return `${done} of ${count(done + open, 'task')} done${dropped === 0 ? '' : `, ${dropped} dropped`}`;
}

function bar({ done, open }: TaskCounts): string {
  const filled = done + open === 0 ? 0 : Math.floor((done / (done + open)) * BAR);
  return `${'▓'.repeat(filled)}${'░'.repeat(BAR - filled)}`;
}
