/** Lets a held change go without a comment: the CLI's `--confirm` and the Action's input. */
import { readTrackingIssues } from '../github/read.ts';
import { updateTracking } from '../github/tracking.ts';
import type { Opened } from './opening.ts';
import { parseTracking, rememberIn } from '../sync/markers.ts';
import type { ObservedIssue } from '../sync/types.ts';

/**
 * Writes the confirmation into the tracking issue that waits for it, so that a crash loses none; the next pass applies
 * exactly that change.
 *
 * @param id What the tracking issue asks to confirm.
 * @returns `confirmed`, or the ids that do wait.
 */
export async function confirmHeld(
  { world: { client, repository, trusted } }: Pick<Opened, 'world'>,
  id: string,
): Promise<
  { readonly kind: 'confirmed' } | { readonly kind: 'unknown'; readonly waiting: readonly string[] }
> {
  const trackings = (await readTrackingIssues(client, repository)).filter(({ creator }) =>
    trusted.has(creator),
  );
  const waits = trackings.find((issue) => idsIn(issue).includes(id));
  if (waits === undefined) return { kind: 'unknown', waiting: trackings.flatMap(idsIn) };
  await updateTracking(client, repository, waits.number, {
    edit: (body) => rememberIn(body, (ledger) => ({ ...ledger, confirmed: id })),
  });
  return { kind: 'confirmed' };
}

/** What a tracking issue waits for; once confirmed, until a pass got to it. */
function idsIn({ body }: ObservedIssue): string[] {
  const marker = parseTracking(body);
  if (marker.kind !== 'ledger') return [];
  const { held, confirmed } = marker.ledger;
  return [held, confirmed].flatMap((id) => id ?? []);
}
