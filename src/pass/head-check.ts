/** The check on the head of the default branch: it says what no tracking issue shows, and what waits for a person. */
import { TerminalError } from '../github/transport/errors.ts';
import { RefusedError } from '../github/transport/refused.ts';
import type { Unclear } from '../parser/types.ts';
import type { Problem } from '../plan/types.ts';
import {
  renderCheck,
  renderForbidden,
  renderOver,
  type PlanProblems,
} from '../sync/render/check/check-words.ts';
import type { Refusal } from '../sync/types.ts';
import { overwriteProvisional, writeCheck } from './write-check.ts';
import { concludeUnderWay } from './under-way.ts';
import type { PassContext } from './context.ts';

/** The problems of a file, and what GitHub refused to write for it. */
export interface Sayable extends PlanProblems {
  /** The problems of its text, which its tracking issue shows. They alone make the check speak only of a text that is new. */
  readonly ofText?: TextProblems;
  readonly refusals?: readonly Refusal[];
  /** The text that it waits for, of which there is no word yet. */
  readonly waitsFor?: Unclear;
  /** What stopped it that another pass may find healed. */
  readonly unclear?: string | null;
}

/** The problems of a plan's text, and whether no tracking issue has shown them yet. */
export interface TextProblems {
  readonly problems: readonly Problem[];
  readonly isNew: boolean;
}

/** The result of writing the check. */
export interface Said {
  /** The missing permission, if one kept the job from doing everything; null otherwise. */
  readonly forbidden: TerminalError | null;
  /** The app may not write checks, so that nobody sees the problems. */
  readonly isUnheard: boolean;
  /** What there was to say may be over while the commit stays. */
  readonly isProvisional: boolean;
  /** Tracking issues of the plans that wait for a person. */
  readonly awaits: readonly number[];
}

/**
 * Says what no tracking issue shows, what waits for a person, and what is wrong with a text that is new. A missing permission
 * is named above all else. Where there is nothing to say, the check is read only if that may take back what it said of
 * refusals, unclear texts and waiting changes, or if somebody pressed one of its buttons.
 *
 * @param seen Tracking issues of the plans that this pass looked at.
 */
export async function sayAtHead(
  context: PassContext,
  plans: readonly Sayable[],
  { mayTakeBack, seen }: { readonly mayTakeBack: boolean; readonly seen: ReadonlySet<number> },
): Promise<Said> {
  const { head, me, pressed } = context;
  const lacking = plans
    .flatMap(({ refusals = [] }) => refusals)
    .find(({ permission }) => permission !== null);
  const forbidden = lacking === undefined ? null : new RefusedError(lacking, null);
  const all = plans.map(withText);
  const sync = plans.some(mayHeal);
  const text =
    forbidden?.permission == null
      ? plans.some(speaks)
        ? renderCheck(all, { sync })
        : null
      : renderForbidden(forbidden.permission, forbidden.message, all);
  const isProvisional = sync || plans.some(({ awaited }) => awaited !== undefined);
  const awaits = plans.flatMap(({ awaited }) => awaited?.tracking ?? []);
  if (text === null) {
    const over = renderCheck(all) ?? renderOver();
    if (pressed?.has(head.commit) === true) await writeCheck(context, head.commit, over);
    else if (mayTakeBack && !isProvisional)
      await overwriteProvisional(context, head.commit, { ...over, seen });
    await concludeUnderWay(context, null);
    return { forbidden, isUnheard: false, isProvisional, awaits };
  }
  const { kind } = await writeCheck(context, head.commit, { ...text, isProvisional, awaits });
  await concludeUnderWay(context, head.commit);
  // Only an App can be granted the permission; other accounts cannot write checks at all.
  const isUnheard = kind === 'refused' && me.login.endsWith('[bot]');
  return { forbidden, isUnheard, isProvisional, awaits };
}

/** Whether a file gives reason to write the check. */
function speaks({ problems, awaited, ofText }: Sayable): boolean {
  const hasNew = ofText?.isNew === true && ofText.problems.length > 0;
  return problems.length > 0 || awaited !== undefined || hasNew;
}

function withText(plan: Sayable): PlanProblems {
  return { ...plan, problems: [...(plan.ofText?.problems ?? []), ...plan.problems] };
}

/** Whether what is said may be over at the next look. */
function mayHeal({ refusals = [], waitsFor, unclear = null }: Sayable): boolean {
  return waitsFor !== undefined || unclear !== null || refusals.some(({ isOnce }) => isOnce !== true);
}

/** Names in the check the missing permission for which a job ended; concludes what it said of a job that ended otherwise. */
export async function sayForbidden(context: PassContext, error: unknown): Promise<void> {
  if (!(error instanceof TerminalError)) return;
  if (error.permission === null) return concludeUnderWay(context, null);
  const text = renderForbidden(error.permission, error.message);
  await writeCheck(context, context.head.commit, { ...text, isProvisional: true });
}
