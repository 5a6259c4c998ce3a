/** A check of the app, with the buttons that GitHub shows on its page. */
import type { Answer, SeenCheck } from '../server/types.ts';
import { Icon } from './icons.tsx';
import { act } from './live.ts';

interface CheckProps {
  readonly check: SeenCheck | null;
  readonly report: (answer: Answer) => void;
}

export function Check({ check, report }: CheckProps) {
  if (check === null) return null;
  const { run, conclusion, title, actions } = check;
  const icon = conclusion === 'failure' ? 'error' : conclusion === 'success' ? 'check' : 'notice';
  return (
    <p class="check">
      <Icon name={icon} /> <strong>Planwright</strong> {title}
      {actions.map(({ label, description, identifier }) => (
        <button
          key={identifier}
          type="button"
          class="small"
          title={description}
          onClick={() => void act({ kind: 'press', run, identifier }).then(report)}
        >
          {label}
        </button>
      ))}
    </p>
  );
}
