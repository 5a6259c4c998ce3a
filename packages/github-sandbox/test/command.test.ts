/** What the README says: its examples are tests that run, its command starts a sandbox. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../src/sandbox.ts';
import { seedSandbox, type Seed } from '../src/seed.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const SEED: Seed = {
  users: ['ada', { login: 'grace', token: 'ghp_grace' }],
  organizations: [{ login: 'engines', admins: ['grace'] }],
  repositories: [{ owner: 'engines', name: 'difference', files: { 'README.md': '# Difference\n' } }],
  apps: [{ slug: 'greeter', permissions: { issues: 'write' }, installations: [{ account: 'engines' }] }],
};

test.each(['example.test.ts', 'example-faults.test.ts'])(
  'the README holds %s, which runs here',
  (example) => {
    expect(readFileSync(here('../README.md'), 'utf8')).toContain(readFileSync(here(example), 'utf8'));
  },
);

test('the README names every effect of a fault', () => {
  const kinds = readFileSync(here('../src/fault-types.ts'), 'utf8').matchAll(/kind: '([\w-]+)'/g);
  const section = /\n## Seeds and faults\n([^]*?)\n## /.exec(readFileSync(here('../README.md'), 'utf8'))?.[1];
  for (const [, kind] of kinds) expect(section).toContain(`\`${kind}\``);
});

test('a seed makes accounts, repositories, apps and installations', async () => {
  const sandbox = await startSandbox();
  const { tokens, apps } = seedSandbox(sandbox, SEED);
  expect(tokens).toMatchObject({ grace: 'ghp_grace', ada: expect.stringMatching(/^ghp_\w{20}/) });
  const headers = { authorization: 'token ghp_grace' };
  const answer = await fetch(`${sandbox.url}/api/v3/repos/engines/difference`, { headers });
  expect(await answer.json()).toMatchObject({ permissions: { admin: true } });
  expect(apps['greeter']).toMatchObject({ GHE_HOST: sandbox.host, APP_ID: expect.stringMatching(/^\d+$/) });
  await sandbox.close();
});

test('the command starts one, says where, and ends when told', async () => {
  const file = join(tmpdir(), `seed-${process.pid}.json`);
  writeFileSync(file, JSON.stringify(SEED));
  const child = spawn(process.execPath, ['--import', 'tsx', here('../src/bin.ts'), '--seed', file]);
  let output = '';
  for await (const chunk of child.stdout) {
    output += String(chunk);
    if (output.endsWith('}\n')) break;
  }
  const { api, tokens } = JSON.parse(output) as { api: string; tokens: Record<string, string> };
  const answer = await fetch(`${api}/user`, { headers: { authorization: `token ${tokens['ada']}` } });
  expect(await answer.json()).toMatchObject({ login: 'ada' });
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  rmSync(file);
});
