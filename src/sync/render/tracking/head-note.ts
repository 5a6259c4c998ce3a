/** The note above the words of a tracking issue while its plan waits for a confirmation, or is retired. */
import { blockContent, printBlock, spliceBlock } from '../../state/body-block.ts';
import { parseTracking, printTracking } from '../../state/markers.ts';
import { withoutWaiting } from '../differences.ts';
import type { Ledger, PlanId } from '../../types.ts';

/** A note or what is held, as GitHub shows it: the one alert that the app's words may begin with. */
const HEAD = /^> \[!(?:NOTE|IMPORTANT)\]\n(?:>.*(?:\n|$))*\n*/;

/** What of a tracking issue's first line changes along with the note. */
export interface Remembered {
  readonly ledger: Ledger;
  readonly closedByApp: boolean;
  /** Leaves out what the words say of edits that wait for a pull request: it is closed. */
  readonly withoutWaiting?: true;
}

/**
 * Puts a note above what a tracking issue says, in place of one that stands there. The first pass that syncs the plan
 * again writes the whole text anew, without the note.
 *
 * @returns The new body; null if there is nothing to change.
 */
export function noteAtHead(body: string, id: PlanId, note: string, next?: Remembered): string | null {
  const marker = parseTracking(body);
  if (marker.kind !== 'ledger') return null;
  const content = blockContent(body, id) ?? '';
  const { ledger, closedByApp } = next ?? marker;
  const isSaid = content.startsWith(note);
  const isKnown = printTracking(ledger, closedByApp) === printTracking(marker.ledger, marker.closedByApp);
  if (isSaid && isKnown) return null;
  const below = content.replace(HEAD, '');
  const words = `${note}\n\n${next?.withoutWaiting === true ? withoutWaiting(below) : below}`;
  return spliceBlock(body, printBlock(printTracking(ledger, closedByApp), words));
}
