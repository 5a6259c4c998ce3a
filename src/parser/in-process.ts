/** Does the work in this process: for one's own texts, where a parser that takes long holds up nobody else. */
import type { WorkRunner } from './types.ts';
import { doWork } from './work.ts';

/** Does work in place. */
export const runInProcess: WorkRunner = async (work) => doWork(work);
