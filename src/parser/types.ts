/**
 * The types of reading what strangers wrote. Nobody can foretell how much time and memory a parser takes for a text, so the
 * pass knows this interface alone: a server does the work in processes of its own, the command line in its own process.
 *
 * - **Work**: a text, and what is to be done with it.
 * - **Unclear**: the text could not be read yet. Its parser took too long or died, perhaps because the machine was busy.
 */
import type { ConfigReading } from '../config/config.ts';
import type { ParseOptions } from '../plan/parse.ts';
import type { Rules } from '../plan/rules.ts';
import type { Edit, Plan, Problem } from '../plan/types.ts';
import type { TextMerge } from '../sync/write-back/merge-text.ts';

/** A text, and what is to be done with it. */
export type Work =
  | PlanWork
  | { readonly kind: 'config'; readonly text: string }
  | { readonly kind: 'own-word'; readonly text: string }
  | EditWork
  | MergeWork;

export interface PlanWork extends ParseOptions {
  readonly kind: 'plan';
  readonly text: string;
  readonly rules: Rules;
}

export interface EditWork extends ParseOptions {
  readonly kind: 'edit';
  readonly text: string;
  readonly edits: readonly Edit[];
}

export interface MergeWork {
  readonly kind: 'merge';
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** A text that was read as a plan. */
export type PlanRead =
  | {
      readonly kind: 'plan';
      /** Under the rules of its repository, with the Problems that reading found. */
      readonly plan: Plan;
      /** What lint says of it. */
      readonly lint: readonly Problem[];
    }
  /** The text alone forbids it: a limit, or a parser that fails on it everywhere. */
  | { readonly kind: 'refused'; readonly problem: Problem };

/** The result of work, by its kind. */
export interface Done {
  readonly plan: PlanRead;
  readonly config: { readonly kind: 'config' } & ConfigReading;
  /** `planwright: true|false` of the front matter. */
  readonly 'own-word': { readonly kind: 'own-word'; readonly word: boolean | null };
  readonly edit: { readonly kind: 'edited'; readonly text: string };
  readonly merge: { readonly kind: 'merged'; readonly merge: TextMerge };
}

/** How work failed. */
export type Failed =
  /** It took longer than the limit. */
  | { readonly kind: 'overdue' }
  /** The process that did it ended: out of memory or stack, or killed. */
  | { readonly kind: 'died'; readonly reason: string }
  /** It threw: a fault of Planwright, which another process would not mend. */
  | { readonly kind: 'threw'; readonly reason: string };

/** Does work, in this process or another. Rejects only when it was stopped. */
export type WorkRunner = <K extends Work['kind']>(
  work: Extract<Work, { readonly kind: K }>,
) => Promise<{ readonly kind: 'done'; readonly value: Done[K] } | Failed>;

/** A text could not be read yet; it is tried again after a wait that grows. */
export interface Unclear {
  readonly kind: 'unclear';
  readonly reason: 'overdue' | 'died';
  /** How many attempts failed. */
  readonly times: number;
  /** Whether this job tried it; otherwise the wait after an earlier attempt is not over yet. */
  readonly tried: boolean;
  /** When the next attempt makes sense. */
  readonly afterMs: number;
}

/** Reads what strangers wrote. Each answer is a copy of its own, and may be kept. */
export interface TextReader {
  plan(work: Omit<PlanWork, 'kind'>): Promise<PlanRead | Unclear>;
  config(text: string): Promise<Done['config'] | Unclear>;
  ownWord(text: string): Promise<Done['own-word'] | Unclear>;
  edit(work: Omit<EditWork, 'kind'>): Promise<Done['edit'] | Unclear>;
  merge(work: Omit<MergeWork, 'kind'>): Promise<Done['merge'] | Unclear>;
  /** A reader for one job: after a few failed attempts it tries no more texts, so that other jobs get their turn. */
  forOneJob(): TextReader;
}

/** What is remembered of a text that could not be read yet. */
export interface Attempts {
  readonly reason: Unclear['reason'];
  readonly times: number;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
}

/** Where that is remembered: in the process, or in the database that several processes share. */
export interface AttemptsMemory {
  recall(key: string): Promise<Attempts | null>;
  /** Null forgets. */
  note(key: string, attempts: Attempts | null): Promise<void>;
}
