/** A parser process: does one piece of work after the other, below everything else in priority. */
import { setPriority } from 'node:os';
import workerpool from 'workerpool';
import type { Work } from './types.ts';
import { watchParent } from './orphan.ts';
import { createParse } from './parsed.ts';
import { doWork } from './work.ts';

/** As `nice`: the server's own answers go first. */
const PRIORITY = 10;

try {
  setPriority(PRIORITY);
} catch {
  // A system that does not let a process step back runs it as any other.
}
watchParent();
const parse = createParse();
workerpool.worker({
  work(work: Work) {
    // From here on the limit of time counts; the event is on its way before the work holds the process.
    workerpool.workerEmit('begun');
    return doWork(work, parse);
  },
});
