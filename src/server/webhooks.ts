/**
 * Receives GitHub's webhook deliveries. Refuses those that are unsigned, too large or broken, skips those received before, and
 * answers as soon as the queue has the job (GITHUB-FACTS 1: within 10 s).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createBodyReader, type BodyLimits, type BodyReader, type NoBody, type SignedBody } from './body.ts';
import { actionOf, type Event } from './events.ts';
import type { Log } from './log.ts';

/** What became of a delivery. */
export type DeliveryResult = 'queued' | 'ignored' | 'known' | 'refused' | 'failed';

/** What the webhook handler needs. */
export interface WebhookOptions {
  readonly paths: readonly string[];
  readonly secret: string;
  /** Handles the event, and returns whether any handler listens to it. Throws if it could not be queued: GitHub lists it as failed. */
  readonly receive: (event: Event) => Promise<boolean>;
  /** Called for every delivery. The event is null unless its signature was right. */
  readonly onDelivery: (event: string | null, result: DeliveryResult) => void;
  readonly log: Log;
  /** Other limits than {@link BODY_LIMITS}. */
  readonly limits?: Partial<BodyLimits>;
}

/** Answers a request and returns true; false for a request that is not for this handler. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

const MB = 1024 * 1024;
/** GitHub sends nothing larger than 25 MB, and hangs up after ten seconds (GITHUB-FACTS 1). */
export const BODY_LIMITS: BodyLimits = { mostBytes: 25 * MB, budgetBytes: 64 * MB, withinMs: 10_000 };
/** Parsed, a body takes several times its bytes in memory: larger ones are handled one after another. */
const LARGE_BYTES = MB;
/** The answer comes before GitHub's own limit of ten seconds. */
const LONGEST_MS = 9_000;
/** GitHub's own headers are shorter. Longer ones would fill memory (ids are remembered) and log. */
const LONGEST_HEADER = 200;
/** How many delivery ids are remembered, so that a delivery that comes again is skipped. */
const REMEMBERED = 10_000;

interface Answer {
  readonly status: number;
  readonly result: DeliveryResult;
  /** The body of the answer, which GitHub shows in its list of deliveries. */
  readonly words: string;
  readonly error?: unknown;
}

/** Creates the handler. */
export function createWebhookHandler(options: WebhookOptions): Handler {
  const seen = new Set<string>();
  const paths = options.paths.map(withoutSlash);
  const reader = createBodyReader(options.secret, { ...BODY_LIMITS, ...options.limits });
  const inTurn = createTurns();
  return async (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    if (!paths.includes(withoutSlash(path)) || request.method !== 'POST') return false;
    const startedAt = performance.now();
    const event = header(request, 'x-github-event');
    const delivery = header(request, 'x-github-delivery');
    const reply = (answer: Answer, payload: unknown = null): void => {
      // The rest of a refused body is not read, so the connection cannot be used again.
      const close = answer.result === 'refused' ? { connection: 'close' } : {};
      response.writeHead(answer.status, { 'content-type': 'text/plain', ...close }).end(`${answer.words}\n`);
      options.onDelivery(answer.result === 'refused' ? null : event, answer.result);
      const ms = Math.round(performance.now() - startedAt);
      note(options.log, answer, { delivery, event, ...about(payload), ms });
    };
    const body = await take(request, reader);
    if ('result' in body) reply(body);
    else
      await inTurn(body, async () => {
        const payload = payloadOf(body);
        if (payload === null) reply(refused(400, 'Expected a JSON object, found something else.'));
        else reply(await pass(options, seen, { event, delivery, payload }), payload);
      });
    return true;
  };
}

/** Handles one large body at a time, and releases each body at the end. */
function createTurns(): (body: SignedBody, work: () => Promise<void>) => Promise<void> {
  let last = Promise.resolve();
  return async (body, work) => {
    const done = body.bytes.length > LARGE_BYTES ? last.then(work) : work();
    if (body.bytes.length > LARGE_BYTES) last = done.catch(() => {});
    try {
      await done;
    } finally {
      body.release();
    }
  };
}

/** With a slash at its end or without, a path is the same. */
function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function refused(status: number, words: string): Answer {
  return { status, result: 'refused', words };
}

/** The body of a request that is signed; or why it is refused. */
async function take(request: IncomingMessage, reader: BodyReader): Promise<SignedBody | Answer> {
  const missing = ['x-github-event', 'x-github-delivery', 'x-hub-signature-256'].filter(
    (name) => header(request, name) === '',
  );
  if (missing.length > 0)
    return refused(
      400,
      `Expected the header ${missing.join(', ')} of at most ${LONGEST_HEADER} characters, found none.`,
    );
  if (!/^application\/json\b/i.test(header(request, 'content-type')))
    return refused(415, 'Expected content of type application/json: set it in the settings of the webhook.');
  const body = await reader.read(request, header(request, 'x-hub-signature-256'));
  return typeof body === 'string' ? refusalOf(body) : body;
}

function refusalOf(reason: NoBody): Answer {
  switch (reason) {
    case 'too large':
      return refused(413, 'Expected at most 25 MB.');
    case 'cut off':
      return refused(400, 'Expected a whole body, found one that breaks off.');
    case 'too slow':
      return refused(408, 'Expected a whole body within ten seconds.');
    case 'crowded out':
      return refused(503, 'Too many large bodies come in at once: deliver this one again later.');
    case 'not signed':
      return refused(401, 'Expected a signature made with the secret of this server, found another one.');
  }
}

/** What GitHub sends is an object always; null for anything else. */
function payloadOf({ bytes }: SignedBody): object | null {
  try {
    const payload: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof payload === 'object' && !Array.isArray(payload) ? payload : null;
  } catch {
    return null;
  }
}

async function pass(
  { receive }: WebhookOptions,
  seen: Set<string>,
  {
    event,
    delivery,
    payload,
  }: { readonly event: string; readonly delivery: string; readonly payload: object },
): Promise<Answer> {
  if (seen.has(delivery)) return { status: 200, result: 'known', words: 'This delivery came before.' };
  try {
    const isWanted = await within(LONGEST_MS, receive({ name: event, payload }));
    // Only after it was queued: GitHub sends a failed delivery again under the same id.
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
  return typeof value === 'string' && value.length <= LONGEST_HEADER ? value : '';
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
