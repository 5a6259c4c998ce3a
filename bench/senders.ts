/** Sends deliveries as GitHub does, some at a time, and notes how long each answer takes. */
import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

const AT_ONCE = 10;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** Deliveries to be sent, by how many there are and what the nth holds. */
export interface Deliveries {
  readonly port: number;
  readonly secret: string;
  readonly count: number;
  readonly bodyOf: (index: number) => string;
}

/** How it went. */
export interface Sent {
  /** Deliveries a second. */
  readonly rate: number;
  /** In milliseconds: 99 of 100 answers came within. */
  readonly p99: number;
}

/** Sends them, ten at a time; fails at the first that is not accepted. */
export async function send({ port, secret, count, bodyOf }: Deliveries): Promise<Sent> {
  const times: number[] = [];
  let next = 0;
  const start = performance.now();
  const sender = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const body = bodyOf(index);
      const signature = createHmac('sha256', secret).update(body).digest('hex');
      const began = performance.now();
      const status = await deliver(port, body, signature);
      if (status >= 300) throw new Error(`Expected a delivery to be accepted, found ${status}.`);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  const seconds = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  return { rate: count / seconds, p99: times[Math.floor(times.length * 0.99)] ?? 0 };
}

function deliver(port: number, body: string, signature: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/api/github/webhooks',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-github-event': 'push',
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': `sha256=${signature}`,
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The payload of a push to a repository. */
export function pushTo(installation: number, repo: string, path: string, owner = 'ada'): string {
  return JSON.stringify({
    ref: 'refs/heads/main',
    before: '1'.repeat(40),
    after: '2'.repeat(40),
    deleted: false,
    forced: false,
    created: false,
    commits: [{ id: '2'.repeat(40), message: 'Change', added: [], modified: [path], removed: [] }],
    repository: {
      id: 1,
      name: repo,
      full_name: `${owner}/${repo}`,
      default_branch: 'main',
      owner: { login: owner },
    },
    installation: { id: installation },
    sender: { login: owner, id: 2 },
  });
}
