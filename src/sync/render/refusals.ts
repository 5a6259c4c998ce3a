/** The part of a tracking issue that says what GitHub refused to write. */
import type { Problem } from '../../plan/types.ts';
import { prose } from './sanitize/escape.ts';

const LISTED = 20;

/** Each refusal with what to do about it; nothing if there is none. */
export function renderRefusals(refusals: readonly Problem[]): string {
  if (refusals.length === 0) return '';
  const lines = refusals.slice(0, LISTED).map(({ message, hint }) => `- ${prose(message)} ${prose(hint)}`);
  const more = refusals.length - LISTED;
  return [
    '### Refused by GitHub',
    'Everything else is done. Each pass asks for this again, and this text goes when GitHub takes it.',
    [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n'),
  ].join('\n\n');
}
