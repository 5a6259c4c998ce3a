/** Why a task comes first, and why others do not come at all, in words. Plain text for the terminal and for agents. */
import type { Availability, Obstacle, TaskNow } from '../../next/types.ts';
import type { Merits } from '../../next/ranking.ts';
import type { Claim } from '../../claims/types.ts';
import { lengthWords } from '../effort.ts';
import { plain } from '../sanitize/quiet.ts';
import { count } from '../words.ts';

const NUMBERS = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');
/** At most this many obstacles are named. */
const MOST_NAMED = 3;

/** `first of Phase 2: Core; four tasks wait for it; 9 days of the critical path; priority High`. */
export function reasonWords({ phase, task }: TaskNow, { isFirst, path, priority, waiting }: Merits): string {
  const parts = [
    phase === null ? '' : `${isFirst ? 'first of' : 'in'} ${plain(phase.title)}`,
    waiting === 0 ? '' : `${inWords(waiting)} ${waiting === 1 ? 'task waits' : 'tasks wait'} for it`,
    path === null ? '' : `${lengthWords(path)} of the critical path`,
    priority === null ? '' : `priority ${plain(task.priority ?? '')}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'next in the plan' : parts.join('; ');
}

/** Why a task is not ready, as a sentence without its end; `ready` if it is. */
export function availabilityWords(availability: Availability): string {
  switch (availability.kind) {
    case 'ready':
      return 'ready';
    case 'over':
      return 'over';
    case 'claimed':
      return claimWords(availability.claim);
    case 'in-pull':
      return `pull request #${availability.number} closes it`;
    case 'waits': {
      const names = availability.for.slice(0, MOST_NAMED).map(obstacleWords);
      const more = availability.for.length - names.length;
      return `waits for ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    }
  }
}

/** `claimed by agent-1 until 2026-11-30 20:00 UTC`. */
export function claimWords({ state, by, until }: Claim): string {
  const what = state === 'awaiting-merge' ? 'awaiting merge, done by' : 'claimed by';
  return `${what} ${plain(by)} until ${timeWords(until)}`;
}

/** A time as people read it everywhere: `2026-11-30 20:00 UTC`. */
function timeWords(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Why nothing is ready: `3 wait for others, 2 are claimed, 1 is in a pull request`. */
export function nothingReadyWords(all: readonly Availability[]): string {
  const of = (kind: Availability['kind']): number => all.filter((one) => one.kind === kind).length;
  const parts = [
    ...(of('waits') > 0 ? [`${of('waits')} ${of('waits') === 1 ? 'waits' : 'wait'} for others`] : []),
    ...(of('claimed') > 0 ? [`${of('claimed')} ${of('claimed') === 1 ? 'is' : 'are'} claimed`] : []),
    ...(of('in-pull') > 0
      ? [`${of('in-pull')} ${of('in-pull') === 1 ? 'is' : 'are'} in a pull request`]
      : []),
  ];
  if (parts.length === 0) return 'Nothing is open.';
  return `Nothing is ready: of ${count(all.length - of('over'), 'open task')} ${parts.join(', ')}.`;
}

/** `#12 Ship the parser`, `"Ship the parser"` where it has no issue. */
export function taskWords({ issue, task }: TaskNow): string {
  return issue === null ? `"${plain(task.title)}"` : `#${issue} ${plain(task.title)}`;
}

function obstacleWords(obstacle: Obstacle): string {
  return obstacle.kind === 'issue' ? `#${obstacle.number}` : taskWords(obstacle.task);
}

function inWords(number: number): string {
  return NUMBERS[number] ?? String(number);
}
