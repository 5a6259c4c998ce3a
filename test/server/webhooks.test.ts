import { connect, type Socket } from 'node:net';
import type { BodyLimits } from '../../src/server/body.ts';
import { createWebhookHandler, type DeliveryResult } from '../../src/server/webhooks.ts';
import { listenOn, type HttpLimits, type Listening } from '../../src/server/http.ts';
import type { Log } from '../../src/server/log.ts';
import { until } from './child.ts';
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

function open(limits: Partial<BodyLimits> = {}, http?: HttpLimits): Promise<Listening> {
  const handler = createWebhookHandler({
    paths: PATHS,
    secret: SECRET,
    receive: (event) => receive(event),
    onDelivery: (event, result) => results.push([event, result]),
    log,
    limits,
  });
  return listenOn(
    { host: '127.0.0.1', port: 0, ...(http === undefined ? {} : { limits: http }) },
    [handler],
    log,
  );
}

beforeAll(async () => {
  server = await open();
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
    ...['null', '7', 'true', '"push"', '[{}]'].map((body): [string, number, Parcel] => [
      `JSON that is no object: ${body}`,
      400,
      { event: 'push', body },
    ]),
    ['an id of a kilobyte', 400, { event: 'push', headers: { 'x-github-delivery': 'x'.repeat(1024) } }],
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
    const socket = connect(server.port, '127.0.0.1');
    const answer = new Promise<string>((resolve) => {
      socket.once('data', (bytes) => resolve(bytes.toString()));
      // Hung up on before the answer was read.
      socket.on('error', () => resolve(''));
    });
    socket.write(
      [
        'POST /api/github/webhooks HTTP/1.1',
        'host: 127.0.0.1',
        'content-type: application/json',
        'x-github-event: push',
        'x-github-delivery: grows',
        'x-hub-signature-256: sha256=1',
        'transfer-encoding: chunked',
        '\r\n',
      ].join('\r\n'),
    );
    const mega = Buffer.concat([
      Buffer.from('100000\r\n'),
      Buffer.alloc(1024 * 1024, 32),
      Buffer.from('\r\n'),
    ]);
    const more = (error?: Error | null): void => {
      if (error == null && !socket.destroyed) socket.write(mega, more);
    };
    more();
    expect(await answer).toMatch(/^(?:HTTP\/1\.1 413 |$)/);
    socket.destroy();
    expect(results).toEqual([[null, 'refused']]);
  });
});

describe('what strangers keep open', () => {
  const KB = 1024;
  const sockets: Socket[] = [];
  let narrow: Listening;
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await narrow.stop(0);
  });

  /** A connection on which something was written, and how it ended: with the status of the answer, or with none. */
  function hold(text: string): Promise<string> {
    const socket = connect(narrow.port, '127.0.0.1');
    sockets.push(socket);
    let answer = '';
    socket.on('data', (data: Buffer) => (answer += data.toString()));
    socket.write(text);
    return new Promise((resolve) => {
      socket.on('error', () => {});
      socket.on('close', () => resolve(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1] ?? 'none'));
    });
  }
  const parcel = (bytes: number): string =>
    [
      'POST / HTTP/1.1',
      'host: planwright',
      'content-type: application/json',
      'x-github-event: push',
      'x-github-delivery: strange',
      `x-hub-signature-256: sha256=${'0'.repeat(64)}`,
      `content-length: ${bytes}`,
      '\r\n',
    ].join('\r\n');
  const withheld = (bytes: number): string => parcel(bytes) + ' '.repeat(bytes - 1);
  const honest = async (body?: string): Promise<number> => {
    const answer = await deliver(narrow.port, SECRET, {
      event: 'push',
      ...(body === undefined ? {} : { body }),
    });
    return answer.status;
  };

  test('bodies that lack their last byte never hold more than the budget, and the small ones of others come through', async () => {
    narrow = await open({ budgetBytes: 300 * KB });
    const ends = Array.from({ length: 30 }, () => hold(withheld(100 * KB)));
    await until('those beyond the budget refused', () => results.length === 27);
    expect(await honest()).toBe(200);
    expect(await Promise.race(ends)).toBe('503');
    expect(results.filter(([, result]) => result === 'refused')).toHaveLength(27);
    expect(results).toContainEqual(['push', 'queued']);
  });

  test('the largest body goes first, whoever came first', async () => {
    narrow = await open({ budgetBytes: 200 * KB });
    const large = hold(withheld(150 * KB));
    const small = JSON.stringify({ text: 'x'.repeat(99 * KB) });
    expect(await honest(small)).toBe(200);
    expect(await large).toBe('503');
  });

  test('a body that was taken counts until it is in the queue', async () => {
    let done = (): void => {};
    let isTaken = (): void => {};
    const taken = new Promise<void>((resolve) => (isTaken = resolve));
    receive = async () => {
      isTaken();
      await new Promise<void>((resolve) => (done = resolve));
      return true;
    };
    narrow = await open({ budgetBytes: 200 * KB });
    const body = JSON.stringify({ text: 'x'.repeat(150 * KB) });
    const first = honest(body);
    await taken;
    expect(await honest(body)).toBe(503);
    done();
    expect(await first).toBe(200);
  });

  test('large bodies are parsed and handed on one after another, and small ones meanwhile', async () => {
    let underWay = 0;
    const most: number[] = [];
    receive = async () => {
      most.push((underWay += 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
      underWay -= 1;
      return true;
    };
    narrow = await open();
    const large = JSON.stringify({ text: 'x'.repeat(1100 * KB) });
    expect(await Promise.all([honest(large), honest(large), honest(large)])).toEqual([200, 200, 200]);
    expect(most).toEqual([1, 1, 1]);
    // Each waits until both are there.
    let bothThere = (): void => {};
    const both = new Promise<void>((resolve) => (bothThere = resolve));
    receive = async () => {
      if ((underWay += 1) === 2) bothThere();
      await both;
      return true;
    };
    expect(await Promise.all([honest(), honest()])).toEqual([200, 200]);
  });

  test('a body that takes too long is given up', async () => {
    narrow = await open({ withinMs: 50 });
    expect(await hold(parcel(10) + '{')).toBe('408');
    expect(results).toEqual([[null, 'refused']]);
  });

  test('headers that take too long are given up', async () => {
    narrow = await open({}, { connections: 10, headersMs: 50 });
    expect(await hold('POST / HTTP/1.1\r\nhost: plan')).toBe('408');
  });

  test('of too many connections the one that has been silent for longest goes, and a delivery comes through', async () => {
    narrow = await open({}, { connections: 3, headersMs: 60_000 });
    const ended: number[] = [];
    const starts = ['', 'POST / HT', parcel(10) + '{', 'GET /'];
    for (const [index, start] of starts.entries()) void hold(start).then(() => ended.push(index));
    await until('the oldest gone', () => ended.length === 1);
    expect(await honest()).toBe(200);
    await until('the next one gone', () => ended.length === 2);
    expect(ended).toEqual([0, 1]);
  });
});
