/** What a pass takes along: the client, the repository, and what was found out before any plan is looked at. */
import type { Denied } from '../github/apply.ts';
import type { Client } from '../github/client.ts';
import { readText, type Account, type Head, type TextReading } from '../github/read.ts';
import type { Config } from '../config.ts';
import { parsePlan } from '../plan/parse.ts';
import { underRules } from '../plan/rules.ts';
import type { Plan, Problem } from '../plan/types.ts';
import { DEFAULT_LIMITS } from '../sync/brake.ts';
import type { Moves } from '../sync/moves.ts';
import type { Terms } from '../sync/terms.ts';
import type { LinkFeature, Repository } from '../sync/types.ts';
import type { WriteBackPolicy } from '../sync/write-back.ts';

/** What a pass works with. */
export interface World {
  readonly client: Client;
  readonly repository: Repository;
  readonly head: Head;
  /** The account this process writes as. */
  readonly me: Account;
  readonly trusted: ReadonlySet<number>;
  readonly writeBack: WriteBackPolicy;
  /** What the repository's config asks of a pass. */
  readonly terms: Terms;
  /** What else is to be said of the plan. */
  readonly said?: readonly Problem[];
  /** What moves between the plans of the repository; nothing if absent. */
  readonly moves?: Moves;
  /** Kinds of links that this GitHub is known not to offer; what a pass learns of it is added. */
  readonly unavailable: Set<LinkFeature>;
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

/** A text by its blob, of this repository or of the merge that is previewed. */
export async function textOf(
  { client, repository, texts }: Pick<World, 'client' | 'repository' | 'texts'>,
  blob: string,
): Promise<TextReading> {
  const text = texts.get(blob);
  return text === undefined ? readText(client, repository, blob) : { kind: 'text', text };
}

/** A plan's text, read as the repository wants its plans taken. */
export function planIn(
  { repository, terms }: Pick<World, 'repository' | 'terms'>,
  { text, path }: { readonly text: string; readonly path: string },
): Plan {
  return underRules(parsePlan(text, { path, repositoryUrl: repository.url }), terms.rules);
}

/** The terms that a config sets. */
export function termsOf({ nested, milestones, labels, completed, limits }: Config): Terms {
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
