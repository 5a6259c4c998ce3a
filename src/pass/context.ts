/** What a pass takes along: the client, the repository, and what was found out before any plan is looked at. */
import type { Denied } from '../github/write/apply.ts';
import type { Client } from '../github/transport/client.ts';
import { readText, type Account, type Head, type IssuesReading, type TextReading } from '../github/read.ts';
import type { Config } from '../config/config.ts';
import type { PlanRead, TextReader, Unclear } from '../parser/types.ts';
import type { Problem } from '../plan/types.ts';
import { DEFAULT_LIMITS } from '../sync/diff/brake.ts';
import type { Moves } from '../sync/plans/moves.ts';
import type { TitledPlan } from '../sync/plans/plan-prefix.ts';
import type { Policy } from '../sync/diff/policy.ts';
import type { LinkFeature, PlanId, Repository } from '../sync/types.ts';
import type { WriteBackPolicy } from '../sync/write-back/policy.ts';
import { orThrowUnclear } from './unclear/unclear.ts';

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
  readonly terms: Policy;
  /** What else is to be said of the plan. */
  readonly said?: readonly Problem[];
  /** What moves between the plans of the repository; nothing if absent. */
  readonly moves?: Moves;
  /** The plans of the repository, by which those of one title are told apart; none if absent. */
  readonly titled?: readonly TitledPlan[];
  /** All issues by the account, where they were read because a plan has none by label. */
  readonly own?: IssuesReading | undefined;
  /** Plans that wait for a text that nobody could read yet, their own or one that they may have moves with. */
  readonly waits?: ReadonlyMap<PlanId, Unclear>;
  /** Kinds of links that this GitHub is known not to offer; what a pass learns of it is added. */
  readonly unavailable: Set<LinkFeature>;
  /** Files outside the globs of the config that may say themselves that they are plans; none if absent. */
  readonly outside?: Outside;
  /** Kinds of writes for which a permission is missing; what a pass learns of it is added. */
  readonly denied: Denied;
  /** Texts that are in no blob yet, by the sha they will have: those of a preview. */
  readonly texts: ReadonlyMap<string, string>;
  /** Whether to stop after this many writes, because others wait for this installation's turn. */
  readonly shouldPause: (writes: number) => boolean;
  readonly onProgress: (progress: {
    readonly path: string;
    readonly done: number;
    readonly total: number;
  }) => void;
}

/** Which Markdown files outside the globs of the config are asked for their own word, besides those that were plans before. */
export interface Outside {
  /** All, if they are few: nobody can tell which are new. */
  readonly everything: boolean;
  readonly paths: ReadonlySet<string>;
}

/** A text by its blob, of this repository or of the merge that is previewed. One that is known to be too large is not fetched. */
export async function textOf(
  { client, repository, texts }: Pick<PassContext, 'client' | 'repository' | 'texts'>,
  { blob, size }: { readonly blob: string; readonly size?: number },
): Promise<TextReading> {
  const text = texts.get(blob);
  return text === undefined ? readText(client, repository, blob, size) : { kind: 'text', text };
}

type Reader = Pick<PassContext, 'repository' | 'terms' | 'reader'>;

interface PlanText {
  readonly text: string;
  readonly path: string;
}

/** A plan's text, read as the repository wants its plans taken; or no word on it yet. */
export async function readIn(
  { repository, terms, reader }: Reader,
  { text, path }: PlanText,
): Promise<PlanRead | Unclear> {
  return reader.plan({ text, path, repositoryUrl: repository.url, rules: terms.rules });
}

/**
 * A plan's text, read as the repository wants its plans taken.
 *
 * @throws UnclearTextError where there is no word on it yet.
 */
export async function planIn(context: Reader, text: PlanText): Promise<PlanRead> {
  return orThrowUnclear(text.path, await readIn(context, text));
}

/** The terms that a config sets. */
export function policyFor({ nested, milestones, labels, completed, limits }: Config): Policy {
  const { changes, percent, creates } = limits;
  const kinds = (['area', 'priority'] as const).filter((kind) => labels[kind]);
  return {
    rules: { nested },
    milestones,
    labels: new Set(kinds),
    skips: new Set(completed === 'skip' ? (['done', 'dropped'] as const) : []),
    limits: { ...DEFAULT_LIMITS, floor: changes, share: percent / 100, creates },
  };
}
