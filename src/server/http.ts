/** The HTTP server: passes each request to the first handler that takes it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { limitConnections } from './connections.ts';
import type { Handler } from './webhooks.ts';
import type { Log } from './log.ts';

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Takes no new request; those under way are answered, as far as they end within `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** Limits for clients. */
export interface HttpLimits {
  readonly connections: number;
  /** How long the headers of a request may take to come in. */
  readonly headersMs: number;
}

/** GitHub sends a request at once; an open connection costs some kilobytes. */
const LIMITS: HttpLimits = { connections: 256, headersMs: 10_000 };
/** A whole request has a little longer, so that the webhook handler can answer by itself that a body is late. */
const BODY_MS = 5_000;
/** A connection on which nothing moves for so long is closed, even while it is being answered. */
const SILENT_MS = 30_000;

/** Where to listen. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** The variable that the port comes from; `PORT` unless told otherwise. */
  readonly name?: string;
  readonly limits?: HttpLimits;
}

/**
 * Starts to listen.
 *
 * @throws Error in one line if the port cannot be had.
 */
export async function listenOn(
  { host, port, name = 'PORT', limits }: Address,
  handlers: readonly Handler[],
  log: Log,
): Promise<Listening> {
  const { connections, headersMs } = limits ?? LIMITS;
  const times = {
    headersTimeout: headersMs,
    requestTimeout: headersMs + BODY_MS,
    connectionsCheckingInterval: Math.min(1_000, headersMs),
  };
  const server = createServer(times, (request, response) => {
    void (async () => {
      try {
        for (const handle of handlers) if (await handle(request, response)) return;
        response.writeHead(404).end();
      } catch (error) {
        log.error({ err: error }, 'A request could not be answered');
        if (!response.headersSent) response.writeHead(500);
        response.end();
      }
    })();
  });
  limitConnections(server, connections);
  server.setTimeout(SILENT_MS);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(new Error(`HOST and ${name}: expected an address that is free, found ${error.message}.`));
    });
    server.listen(port, host, resolve);
  });
  // For example too many open files: these requests are lost, and the server goes on.
  server.on('error', (error) => log.error({ err: error }, 'The server met an error of the system'));
  const { port: listening } = server.address() as AddressInfo;
  return {
    port: listening,
    stop: (graceMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** Where the server listens: its main port and, if one is set, the port for metrics. */
export interface Ports extends Address {
  readonly metricsPort: number | null;
}

/**
 * Starts to listen on both ports.
 *
 * @throws Error in one line if one of them cannot be had; then there is none.
 */
export async function listenOnPorts(
  { metricsPort, ...place }: Ports,
  {
    handlers,
    metrics,
    log,
  }: { readonly handlers: readonly Handler[]; readonly metrics: Handler; readonly log: Log },
): Promise<Listening> {
  const main = await listenOn(place, handlers, log);
  if (metricsPort === null) return main;
  const address = { host: place.host, port: metricsPort, name: 'METRICS_PORT' };
  const watched = await listenOn(address, [metrics], log).catch(async (error: unknown) => {
    await main.stop(0);
    throw error;
  });
  log.info(`Metrics at port ${watched.port}`);
  return {
    port: main.port,
    stop: async (graceMs) => void (await Promise.all([main.stop(graceMs), watched.stop(0)])),
  };
}
