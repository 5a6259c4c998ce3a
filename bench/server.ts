/** A server in a process of its own: Planwright's, or a bare Probot app that does nothing, to hold it against. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { run } from 'probot';
import { startServer } from '../src/server.ts';

/** A server that is measured. */
export interface Measured {
  /** Resident memory in megabytes, once the garbage is collected. */
  memory(): Promise<number>;
  stops(): Promise<void>;
}

/** Starts it with the environment of a server. */
export async function startMeasured(kind: 'planwright' | 'bare', env: NodeJS.ProcessEnv): Promise<Measured> {
  const child = fork(fileURLToPath(import.meta.url), [], {
    env: { ...process.env, ...env, BENCH_SERVER: kind },
    execArgv: [...process.execArgv, '--expose-gc'],
  });
  await answerOf(child);
  return {
    async memory() {
      child.send('memory');
      return Number(await answerOf(child));
    },
    stops: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
}

async function serve(kind: string): Promise<void> {
  if (kind === 'planwright') await startServer({ env: process.env });
  else await run((probot) => probot.on('push', () => {}), { env: process.env });
  process.on('message', () => {
    globalThis.gc?.();
    process.send?.(process.memoryUsage().rss / 1024 / 1024);
  });
  process.send?.('ready');
}

if (process.env.BENCH_SERVER !== undefined) await serve(process.env.BENCH_SERVER);
