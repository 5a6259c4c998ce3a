/** Asks a server again and again how it is, and brings it pushes, while something else is going on. */
import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** One answer, or none. */
export interface Probe {
  readonly kind: 'health' | 'push';
  readonly at: number;
  readonly ms: number;
  /** Whether it was answered with 200. */
  readonly isAnswered: boolean;
}

/** Someone who goes on asking. */
export interface Prober {
  readonly probes: readonly Probe[];
  stop(): Promise<void>;
}

const EVERY_MS = 25;
/** A server that is silent for so long is taken for dead. */
const LONGEST_MS = 120_000;
const agent = new Agent({ keepAlive: true });

/** Begins to ask; while the server is not up nobody is asked. */
export function startProbing(
  port: number,
  { secret, push, isUp }: { readonly secret: string; readonly push: string; readonly isUp: () => boolean },
): Prober {
  const probes: Probe[] = [];
  const state = { isOver: false };
  const goOn = async (kind: Probe['kind'], once: () => Promise<number>): Promise<void> => {
    while (!state.isOver) {
      const at = performance.now();
      if (isUp()) {
        const status = await once();
        const ms = performance.now() - at;
        probes.push({ kind, at, ms, isAnswered: status === 200 });
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  };
  const all = [
    goOn('health', () => ask(port, '/healthz')),
    goOn('push', () => deliver(port, { secret, event: 'push', body: push })),
  ];
  return {
    probes,
    async stop() {
      state.isOver = true;
      await Promise.all(all);
    },
  };
}

/** Brings a delivery; answers the status, 0 for none. */
export function deliver(
  port: number,
  { secret, event, body }: { readonly secret: string; readonly event: string; readonly body: string },
): Promise<number> {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return ask(port, '/api/github/webhooks', body, {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': `sha256=${signature}`,
  });
}

function ask(
  port: number,
  path: string,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  return new Promise((resolve) => {
    const method = body === '' ? 'GET' : 'POST';
    const all = { ...headers, 'content-length': Buffer.byteLength(body) };
    const options = { agent, host: '127.0.0.1', port, path, method, headers: all, timeout: LONGEST_MS };
    const sent = request(options, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', () => resolve(0));
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(0));
    sent.end(body);
  });
}
