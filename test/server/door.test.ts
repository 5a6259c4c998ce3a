import { request } from 'node:http';
import { createDoor, type DeliveryResult } from '../../src/server/door.ts';
import { listenOn, type Listening } from '../../src/server/http.ts';
import type { Log } from '../../src/server/log.ts';
import { deliver, type Parcel } from './server-bench.ts';

const SECRET = 'of this server';
const PATHS = ['/api/github/webhooks', '/', '/hooks/'];

let server: Listening;
let receive: (event: { readonly name: string }) => Promise<boolean>;
let results: [string | null, DeliveryResult][];
let lines: { readonly level: string; readonly fields: Record<string, unknown>; readonly words: string }[];

const note =
  (level: string) =>
  (fields: Record<string, unknown>, words: string): void =>
    void lines.push({ level, fields, words });
const log = {
  debug: note('debug'),
  info: note('info'),
  warn: note('warn'),
  error: note('error'),
} as unknown as Log;

beforeAll(async () => {
  const door = createDoor({
    paths: PATHS,
    secret: SECRET,
    receive: (event) => receive(event),
    onDelivery: (event, result) => results.push([event, result]),
    log,
  });
  server = await listenOn({ host: '127.0.0.1', port: 0 }, [door], log);
});
afterAll(() => server.stop(0));
beforeEach(() => {
  results = [];
  lines = [];
  receive = async ({ name }) => name === 'push';
});

const send = (parcel: Parcel): Promise<Response> => deliver(server.port, SECRET, parcel);

test('a delivery that somebody wants is answered when it is in the queue', async () => {
  const body = JSON.stringify({
    action: 'x',
    repository: { full_name: 'ada/engine' },
    installation: { id: 5 },
  });
  const answer = await send({ event: 'push', id: 'one', body });
  expect([answer.status, await answer.text()]).toEqual([200, 'ok\n']);
  expect(results).toEqual([['push', 'queued']]);
  expect(lines).toMatchObject([
    { level: 'info', fields: { delivery: 'one', event: 'push', repository: 'ada/engine', installation: 5 } },
  ]);
});

test('the bare host will do, since that is what the setup page registers', async () => {
  expect((await send({ event: 'push', path: '/' })).status).toBe(200);
  expect((await send({ event: 'push', path: '/api/github/webhooks/' })).status).toBe(200);
  expect((await send({ event: 'push', path: '/elsewhere' })).status).toBe(404);
});

test('a path may be set with a slash at its end', async () => {
  expect((await send({ event: 'push', path: '/hooks/' })).status).toBe(200);
  expect((await send({ event: 'push', path: '/hooks' })).status).toBe(200);
});

test('an event that nobody wants is ignored, and nothing is done', async () => {
  expect((await send({ event: 'star' })).status).toBe(200);
  expect(results).toEqual([['star', 'ignored']]);
});

test('what came before is not done again', async () => {
  let times = 0;
  receive = async () => (times += 1) > 0;
  for (const event of ['push', 'push']) await send({ event, id: 'again' });
  expect([times, results.map(([, result]) => result)]).toEqual([1, ['queued', 'known']]);
});

test('what failed is welcome again under the same id', async () => {
  receive = async () => {
    throw new Error('the queue is away');
  };
  const failed = await send({ event: 'push', id: 'unlucky' });
  expect(failed.status).toBe(503);
  expect(await failed.text()).not.toContain('away');
  receive = async () => true;
  expect((await send({ event: 'push', id: 'unlucky' })).status).toBe(200);
  expect(results.map(([, result]) => result)).toEqual(['failed', 'queued']);
});

describe('refused, said once, and nothing done', () => {
  const half = '{"a": ';
  const parcels: readonly [string, number, Parcel][] = [
    ['a signature by another secret', 401, { event: 'push', secret: 'development' }],
    ['a signature of another length', 401, { event: 'push', headers: { 'x-hub-signature-256': 'sha256=1' } }],
    ['no signature', 400, { event: 'push', headers: { 'x-hub-signature-256': '' } }],
    ['no id', 400, { event: 'push', headers: { 'x-github-delivery': '' } }],
    ['a form', 415, { event: 'push', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['half of a JSON', 400, { event: 'push', body: half }],
    ['more than 25 MB', 413, { event: 'push', body: Buffer.alloc(25 * 1024 * 1024 + 1, 32) }],
  ];
  test.each(parcels)('%s', async (_, status, parcel) => {
    let times = 0;
    receive = async () => (times += 1) > 0;
    // A server that hangs up on a large body may do so before the client has read why.
    const answer = await send(parcel).catch(() => ({ status: 413 }));
    expect(answer.status).toBe(status);
    expect(times).toBe(0);
    expect(results).toEqual([[null, 'refused']]);
    expect(lines).toMatchObject([{ level: 'warn', words: 'Delivery refused' }]);
  });

  test('a body that grows beyond 25 MB without having said so', async () => {
    const status = await new Promise<number>((resolve) => {
      const headers = {
        'content-type': 'application/json',
        'x-github-event': 'push',
        'x-github-delivery': 'grows',
        'x-hub-signature-256': 'sha256=1',
      };
      const url = `http://127.0.0.1:${server.port}/api/github/webhooks`;
      const outgoing = request(url, { method: 'POST', headers }, (answer) => {
        resolve(answer.statusCode ?? 0);
        outgoing.destroy();
      });
      // Hung up on before the answer was read.
      outgoing.on('error', () => resolve(413));
      const mega = Buffer.alloc(1024 * 1024, 32);
      const more = (): void => {
        if (!outgoing.destroyed) outgoing.write(mega, more);
      };
      more();
    });
    expect(status).toBe(413);
    expect(results).toEqual([[null, 'refused']]);
  });
});
