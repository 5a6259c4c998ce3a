/** A small known GitHub for the tests of the sandbox: ada owns ada/plans, planwright is installed, a receiver listens. */
import { createHmac, createSign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Octokit } from '@octokit/rest';
import { startSandbox } from '../src/sandbox.ts';
import type {
  AppAccount,
  InstallationRef,
  Permissions,
  Sandbox,
  SandboxOptions,
  UserAccount,
} from '../src/types.ts';

/** A webhook as it arrived. */
export interface Received {
  readonly event: string;
  readonly guid: string;
  readonly payload: Record<string, unknown> & { readonly action?: string };
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly signed: boolean;
}

/** The small world. */
export interface SmallWorld {
  readonly sandbox: Sandbox;
  readonly ada: UserAccount;
  readonly app: AppAccount;
  readonly installation: InstallationRef;
  /** As the app itself. */
  readonly asApp: Octokit;
  /** As ada, the owner. */
  readonly human: Octokit;
  /** As planwright's installation. */
  readonly bot: Octokit;
  readonly received: Received[];
  readonly exchanges: Exchange[] | undefined;
  /** What the receiver answers. */
  readonly receiver: { status: number; delayMs: number };
  close(): Promise<void>;
}

/** Names of the repository of the small world, for octokit. */
export const plans = { owner: 'ada', repo: 'plans' } as const;

/** Everything the app of the product asks for. */
export const permissions: Permissions = {
  metadata: 'read',
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  checks: 'write',
};

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** One request and its answer. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Parsed if it is JSON, else its text. */
  readonly body: unknown;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A fetch that follows no redirect and adds each request with its answer, as it came over the wire, to `exchanges`. */
export function recordingFetch(exchanges: Exchange[] | undefined) {
  return async (url: string, init?: RequestInit): Promise<Response> => {
    const response = await fetch(url, { ...init, redirect: 'manual' });
    const text = await response.clone().text();
    const { pathname, search } = new URL(url);
    const isJson = response.headers.get('content-type')?.includes('application/json');
    exchanges?.push({
      method: init?.method ?? 'GET',
      path: pathname + search,
      status: response.status,
      body: isJson && text ? JSON.parse(text) : text,
      headers: Object.fromEntries(response.headers),
    });
    return response;
  };
}

/** How a client's requests are sent. */
type Send = Sandbox['fetch'];

/** By a socket, as another process would. */
export const bySocket: Send = (url, init) => fetch(url, init as RequestInit);

/** An octokit on the sandbox; it never retries. What it says and hears goes to `exchanges`, if there are any, by a socket. */
export function client(
  sandbox: Sandbox,
  auth: string,
  exchanges?: Exchange[],
  send: Send = sandbox.fetch,
): Octokit {
  const request = { fetch: exchanges ? recordingFetch(exchanges) : send };
  return new Octokit({ baseUrl: `${sandbox.url}/api/v3`, auth, log: quiet, request });
}

/** An app's JWT, valid now. */
export function appJwt(app: AppAccount, claims: Record<string, unknown> = {}): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: now - 30, exp: now + 300, iss: app.id, ...claims })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(app.privateKey, 'base64url')}`;
}

/** An installation token by the app's own means. */
export async function installationToken(
  sandbox: Sandbox,
  app: AppAccount,
  { id }: InstallationRef,
  body = {},
) {
  const octokit = client(sandbox, appJwt(app));
  const answer = await octokit.rest.apps.createInstallationAccessToken({ installation_id: id, ...body });
  return answer.data.token;
}

/** Start it. */
export async function startSmallWorld(
  options: SandboxOptions & { files?: Record<string, string>; exchanges?: Exchange[]; send?: Send } = {},
): Promise<SmallWorld> {
  const sandbox = await startSandbox(options);
  const received: Received[] = [];
  const receiver = { status: 200, delayMs: 0 };
  const secret = 'a secret';
  const server = await listen(received, receiver, secret);
  const ada = sandbox.createUser('ada');
  sandbox.createRepository({
    owner: 'ada',
    name: 'plans',
    files: options.files ?? { 'PLAN.md': '# Plan\n' },
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  const app = sandbox.createApp({ slug: 'planwright', permissions, webhook: { url, secret } });
  const installation = sandbox.install(app, { account: 'ada' });
  const token = await installationToken(sandbox, app, installation);
  const { exchanges, send } = options;
  return {
    sandbox,
    ada,
    app,
    installation,
    asApp: client(sandbox, appJwt(app), exchanges, send),
    human: client(sandbox, ada.token, exchanges, send),
    bot: client(sandbox, token, exchanges, send),
    received,
    exchanges,
    receiver,
    async close() {
      await sandbox.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(received: Received[], receiver: { status: number; delayMs: number }, secret: string) {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks);
      const signature = `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;
      received.push({
        event: String(request.headers['x-github-event']),
        guid: String(request.headers['x-github-delivery']),
        payload: JSON.parse(text.toString('utf8')) as Received['payload'],
        headers: request.headers,
        signed: request.headers['x-hub-signature-256'] === signature,
      });
      setTimeout(() => response.writeHead(receiver.status).end('thanks'), receiver.delayMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Status and message of a refused request. */
export async function refusal(
  request: Promise<unknown>,
): Promise<{ status: number; message: string; errors: unknown }> {
  try {
    await request;
  } catch (error) {
    const { status, response } = error as {
      status: number;
      response?: { data?: { message?: string; errors?: unknown } };
    };
    return { status, message: response?.data?.message ?? '', errors: response?.data?.errors };
  }
  throw new Error('the request was not refused');
}

/** Change a file on a branch as a person would, and return the commit. */
export async function commitFile(octokit: Octokit, path: string, text: string, branch = 'main') {
  const found = await octokit.rest.repos.getContent({ ...plans, path, ref: branch }).catch(() => undefined);
  const sha = found && !Array.isArray(found.data) ? found.data.sha : undefined;
  const answer = await octokit.rest.repos.createOrUpdateFileContents({
    ...plans,
    path,
    branch,
    message: `Change ${path}`,
    content: Buffer.from(text).toString('base64'),
    ...(sha ? { sha } : {}),
  });
  return answer.data.commit.sha ?? '';
}

/** A branch at the head of main. */
export async function createBranch(octokit: Octokit, name: string) {
  const main = await octokit.rest.git.getRef({ ...plans, ref: 'heads/main' });
  await octokit.rest.git.createRef({ ...plans, ref: `refs/heads/${name}`, sha: main.data.object.sha });
  return main.data.object.sha;
}
