/** The pages that say how the server is: `/` for people; for monitoring `/healthz`, `/readyz` and, on a port of its own, `/metrics`. */
import type { ServerResponse } from 'node:http';
import { htmlHeaders, htmlPage, htmlText } from './html.ts';
import type { Handler } from './webhooks.ts';
import type { SelfOnGitHub } from './clients.ts';

/** What the pages need. */
export interface PagesOptions {
  /** Each throws where something is not reachable. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
  readonly isStopping: () => boolean;
  readonly version: string;
  /** The App as GitHub knows it; null as long as GitHub has not said. */
  readonly self: () => SelfOnGitHub | null;
}

/** How long the result of a check is reused: monitoring asks every few seconds. */
const HOLDS_MS = 15_000;
const LONGEST_MS = 5_000;

/** Serves the status page, and `/healthz` and `/readyz`, which say only whether the server runs and whether it may be sent requests. */
export function createPages({ checks, isStopping, version, self }: PagesOptions): Handler {
  const all = Object.entries(checks).map(([name, check]) => [name, held(check)] as const);
  return async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    switch ((request.url ?? '').split('?')[0] ?? '') {
      case '/': {
        const found = await Promise.all(all.map(async ([name, check]) => [name, await check()] as const));
        return send(response, {
          status: 200,
          text: statusPage(version, self(), found),
          headers: htmlHeaders(),
        });
      }
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

const CHECKED: Readonly<Record<string, string>> = { github: 'GitHub', queue: 'The queue of jobs' };

/** What a visitor sees: that it is Planwright, who it is on GitHub, and whether it works. */
function statusPage(
  version: string,
  self: SelfOnGitHub | null,
  checks: readonly (readonly [string, string])[],
): string {
  const rows = checks.map(
    ([name, state]) => `<tr><th>${htmlText(CHECKED[name] ?? name)}</th><td>${htmlText(state)}</td></tr>`,
  );
  const who =
    self === null
      ? '<p>GitHub has not said yet which App this is: it cannot be reached, or it does not know the key. The log says which.</p>'
      : `<p>Signed in as <a href="${htmlText(self.page)}">${htmlText(self.login)}</a>. <a class="button go" href="${htmlText(self.page)}/installations/new">Install it on a repository</a></p>`;
  const isWell = self !== null && checks.every(([, state]) => state === 'ok');
  return htmlPage(
    'Planwright',
    `<h1>Planwright <small>${htmlText(version)}</small></h1>
<p>${isWell ? 'This server works' : 'This server runs, but something is missing'}. It keeps Markdown plans and GitHub issues in step.</p>
${who}
<table><tbody>
${rows.join('\n')}
</tbody></table>
<p class="dim">For monitoring: <a href="/healthz">/healthz</a> and <a href="/readyz">/readyz</a>.</p>`,
  );
}

/** Serves `/metrics`, which show who uses the server and how much; so they are on a port that strangers do not reach. */
export function createMetricsPage(
  metrics: () => Promise<{ readonly text: string; readonly type: string }>,
): Handler {
  return async (request, response) => {
    if (request.method !== 'GET' || (request.url ?? '').split('?')[0] !== '/metrics') return false;
    const { text, type } = await metrics();
    return send(response, { status: 200, text, headers: { 'content-type': type } });
  };
}

function send(
  response: ServerResponse,
  {
    status,
    text,
    headers = { 'content-type': 'text/plain' },
  }: {
    readonly status: number;
    readonly text: string;
    readonly headers?: Readonly<Record<string, string>>;
  },
): true {
  response.writeHead(status, { ...headers, 'cache-control': 'no-store' }).end(text);
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
