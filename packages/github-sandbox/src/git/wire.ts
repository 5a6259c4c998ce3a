/** Real git over HTTP: `git clone http://ada:TOKEN@127.0.0.1:PORT/ada/engine.git`, served by git's own `http-backend`. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError } from '../http/answer.ts';
import { GIT_ENV, initBare, readObjects, readRefs, writeBare, type Bare } from './bare.ts';
import type { Repo } from '../world/model.ts';
import { accountOf, actorOf, appOf, canSee, hasRole, identify, type Principal } from '../world/principal.ts';
import { requireUnprotected } from '../world/protection.ts';
import { moveRef } from './ref-moves.ts';
import type { LoggedRequest } from '../types.ts';
import { findRepo, type World } from '../world/world.ts';

/** The part of the server that speaks to git clients. */
export interface GitWire {
  /** Whether a request is git's. */
  isFor(url: string | undefined): boolean;
  serve(message: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

const PATH = /^\/([^/]+)\/([^/]+?)\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/;

interface Asked {
  readonly repo: Repo;
  readonly principal: Principal;
  readonly service: string;
  readonly url: URL;
}

/** A wire for a world; nothing is written to disk before the first git client comes. */
export function createGitWire(world: World, record: (entry: LoggedRequest) => void): GitWire {
  const bares = new Map<number, Promise<Bare>>();
  let root: Promise<string> | null = null;
  /** One request after the other: each begins by writing out what there is. */
  let turn = Promise.resolve();
  const bareOf = (repo: Repo): Promise<Bare> => {
    root ??= mkdtemp(join(tmpdir(), 'sandbox-git-'));
    const known = bares.get(repo.id) ?? root.then((folder) => initBare(join(folder, String(repo.id))));
    bares.set(repo.id, known);
    return known;
  };
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = admit(world, message, response);
    if (asked === null) return;
    const bare = await bareOf(asked.repo);
    const before = new Map(asked.repo.refs);
    await writeBare(bare, asked.repo, closedRefs(asked));
    const bytes = await backend(bare, asked, message);
    // What was pushed is there before the client hears of it.
    if (asked.service === 'git-receive-pack' && message.method === 'POST') {
      await takePush(world, bare, asked, before);
      record(logged(world, message, asked));
    }
    reply(response, bytes);
  };
  return {
    isFor: (url) => PATH.test(url?.split('?')[0] ?? ''),
    serve(message, response) {
      turn = turn.then(() => answer(message, response)).catch(() => void response.destroy());
      return turn;
    },
    async close() {
      await turn;
      if (root !== null) await rm(await root, { recursive: true, force: true });
    },
  };
}

/** Who asks for what; null when they were sent away. */
function admit(world: World, message: IncomingMessage, response: ServerResponse): Asked | null {
  const url = new URL(message.url ?? '/', world.url);
  const [, owner = '', name = '', file = ''] = PATH.exec(url.pathname) ?? [];
  const service = file === 'info/refs' ? (url.searchParams.get('service') ?? '') : file;
  const repo = findRepo(world, decodeURIComponent(owner), decodeURIComponent(name));
  const principal = whoAsks(world, message.headers.authorization);
  const refusal = refusalOf(principal, repo, service === 'git-receive-pack');
  if (refusal === null && repo !== undefined && principal !== null) return { repo, principal, service, url };
  const [status, words] = refusal ?? [404, 'Repository not found.'];
  const ask = status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {};
  response.writeHead(status, { 'content-type': 'text/plain', ...ask }).end(`${words}\n`);
  return null;
}

/** Why a request is sent away. GitHub asks for a password before it says that there is nothing. */
function refusalOf(
  principal: Principal | null,
  repo: Repo | undefined,
  isPush: boolean,
): readonly [status: number, words: string] | null {
  const isOpen = repo !== undefined && !repo.private && !isPush;
  if (principal === null || (principal.kind === 'anonymous' && !isOpen))
    return [401, 'Authentication required.'];
  if (repo === undefined || !canSee(principal, repo)) return [404, 'Repository not found.'];
  if (isPush && (repo.archived || !hasRole(principal, repo, 'write', 'contents')))
    return [403, `Permission to ${repo.name}.git denied.`];
  return null;
}

function whoAsks(world: World, authorization: string | undefined): Principal | null {
  try {
    return identify(world, authorization);
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

/** Branches that this pusher may change by pull request only. */
function closedRefs({ repo, principal }: Asked): string[] {
  return [...repo.refs].flatMap(([ref, to]) => {
    try {
      requireUnprotected({ repo, ref, to, principal }, 422);
      return [];
    } catch {
      return [ref];
    }
  });
}

/** Runs git's CGI program; resolves to its whole output, headers first. */
async function backend(
  { folder }: Bare,
  { url, principal }: Asked,
  message: IncomingMessage,
): Promise<Buffer> {
  const { headers, method } = message;
  const child = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      ...GIT_ENV,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${PATH.exec(url.pathname)?.[3] ?? ''}`,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: method ?? 'GET',
      CONTENT_TYPE: headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
      HTTP_GIT_PROTOCOL: headers['git-protocol']?.toString() ?? '',
      ...(principal.kind === 'anonymous' ? {} : { REMOTE_USER: accountOf(principal).login }),
    },
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  // A program that ends early breaks the pipe; what it said by then is the answer.
  child.stdin.on('error', () => undefined);
  message.pipe(child.stdin);
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return Buffer.concat(output);
}

function reply(response: ServerResponse, output: Buffer): void {
  const end = output.indexOf('\r\n\r\n');
  const lines = output.toString('latin1', 0, end).split('\r\n');
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200';
  response.writeHead(Number.parseInt(status, 10), Object.fromEntries(headers) as Record<string, string>);
  response.end(output.subarray(end + 4));
}

/** Moves the refs that the push moved, as a REST request would: webhooks and all that follows. */
async function takePush(
  world: World,
  bare: Bare,
  { repo, principal }: Asked,
  before: ReadonlyMap<string, string>,
): Promise<void> {
  const after = await readRefs(bare);
  await readObjects(bare, repo.git, [...after.values()]);
  const by = { account: accountOf(principal), app: appOf(principal) };
  for (const ref of new Set([...before.keys(), ...after.keys()])) {
    const to = after.get(ref);
    if (to !== before.get(ref)) moveRef(world, { repo, ref, to, by });
  }
}

function logged(
  world: World,
  { method = 'POST' }: IncomingMessage,
  { url, principal }: Asked,
): LoggedRequest {
  return {
    method,
    path: url.pathname,
    route: undefined,
    actor: actorOf(principal),
    isWrite: true,
    body: undefined,
    at: world.now(),
    status: 200,
    answered: true,
    faulted: false,
  };
}
