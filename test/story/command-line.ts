/** Planwright's command line as a person types it: a process of its own, beside the embedded GitHub of this one. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TSX = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href;

/** What a run came to. */
export interface Typed {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** How a person's shell is set up. */
export interface Shell {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What stands on standard input. */
  readonly input?: string;
}

/** Runs a source of this house in a process that knows no more of the machine than it needs. */
export async function run(source: string, args: readonly string[], shell: Shell = {}): Promise<Typed> {
  const child = spawn(process.execPath, ['--import', TSX, join(ROOT, source), ...args], {
    cwd: shell.cwd ?? ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', ...shell.env },
  });
  child.stdin.end(shell.input ?? '');
  const texts = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.err += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, ...texts };
}
