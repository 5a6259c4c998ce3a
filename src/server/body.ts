/**
 * Reads the bodies of requests from anybody and checks their signature. The bodies that come in at the same time share a budget
 * of bytes, and each has a time limit, so that unsigned requests cannot use up the server's memory.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Limits for bodies. */
export interface BodyLimits {
  /** Bytes of one body. */
  readonly mostBytes: number;
  /** Bytes of all bodies that are in memory at the same time. */
  readonly budgetBytes: number;
  /** How long a body may take to come in. */
  readonly withinMs: number;
}

/** Why there is no body. `crowded out`: the budget was used up, and this was the largest body still coming in. */
export type NoBody = 'too large' | 'cut off' | 'too slow' | 'crowded out' | 'not signed';

/** A whole body whose signature is right. It counts against the budget until it is released. */
export interface SignedBody {
  readonly bytes: Buffer;
  release(): void;
}

/** Reads bodies under common limits. */
export interface BodyReader {
  /** `signature` is the header `x-hub-signature-256`. Once a body is refused, the rest of it is not read. */
  read(request: IncomingMessage, signature: string): Promise<SignedBody | NoBody>;
}

/** A body that comes in, or is whole and in use. */
interface Held {
  bytes: number;
  /** Drops the body; null once it is whole. */
  crowdOut: (() => void) | null;
}

/** Creates a reader for bodies that are signed with a secret. */
export function createBodyReader(secret: string, limits: BodyLimits): BodyReader {
  const all = new Set<Held>();
  return {
    async read(request, signature) {
      if (Number(request.headers['content-length']) > limits.mostBytes) return 'too large';
      const held: Held = { bytes: 0, crowdOut: null };
      const hmac = createHmac('sha256', secret);
      const chunks = await collect(request, limits, {
        start: (crowdOut) => {
          held.crowdOut = crowdOut;
          all.add(held);
        },
        add(chunk) {
          hmac.update(chunk);
          held.bytes += chunk.length;
          makeRoom(all, limits.budgetBytes);
        },
      });
      held.crowdOut = null;
      if (typeof chunks !== 'string' && isEqual(`sha256=${hmac.digest('hex')}`, signature))
        return { bytes: Buffer.concat(chunks), release: () => void all.delete(held) };
      all.delete(held);
      return typeof chunks === 'string' ? chunks : 'not signed';
    },
  };
}

/** Compares in constant time, so that nobody can guess a signature byte by byte. */
function isEqual(expected: string, found: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(found)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * Drops the largest body that is still coming in until the others fit. GitHub's bodies are nearly always small, so whoever
 * fills the budget on purpose loses their own.
 */
function makeRoom(all: ReadonlySet<Held>, budgetBytes: number): void {
  const sum = (): number => [...all].reduce((bytes, held) => bytes + held.bytes, 0);
  while (sum() > budgetBytes) {
    const [largest] = [...all]
      .filter(({ crowdOut, bytes }) => crowdOut !== null && bytes > 0)
      .sort((a, b) => b.bytes - a.bytes);
    if (largest === undefined) return;
    largest.crowdOut?.();
    largest.crowdOut = null;
    largest.bytes = 0;
  }
}

interface Watcher {
  start(crowdOut: () => void): void;
  add(chunk: Buffer): void;
}

function collect(
  request: IncomingMessage,
  { mostBytes, withinMs }: BodyLimits,
  watcher: Watcher,
): Promise<readonly Buffer[] | NoBody> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    const end = (result: readonly Buffer[] | NoBody): void => {
      clearTimeout(timer);
      chunks = [];
      request.off('data', take).pause();
      resolve(result);
    };
    const timer = setTimeout(() => end('too slow'), withinMs);
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > mostBytes) return end('too large');
      chunks.push(chunk);
      watcher.add(chunk);
    };
    watcher.start(() => end('crowded out'));
    request.on('data', take);
    request.on('end', () => end(chunks));
    request.on('error', () => end('cut off'));
    request.on('close', () => end('cut off'));
  });
}
