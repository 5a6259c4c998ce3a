/** What opening issues costs the people who watch a repository: GitHub has no quiet way to open one. */
import type { Effect } from '../types.ts';

/** Fewer issues than these are not worth a sentence. */
const MANY = 10;

/** The notifications that opened issues send, as a sentence; empty where they are few. */
export function openingCost(effects: readonly Effect[]): string {
  const opens = effects.filter((effect) => effect.kind === 'open');
  // An issue of a task that is done already is opened, then closed: GitHub tells of both.
  const sent = opens.length + opens.filter(({ closed }) => closed).length;
  if (opens.length < MANY) return '';
  const isTyped = opens.some(({ type }) => type !== undefined);
  const typing = isTyped ? ` Giving them their type takes up to ${opens.length} more requests.` : '';
  return `Opening ${opens.length} issues sends about ${sent} notifications to each watcher.${typing}`;
}
