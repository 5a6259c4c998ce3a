import type { Draft } from './draft.ts';
import type { Parts } from './assemble.ts';
import { fold } from '../text/fold.ts';
import type { Section } from './outline.ts';
import { counted, problem, quoted } from '../text/problems.ts';
import { STATUS_WORDS } from '../vocabulary/status-words.ts';

/**
 * Says where a column of a board and the boxes in it disagree: an open box under Done or Cancelled. The box counts, as
 * GitHub shows it.
 *
 * @param parts The plan as read.
 * @param drafts All its tasks.
 */
export function reportBoard({ findings }: Parts, drafts: readonly Draft[]): void {
  const open = new Map<Section, number>();
  for (const { kind, state, section } of drafts)
    if (kind === 'checkbox' && state === 'open') open.set(section, (open.get(section) ?? 0) + 1);
  for (const [section, count] of open) {
    const words = fold(section.title.replace(/\s*\([^()]*\)$/u, ''));
    const isOver = STATUS_WORDS.done.includes(words) || STATUS_WORDS.dropped.includes(words);
    if (!isOver || section.heading === null) continue;
    const message = `${counted(count, 'open box', 'open boxes')} ${count === 1 ? 'stands' : 'stand'} under ${quoted(section.title)}. What the boxes say counts.`;
    findings.problems.push(problem('board-column', section, message));
  }
}
