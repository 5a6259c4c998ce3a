/** Reads plans and the config from this machine's files, and finds their paths in the repository. */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { CONFIG_PATH, isPlanPath, parseConfig, type Config } from '../config/config.ts';
import { mayHaveOwnWord, ownWordIn } from '../plan/text/own-word.ts';
import { decodePlan } from '../plan/text/decode.ts';
import { MOST_BYTES } from '../plan/text/limits.ts';
import { EXIT, Stop } from './exit.ts';

/** A file's text, or why it has none, in words for the person at the terminal. */
export type Input = { readonly text: string } | { readonly error: string };

/** Reads a plan; `-` is standard input. */
export function readInput(file: string): Input {
  const read = readBytes(file);
  if ('error' in read) return read;
  const decoded = decodePlan(read.bytes);
  return decoded.kind === 'text' ? { text: decoded.text } : { error: `${file}: ${decoded.message}` };
}

/** Reads a file's bytes, up to the largest size of a plan; refuses devices and the like, which have no end. */
function readBytes(file: string): { readonly bytes: Uint8Array } | { readonly error: string } {
  try {
    // Without O_NONBLOCK, opening a pipe waits until somebody writes to it.
    const descriptor = file === '-' ? 0 : openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = fstatSync(descriptor);
      const refusal = file === '-' ? null : refusalOf(stats);
      if (refusal !== null) return { error: `${file}: ${refusal}` };
      const bytes = readUpTo(descriptor, MOST_BYTES + 1);
      const found = stats.isFile() ? String(stats.size) : 'more';
      return bytes.length > MOST_BYTES ? { error: `${file}: ${tooLarge(found)}` } : { bytes };
    } finally {
      if (descriptor !== 0) closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { error: `${file}: Expected a file, found none.` };
    return {
      error: `${file}: Expected a readable file. ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function refusalOf(stats: Stats): string | null {
  if (stats.isDirectory()) return 'Expected a file, found a directory.';
  if (!stats.isFile())
    return 'Expected a file, found a pipe or a device. To read what another program writes, pipe it to `-`.';
  return stats.size > MOST_BYTES ? tooLarge(String(stats.size)) : null;
}

function readUpTo(descriptor: number, most: number): Uint8Array {
  const buffer = Buffer.alloc(most);
  let length = 0;
  while (length < most) {
    const read = readSome(descriptor, buffer, length);
    if (read === 0) break;
    length += read;
  }
  return buffer.subarray(0, length);
}

/** Waits a moment if standard input has no data yet: some programs hand over a pipe that does not block. */
function readSome(descriptor: number, buffer: Uint8Array, from: number): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer, from, buffer.length - from, null);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function tooLarge(found: string): string {
  return `Expected at most ${String(MOST_BYTES)} bytes, found ${found}. Split the plan into several files.`;
}

/** The folder that holds `.git`, from a folder upwards; null outside a repository. */
export function repositoryRoot(from: string): string | null {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return null;
  }
}

/** A file's path as its repository has it, with `/`; as given, where there is no repository around it. */
export function pathInRepository(file: string): string {
  const root = repositoryRoot(dirname(resolve(file))) ?? process.cwd();
  const path = relative(root, resolve(file));
  return (path.startsWith('..') ? basename(file) : path).split(sep).join('/');
}

/** The config of the repository around the working directory, from its file; the defaults if there is none. */
export function localConfig(): Config {
  return parseConfig(readConfigText(repositoryRoot('.') ?? '.')).config;
}

/** The text of the config below a folder; null where there is none. */
export function readConfigText(root: string): string | null {
  const file = join(root, CONFIG_PATH);
  if (!existsSync(file)) return null;
  const read = readBytes(file);
  if ('error' in read) throw new Stop(EXIT.failed, read.error);
  return Buffer.from(read.bytes).toString('utf8');
}

/** Folders that hold other people's files. */
const FOREIGN = new Set(['node_modules', '.git', 'vendor', 'dist', 'target', '.venv']);

/** Every Markdown file below a folder, by its path from there; links are not followed. */
export function markdownFiles(root: string, folder = ''): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return FOREIGN.has(entry.name) ? [] : markdownFiles(root, path);
      return entry.isFile() && mayHaveOwnWord(entry.name) ? [path] : [];
    });
}

/** The plans of the repository around the working directory, by their paths from here. */
export function plansHere(): string[] {
  const root = repositoryRoot('.') ?? '.';
  return plansBelow(root, localConfig()).map((path) => relative('.', join(root, path)));
}

/** The files below a folder that are plans, by a config or by their own front matter. */
export function plansBelow(root: string, config: Config): string[] {
  return markdownFiles(root).filter((path) => {
    const input = readInput(join(root, path));
    return ('text' in input ? ownWordIn(input.text) : null) ?? isPlanPath(config, path);
  });
}
