/** A parser that a story decides about: which texts take too long, and how often they were tried. */
import { runInProcess } from '../../src/parser/in-process.ts';
import type { Failed, WorkRunner, Work } from '../../src/parser/types.ts';

export interface ShakyParser {
  readonly run: WorkRunner;
  /** From now on such work fails, so many times or for ever. */
  fails(how: Failed, isIt: (work: Work) => boolean, times?: number): void;
  /** From now on everything can be read. */
  heals(): void;
  /** How often work failed so far. */
  failures(): number;
}

export function shakyParser(): ShakyParser {
  let fault: { readonly how: Failed; readonly isIt: (work: Work) => boolean; times: number } | null = null;
  let failures = 0;
  return {
    run: async (work) => {
      if (fault === null || fault.times === 0 || !fault.isIt(work)) return runInProcess(work);
      fault.times -= 1;
      failures += 1;
      return fault.how;
    },
    fails(how, isIt, times = Infinity) {
      fault = { how, isIt, times };
      failures = 0;
    },
    heals() {
      fault = null;
    },
    failures: () => failures,
  };
}
