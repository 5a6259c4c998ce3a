/** Confirms a held change without a comment: the button of the check, the CLI's `--confirm`, the Action's input `confirm`. */
import { readTrackingIssues } from '../read-tracking-issues.ts';
import { updateTracking } from '../../github/write/tracking-issue.ts';
import type { OpenedRepository } from '../open-repository.ts';
import { ledgerIn, rememberIn } from '../../sync/state/markers.ts';
import type { Ledger, ObservedIssue } from '../../sync/types.ts';
import { isSure, unlabelledId } from '../../sync/plans/unlabelled.ts';
import { readTrusted } from '../discover/find-unlabelled.ts';

/**
 * Writes the confirmation into the tracking issue whose change has this id, so that a crash does not lose it; the next pass
 * applies exactly that change.
 *
 * @param id The id that the tracking issue shows.
 * @returns The tracking issue in which it was confirmed, or the ids that do wait.
 */
export async function confirmHeld(
  { context, config }: Pick<OpenedRepository, 'context' | 'config'>,
  id: string,
): Promise<
  | { readonly kind: 'confirmed'; readonly tracking: number }
  | { readonly kind: 'unknown'; readonly waiting: readonly string[] }
> {
  const { client, repository, trusted } = context;
  const trackings = (await readTrackingIssues(client, repository)).filter(({ creator }) =>
    trusted.has(creator),
  );
  const confirms = async ({ number }: ObservedIssue, change: (ledger: Ledger) => Ledger) => {
    await updateTracking(client, repository, number, { edit: (body) => rememberIn(body, change) });
    return { kind: 'confirmed' as const, tracking: number };
  };
  const confirmed = (ledger: Ledger): Ledger => ({ ...ledger, confirmed: id });
  const waits = trackings.find((issue) => idsIn(issue).includes(id));
  if (waits !== undefined) return confirms(waits, confirmed);
  // The id may belong to a tracking issue that lost its label, or may confirm that an issue without the label is a tracking issue.
  const { issues } = await readTrusted(context, config);
  const own = issues.filter(({ body, creator }) => trusted.has(creator) && ledgerIn(body) !== null);
  const sure = own.find((issue) => isSure(issue, context.me) && idsIn(issue).includes(id));
  if (sure !== undefined) return confirms(sure, confirmed);
  const unsure = own.find((issue) => !isSure(issue, context.me) && unlabelledId(issue) === id);
  if (unsure !== undefined) return confirms(unsure, (ledger) => ({ ...ledger, unlabelled: true }));
  return { kind: 'unknown', waiting: trackings.flatMap(idsIn) };
}

/** The ids of changes that wait for confirmation, or that were confirmed and not applied yet. */
function idsIn({ body }: ObservedIssue): string[] {
  const ledger = ledgerIn(body);
  return [ledger?.held, ledger?.confirmed].flatMap((id) => id ?? []);
}
