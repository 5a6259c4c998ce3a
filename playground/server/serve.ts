/** The playground's server: the page, what happens as server-sent events, and two requests: act and lint. */
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readAct } from './acts.ts';
import { refusalOf, SECURITY_HEADERS } from './guard.ts';
import { lint } from './lint.ts';
import { RefusedError } from './rest.ts';
import { openStage, type Stage } from './stage.ts';
import type { Answer, Live } from './types.ts';

/** A running playground. */
export interface Playground {
  readonly url: string;
  readonly stage: Stage;
  close(): Promise<void>;
}

/** Where `npm run build` puts the page; the same seen from src/playground and from dist/playground. */
const PAGE = new URL('../../dist/playground/page/', import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Far above the largest plan. */
const MOST_BYTES = 4_000_000;

/** Changes that come together are shown together. */
const GATHER_MS = 80;

interface File {
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * Opens the stage and serves the page on 127.0.0.1.
 *
 * @param options.port The port to listen on; if it is taken, or none is given, any free one.
 * @throws Error when the page was not built.
 */
export async function startPlayground({ port = 0 }: { readonly port?: number } = {}): Promise<Playground> {
  const files = await readPage();
  const listeners = new Set<ServerResponse>();
  const send = (live: Live): void => {
    for (const listener of listeners) write(listener, live);
  };
  const stage = await openStage({
    onEntries: (entries) => send({ kind: 'entries', entries, isAll: false }),
    onBackstage: () => send({ kind: 'backstage', backstage: stage.backstage() }),
    onChange: () => refresh(),
    onStartOver: () => send({ kind: 'entries', entries: [], isAll: true }),
  });
  const refresh = gathering(async () => send({ kind: 'snapshot', snapshot: await stage.snapshot() }));
  const server = createServer((request, response) => {
    const parts = { files, stage, listeners, refresh, port: (server.address() as AddressInfo).port };
    handle(parts, request, response).catch(() => response.destroy());
  });
  const bound = await listen(server, port);
  return {
    stage,
    url: `http://localhost:${bound}`,
    async close() {
      for (const listener of listeners) listener.end();
      server.close();
      server.closeAllConnections();
      await stage.close();
    },
  };
}

async function readPage(): Promise<ReadonlyMap<string, File>> {
  try {
    const names = (await readdir(PAGE)).filter((name) => extname(name) in TYPES);
    const files = await Promise.all(
      names.map(async (name) => {
        const file = { type: TYPES[extname(name)] ?? '', bytes: await readFile(new URL(name, PAGE)) };
        return [name === 'index.html' ? '/' : `/${name}`, file] as const;
      }),
    );
    return new Map(files);
  } catch (error) {
    throw new Error(
      'Expected the playground’s page in dist/playground/page, found none. Run `npm run build`.',
      {
        cause: error,
      },
    );
  }
}

/** Resolves to the port: the wanted one, or any free one if it is taken. */
async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if (port !== 0 && error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      return listen(server, 0);
    throw error;
  }
}

/** Runs the work a moment after the first call, and once more if it was called meanwhile. */
function gathering(work: () => Promise<void>): () => void {
  let isDue = false;
  let isAtWork = false;
  const begin = async (): Promise<void> => {
    isAtWork = true;
    while (isDue) {
      await setTimeout(GATHER_MS);
      isDue = false;
      // A read may fail because the repository changes meanwhile; the next change reads it again.
      await work().catch(() => undefined);
    }
    isAtWork = false;
  };
  return () => {
    isDue = true;
    if (!isAtWork) void begin();
  };
}

interface Parts {
  readonly files: ReadonlyMap<string, File>;
  readonly stage: Stage;
  readonly listeners: Set<ServerResponse>;
  /** Sends everybody a new snapshot soon. */
  readonly refresh: () => void;
  readonly port: number;
}

async function handle(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = refusalOf(request, parts.port);
  if (refusal !== null) {
    response
      .writeHead(403, { 'content-type': 'text/plain; charset=utf-8', ...SECURITY_HEADERS })
      .end(`${refusal}\n`);
    return;
  }
  const path = request.url?.split('?')[0] ?? '/';
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const file = isRead ? parts.files.get(path) : undefined;
  if (file !== undefined) {
    const cache = path === '/' ? 'no-store' : 'public, max-age=31536000, immutable';
    response.writeHead(200, { 'content-type': file.type, 'cache-control': cache, ...SECURITY_HEADERS });
    response.end(file.bytes);
  } else if (isRead && path === '/api/live') {
    await goLive(parts, response);
  } else if (request.method === 'POST' && path === '/api/act') {
    const act = readAct(await readJson(request));
    json(response, typeof act === 'string' ? { ok: false, message: act } : await answer(parts.stage, act));
  } else if (request.method === 'POST' && path === '/api/lint') {
    json(response, lint(await readJson(request)));
  } else {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', ...SECURITY_HEADERS });
    response.end('There is no such page.\n');
  }
}

async function answer(stage: Stage, act: Parameters<Stage['act']>[0]): Promise<Answer> {
  try {
    await stage.act(act);
    return { ok: true };
  } catch (error) {
    if (
      error instanceof RefusedError &&
      error.status === 409 &&
      (act.kind === 'commit' || act.kind === 'propose')
    )
      return {
        ok: false,
        message: 'The plan on main has changed since you began. Load it and make your edit there.',
      };
    return { ok: false, message: error instanceof Error ? `GitHub says: ${error.message}` : String(error) };
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error('Expected a smaller request.');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return null;
  }
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', ...SECURITY_HEADERS });
  response.end(JSON.stringify(body));
}

async function goLive({ stage, listeners, refresh }: Parts, response: ServerResponse): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    ...SECURITY_HEADERS,
  });
  response.on('close', () => listeners.delete(response));
  const snapshot = await stage.snapshot();
  // A client that disconnected meanwhile must not be listed.
  if (response.destroyed) return;
  write(response, {
    kind: 'examples',
    examples: stage.examples.map(({ id, title, about, path, text }) => ({ id, title, about, path, text })),
  });
  write(response, { kind: 'snapshot', snapshot });
  write(response, { kind: 'entries', entries: stage.entries(), isAll: true });
  write(response, { kind: 'backstage', backstage: stage.backstage() });
  listeners.add(response);
  // Sends what changed while the snapshot was read.
  refresh();
}

function write(listener: ServerResponse, live: Live): void {
  listener.write(`data: ${JSON.stringify(live)}\n\n`);
}
