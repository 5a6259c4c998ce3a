/** `planwright demo`: starts the playground in a process of its own, so that this one loads none of it otherwise. */
import { spawn } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The playground lies beside the source, and inside of what is built of it. */
const SCRIPT = extname(import.meta.url) === '.ts' ? '../../playground/demo.ts' : '../playground/demo.js';

/** What `planwright demo` takes. */
export interface DemoOptions {
  readonly once?: boolean;
  readonly port?: string;
}

/** Runs the demo until it ends or the person ends it; its exit code is ours. */
export async function runDemo({ once, port }: DemoOptions): Promise<void> {
  const script = fileURLToPath(new URL(SCRIPT, import.meta.url));
  const args = [...(once === true ? ['--once'] : []), ...(port === undefined ? [] : ['--port', port])];
  const child = spawn(process.execPath, [...process.execArgv, script, ...args], { stdio: 'inherit' });
  // Ctrl+C reaches the child by itself; this process waits for its end.
  const ignore = (): void => {};
  process.on('SIGINT', ignore);
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 0));
  });
  process.off('SIGINT', ignore);
}
