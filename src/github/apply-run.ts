/** One application of a change set: what it needs, what it made, and how it writes. */
import type {
  Change,
  IssueTimes,
  LinkFeature,
  MilestoneRef,
  PhaseKey,
  Repository,
  TaskKey,
} from '../sync/types.ts';
import type { Client } from './client.ts';
import { RetryableError, statusOf, TerminalError, validations } from './errors.ts';

/** Something that could not be done as asked and that the user should hear of. */
export type ApplyNote =
  /** The issue was deleted or moved away meanwhile; nothing of its patch was written after that. */
  | { readonly kind: 'issue-gone'; readonly number: number }
  | { readonly kind: 'milestone-gone'; readonly number: number }
  /** Another milestone bears the title that this one should have had. */
  | { readonly kind: 'milestone-taken'; readonly number: number; readonly title: string }
  /** A milestone could not be made under its title, because there is one. */
  | { readonly kind: 'milestone-renamed'; readonly title: string; readonly instead: string }
  /** GitHub cannot assign these people. */
  | { readonly kind: 'unassignable'; readonly number: number; readonly logins: readonly string[] }
  /** GitHub did not take a link, for a reason of its own; others of that issue were not tried any more. */
  | {
      readonly kind: 'link-refused';
      readonly feature: LinkFeature;
      readonly number: number;
      readonly reason: string;
    }
  /** What tasks depend on is a pull request, or cannot be seen. */
  | { readonly kind: 'unlinkable'; readonly number: number }
  /** This GitHub does not offer links of that kind. */
  | { readonly kind: 'links-unavailable'; readonly feature: LinkFeature };

/** A change set being applied. */
export interface Run {
  readonly client: Client;
  readonly repository: Repository;
  /** Puts the app's block into a body, as `sync/markers` does it. */
  readonly splice: (body: string, block: string, replaces: string | null) => string;
  readonly issues: Map<TaskKey, number>;
  readonly milestones: Map<PhaseKey, number>;
  readonly notes: ApplyNote[];
  /** By number, of the issues that were written. */
  readonly times: Map<number, IssueTimes>;
  /** Database ids of the issues that were made or looked up, by number. */
  readonly ids: Map<number, number>;
  /** What of links this GitHub is known not to offer; learnt while applying. */
  readonly unavailable: Set<LinkFeature>;
  tracking: number | null;
  writes: number;
}

/** The change of this kind. */
export type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

/** Counts the write and says of a refusal what was being done; a conflict is for the next pass, which looks first. */
export async function write<T>(run: Run, doing: string, send: () => Promise<T>): Promise<T> {
  run.writes += 1;
  try {
    return await send();
  } catch (error) {
    const status = statusOf(error);
    if (status === null) throw error;
    const found = `Expected to ${doing}, found ${status}: ${(error as Error).message}`;
    const isConflict = status !== 422 || validations(error).some((entry) => entry.code === 'already_exists');
    // A burst of creates may be refused as spam with 422 (GITHUB-FACTS 3); any other 422 will be the same next time.
    const isSpam = /spammed|too quickly/i.test((error as Error).message);
    if (isConflict || isSpam)
      throw new RetryableError(found, { afterMs: isSpam ? 60_000 : null, cause: error });
    throw new TerminalError(found, { cause: error });
  }
}

/** Keeps what the answer to a write says of an issue's times: no list has them before the next pass. */
export function noteTimes(
  run: Run,
  issue: { readonly number: number; readonly created_at: string; readonly closed_at: string | null },
): void {
  run.times.set(issue.number, { createdAt: issue.created_at, closedAt: issue.closed_at });
}

/** The number behind a reference to a milestone. */
export function milestoneNumber(run: Run, ref: MilestoneRef): number {
  if ('number' in ref) return ref.number;
  const number = run.milestones.get(ref.phase);
  if (number !== undefined) return number;
  throw new Error(
    `Expected the milestone of phase ${ref.phase} to be created earlier in the change set, found none.`,
  );
}
