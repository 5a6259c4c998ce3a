/** The way to the sandbox for who runs in its process: a `fetch` without a socket, for tests that make many requests. */
import type { Fetch, FetchOptions } from '../fetch-types.ts';
import { respond, type Asked, type Responders } from './respond.ts';

/** A `fetch` that leads to the sandbox whatever host is named. */
export function createFetch(parts: Responders): Fetch {
  const send: Fetch = async (url, options = {}) => {
    // Others have their turn in between, as while a request is on its way.
    await new Promise((resolve) => setImmediate(resolve));
    options.signal?.throwIfAborted();
    const address = new URL(url);
    const reply = respond(parts, askedBy(address, options));
    if (reply.kind === 'cut') {
      const cause = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
      throw new TypeError('fetch failed', { cause });
    }
    const { status, headers, bytes } = reply;
    const { location } = headers;
    if (status > 300 && status < 400 && location !== undefined && options.redirect !== 'manual')
      return send(location, redirected(options, status));
    const response = new Response(bytes ?? null, { status, headers });
    // Octokit reads it; a response that was made has none.
    return Object.defineProperty(response, 'url', { value: address.href });
  };
  return send;
}

function askedBy({ pathname, search }: URL, { method = 'GET', headers = {}, body }: FetchOptions): Asked {
  return { method, url: pathname + search, headers: lowerCase(headers), text: body ?? '' };
}

/** A POST that is redirected becomes a GET, but for 307 and 308 (https://fetch.spec.whatwg.org/#http-redirect-fetch). */
function redirected(options: FetchOptions, status: number): FetchOptions {
  return options.method === 'POST' && status < 307 ? { ...options, method: 'GET', body: null } : options;
}

function lowerCase(headers: NonNullable<FetchOptions['headers']>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value?.toString()]),
  );
}
