/** What every step of a pass works with: the client, the repository, and what was read before any plan is synced. */
import type { Denied } from '../github/write/apply.ts';
import type { CheckRun } from '../github/write/check-run.ts';
import type { ApplyProgress } from '../github/write/apply-progress.ts';
import type { Client } from '../github/transport/client.ts';
import {
  readText,
  type Account,
  type Head,
  type IssuesReading,
  type NewestIssues,
  type TextReading,
} from '../github/read.ts';
import type { Config } from '../config/config.ts';
import type { PlanRead, TextReader, Unclear } from '../parser/types.ts';
import type { Joins, Problem } from '../plan/types.ts';
import type { Moves } from '../sync/plans/moves.ts';
import { EMPTY_BLOB } from '../sync/state/hash.ts';
import type { TitledPlan } from '../sync/plans/plan-prefix.ts';
import { NO_TYPES, type SyncPolicy } from '../sync/diff/sync-policy.ts';
import type { LinkFeature, PlanId, Repository } from '../sync/types.ts';
import type { WriteBackPolicy } from '../sync/write-back/write-back-policy.ts';
import { orThrowUnclear } from './unclear/unclear.ts';

/** The commits whose check says that a sync is under way, by repository (`owner/name`). */
export type UnderWay = Map<string, string>;

/** How far the changes of a plan are. */
export interface PlanProgress extends ApplyProgress {
  readonly path: string;
}

/** What a pass works with. */
export interface PassContext {
  readonly client: Client;
  readonly repository: Repository;
  /** Reads texts, so that none of them can stall or end this process. */
  readonly reader: TextReader;
  readonly head: Head;
  /** The account this process writes as. */
  readonly me: Account;
  readonly trusted: ReadonlySet<number>;
  readonly writeBack: WriteBackPolicy;
  /** What the repository's config asks of a pass. */
  readonly policy: SyncPolicy;
  /** Problems to report for the plan beside those of its text. */
  readonly said?: readonly Problem[];
  /** Tasks that move between the plans of the repository; none if absent. */
  readonly moves?: Moves;
  /** The titles of the repository's plans, so that equal ones get a prefix; none if absent. */
  readonly titled?: readonly TitledPlan[];
  /** All issues that the account opened; read only where a plan has no tracking issue by its label. */
  readonly own?: IssuesReading | undefined;
  /** The newest issues, as long as nothing was written since they were read, together with `own`. */
  readonly newest?: NewestIssues | undefined;
  /** Plans that wait for a text that could not be read yet: their own, or one that may have tasks of theirs. */
  readonly waits?: ReadonlyMap<PlanId, Unclear>;
  /** Kinds of links that this GitHub does not offer; a pass that finds another one adds it. */
  readonly unavailable: Set<LinkFeature>;
  /** Files outside the globs of the config whose front matter is read for `planwright: true`; none if absent. */
  readonly outside?: Outside;
  /** Kinds of writes for which a permission is missing; a pass that finds another one adds it. */
  readonly denied: Denied;
  /** Texts of a preview, which GitHub has no blob of yet, by the sha they will have. */
  readonly texts: ReadonlyMap<string, string>;
  /** What to say of the buttons that were pressed, by the commit whose check has them; none if absent. */
  readonly pressed?: ReadonlyMap<string, readonly string[]>;
  /** Whether to yield the turn after this many writes, because other jobs of this installation wait. */
  readonly shouldYield: (writes: number) => boolean;
  readonly onProgress: (progress: PlanProgress) => void;
  /** The check runs as this pass wrote them, by commit: it does not look for them again. */
  readonly checks: Map<string, CheckRun>;
  /** The commits whose check says that a sync is under way; none if absent. */
  readonly underWay?: UnderWay;
  /** Says in the check how far a long sync is; absent where nothing is said there. */
  readonly report?: (progress: PlanProgress) => Promise<void>;
}

/** Which Markdown files outside the globs of the config have their front matter read, besides those that were plans before. */
export interface Outside {
  /** All of them, if they are few, since it is not known which are new. */
  readonly everything: boolean;
  readonly paths: ReadonlySet<string>;
}

/** Reads a text by its blob, from the repository or from the merge that is previewed. One that is too large is not fetched. */
export async function textOf(
  { client, repository, texts }: Pick<PassContext, 'client' | 'repository' | 'texts'>,
  { blob, size }: { readonly blob: string; readonly size?: number },
): Promise<TextReading> {
  // The base of a plan whose file is gone: the repository need not hold it.
  const text = blob === EMPTY_BLOB ? '' : texts.get(blob);
  return text === undefined ? readText(client, repository, blob, size) : { kind: 'text', text };
}

type Reader = Pick<PassContext, 'repository' | 'policy' | 'reader'>;

interface TextToRead {
  readonly text: string;
  readonly path: string;
  readonly joins?: Joins;
}

/** Parses a plan's text under the config's rules; or says that it could not be read yet. */
export async function readIn(
  { repository, policy, reader }: Reader,
  text: TextToRead,
): Promise<PlanRead | Unclear> {
  return reader.plan({ ...text, repositoryUrl: repository.url, rules: policy.rules });
}

/**
 * Parses a plan's text under the config's rules.
 *
 * @throws UnclearTextError where it could not be read yet.
 */
export async function planIn(context: Reader, text: TextToRead): Promise<PlanRead> {
  return orThrowUnclear(text.path, await readIn(context, text));
}

/** The policy that a config sets for the diff. Issue types are not known before GitHub was asked for them: there are none here. */
export function policyFor({ nested, titles, milestones, labels, completed, limits }: Config): SyncPolicy {
  const { changes, percent, creates } = limits;
  const kinds = (['area', 'priority'] as const).filter((kind) => labels[kind]);
  return {
    rules: { nested, titleIds: titles.ids },
    milestones,
    labels: new Set(kinds),
    types: NO_TYPES,
    skips: new Set(completed === 'skip' ? (['done', 'dropped'] as const) : []),
    limits: { changes, percent, creates },
  };
}
