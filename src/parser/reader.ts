/** The text reader that the pass uses: keeps answers, and tries a text that could not be read yet at growing intervals. */
import { headWithWord } from '../plan/text/own-word.ts';
import { createHash } from 'node:crypto';
import { problem } from '../plan/text/problems.ts';
import { createAnswers, type Answers } from './answers.ts';
import { createMemory, waitAfter } from './retries.ts';
import type {
  AttemptsMemory,
  Done,
  Failed,
  PlanRead,
  TextReader,
  Unclear,
  Work,
  WorkRunner,
} from './types.ts';

/** What a reader needs. */
export interface ReaderOptions {
  readonly run: WorkRunner;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What an attempt depends on besides the text: the parser's version and limits. When these change, texts are tried anew. */
  readonly terms?: string;
  /** Where failed attempts are remembered; in this process if absent. */
  readonly memory?: AttemptsMemory;
}

/** After so many failed attempts a job tries no more texts, since each attempt takes as long as the time limit. */
const MOST_FAILURES = 3;

interface Reader {
  readonly run: WorkRunner;
  readonly now: () => number;
  readonly terms: string;
  readonly memory: AttemptsMemory;
  readonly answers: Answers;
  /** How many attempts may still fail. */
  budget: number;
  /** Keys of the texts that this job tried. */
  readonly tried: Set<string>;
}

/** Creates a reader; `run` does the work, in place or in another process. */
export function createReader({ run, now, terms = '', memory = createMemory() }: ReaderOptions): TextReader {
  return readerOf({ run, now, terms, memory, answers: createAnswers(), budget: Infinity, tried: new Set() });
}

function readerOf(reader: Reader): TextReader {
  return {
    plan: (work) => readPlan(reader, { ...work, kind: 'plan' }),
    config: (text) => clear(reader, { kind: 'config', text }),
    async ownWord(text) {
      const head = headWithWord(text);
      return head === null
        ? { kind: 'own-word', word: null }
        : clear(reader, { kind: 'own-word', text: head });
    },
    edit: (work) => clear(reader, { ...work, kind: 'edit' }),
    merge: (work) => clear(reader, { ...work, kind: 'merge' }),
    forOneJob: () => readerOf({ ...reader, budget: MOST_FAILURES, tried: new Set() }),
  };
}

async function readPlan(
  reader: Reader,
  work: Extract<Work, { readonly kind: 'plan' }>,
): Promise<PlanRead | Unclear> {
  const { text, ...about } = work;
  const key = digest([text], [about, reader.terms]);
  const kept = reader.answers.get(key);
  if (kept !== null) return kept;
  const result = await attempt(reader, work);
  if (result.kind === 'unclear') return result;
  const read: PlanRead =
    result.kind === 'done' ? result.value : { kind: 'refused', problem: unreadable(result.reason) };
  reader.answers.put(key, read);
  return read;
}

function unreadable(reason: string): ReturnType<typeof problem> {
  return problem(
    'unreadable',
    { line: 1 },
    `Expected Markdown, found text that the parser fails on (${reason}).`,
  );
}

/** Does work that can only throw because of a fault in Planwright, which is thrown on. */
async function clear<K extends Exclude<Work['kind'], 'plan'>>(
  reader: Reader,
  work: Extract<Work, { readonly kind: K }>,
): Promise<Done[K] | Unclear> {
  const result = await attempt(reader, work);
  if (result.kind === 'threw') throw new Error(result.reason);
  return result.kind === 'done' ? result.value : result;
}

type Attempted<K extends Work['kind']> =
  { readonly kind: 'done'; readonly value: Done[K] } | Extract<Failed, { readonly kind: 'threw' }> | Unclear;

/** Tries a text, unless its last attempt failed and the wait after it is not over. */
async function attempt<K extends Work['kind']>(
  reader: Reader,
  work: Extract<Work, { readonly kind: K }>,
): Promise<Attempted<K>> {
  const { run, now, memory, terms, tried } = reader;
  const key = digest(textsOf(work), [work.kind, terms]);
  const known = await memory.recall(key);
  const left = known === null ? 0 : known.notBefore - now();
  if (known !== null && left > 0)
    return {
      kind: 'unclear',
      reason: known.reason,
      times: known.times,
      tried: tried.has(key),
      afterMs: left,
    };
  if (reader.budget <= 0)
    return {
      kind: 'unclear',
      reason: 'overdue',
      times: known?.times ?? 0,
      tried: false,
      afterMs: waitAfter(1),
    };
  const result = await run<K>(work);
  if (result.kind === 'done' || result.kind === 'threw') {
    if (known !== null) await memory.note(key, null);
    return result;
  }
  reader.budget -= 1;
  tried.add(key);
  const times = (known?.times ?? 0) + 1;
  const afterMs = waitAfter(times);
  await memory.note(key, { reason: result.kind, times, notBefore: now() + afterMs });
  return { kind: 'unclear', reason: result.kind, times, tried: true, afterMs };
}

/** The texts of a piece of work, by which attempts are remembered: the path does not matter to the parser. */
function textsOf(work: Work): readonly string[] {
  return work.kind === 'merge' ? [work.base, work.ours, work.theirs] : [work.text];
}

/** Names texts and what is said about them; a text of a megabyte is not copied for it. */
function digest(texts: readonly string[], about: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify([about, texts.map(({ length }) => length)]));
  // Unlike UTF-8 it tells lone surrogates apart.
  for (const text of texts) hash.update(text, 'utf16le');
  return hash.digest('base64url');
}
