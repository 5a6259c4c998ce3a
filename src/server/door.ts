/**
 * The door through which GitHub's deliveries come in. What is not signed, too large or broken is refused, what came
 * before is not done again, and everything is answered as soon as the queue has it (GITHUB-FACTS 1: within 10 s).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { actionOf, type Event } from './events.ts';
import type { Log } from './log.ts';

/** What became of a delivery. */
export type DeliveryResult = 'queued' | 'ignored' | 'known' | 'refused' | 'failed';

/** What the door needs. */
export interface DoorOptions {
  readonly paths: readonly string[];
  readonly secret: string;
  /** Answers whether anybody wanted the event; throws where it could not be kept, so that GitHub notes it as failed. */
  readonly receive: (event: Event) => Promise<boolean>;
  /** Told of every delivery. The event is null unless its signature was right. */
  readonly onDelivery: (event: string | null, result: DeliveryResult) => void;
  readonly log: Log;
}

/** Answers a request if it is a delivery. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** GitHub sends nothing larger (GITHUB-FACTS 1). */
const MOST_BYTES = 25 * 1024 * 1024;
/** GitHub hangs up after ten seconds, and would take a later answer for none. */
const LONGEST_MS = 9_000;
/** How many deliveries are remembered, so that one that comes again is not done again. */
const REMEMBERED = 10_000;

interface Answer {
  readonly status: number;
  readonly result: DeliveryResult;
  /** A word for GitHub's list of deliveries. */
  readonly words: string;
  readonly error?: unknown;
}

/** Opens the door. */
export function createDoor(options: DoorOptions): Handler {
  const seen = new Set<string>();
  const paths = options.paths.map(withoutSlash);
  return async (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    if (!paths.includes(withoutSlash(path)) || request.method !== 'POST') return false;
    const startedAt = performance.now();
    const event = header(request, 'x-github-event');
    const delivery = header(request, 'x-github-delivery');
    const taken = await take(request, options);
    const answer = 'payload' in taken ? await pass(options, seen, { event, delivery, ...taken }) : taken;
    // Of what is refused the rest is not read.
    const close = answer.result === 'refused' ? { connection: 'close' } : {};
    response.writeHead(answer.status, { 'content-type': 'text/plain', ...close }).end(`${answer.words}\n`);
    options.onDelivery(answer.result === 'refused' ? null : event, answer.result);
    note(options.log, answer, {
      delivery,
      event,
      ...('payload' in taken ? about(taken.payload) : {}),
      ms: Math.round(performance.now() - startedAt),
    });
    return true;
  };
}

/** With a slash at its end or without, a path is the same. */
function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** The payload of a request that is signed; or why it is refused. */
async function take(
  request: IncomingMessage,
  { secret }: DoorOptions,
): Promise<{ readonly payload: unknown } | Answer> {
  const refused = (status: number, words: string): Answer => ({ status, result: 'refused', words });
  const missing = ['x-github-event', 'x-github-delivery', 'x-hub-signature-256'].filter(
    (name) => header(request, name) === '',
  );
  if (missing.length > 0) return refused(400, `Expected the header ${missing.join(', ')}, found none.`);
  if (!/^application\/json\b/i.test(header(request, 'content-type')))
    return refused(415, 'Expected content of type application/json: set it in the settings of the webhook.');
  const body = await readBody(request);
  if (body === 'too large') return refused(413, 'Expected at most 25 MB.');
  if (body === 'cut off') return refused(400, 'Expected a whole body, found one that breaks off.');
  if (!isSigned(body, secret, header(request, 'x-hub-signature-256')))
    return refused(401, 'Expected a signature made with the secret of this server, found another one.');
  try {
    return { payload: JSON.parse(body.toString('utf8')) as unknown };
  } catch {
    return refused(400, 'Expected JSON, found text that is none.');
  }
}

async function pass(
  { receive }: DoorOptions,
  seen: Set<string>,
  {
    event,
    delivery,
    payload,
  }: { readonly event: string; readonly delivery: string; readonly payload: unknown },
): Promise<Answer> {
  if (seen.has(delivery)) return { status: 200, result: 'known', words: 'This delivery came before.' };
  try {
    const isWanted = await within(LONGEST_MS, receive({ name: event, payload }));
    // Only what was kept: a delivery that failed is welcome again, under the same id.
    remember(seen, delivery);
    if (isWanted) return { status: 200, result: 'queued', words: 'ok' };
    return { status: 200, result: 'ignored', words: 'Nothing to do for this event.' };
  } catch (error) {
    return {
      status: 503,
      result: 'failed',
      words: 'The queue cannot take this now: deliver it again later.',
      error,
    };
  }
}

function note(log: Log, { result, words, error }: Answer, fields: Readonly<Record<string, unknown>>): void {
  switch (result) {
    case 'queued':
      return log.info(fields, 'Delivery queued');
    case 'ignored':
    case 'known':
      return log.debug(fields, `Delivery ${result}`);
    case 'refused':
      return log.warn({ ...fields, reason: words }, 'Delivery refused');
    case 'failed':
      return log.error({ ...fields, err: error }, 'Delivery failed');
  }
}

function about(payload: unknown): Readonly<Record<string, unknown>> {
  const { installation, repository } = (payload ?? {}) as {
    readonly installation?: { readonly id?: unknown } | null;
    readonly repository?: { readonly full_name?: unknown } | null;
  };
  return {
    action: actionOf(payload),
    installation: installation?.id,
    repository: repository?.full_name,
  };
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

function readBody(request: IncomingMessage): Promise<Buffer | 'too large' | 'cut off'> {
  if (Number(request.headers['content-length']) > MOST_BYTES) return Promise.resolve('too large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MOST_BYTES) chunks.push(chunk);
      else {
        request.pause();
        resolve('too large');
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', () => resolve('cut off'));
    request.on('close', () => resolve('cut off'));
  });
}

function isSigned(body: Buffer, secret: string, signature: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const found = Buffer.from(signature);
  return found.length === expected.length && timingSafeEqual(found, expected);
}

function remember(seen: Set<string>, delivery: string): void {
  seen.add(delivery);
  const [oldest] = seen;
  if (seen.size > REMEMBERED && oldest !== undefined) seen.delete(oldest);
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Expected the queue to answer within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
