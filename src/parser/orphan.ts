/** Ends a parser process whose parent was killed: in the midst of a text without end it would not notice by itself. */
import { Worker } from 'node:worker_threads';

const WATCH = `
  const parent = process.ppid;
  setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 2000);`;

/** Watches from a thread of its own, since the main one may be busy for ever. */
export function watchParent(): void {
  const limits = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 };
  new Worker(WATCH, { eval: true, execArgv: [], resourceLimits: limits }).unref();
}
