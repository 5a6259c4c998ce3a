/**
 * Probot's setup page, for whoever started the server and nobody else: it registers the App, or takes one that exists, and
 * writes its keys to `.env`. A token that the server prints opens it, once; a cookie keeps it open for that browser at that
 * address. As soon as an App is there, the page is gone.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Handler } from '../webhooks.ts';
import { addToEnv, hasApp } from './env-file.ts';
import type { Log } from '../log.ts';
import { readSettings } from '../settings.ts';

/** What the setup takes. */
export interface SetupOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly host: string;
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
}

/** The part of Probot's setup that is used here. */
type ProbotHandler = (request: object, response: object) => Promise<boolean> | boolean;
interface ProbotSetup {
  readonly setupAppFactory: (options: {
    readonly host: string;
    readonly port: number;
    readonly log: Log;
    readonly updateEnv: (update: Record<string, string | undefined>) => object;
  }) => () => Promise<ProbotHandler>;
}
interface ProbotFiles {
  readonly staticFilesHandler: ProbotHandler;
}

const COOKIE = 'planwright_setup';
const MOST_BYTES = 64 * 1024;
/** What Probot's setup reads from the environment of the process, where `.env` is not. */
const READ_BY_PROBOT = ['GHE_HOST', 'GHE_PROTOCOL', 'GH_ORG', 'WEBHOOK_PROXY_URL', 'NO_SMEE_SETUP'] as const;

/** Makes the setup. Nothing of it is shown without the token. */
export async function createSetup(options: SetupOptions): Promise<Setup> {
  const { env, host, envPath, print } = options;
  for (const name of READ_BY_PROBOT) if (env[name]) Object.assign(process.env, { [name]: env[name] });
  const pages = await probotPages(options);
  let port = 0;
  let token = secret();
  let session: Session | null = null;
  // Where every address is listened at, this machine's own is one to open.
  const shown = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  const link = (): string => `http://${shown}:${port}/probot?token=${token}`;
  const admit = (request: IncomingMessage): Answer => {
    const place = hostOf(request);
    if (place === null) return says(400, 'Expected a Host, found none that is one.');
    session = { cookie: secret(), host: place, state: secret() };
    token = secret();
    print(`The setup page was opened at ${place}. To open it elsewhere instead: ${link()}`);
    const secure = request.headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
    const cookie = `${COOKIE}=${session.cookie}; Path=/probot; HttpOnly; SameSite=Lax${secure}`;
    return { ...redirect('/probot'), headers: { location: '/probot', 'set-cookie': cookie } };
  };
  const answer = async (request: IncomingMessage, path: string, query: URLSearchParams): Promise<Answer> => {
    const guess = query.get('token');
    if (path !== '/probot/success' && hasApp(envPath)) return says(404, 'The App is registered already.');
    if (path === '/' && request.method === 'GET') return redirect('/probot');
    if (path === '/probot' && request.method === 'GET' && guess !== null)
      return isSame(guess, token)
        ? admit(request)
        : says(403, 'Expected the token that the server printed last, found another one.');
    const refusal = refuse(request, session);
    if (session === null || refusal !== null) return refusal ?? CLOSED;
    if (path === '/probot/setup' && !isSame(query.get('state') ?? '', session.state))
      return says(403, 'Expected to come back from GitHub, found an address from elsewhere.');
    return pages(request, session.state);
  };
  return {
    invite(listening) {
      port = listening;
      print(
        `No App yet. To register it, open ${link()} or the same path at the address under which GitHub reaches ` +
          'this server. The link works once.',
      );
    },
    async handle(request, response) {
      const [path = '/', query] = (request.url ?? '/').split('?');
      if (path !== '/' && path !== '/probot' && !path.startsWith('/probot/')) return false;
      send(response, await answer(request, path, new URLSearchParams(query)));
      return true;
    },
  };
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
  if (isPost && !/^application\/json\b/i.test(type))
    return says(415, 'Expected content of type application/json.');
  return null;
}

/** Where the visitor is, as Probot sees it, too: behind a proxy the proxy says. */
function hostOf({ headers }: IncomingMessage): string | null {
  const { 'x-forwarded-host': forwarded, host } = headers;
  const found = String(forwarded ?? host ?? '');
  return /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i.test(found) ? found : null;
}

/** Probot's pages. They are not among its exports, so that they are taken by their place in the package. */
async function probotPages({
  host,
  envPath,
  log,
}: SetupOptions): Promise<(request: IncomingMessage, state: string) => Promise<Answer>> {
  const entry = pathToFileURL(createRequire(import.meta.url).resolve('probot'));
  const { setupAppFactory } = (await import(new URL('apps/setup.js', entry).href)) as ProbotSetup;
  const { staticFilesHandler } = (await import(
    new URL('server/handlers/static-files.js', entry).href
  )) as ProbotFiles;
  const updateEnv = (update: Record<string, string | undefined>): object => {
    const { APP_ID, PRIVATE_KEY, WEBHOOK_SECRET } = update;
    if (APP_ID !== undefined) readSettings({ APP_ID, PRIVATE_KEY, WEBHOOK_SECRET });
    if (hasApp(envPath)) throw new Error('APP_ID: expected none as yet, found one.');
    addToEnv(envPath, { ...update, ...(PRIVATE_KEY && { PRIVATE_KEY: PRIVATE_KEY.replace(/^"|"$/g, '') }) });
    if (APP_ID !== undefined) log.info('The App is registered: start the server again');
    return update;
  };
  // Its own log would invite to a page without a token.
  const quiet = log.child({}, { level: 'silent' });
  const setup = await setupAppFactory({ host, port: 0, log: quiet, updateEnv })();
  return async (request, state) => {
    const body = request.method === 'POST' ? await bodyOf(request) : '';
    if (body === null) return says(413, `Expected at most ${MOST_BYTES} bytes.`);
    const { method, url, headers, socket } = request;
    const asked = { method, url, headers, socket, body };
    const recorded = record();
    try {
      const isKnown =
        (await staticFilesHandler(asked, recorded.response)) || (await setup(asked, recorded.response));
      if (!isKnown) return says(404, 'There is no such page.');
    } catch (error) {
      log.warn({ err: error }, 'The App could not be registered');
      return says(400, error instanceof Error ? error.message : String(error));
    }
    return withState(recorded.answer(), state);
  };
}

/** Lets the page's form bring the state to GitHub, which brings it back: Probot's own form has none. */
function withState(answer: Answer, state: string): Answer {
  return { ...answer, text: answer.text.replace(/(<form action="[^"?]+)"/, `$1?state=${state}"`) };
}

interface Recorder {
  readonly response: object;
  answer(): Answer;
}

/** Stands in for a response, and keeps what is answered. */
function record(): Recorder {
  let answer: Answer = { status: 200, text: '' };
  const response = {
    writeHead(status: number, headers: Readonly<Record<string, string>> = {}) {
      answer = { ...answer, status, headers };
      return response;
    },
    end(text: unknown = '') {
      answer = { ...answer, text: String(text) };
    },
  };
  return { response, answer: () => answer };
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

function send(response: ServerResponse, { status, headers, text }: Answer): void {
  response
    .writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      ...headers,
      'cache-control': 'no-store',
      'content-security-policy': "frame-ancestors 'none'",
      ...(status >= 400 ? { connection: 'close' } : {}),
    })
    .end(text);
}

function says(status: number, words: string): Answer {
  return { status, text: `${words}\n` };
}

function redirect(location: string): Answer {
  return { status: 303, headers: { location }, text: '' };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function isSame(found: string, expected: string): boolean {
  const [one, other] = [Buffer.from(found), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
