/** Writes the check of a commit in the name of a pass, with the answers to clicks on its buttons. */
import { reportCheck, takeBackCheck, type CheckReport, type Reported } from '../github/write/check-run.ts';
import type { PassContext } from './context.ts';

/** What writing a check takes. */
export type CheckPlace = Pick<PassContext, 'client' | 'repository' | 'me' | 'pressed' | 'checks'>;

/** What a check is to say. */
type Saying = Omit<CheckReport, 'headSha' | 'account' | 'note' | 'run'>;

/** Makes the check of a commit say this. */
export async function writeCheck(place: CheckPlace, headSha: string, text: Saying): Promise<Reported> {
  return remembered(place, headSha, (known) =>
    reportCheck(place.client, place.repository, { ...checkReportOf(place, headSha, text), ...known }),
  );
}

/** Makes the check of a commit say this if what it says is provisional, and of no plan that was not seen. */
export async function overwriteProvisional(
  place: CheckPlace,
  headSha: string,
  { seen, ...text }: Saying & { readonly seen: ReadonlySet<number> },
): Promise<Reported> {
  return remembered(place, headSha, (known) =>
    takeBackCheck(place.client, place.repository, { ...checkReportOf(place, headSha, text), ...known, seen }),
  );
}

/** Writes a check run knowing what this pass wrote of it before. After an error nothing is known of it. */
async function remembered(
  { checks }: CheckPlace,
  headSha: string,
  send: (known: Pick<CheckReport, 'run'>) => Promise<Reported>,
): Promise<Reported> {
  const run = checks.get(headSha);
  checks.delete(headSha);
  const reported = await send(run === undefined ? {} : { run });
  if (reported.kind !== 'refused' && reported.run !== null) checks.set(headSha, reported.run);
  return reported;
}

function checkReportOf({ me, pressed }: CheckPlace, headSha: string, text: Saying) {
  const sentences = pressed?.get(headSha) ?? [];
  const note = sentences.length === 0 ? {} : { note: sentences.join('\n\n') };
  return { ...text, headSha, account: me, ...note };
}
