/**
 * Who may talk to the playground: its own page, opened on this machine. Other sites that a browser has open can send
 * requests to localhost too, and can make their own name lead here (DNS rebinding); neither gets in.
 */
import type { IncomingMessage } from 'node:http';

const NAMES = ['127.0.0.1', 'localhost'];

/** Why a request is not let in; null if it is. */
export function refusalOf(
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  port: number,
): string | null {
  const hosts = NAMES.map((name) => `${name}:${port}`);
  if (!hosts.includes(headers.host ?? ''))
    return `Expected the host ${hosts.join(' or ')}, found ${JSON.stringify(headers.host ?? '')}.`;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return 'Expected a request of the playground itself, found one of another site.';
  if (method === 'GET' || method === 'HEAD') return null;
  if (headers.origin !== `http://${headers.host}`)
    return `Expected the origin http://${headers.host}, found ${JSON.stringify(headers.origin ?? '')}.`;
  if (headers['content-type']?.split(';')[0] !== 'application/json')
    return `Expected JSON, found ${JSON.stringify(headers['content-type'] ?? '')}.`;
  return null;
}

/**
 * What the page may do: run its own scripts, talk to its own server, and nothing else; no network. Styles may stand in
 * the text, since diagrams and editor bring theirs along.
 */
export const SECURITY_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;
