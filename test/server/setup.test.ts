import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type RunningServer } from '../../src/server.ts';
import { readEnv, readSettings } from '../../src/server/settings.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = String(privateKey.export({ type: 'pkcs1', format: 'pem' }));
const OURS = { appId: '7', pem: PEM, webhook_secret: 'long and random' };
const PUBLIC = 'planwright.example.com';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string;
  readonly cookie: string;
}

let server: RunningServer;
let github: Server;
let envPath: string;
let printed: string[];
let converted: string[];

beforeAll(async () => {
  // GitHub, where the code of a manifest becomes an App: https://docs.github.com/rest/apps/apps#create-a-github-app-from-a-manifest
  github = createServer((asked, answer) => {
    converted.push(asked.url ?? '');
    const app = { id: 9, client_id: 'c', client_secret: 's', webhook_secret: 'hook', pem: PEM };
    answer.writeHead(201, { 'content-type': 'application/json' });
    answer.end(JSON.stringify({ ...app, html_url: 'https://github.example.com/apps/planwright' }));
  });
  await new Promise<void>((resolve) => github.listen(0, '127.0.0.1', resolve));
});
afterAll(() => github.close());

beforeEach(async () => {
  [printed, converted] = [[], []];
  envPath = join(mkdtempSync(join(tmpdir(), 'planwright-setup-')), '.env');
  server = await start();
});
afterEach(() => server.stop());

function start(more: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const host = `127.0.0.1:${(github.address() as AddressInfo).port}`;
  const env = { HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'fatal', NO_SMEE_SETUP: 'true' };
  return startServer({
    env: { ...env, GHE_HOST: host, GHE_PROTOCOL: 'http', ...more },
    envPath,
    print: (line) => printed.push(line),
  });
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as a browser at the public address makes it, through a proxy that keeps the name of the host. */
function ask(path: string, { method = 'GET', headers = {}, body = '' }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = {
      host: PUBLIC,
      ...(body === '' ? {} : { 'content-length': String(body.length) }),
      ...headers,
    };
    const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers: all }, (answer) => {
      const { location = '', 'set-cookie': cookies = [] } = answer.headers;
      let text = '';
      answer.on('data', (data: Buffer) => (text += data.toString()));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text, location, cookie: cookies[0]?.split(';')[0] ?? '' }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const link = (): string => /\/probot\?token=\S+/.exec(printed.at(-1) ?? '')?.[0] ?? 'none';

/** Opens the page, and returns the headers with which its browser goes on. */
async function opened(): Promise<{ readonly cookie: string; readonly origin: string }> {
  const { status, location, cookie } = await ask(link());
  expect([status, location]).toEqual([303, '/probot']);
  return { cookie, origin: `https://${PUBLIC}` };
}

function importing(app: object, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const body = JSON.stringify(app);
  return ask('/probot/import', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

const inFile = (): unknown => readSettings(readEnv({}, envPath));

describe('whoever started the server', () => {
  test('opens the page by the printed link, and registers an App that exists', async () => {
    const browser = await opened();
    expect((await ask('/probot', { headers: browser })).text).toContain('Register GitHub App');
    expect((await ask('/probot/import', { headers: browser })).text).toContain('Use existing Github App');
    expect((await ask('/probot/static/primer.css', { headers: browser })).status).toBe(200);
    expect((await importing(OURS, browser)).status).toBe(200);
    expect(inFile()).toMatchObject({ appId: 7, privateKey: PEM, secret: 'long and random' });
    expect(statSync(envPath).mode & 0o777).toBe(0o600);
    expect((await ask('/probot/success', { headers: browser })).status).toBe(200);
  });

  test('has GitHub register a new one, and comes back from there with what the page sent along', async () => {
    const browser = await opened();
    const page = (await ask('/probot', { headers: browser })).text;
    const state = /<form action="[^"]+\/settings\/apps\/new\?state=([\w-]+)"/.exec(page)?.[1] ?? 'none';
    expect(page).toContain(`http://${PUBLIC}/probot/setup`);
    const { cookie } = browser;
    expect((await ask('/probot/setup?code=theirs', { headers: { cookie } })).status).toBe(403);
    expect(converted).toEqual([]);
    const done = await ask(`/probot/setup?code=ours&state=${state}`, { headers: { cookie } });
    expect([done.status, done.location]).toEqual([
      302,
      'https://github.example.com/apps/planwright/installations/new',
    ]);
    expect(converted).toEqual(['/api/v3/app-manifests/ours/conversions']);
    expect(inFile()).toMatchObject({ appId: 9, secret: 'hook' });
    expect((await ask(`/probot/setup?code=again&state=${state}`, { headers: { cookie } })).status).toBe(404);
    expect(converted).toHaveLength(1);
  });

  test('keeps what stands in .env, whose mode is narrowed', async () => {
    writeFileSync(envPath, '# mine\nAPP_ID=\nWEBHOOK_SECRET=\nPORT=4000\n');
    chmodSync(envPath, 0o644);
    expect((await importing(OURS, await opened())).status).toBe(200);
    const text = readFileSync(envPath, 'utf8');
    expect(text).toMatch(
      /^# mine\nPORT=4000\nAPP_ID="7"\nPRIVATE_KEY=".*"\nWEBHOOK_SECRET="long and random"\n$/,
    );
    expect(statSync(envPath).mode & 0o777).toBe(0o600);
  });

  test('is told what is wrong with an App that cannot be one, and nothing is written', async () => {
    const browser = await opened();
    const answers = [
      await importing({ ...OURS, pem: 'none' }, browser),
      await importing({ ...OURS, appId: '7\nNODE_OPTIONS=--inspect' }, browser),
      await importing({ ...OURS, webhook_secret: 'development' }, browser),
      await importing({ ...OURS, webhook_secret: 'a"\nLOG_LEVEL="trace' }, browser),
      await ask('/probot/import', {
        method: 'POST',
        headers: { ...browser, 'content-type': 'application/json' },
        body: '{',
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    expect(answers[0]?.text).toContain('PRIVATE_KEY: expected');
    expect(existsSync(envPath)).toBe(false);
  });

  test('may open it again elsewhere by the next link, which closes it where it was', async () => {
    const first = await opened();
    const second = await opened();
    expect((await ask('/probot', { headers: first })).status).toBe(403);
    expect((await ask('/probot', { headers: second })).status).toBe(200);
  });
});

test('the link names an address that a browser can open', async () => {
  const everywhere = await start({ HOST: '0.0.0.0' });
  expect(printed.at(-1)).toContain(`http://localhost:${everywhere.port}/probot?token=`);
  await everywhere.stop();
});

describe('nobody else', () => {
  const PATHS = [
    '/probot',
    '/probot/import',
    '/probot/setup?code=x',
    '/probot/success',
    '/probot/static/primer.css',
  ];

  test.each(PATHS)('sees %s without the link', async (path) => {
    expect((await ask(path)).status).toBe(403);
    expect((await ask(path, { headers: { cookie: 'planwright_setup=guess' } })).status).toBe(403);
    expect(converted).toEqual([]);
  });

  test('may guess the token, or use the link a second time', async () => {
    expect((await ask('/probot?token=guess')).status).toBe(403);
    const used = link();
    await opened();
    expect((await ask(used)).status).toBe(403);
  });

  test('writes .env: not another site, not another host, not as plain text, and not twice', async () => {
    const browser = await opened();
    const theirs = { ...OURS, appId: '666' };
    const strange: readonly Readonly<Record<string, string>>[] = [
      { 'content-type': 'text/plain', origin: 'https://evil.example', host: 'evil.example' },
      { origin: browser.origin },
      { ...browser, origin: 'https://evil.example' },
      { ...browser, origin: 'null' },
      { cookie: browser.cookie },
      { ...browser, host: 'evil.example' },
      { ...browser, 'x-forwarded-host': 'evil.example' },
    ];
    for (const headers of strange) expect((await importing(theirs, headers)).status).toBe(403);
    expect((await importing(theirs, { ...browser, 'content-type': 'text/plain' })).status).toBe(415);
    expect((await importing({ ...theirs, pem: 'x'.repeat(70_000) }, browser)).status).toBe(413);
    expect(existsSync(envPath)).toBe(false);
    expect((await importing(OURS, browser)).status).toBe(200);
    expect((await importing(theirs, browser)).status).toBe(404);
    expect(inFile()).toMatchObject({ appId: 7 });
  });

  test('finds a setup page once an App is there, whoever wrote it', async () => {
    const browser = await opened();
    writeFileSync(envPath, 'APP_ID=7\n');
    for (const path of ['/', ...PATHS.slice(0, 3)])
      expect((await ask(path, { headers: browser })).status).toBe(404);
    expect((await importing(OURS, browser)).status).toBe(404);
    expect(readFileSync(envPath, 'utf8')).toBe('APP_ID=7\n');
  });

  test('finds one in production', async () => {
    await expect(start({ NODE_ENV: 'production' })).rejects.toThrow('APP_ID: expected the number of the App');
  });
});
