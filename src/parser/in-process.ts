/** Does the work in this process: for one's own texts, where a parser that takes long holds up nobody else. */
import type { Run } from './types.ts';
import { doWork } from './work.ts';

/** Does work in place. */
export const runInProcess: Run = async (work) => doWork(work);
