import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runServer, startServer, type RunningServer } from '../../src/server.ts';
import { freePort } from '@planwright/github-sandbox';
import { runInProcess } from '../../src/parser/in-process.ts';
import { readEnv, readSettings } from '../../src/server/settings.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = String(privateKey.export({ type: 'pkcs1', format: 'pem' }));
const PKCS8 = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
const OURS = { app: '7', key: PEM, secret: 'long and random' };
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
let statusOfConversion = 201;

beforeAll(async () => {
  // GitHub, where the code of a manifest becomes an App: https://docs.github.com/rest/apps/apps#create-a-github-app-from-a-manifest
  github = createServer((asked, answer) => {
    converted.push(asked.url ?? '');
    const app = { id: 9, client_id: 'c', client_secret: 's', webhook_secret: 'hook', pem: PEM };
    answer.writeHead(statusOfConversion, { 'content-type': 'application/json' });
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
  const env = { HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'fatal' };
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

const link = (): string => /\/setup\?token=\S+/.exec(printed.at(-1) ?? '')?.[0] ?? 'none';

/** Opens the page, and returns the headers with which its browser goes on, and the state that its forms bring along. */
async function opened(): Promise<Browser> {
  const { status, location, cookie } = await ask(link());
  expect([status, location]).toEqual([303, '/setup']);
  const headers = { cookie, origin: `https://${PUBLIC}` };
  const { text } = await ask('/setup', { headers });
  const state = /name="state" value="([\w-]+)"/.exec(text)?.[1] ?? 'none';
  return { headers, state, text };
}

interface Browser {
  readonly headers: { readonly cookie: string; readonly origin: string };
  readonly state: string;
  readonly text: string;
}

const FORM = 'application/x-www-form-urlencoded';

function importing(
  app: object,
  { headers, state }: Pick<Browser, 'state'> & { readonly headers: Readonly<Record<string, string>> },
): Promise<Answer> {
  const body = new URLSearchParams({ ...app, state }).toString();
  return ask('/setup/existing', { method: 'POST', headers: { 'content-type': FORM, ...headers }, body });
}

/** What the page's form brings to GitHub: where it goes, and the manifest. */
function registration(text: string): { readonly action: string; readonly manifest: Record<string, unknown> } {
  const [, action = '', manifest = '{}'] =
    /<form method="post" action="([^"]+)">\n<input type="hidden" name="manifest" value="([^"]*)">/.exec(
      text,
    ) ?? [];
  const plain = manifest.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  return { action: action.replaceAll('&amp;', '&'), manifest: JSON.parse(plain) as Record<string, unknown> };
}

const inFile = (): unknown => readSettings(readEnv({}, envPath));

describe('whoever started the server', () => {
  test('opens the page by the printed link: it says what the App may do, and where webhooks go', async () => {
    const { text } = await opened();
    expect(text).toContain('<title>Set up Planwright</title>');
    expect(text).not.toMatch(/probot/i);
    for (const permission of ['metadata: read', 'contents: write', 'issues: write', 'checks: write'])
      expect(text).toContain(`<code>${permission}</code>`);
    expect(text).toContain(`<code>http://${PUBLIC}/api/github/webhooks</code>`);
  });

  test('registers an App that exists', async () => {
    const browser = await opened();
    const done = await importing(OURS, browser);
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('The App is registered')]);
    expect(inFile()).toMatchObject({ appId: 7, privateKey: PKCS8, secret: 'long and random' });
    expect(statSync(envPath).mode & 0o777).toBe(0o600);
    await server.registered;
  });

  test('has GitHub register a new one, and comes back from there with what the page sent along', async () => {
    const { headers, state, text } = await opened();
    const { action, manifest } = registration(text);
    expect(action).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:\\d+/settings/apps/new\\?state=${state}$`));
    expect(manifest).toMatchObject({
      name: 'planwright',
      public: false,
      hook_attributes: { url: `http://${PUBLIC}/api/github/webhooks` },
      redirect_url: `http://${PUBLIC}/setup/registered`,
      default_permissions: { metadata: 'read', contents: 'write' },
    });
    const { cookie } = headers;
    expect((await ask('/setup/registered?code=theirs', { headers: { cookie } })).status).toBe(403);
    expect(converted).toEqual([]);
    const done = await ask(`/setup/registered?code=ours&state=${state}`, { headers: { cookie } });
    expect(done.status).toBe(200);
    expect(done.text).toContain('href="https://github.example.com/apps/planwright/installations/new"');
    expect(converted).toEqual(['/api/v3/app-manifests/ours/conversions']);
    expect(inFile()).toMatchObject({ appId: 9, secret: 'hook' });
    const again = await ask(`/setup/registered?code=again&state=${state}`, { headers: { cookie } });
    expect(again.status).toBe(404);
    expect(converted).toHaveLength(1);
  });

  test('may register it for an organisation, at the address that a proxy with TLS has', async () => {
    const { headers } = await opened();
    const proxied = { ...headers, 'x-forwarded-proto': 'https' };
    const { text } = await ask('/setup?organisation=octo-org', { headers: proxied });
    const { action, manifest } = registration(text);
    expect(action).toContain('/organizations/octo-org/settings/apps/new?state=');
    expect(manifest).toMatchObject({ hook_attributes: { url: `https://${PUBLIC}/api/github/webhooks` } });
    expect((await ask('/setup?organisation=a/b', { headers })).status).toBe(400);
  });

  test('keeps what stands in .env, whose mode is narrowed', async () => {
    writeFileSync(envPath, '# mine\nAPP_ID=\nWEBHOOK_SECRET=\nPORT=4000\n');
    chmodSync(envPath, 0o644);
    expect((await importing(OURS, await opened())).status).toBe(200);
    const text = readFileSync(envPath, 'utf8');
    expect(text).toMatch(
      /^# mine\nPORT=4000\nAPP_ID=7\nPRIVATE_KEY=[\w+/=]+\nWEBHOOK_SECRET="long and random"\n$/,
    );
    expect(statSync(envPath).mode & 0o777).toBe(0o600);
  });

  test('is told what is wrong with an App that cannot be one, and nothing is written', async () => {
    const browser = await opened();
    const answers = [
      await importing({ ...OURS, key: 'none' }, browser),
      await importing({ ...OURS, app: '7\nNODE_OPTIONS=--inspect' }, browser),
      await importing({ ...OURS, app: '' }, browser),
      await importing({ ...OURS, secret: 'development' }, browser),
      await importing({ ...OURS, secret: 'a"\nLOG_LEVEL="trace' }, browser),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    expect(answers[0]?.text).toContain('PRIVATE_KEY: expected');
    expect(existsSync(envPath)).toBe(false);
  });

  test('is told if GitHub hands over no App, and may try again', async () => {
    statusOfConversion = 404;
    const { headers, state } = await opened();
    const { cookie } = headers;
    const failed = await ask(`/setup/registered?code=old&state=${state}`, { headers: { cookie } });
    expect([failed.status, failed.text]).toEqual([400, expect.stringContaining('found status 404')]);
    expect(existsSync(envPath)).toBe(false);
    statusOfConversion = 201;
    const done = await ask(`/setup/registered?code=new&state=${state}`, { headers: { cookie } });
    expect(done.status).toBe(200);
  });

  test('may open it again elsewhere by the next link, which closes it where it was', async () => {
    const { headers: first } = await opened();
    const { headers: second } = await opened();
    expect((await ask('/setup', { headers: first })).status).toBe(403);
    expect((await ask('/setup', { headers: second })).status).toBe(200);
  });
});

test('the server goes on with the App that was registered, at the same port', async () => {
  await server.stop();
  const port = await freePort();
  const base = { HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'fatal', SWEEP_HOURS: '0' };
  const running = await runServer({
    read: () => readEnv({ ...base, GHE_HOST: '127.0.0.1:1', GHE_PROTOCOL: 'http' }, envPath),
    envPath,
    print: (line) => printed.push(line),
    run: runInProcess,
  });
  server = { ...server, port, stop: running.stop };
  expect((await importing(OURS, await opened())).status).toBe(200);
  await running.isSetUp;
  const { status, text } = await ask('/');
  expect([status, text]).toEqual([200, expect.stringContaining('<th>GitHub</th><td>not reachable</td>')]);
  expect((await ask('/setup')).status).toBe(404);
});

describe('an address that GitHub cannot reach', () => {
  const pageAt = async (host: string): Promise<string> => {
    const { cookie } = await ask(link(), { headers: { host } });
    return (await ask('/setup', { headers: { host, cookie } })).text;
  };

  test.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'app.localhost'])(
    '%s is no webhook address: the page says what to do instead',
    async (host) => {
      const text = await pageAt(host);
      expect(text).toContain(`GitHub cannot reach <code>http://${host}</code>`);
      expect(text).toContain('WEBHOOK_PROXY_URL');
      expect(text).not.toContain('name="manifest"');
    },
  );

  test('will do if a proxy brings the webhooks', async () => {
    await server.stop();
    server = await start({ WEBHOOK_PROXY_URL: 'https://smee.io/abc' });
    const { manifest } = registration(await pageAt('localhost:3000'));
    expect(manifest).toMatchObject({
      hook_attributes: { url: 'https://smee.io/abc' },
      redirect_url: 'http://localhost:3000/setup/registered',
    });
  });
});

test('the link names an address that a browser can open', async () => {
  const everywhere = await start({ HOST: '0.0.0.0' });
  expect(printed.at(-1)).toContain(`http://localhost:${everywhere.port}/setup?token=`);
  await everywhere.stop();
});

describe('nobody else', () => {
  const PATHS = ['/setup', '/setup/existing', '/setup/registered?code=x'];

  test.each(PATHS)('sees %s without the link', async (path) => {
    expect((await ask(path)).status).toBe(403);
    expect((await ask(path, { headers: { cookie: 'planwright_setup=guess' } })).status).toBe(403);
    expect(converted).toEqual([]);
  });

  test('learns more at / than that the server waits', async () => {
    const { status, text } = await ask('/');
    expect([status, text]).toEqual([200, expect.stringContaining('waits for its App')]);
  });

  test('may guess the token, or use the link a second time', async () => {
    expect((await ask('/setup?token=guess')).status).toBe(403);
    const used = link();
    await opened();
    expect((await ask(used)).status).toBe(403);
  });

  test('writes .env: not another site, not another host, not as plain text, and not twice', async () => {
    const browser = await opened();
    const { headers, state } = browser;
    const theirs = { ...OURS, app: '666' };
    const strange: readonly Readonly<Record<string, string>>[] = [
      { 'content-type': 'text/plain', origin: 'https://evil.example', host: 'evil.example' },
      { origin: headers.origin },
      { ...headers, origin: 'https://evil.example' },
      { ...headers, origin: 'null' },
      { cookie: headers.cookie },
      { ...headers, host: 'evil.example' },
      { ...headers, 'x-forwarded-host': 'evil.example' },
    ];
    for (const odd of strange) expect((await importing(theirs, { headers: odd, state })).status).toBe(403);
    expect((await importing(theirs, { headers, state: 'guess' })).status).toBe(403);
    const plain = { ...headers, 'content-type': 'text/plain' };
    expect((await importing(theirs, { headers: plain, state })).status).toBe(415);
    expect((await importing({ ...theirs, key: 'x'.repeat(70_000) }, browser)).status).toBe(413);
    expect(existsSync(envPath)).toBe(false);
    expect((await importing(OURS, browser)).status).toBe(200);
    expect((await importing(theirs, browser)).status).toBe(404);
    expect(inFile()).toMatchObject({ appId: 7 });
  });

  test('finds a setup page once an App is there, whoever wrote it', async () => {
    const browser = await opened();
    writeFileSync(envPath, 'APP_ID=7\n');
    for (const path of ['/', ...PATHS])
      expect((await ask(path, { headers: browser.headers })).status).toBe(404);
    expect((await importing(OURS, browser)).status).toBe(404);
    expect(readFileSync(envPath, 'utf8')).toBe('APP_ID=7\n');
  });

  test('finds one in production', async () => {
    await expect(start({ NODE_ENV: 'production' })).rejects.toThrow('APP_ID: expected the number of the App');
  });
});
