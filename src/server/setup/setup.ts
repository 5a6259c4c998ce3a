/**
 * The setup page, for whoever started the server and nobody else: it has GitHub register the App, or takes one that exists, and
 * writes its keys to `.env`. A token that the server prints opens it, once; a cookie keeps it open for that browser at that
 * address. As soon as an App is there, the page is gone.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from '../webhooks.ts';
import { htmlHeaders } from '../html.ts';
import type { Log } from '../log.ts';
import { readSettings, type SetupSettings } from '../settings.ts';
import { addToEnv, hasApp } from './env-file.ts';
import {
  manifestText,
  readManifest,
  registrationUrl,
  takeApp,
  webhookUrl,
  type Manifest,
} from './manifest.ts';
import { registeredPage, setupPage } from './setup-pages.ts';

/** What the setup takes. */
export interface SetupOptions {
  readonly settings: SetupSettings;
  readonly version: string;
  /** The file that keeps what was registered. */
  readonly envPath: string;
  /** Shows a line to whoever started the server, whatever the level of the log. */
  readonly print: (line: string) => void;
  readonly log: Log;
}

/** The setup page, ready to be opened. */
export interface Setup {
  readonly handle: Handler;
  /** Prints the link that opens the page. */
  invite(port: number): void;
  /** Resolves when the App is registered and the visitor was told. */
  readonly registered: Promise<void>;
}

/** The browser session that opened the page with the token. */
interface Session {
  readonly cookie: string;
  /** Where the page was opened: another address is another site. */
  readonly host: string;
  /** Comes back from GitHub with the code, so that nobody can slip in the code of an App of his own. */
  readonly state: string;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string;
  /** With this answer the setup is over. */
  readonly isLast?: boolean;
}

const COOKIE = 'planwright_setup';
const PATHS = ['/setup', '/setup/registered', '/setup/existing'];
const MOST_BYTES = 64 * 1024;

/** Makes the setup. Nothing of it is shown without the token. */
export function createSetup(options: SetupOptions): Setup {
  const { settings, envPath, print, log } = options;
  const manifest = readManifest(manifestFile());
  let port = 0;
  let token = secret();
  let session: Session | null = null;
  let finish = (): void => {};
  const registered = new Promise<void>((resolve) => (finish = resolve));
  // Where every address is listened at, this machine's own is one to open.
  const shown = ['0.0.0.0', '::'].includes(settings.host) ? 'localhost' : settings.host;
  const link = (): string => `http://${shown}:${port}/setup?token=${token}`;
  const admit = (request: IncomingMessage): Answer => {
    const place = hostOf(request);
    if (place === null) return says(400, 'Expected a Host, found none that is one.');
    session = { cookie: secret(), host: place, state: secret() };
    token = secret();
    print(`The setup page was opened at ${place}. To open it elsewhere instead: ${link()}`);
    const secure = schemeOf(request) === 'https' ? '; Secure' : '';
    const cookie = `${COOKIE}=${session.cookie}; Path=/setup; HttpOnly; SameSite=Lax${secure}`;
    return { status: 303, headers: { location: '/setup', 'set-cookie': cookie }, text: '' };
  };
  const answer = async (request: IncomingMessage, path: string, query: URLSearchParams): Promise<Answer> => {
    const guess = query.get('token');
    if (hasApp(envPath)) return says(404, 'The App is registered already. Start the server again.');
    if (path === '/')
      return says(200, 'Planwright waits for its App. Open the link that it printed when it started.');
    if (path === '/setup' && request.method === 'GET' && guess !== null)
      return isSame(guess, token)
        ? admit(request)
        : says(403, 'Expected the token that the server printed last, found another one.');
    const refusal = refuse(request, session);
    if (session === null || refusal !== null) return refusal ?? CLOSED;
    return pageFor({ ...options, manifest, session, request, query, path });
  };
  return {
    registered,
    invite(listening) {
      port = listening;
      print(
        `No App yet. To register it, open ${link()} or the same path at the address under which GitHub reaches ` +
          'this server. The link works once.',
      );
    },
    async handle(request, response) {
      const [path = '/', query] = (request.url ?? '/').split('?');
      const isOurs = path === '/' ? request.method === 'GET' : PATHS.includes(path);
      if (!isOurs) return false;
      const given = await answer(request, path, new URLSearchParams(query)).catch((error: unknown) => {
        log.warn({ err: error }, 'The App could not be registered');
        return says(400, error instanceof Error ? error.message : String(error));
      });
      if (given.isLast === true) response.once('close', () => finish());
      send(response, given);
      return true;
    },
  };
}

/** The manifest in the working directory, else the one that came with Planwright. */
function manifestFile(): string {
  const own = 'app.yml';
  return readFileSync(existsSync(own) ? own : new URL('../../../app.yml', import.meta.url), 'utf8');
}

interface Visit extends SetupOptions {
  readonly manifest: Manifest;
  readonly session: Session;
  readonly request: IncomingMessage;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** What the browser gets that opened the page with the token. */
async function pageFor(visit: Visit): Promise<Answer> {
  const { session, request, path, query, settings } = visit;
  switch (`${request.method} ${path}`) {
    case 'GET /setup':
      return firstPage(visit);
    case 'GET /setup/registered': {
      const code = query.get('code') ?? '';
      if (!isSame(query.get('state') ?? '', session.state) || code === '')
        return says(403, 'Expected to come back from GitHub, found an address from elsewhere.');
      const { id, pem, webhookSecret, page } = await takeApp(settings.github, code);
      return keep(visit, { app: String(id), key: pem, secret: webhookSecret, page });
    }
    case 'POST /setup/existing': {
      const body = await bodyOf(request);
      if (body === null) return says(413, `Expected at most ${MOST_BYTES} bytes.`);
      const form = new URLSearchParams(body);
      if (!isSame(form.get('state') ?? '', session.state))
        return says(403, 'Expected the form of this page, found another one.');
      const [app, key, hook] = ['app', 'key', 'secret'].map((name) => (form.get(name) ?? '').trim());
      return keep(visit, { app: app ?? '', key: key ?? '', secret: hook ?? '', page: null });
    }
    default:
      return says(404, 'There is no such page.');
  }
}

function firstPage({ manifest, session, request, query, settings, version }: Visit): Answer {
  const { github, webhookProxy, webhookPath } = settings;
  const base = `${schemeOf(request)}://${session.host}`;
  const asked = (query.get('organisation') ?? settings.organisation ?? '').trim();
  if (!/^[\w-]*$/.test(asked)) return says(400, 'Expected the login of an organisation.');
  const organisation = asked === '' ? null : asked;
  const webhook = webhookUrl(manifest, { proxy: webhookProxy, base, path: webhookPath });
  const registration =
    webhook === null
      ? null
      : {
          action: registrationUrl(github, organisation, session.state),
          manifest: manifestText(manifest, { webhook, back: `${base}/setup/registered` }),
        };
  const { state } = session;
  const appsPage = `${github.web}/settings/apps`;
  const text = setupPage({ version, manifest, webhook, base, organisation, registration, state, appsPage });
  return { status: 200, headers: htmlHeaders([new URL(github.web).origin]), text };
}

/**
 * Keeps the App in `.env`.
 *
 * @throws Error with a line for each value that is none an App can have.
 */
function keep(
  { envPath, log }: Visit,
  app: { readonly app: string; readonly key: string; readonly secret: string; readonly page: string | null },
): Answer {
  const given = { APP_ID: app.app, PRIVATE_KEY: app.key, WEBHOOK_SECRET: app.secret };
  if (readSettings({ ...given, NODE_ENV: 'production' }) === null || hasApp(envPath))
    throw new Error('APP_ID: expected none as yet, found one.');
  // Of one line, so that shells, Docker and kubectl read it alike.
  addToEnv(envPath, { ...given, PRIVATE_KEY: Buffer.from(app.key).toString('base64') });
  log.info('The App is registered');
  const install = app.page === null ? null : `${app.page}/installations/new`;
  return { status: 200, headers: htmlHeaders(), text: registeredPage(install), isLast: true };
}

const CLOSED = says(403, 'Open the link that the server printed when it started.');

/** Why a request is refused; null if it comes from the browser in which the page was opened, and from the page itself. */
function refuse(request: IncomingMessage, session: Session | null): Answer | null {
  const { cookie = '', origin, 'content-type': type = '' } = request.headers;
  const shown = new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(cookie)?.[1] ?? '';
  if (session === null || !isSame(shown, session.cookie)) return CLOSED;
  if (hostOf(request) !== session.host)
    return says(403, `Expected the address ${session.host}, at which this page was opened.`);
  const isForeign =
    origin !== undefined && ![`http://${session.host}`, `https://${session.host}`].includes(origin);
  const isPost = request.method !== 'GET' && request.method !== 'HEAD';
  if (isForeign || (isPost && origin === undefined))
    return says(403, 'Expected a request of this page, found one of another site.');
  if (isPost && !/^application\/x-www-form-urlencoded\b/i.test(type))
    return says(415, 'Expected content of type application/x-www-form-urlencoded.');
  return null;
}

/** Where the visitor is; behind a proxy the proxy says. */
function hostOf({ headers }: IncomingMessage): string | null {
  const { 'x-forwarded-host': forwarded, host } = headers;
  const found = String(forwarded ?? host ?? '');
  return /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i.test(found) ? found : null;
}

function schemeOf({ headers }: IncomingMessage): 'http' | 'https' {
  return String(headers['x-forwarded-proto'] ?? '')
    .split(',')[0]
    ?.trim() === 'https'
    ? 'https'
    : 'http';
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, { status, headers, text, isLast = false }: Answer): void {
  response
    .writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'content-security-policy': "frame-ancestors 'none'",
      ...headers,
      'cache-control': 'no-store',
      // After the last answer this server ends, and another one takes its port.
      ...(status >= 400 || isLast ? { connection: 'close' } : {}),
    })
    .end(text);
}

function says(status: number, words: string): Answer {
  return { status, text: `${words}\n` };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function isSame(found: string, expected: string): boolean {
  const [one, other] = [Buffer.from(found), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
