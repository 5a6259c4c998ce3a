/** Files of this machine: plans as they are read, and where they stand in their repository. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { CONFIG_PATH, isPlanPath, parseConfig, type Config } from '../config.ts';
import { mayHaveOwnWord, ownWordIn } from '../plan/own-word.ts';
import { decodePlan } from '../plan/decode.ts';
import { MOST_BYTES } from '../plan/limits.ts';

/** A file's text, or why it has none, in words for the person at the terminal. */
export type Input = { readonly text: string } | { readonly error: string };

/** Reads a plan; `-` is standard input. */
export function readInput(file: string): Input {
  try {
    if (file !== '-' && statSync(file).isDirectory())
      return { error: `${file}: Expected a file, found a directory.` };
    if (file !== '-' && statSync(file).size > MOST_BYTES)
      return { error: `${file}: ${tooLarge(statSync(file).size)}` };
    const bytes = readFileSync(file === '-' ? 0 : file);
    if (bytes.length > MOST_BYTES) return { error: `${file}: ${tooLarge(bytes.length)}` };
    const decoded = decodePlan(bytes);
    return decoded.kind === 'text' ? { text: decoded.text } : { error: `${file}: ${decoded.message}` };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { error: `${file}: Expected a file, found none.` };
    return {
      error: `${file}: Expected a readable file. ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function tooLarge(bytes: number): string {
  return `Expected at most ${String(MOST_BYTES)} bytes, found ${String(bytes)}. Split the plan into several files.`;
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

/** The config of the repository around the working directory, as it lies there; the defaults where there is none. */
export function localConfig(): Config {
  const file = join(repositoryRoot('.') ?? '.', CONFIG_PATH);
  return parseConfig(existsSync(file) ? readFileSync(file, 'utf8') : null).config;
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
