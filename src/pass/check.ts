/** Writes the check of a commit in the name of a pass, with the answers to clicks on its buttons. */
import { reportCheck, takeBackCheck, type CheckReport, type Reported } from '../github/write/check.ts';
import type { CheckText } from '../sync/render/check/check.ts';
import type { PassContext } from './context.ts';

/** Makes the check of a commit say this. */
export async function writeCheck(
  context: PassContext,
  headSha: string,
  text: CheckText & Pick<CheckReport, 'isProvisional' | 'awaits'>,
): Promise<Reported> {
  return reportCheck(context.client, context.repository, reportOf(context, headSha, text));
}

/** Makes the check of a commit say this if what it says is provisional, and of no plan that was not seen. */
export async function overwriteProvisional(
  context: PassContext,
  headSha: string,
  { seen, ...text }: CheckText & { readonly seen: ReadonlySet<number> },
): Promise<Reported> {
  return takeBackCheck(context.client, context.repository, { ...reportOf(context, headSha, text), seen });
}

function reportOf({ me, pressed }: PassContext, headSha: string, text: CheckText) {
  const sentences = pressed?.get(headSha) ?? [];
  const note = sentences.length === 0 ? {} : { note: sentences.join('\n\n') };
  return { ...text, headSha, account: me, ...note };
}
