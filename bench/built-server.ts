/** The server as it is deployed: `node dist/server.js`, in a process of its own, which may die and is started again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '@planwright/github-sandbox';
import { watchMemory, type MemoryWatch } from './process-memory.ts';
import { deliver } from './prober.ts';

/** A server that is measured from outside. */
export interface Built {
  readonly port: number;
  isUp(): boolean;
  memory(): MemoryWatch;
  deliver(secret: string, event: string, body: string): Promise<number>;
  /** Waits until its queue has nothing to do, or the time is over. */
  settles(limitMs: number): Promise<'done' | 'busy' | 'stalled' | 'died'>;
  /** The end of what it wrote. */
  lastWords(): string;
  restarts(): Promise<void>;
  stops(): Promise<void>;
}

type Env = Readonly<Record<string, string | undefined>>;

interface Running {
  readonly child: ChildProcess;
  readonly memory: MemoryWatch;
  words: string;
  isUp: boolean;
}

const KEPT = 600;
const LOOK_MS = 50;

/** Starts it with the environment of a server. */
export async function startBuilt(env: NodeJS.ProcessEnv): Promise<Built> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const own = {
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    LOG_LEVEL: 'warn',
    LOG_FORMAT: 'json',
  };
  const all: Env = { ...process.env, ...env, ...own, NODE_ENV: 'production' };
  let running = await launch(all, port);
  const hasEnded = (): boolean => running.child.exitCode !== null || running.child.signalCode !== null;
  const end = async (): Promise<void> => {
    running.isUp = false;
    running.memory.stop();
    if (hasEnded()) return;
    const ended = once(running.child, 'exit');
    running.child.kill('SIGKILL');
    await ended;
  };
  return {
    port,
    isUp: () => running.isUp,
    memory: () => running.memory,
    deliver: (secret, event, body) => deliver(port, { secret, event, body }),
    async settles(limitMs) {
      const deadline = performance.now() + limitMs;
      let idle = 0;
      while (performance.now() < deadline) {
        if (hasEnded()) return 'died';
        idle = (await isIdle(metricsPort)) ? idle + 1 : 0;
        if (idle === 2) return 'done';
        await pause();
      }
      if (hasEnded()) return 'died';
      return (await answers(`http://127.0.0.1:${port}/healthz`)) === null ? 'stalled' : 'busy';
    },
    lastWords: () => running.words.trim(),
    async restarts() {
      await end();
      running = await launch(all, port);
    },
    stops: end,
  };
}

async function launch(env: Env, port: number): Promise<Running> {
  const child = spawn(process.execPath, ['dist/server.js'], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // However this process ends: nobody else knows of that one.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const running: Running = { child, memory: watchMemory(child.pid ?? 0), words: '', isUp: false };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (running.words = (running.words + data.toString()).slice(-KEPT)));
  child.once('exit', () => {
    running.isUp = false;
    process.off('exit', kill);
  });
  while ((await answers(`http://127.0.0.1:${port}/healthz`)) === null) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}: ${running.words}`);
    await pause();
  }
  running.isUp = true;
  return running;
}

async function isIdle(metricsPort: number): Promise<boolean> {
  const text = await answers(`http://127.0.0.1:${metricsPort}/metrics`);
  const jobs = [...(text ?? '').matchAll(/^planwright_queue_jobs\{state="(?:running|ready)"\} (\d+)$/gm)];
  return jobs.length === 2 && jobs.every(([, count]) => count === '0');
}

/** What a page says; null if it does not. */
async function answers(url: string): Promise<string | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}
