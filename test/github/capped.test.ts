/** A blob that is larger than any plan is not taken to its end, and one that a tree calls too large is not asked for. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Octokit } from '@octokit/rest';
import { instrument, octokitDefaults } from '../../src/github/transport/client.ts';
import { readText } from '../../src/github/read.ts';

const MEGABYTES = 60;
const repository = {
  owner: 'ada',
  name: 'engine',
  defaultBranch: 'main',
  url: 'https://github.com/ada/engine',
};
let server: Server;
let sent = 0;
let asked = 0;

beforeAll(async () => {
  server = createServer((_, answer) => {
    asked += 1;
    answer.writeHead(200, { 'content-type': 'application/json' });
    answer.write(`{"size":${MEGABYTES * 1_000_000},"encoding":"base64","content":"`);
    const chunk = 'QUFB'.repeat(250_000);
    const more = (): void => {
      if (sent >= MEGABYTES || answer.destroyed) return void answer.end('"}');
      sent += 1;
      if (answer.write(chunk)) setImmediate(more);
      else answer.once('drain', more);
    };
    more();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

test('a blob of 60 MB', async () => {
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = instrument(new Octokit({ ...octokitDefaults, auth: 'token', baseUrl }));
  const blob = 'a'.repeat(40);
  expect(await readText(client, repository, blob, 60_000_000)).toEqual({
    kind: 'unreadable',
    reason: 'too-large',
  });
  expect(asked).toBe(0);
  expect(await readText(client, repository, blob)).toEqual({ kind: 'unreadable', reason: 'too-large' });
  expect(asked).toBe(1);
  expect(sent).toBeLessThan(20);
});
