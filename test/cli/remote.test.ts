/** Which repository is meant, on which server, and how another command is told of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRepository, git, optionsFor, pagesOf, remoteAddress } from '../../src/cli/remote.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remote-'));
  git(folder, 'init');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['ada/engine', 'https://api.github.com', '--repo ada/engine'],
  ['https://github.com/ada/engine', 'https://api.github.com', '--repo ada/engine'],
  [
    'https://ghe.example.com/ada/engine.git',
    'https://ghe.example.com/api/v3',
    '--repo ada/engine --api-url https://ghe.example.com/api/v3',
  ],
  [
    'http://127.0.0.1:3300/ada/engine',
    'http://127.0.0.1:3300/api/v3',
    '--repo ada/engine --api-url http://127.0.0.1:3300/api/v3',
  ],
  [
    'git@ghe.example.com:ada/engine.git',
    'https://ghe.example.com/api/v3',
    '--repo ada/engine --api-url https://ghe.example.com/api/v3',
  ],
])('--repo %s is at %s, and named again by %s', (repo, apiUrl, options) => {
  const found = findRepository({ repo });
  expect(found).toEqual({ name: 'ada/engine', apiUrl });
  expect(found === null ? null : optionsFor(found)).toBe(options);
});

test.each([
  ['https://github.com/ada/engine.git', 'https://api.github.com', 'https://github.com'],
  ['git@github.com:ada/engine.git', 'https://api.github.com', 'https://github.com'],
  ['ssh://git@ssh.github.com:443/ada/engine.git', 'https://api.github.com', 'https://github.com'],
  ['ssh://git@ghe.example.com:2222/ada/engine', 'https://ghe.example.com/api/v3', 'https://ghe.example.com'],
  ['https://octo.ghe.com/ada/engine.git', 'https://api.octo.ghe.com', 'https://octo.ghe.com'],
  ['http://x:secret@127.0.0.1:3300/ada/engine.git', 'http://127.0.0.1:3300/api/v3', 'http://127.0.0.1:3300'],
])('a clone of %s is of the repository at %s', (url, apiUrl, pages) => {
  git(folder, 'remote', 'add', 'origin', url);
  const address = remoteAddress(folder);
  expect(address).toEqual({ name: 'ada/engine', apiUrl });
  expect(address === null ? null : pagesOf(address)).toBe(pages);
});

test('a folder that was cloned from nowhere is of no repository', () => {
  expect(remoteAddress(folder)).toBeNull();
});
