/**
 * How fast deliveries are answered, against a bare Probot app that does nothing, also with 10,000 jobs waiting; and what 100,000
 * deliveries for 1,000 repositories leave in memory. `npx tsx bench/deliveries.ts [deliveries] [repositories]`; exits with 1 under
 * 0.9 times the rate, over 2 times the p99, or over 1.5 times the memory at rest.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '@planwright/github-sandbox';
import { startGithub } from './github.ts';
import { pushTo, send, type Sent } from './senders.ts';
import { startMeasured } from './server.ts';

const DELIVERIES = Number(process.argv[2] ?? 100_000);
const REPOSITORIES = Number(process.argv[3] ?? 1_000);
const WAITING = 10_000;
const ROUND = 1_000;
const ROUNDS = 4;
const PLAN = '# Search\n\n## Phase 1: Begin\n- [ ] Ship the parser\n';

const github = await startGithub({
  repositories: Array.from({ length: REPOSITORIES }, (_, index) => `engine-${index}`),
  files: { 'PLAN.md': PLAN },
  webhooks: false,
});
const { installation, webhookSecret: secret } = github;
// Nothing is ever answered there, so that jobs wait.
const mute = createServer(() => {}).listen(0, '127.0.0.1');
await once(mute, 'listening');
const muteHost = `127.0.0.1:${(mute.address() as AddressInfo).port}`;
const quiet = { SWEEP_HOURS: '0', LOG_LEVEL: 'fatal' } as const;

async function started(kind: 'planwright' | 'bare', more: NodeJS.ProcessEnv = {}) {
  const port = await freePort();
  const server = await startMeasured(kind, { ...github.env, ...quiet, ...more, PORT: String(port) });
  return { ...server, port };
}

function round(port: number, path = 'README.md', count = ROUND): Promise<Sent> {
  return send({ port, secret, count, bodyOf: (index) => pushTo(installation, `engine-${index}`, path) });
}

/** The best of several rounds, taken in turns. */
async function compare(name: string, ours: number, theirs: number): Promise<void> {
  const best = { ours: { rate: 0, p99: Infinity }, theirs: { rate: 0, p99: Infinity } };
  const better = (a: Sent, b: Sent): Sent => ({
    rate: Math.max(a.rate, b.rate),
    p99: Math.min(a.p99, b.p99),
  });
  for (let count = 0; count < ROUNDS; count += 1) {
    best.theirs = better(best.theirs, await round(theirs));
    best.ours = better(best.ours, await round(ours));
  }
  const [rate, p99] = [best.ours.rate / best.theirs.rate, best.ours.p99 / best.theirs.p99];
  if (rate < 0.9 || p99 > 2) process.exitCode = 1;
  print(
    `${name}: ${best.ours.rate.toFixed(0)} deliveries/s, p99 ${best.ours.p99.toFixed(1)} ms; bare Probot ${best.theirs.rate.toFixed(0)}/s, ${best.theirs.p99.toFixed(1)} ms: ${rate.toFixed(2)} times the rate (at least 0.9), ${p99.toFixed(2)} times the p99 (at most 2)`,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const bare = await started('bare');
const ours = await started('planwright', { GHE_HOST: muteHost });
await compare('empty queue', ours.port, bare.port);
await round(ours.port, 'PLAN.md', WAITING);
await compare(`${WAITING} jobs waiting`, ours.port, bare.port);
await ours.stops();
await bare.stops();

const server = await started('planwright');
await round(server.port, 'README.md', 100);
const idle = await server.memory();
const body = (index: number): string => pushTo(installation, `engine-${index % REPOSITORIES}`, 'README.md');
await send({ port: server.port, secret, count: DELIVERIES, bodyOf: body });
const after = await server.memory();
const times = after / idle;
if (times > 1.5) process.exitCode = 1;
print(
  `${DELIVERIES} deliveries for ${REPOSITORIES} repositories: ${after.toFixed(0)} MB, ${idle.toFixed(0)} MB at rest: ${times.toFixed(2)} times (at most 1.5)`,
);
await server.stops();
github.stops();
mute.close();
process.exit();
