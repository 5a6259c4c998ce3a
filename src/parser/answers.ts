/** Keeps what was read, so that a text is parsed once a pass: as bytes, which tell their weight and give each caller a copy. */
import { deserialize, serialize } from 'node:v8';
import type { PlanRead } from './types.ts';

/** Bytes that may be kept. */
const MOST_BYTES = 24 * 1024 * 1024;

/** What was read, by what it was read from. */
export interface Answers {
  get(key: string): PlanRead | null;
  put(key: string, read: PlanRead): void;
}

/** Keeps nothing yet; what was not asked for longest goes first. */
export function createAnswers(mostBytes = MOST_BYTES): Answers {
  const kept = new Map<string, Buffer>();
  let bytes = 0;
  return {
    get(key) {
      const found = kept.get(key);
      if (found === undefined) return null;
      kept.delete(key);
      kept.set(key, found);
      return deserialize(found) as PlanRead;
    },
    put(key, read) {
      const value = serialize(read);
      if (value.length > mostBytes / 4 || kept.has(key)) return;
      kept.set(key, value);
      bytes += value.length;
      for (const [oldest, { length }] of kept) {
        if (bytes <= mostBytes) break;
        kept.delete(oldest);
        bytes -= length;
      }
    },
  };
}
