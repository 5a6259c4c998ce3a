/** Three steps for somebody who sees this for the first time; each lights up once it is done. */
import type { Snapshot } from '../server/types.ts';
import { Icon } from './icons.tsx';

/** What is done of the loop: commit, close, merge. */
export function stepsOf({ plan, pulls, youClosed }: Snapshot): readonly [boolean, boolean, boolean] {
  return [
    plan !== null,
    youClosed,
    youClosed && pulls.some(({ isBot, state }) => isBot && state === 'merged'),
  ];
}

interface GuideProps {
  readonly snapshot: Snapshot;
  /** Whether nothing is left to do for the app: until then plan and issues need not agree. */
  readonly rests: boolean;
  /** Leads to where the step is done. */
  readonly onGo: (step: 0 | 1 | 2) => void;
}

const STEPS = [
  ['Commit the plan', 'Its phases become milestones, its tasks issues.'],
  ['Close an issue', 'Any of them, as you do when work is done.'],
  ['Merge Planwright’s pull request', 'It ticks the box in your plan. You decide.'],
] as const;

export function Guide({ snapshot, rests, onGo }: GuideProps) {
  const done = stepsOf(snapshot);
  const current = done.indexOf(false);
  return (
    <nav class="guide" aria-label="Three steps to see how it works">
      <ol>
        {STEPS.map(([title, why], step) => (
          <li key={title} class={done[step] === true ? 'done' : step === current ? 'current' : ''}>
            <button
              type="button"
              onClick={() => onGo(step as 0 | 1 | 2)}
              {...(step === current ? { 'aria-current': 'step' as const } : {})}
            >
              <span class="number">
                {done[step] === true ? <Icon name="check" label="Done:" /> : step + 1}
              </span>
              <span>
                <strong>{title}</strong>
                <span class="why">{why}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {current < 0 && rests && (
        <p class="all-done" role="status">
          <strong>That is the whole loop:</strong> plan and issues agree again. Now edit the plan, or break
          something below and watch it heal.
        </p>
      )}
    </nav>
  );
}
