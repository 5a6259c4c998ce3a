/** The state of applying one change set: what it needs, what it created so far, and how it writes. */
import type {
  Change,
  IssuePatch,
  IssueTimes,
  LinkFeature,
  MilestoneRef,
  PhaseKey,
  Refusal,
  Repository,
  TaskKey,
  Undone,
  Unnumbered,
} from '../../sync/types.ts';
import type { Client } from '../transport/client.ts';
import type { NodeIds } from './node-ids.ts';
import { laterIfSpam, refusedOr, RefusedError, type Doing } from '../transport/refused.ts';

/** Something that could not be done as asked, which is reported to the user. */
export type ApplyNote =
  /** The issue was deleted or transferred meanwhile; the rest of its patch was not written. */
  | { readonly kind: 'issue-gone'; readonly number: number }
  /** Another milestone bears the title that this one should have had. */
  | { readonly kind: 'milestone-taken'; readonly number: number; readonly title: string }
  /** A milestone could not be made under its title, because there is one. */
  | { readonly kind: 'milestone-renamed'; readonly title: string; readonly instead: string }
  /** GitHub cannot assign these people. */
  | { readonly kind: 'unassignable'; readonly number: number; readonly logins: readonly string[] }
  /** GitHub refused a link; further links of that issue were not tried. */
  | {
      readonly kind: 'link-refused';
      readonly feature: LinkFeature;
      readonly number: number;
      readonly reason: string;
    }
  /** A task depends on a number that is a pull request, or that cannot be read. */
  | { readonly kind: 'unlinkable'; readonly number: number }
  /** This GitHub does not offer links of that kind. */
  | { readonly kind: 'links-unavailable'; readonly feature: LinkFeature };

/** A change set being applied. */
export interface Run {
  readonly client: Client;
  readonly repository: Repository;
  /** Puts the app's block into a body, as sync/state/body-block.ts does it. */
  readonly splice: (body: string, block: string, replaces: string | null) => string;
  readonly issues: Map<TaskKey, number>;
  readonly milestones: Map<PhaseKey, number>;
  readonly notes: ApplyNote[];
  /** By number, of the issues that were written. */
  readonly times: Map<number, IssueTimes>;
  /** Database ids of the issues that were made or looked up, by number. */
  readonly ids: Map<number, number>;
  /** Node ids of all that issues can be given, and of issues. */
  readonly nodes: NodeIds;
  /** What was not known of them was read: what is still missing is not there. */
  nodesAreRead: boolean;
  /** The issues that are to be made. */
  readonly creates: readonly Of<'create-issue'>[];
  /** The change that puts an issue yet to be made under another one, by the key of the former. */
  readonly places: ReadonlyMap<TaskKey, Of<'add-sub-issue'>>;
  /** Those of them that were done together with making the issue. */
  readonly placed: Set<Change>;
  /** How often GitHub refused to make an issue in its place, so that REST was asked. */
  detours: number;
  /** Kinds of links that this GitHub does not offer; added to while applying. */
  readonly unavailable: Set<LinkFeature>;
  /** Kinds of requests for which a permission is missing; added to while applying. */
  readonly denied: Denied;
  /** The last refusal of each kind of request, and how often in a row it had the same reason. */
  readonly streaks: Map<string, { readonly refusal: Refusal; readonly times: number }>;
  /** Issues whose fields GitHub refused to change: their other changes are not tried. */
  readonly stuck: Set<number>;
  /** This account may make no label, so that issues it opens would come out without any (GITHUB-FACTS 3): it opens none. */
  lacksLabels: boolean;
  /** What is left undone of the change that is being applied; null while nothing is. */
  undone: Undone | null;
  tracking: number | null;
  writes: number;
}

/** What GitHub refused of each kind of request because a permission is missing. */
export type Denied = Map<string, Refusal>;

/** After so many refusals in a row for one reason, which then is not about a single issue, the remaining requests of that kind are left to the next pass. */
const MOST_IN_A_ROW = 20;

/** The change of this kind. */
export type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

/**
 * Sends a write; a refusal names what was being done. A kind of request that GitHub refuses for a missing permission, or many
 * times for one reason, is not sent again in this pass: GitHub may ban an app that goes on (GITHUB-FACTS 2).
 */
export async function write<T>(run: Run, doing: Doing, send: () => Promise<T>): Promise<T> {
  const known = knownRefusal(run, doing.act);
  if (known !== null) throw new RefusedError({ ...known, ...doing }, null);
  run.writes += 1;
  try {
    const answer = await send();
    run.streaks.delete(doing.act);
    return answer;
  } catch (error) {
    const meaning = refusedOr(doing, laterIfSpam(doing, error));
    if (meaning instanceof RefusedError) {
      remember(run, meaning.refusal);
      // A refused write changed nothing, so it does not count towards a turn: a pass gets further with each write it counts.
      run.writes -= 1;
    }
    throw meaning;
  }
}

/** GitHub's refusal of a kind of request that is not sent any more in this pass; null for a kind that is. */
export function knownRefusal({ denied, streaks }: Run, act: string): Refusal | null {
  const streak = streaks.get(act);
  return denied.get(act) ?? ((streak?.times ?? 0) < MOST_IN_A_ROW ? null : (streak?.refusal ?? null));
}

function remember({ streaks, denied }: Run, refusal: Refusal): void {
  if (refusal.permission !== null) denied.set(refusal.act, refusal);
  const before = streaks.get(refusal.act);
  const isSame = before?.refusal.status === refusal.status && before.refusal.message === refusal.message;
  streaks.set(refusal.act, { refusal, times: isSame ? before.times + 1 : 1 });
}

/** Does a part of a change. A refusal is noted, and the other parts are done all the same. */
export async function attempt(
  run: Run,
  step: () => Promise<void>,
  what: { readonly fields: boolean } = { fields: false },
): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    leaveUndone(run, [error.refusal], what.fields);
  }
}

/** Notes that a part of the change is not done; without refusals if that only follows from another refused change. */
export function leaveUndone(run: Run, refusals: readonly Refusal[], fields = false): void {
  const before = run.undone ?? { refusals: [], fields: false };
  run.undone = { refusals: [...before.refusals, ...refusals], fields: before.fields || fields };
}

/** Keeps the times of an issue from the answer to a write; this pass reads the issue no more. */
export function noteTimes(
  run: Run,
  issue: { readonly number: number; readonly created_at: string; readonly closed_at: string | null },
): void {
  run.times.set(issue.number, { createdAt: issue.created_at, closedAt: issue.closed_at });
}

/** The number behind a reference to a milestone; null where GitHub refused to make it. */
export function milestoneNumber(run: Run, ref: MilestoneRef): number | null {
  if ('number' in ref) return ref.number;
  const number = run.milestones.get(ref.phase);
  if (number === undefined) leaveUndone(run, []);
  return number ?? null;
}

/** The words with the numbers of the issues that were made meanwhile. */
export function withNumbers(
  { issues }: Pick<Run, 'issues'>,
  words: string,
  unnumbered: Unnumbered = [],
): string {
  let text = words;
  for (const { key, otherwise } of unnumbered) {
    const number = issues.get(key);
    text = text.replaceAll(`#{${key}}`, () => (number === undefined ? otherwise : `#${number}`));
  }
  return text;
}

/** A patch whose block names the issues that were made meanwhile. */
export function numberedPatch(run: Pick<Run, 'issues'>, patch: IssuePatch): IssuePatch {
  const { block, unnumbered } = patch;
  return block === undefined ? patch : { ...patch, block: withNumbers(run, block, unnumbered) };
}
