/**
 * The words of reading what strangers wrote. A text is handed to parsers whose time and memory nobody can foretell, so the
 * pass knows this port alone: in a server the work is done by processes of its own, elsewhere in place.
 *
 * - **Work**: a text, and what is to be done with it.
 * - **Unclear**: no word on the text yet. Its parser took too long or died, which may be the machine's fault.
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

/** What work comes to, by its kind. */
export interface Done {
  readonly plan: PlanRead;
  readonly config: { readonly kind: 'config' } & ConfigReading;
  /** `planwright: true|false` of the front matter. */
  readonly 'own-word': { readonly kind: 'own-word'; readonly word: boolean | null };
  readonly edit: { readonly kind: 'edited'; readonly text: string };
  readonly merge: { readonly kind: 'merged'; readonly merge: TextMerge };
}

/** What work came to that did not end well. */
export type Failed =
  /** Longer than it may take. */
  | { readonly kind: 'overdue' }
  /** The process that did it ended: out of memory or stack, or killed. */
  | { readonly kind: 'died'; readonly reason: string }
  /** It threw: a fault of Planwright, wherever it is done. */
  | { readonly kind: 'threw'; readonly reason: string };

/** Does work, somewhere. Rejects only where it was stopped. */
export type WorkRunner = <K extends Work['kind']>(
  work: Extract<Work, { readonly kind: K }>,
) => Promise<{ readonly kind: 'done'; readonly value: Done[K] } | Failed>;

/** No word on a text yet: it waits, and is tried again after a pause that grows. */
export interface Unclear {
  readonly kind: 'unclear';
  readonly reason: 'overdue' | 'died';
  /** How often it was tried in vain. */
  readonly times: number;
  /** Whether this job tried it; else it still rests after an earlier attempt. */
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
  /** The same, for one job: after a few texts that stay unclear it tries no more of them, so that others have their turn. */
  forOneJob(): TextReader;
}

/** What is remembered of a text that stays unclear. */
export interface Attempts {
  readonly reason: Unclear['reason'];
  readonly times: number;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
}

/** Where it is remembered: in the process, or where several share it. */
export interface AttemptsMemory {
  recall(key: string): Promise<Attempts | null>;
  /** Null forgets. */
  note(key: string, attempts: Attempts | null): Promise<void>;
}
