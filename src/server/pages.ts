/** The pages for monitoring: `/healthz`, `/readyz` and, on a port of its own, `/metrics`. */
import type { ServerResponse } from 'node:http';
import type { Handler } from './webhooks.ts';

/** What the pages need. */
export interface PagesOptions {
  /** Each throws where something is not reachable. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
  readonly isStopping: () => boolean;
}

/** How long the result of a check is reused: monitoring asks every few seconds. */
const HOLDS_MS = 15_000;
const LONGEST_MS = 5_000;

/** Serves `/healthz` and `/readyz`, which say only whether the server runs and whether it may be sent requests. */
export function createPages({ checks, isStopping }: PagesOptions): Handler {
  const all = Object.entries(checks).map(([name, check]) => [name, held(check)] as const);
  return async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    switch ((request.url ?? '').split('?')[0] ?? '') {
      case '/healthz':
        return send(response, { status: 200, text: 'ok\n' });
      case '/readyz': {
        const lines = await Promise.all(all.map(async ([name, check]) => `${name}: ${await check()}`));
        if (isStopping()) lines.push('server: stops');
        const isReady = lines.every((line) => line.endsWith(': ok'));
        return send(response, { status: isReady ? 200 : 503, text: `${lines.join('\n')}\n` });
      }
      default:
        return false;
    }
  };
}

/** Serves `/metrics`, which show who uses the server and how much; so they are on a port that strangers do not reach. */
export function createMetricsPage(
  metrics: () => Promise<{ readonly text: string; readonly type: string }>,
): Handler {
  return async (request, response) => {
    if (request.method !== 'GET' || (request.url ?? '').split('?')[0] !== '/metrics') return false;
    return send(response, { status: 200, ...(await metrics()) });
  };
}

function send(
  response: ServerResponse,
  {
    status,
    text,
    type = 'text/plain',
  }: { readonly status: number; readonly text: string; readonly type?: string },
): true {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
  return true;
}

/** `ok` or `not reachable`; the details are in the log only, since anybody may read this page. */
function held(check: () => Promise<unknown>): () => Promise<string> {
  let answer = { at: -Infinity, text: Promise.resolve('') };
  return () => {
    const now = performance.now();
    if (now - answer.at > HOLDS_MS) answer = { at: now, text: ask(check) };
    return answer.text;
  };
}

async function ask(check: () => Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('not reachable'), LONGEST_MS);
  });
  const asked = check().then(
    () => 'ok',
    () => 'not reachable',
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
