/** Puts the App that was registered into `.env`, once: a file with keys in it, so nobody else may read it. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

type Variables = Readonly<Record<string, string | undefined>>;

/** Whether the file names an App already. */
export function hasApp(path: string): boolean {
  return existsSync(path) && (parseEnv(readFileSync(path, 'utf8'))['APP_ID'] ?? '').trim() !== '';
}

/**
 * Adds variables to the file. What stands there stays, but for lines that leave one of them empty.
 *
 * @throws Error if a value cannot be written in such a way that it is read again as it is.
 */
export function addToEnv(path: string, variables: Variables): void {
  const added = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [lineOf(name, value)],
  );
  const old = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const kept = old.split('\n').filter((line) => !isEmptied(line, variables));
  if (kept.at(-1) === '') kept.pop();
  // Before anything secret is in it: the mode of a file that exists is not changed by writing.
  if (existsSync(path)) chmodSync(path, 0o600);
  writeFileSync(path, [...kept, ...added, ''].join('\n'), { mode: 0o600 });
}

function isEmptied(line: string, variables: Variables): boolean {
  const name = /^\s*([A-Z_]+)\s*=\s*(?:""|'')?\s*$/.exec(line)?.[1];
  return name !== undefined && variables[name] !== undefined;
}

function lineOf(name: string, value: string): string {
  const plain = value.trim().replaceAll('\r\n', '\n');
  // Without quotes where it can be: Docker and kubectl take quotes in such a file for a part of the value.
  const isSimple = /^[\w.+/=:@%-]+$/.test(plain);
  const line = isSimple ? `${name}=${plain}` : `${name}="${plain.replaceAll('\n', '\\n')}"`;
  if (parseEnv(line)[name] === plain) return line;
  throw new Error(`${name}: expected text without quotes and control characters, found some.`);
}
