import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A process that a test started, and all that it wrote. */
export interface Child {
  readonly process: ChildProcess;
  /** Both of its outputs. */
  output(): string;
  /** Waits until it has written this. */
  says(words: string): Promise<void>;
  /** Sends a signal and waits until it has ended; returns its exit code. */
  ends(signal: NodeJS.Signals): Promise<number | null>;
}

/** Runs a TypeScript file. */
export function startChild(file: string, env: Readonly<Record<string, string | undefined>>): Child {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const output = (): string => written.join('');
  return {
    process: child,
    output,
    says: (words) =>
      until(`a process that says "${words}"`, () => {
        if (child.exitCode !== null) throw new Error(`The process ended: ${output()}`);
        return output().includes(words);
      }),
    async ends(signal) {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill(signal);
        await ended;
      }
      return child.exitCode;
    },
  };
}

/** Waits, at most a minute, until something is so. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Expected within a minute: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
