/** Small drawings, all of 16 by 16; each stands beside words that say the same. */
import type { ComponentChildren } from 'preact';

export type IconName =
  | 'open'
  | 'completed'
  | 'not_planned'
  | 'duplicate'
  | 'pull'
  | 'merged'
  | 'closed'
  | 'error'
  | 'warning'
  | 'notice'
  | 'check'
  | 'back'
  | 'bot'
  | 'file'
  | 'milestone';

const ring = <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5" />;
const line = (d: string): ComponentChildren => (
  <path
    d={d}
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    stroke-linejoin="round"
  />
);
const branches = (
  <>
    <circle cx="4" cy="3.5" r="1.75" fill="none" stroke="currentColor" stroke-width="1.5" />
    <circle cx="4" cy="12.5" r="1.75" fill="none" stroke="currentColor" stroke-width="1.5" />
    <circle cx="12" cy="12.5" r="1.75" fill="none" stroke="currentColor" stroke-width="1.5" />
  </>
);

const DRAWINGS: Readonly<Record<IconName, ComponentChildren>> = {
  open: (
    <>
      {ring}
      <circle cx="8" cy="8" r="1.75" fill="currentColor" />
    </>
  ),
  completed: (
    <>
      {ring}
      {line('M5.2 8.2l2 2 3.6-4')}
    </>
  ),
  not_planned: (
    <>
      {ring}
      {line('M5.3 10.7l5.4-5.4')}
    </>
  ),
  duplicate: (
    <>
      {ring}
      {line('M5.3 10.7l5.4-5.4')}
    </>
  ),
  pull: (
    <>
      {branches}
      {line('M4 5.5v5M12 10.5V6a2 2 0 0 0-2-2H8M9.7 2.2L7.9 4l1.8 1.8')}
    </>
  ),
  merged: (
    <>
      {branches}
      {line('M4 5.5v5M4.2 5.5c.6 3 3 6.5 5.8 6.8')}
    </>
  ),
  closed: (
    <>
      {branches}
      {line('M4 5.5v5M12 10.5V8M10.2 2.6l3.4 3.4M13.6 2.6l-3.4 3.4')}
    </>
  ),
  error: (
    <>
      {ring}
      {line('M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4')}
    </>
  ),
  warning: (
    <>
      {line('M8 2.2l6.3 11.3H1.7zM8 6.6v3')}
      <circle cx="8" cy="11.5" r=".9" fill="currentColor" />
    </>
  ),
  notice: (
    <>
      {ring}
      {line('M8 7.6v3.4')}
      <circle cx="8" cy="5.2" r=".9" fill="currentColor" />
    </>
  ),
  check: line('M3 8.5l3.3 3.3L13 5'),
  back: line('M9.5 3.5L5 8l4.5 4.5'),
  bot: (
    <>
      {line('M3 6.5h10v6.2H3zM8 6.5v-3')}
      <circle cx="6" cy="9.6" r="1" fill="currentColor" />
      <circle cx="10" cy="9.6" r="1" fill="currentColor" />
      <circle cx="8" cy="2.8" r="1.1" fill="currentColor" />
    </>
  ),
  file: line('M4 1.8h5l3.2 3.2v9.2H4zM9 1.8V5h3.2'),
  milestone: line('M8 1.8v2.4M8 10.2v4M2.5 4.2h8.6l2.6 3-2.6 3H2.5z'),
};

/** A drawing that says nothing to a screen reader, unless it is given a label. */
export function Icon({ name, label }: { readonly name: IconName; readonly label?: string }) {
  return (
    <svg
      class={`icon icon-${name}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      {...(label === undefined ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': label })}
    >
      {DRAWINGS[name]}
    </svg>
  );
}
