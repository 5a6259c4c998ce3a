/**
 * What a sweep costs: the requests of a second sweep over unchanged repositories, against those of a full look at each of
 * them in the same run. `npx tsx bench/sweep.ts [repositories]`; exits with 1 beyond 3 requests each or under 90 % answered 304.
 */
import { environmentOf, freePort, startSandbox } from '@planwright/github-sandbox';
import { PLANWRIGHT } from '../playground/registration.ts';
import { startServer } from '../src/server.ts';
import { storyClock } from '../test/story/clock.ts';

const COUNT = Number(process.argv[2] ?? 1000);
const OWNER = 'ada';
const PLAN = '# Search\n\n## Phase 1: Begin\n- [ ] Ship the parser\n- [x] Pick a name\n';

process.setMaxListeners(0);
const github = await startSandbox({ rateLimit: 10_000_000 });
github.createUser(OWNER);
const names = Array.from({ length: COUNT }, (_, index) => `engine-${index}`);
const app = github.createApp(PLANWRIGHT);
const { id: installation } = github.install(app, { account: OWNER });
// After the installation: plans that were there before may wait for a person.
for (const name of names) github.createRepository({ owner: OWNER, name, files: { 'PLAN.md': PLAN } });
// Hours of waiting for GitHub's limits pass at once.
const clock = storyClock(new Date());
const server = await startServer({
  env: { ...environmentOf(github, app, await freePort()), SWEEP_HOURS: '0' },
  clock,
});

interface Swept {
  readonly requests: number;
  readonly unchanged: number;
  readonly writes: number;
  readonly ms: number;
}

async function sweep(): Promise<Swept> {
  const mark = github.requests.mark();
  const start = performance.now();
  for (const repo of names)
    await server.queue?.add({
      kind: 'repository',
      installation,
      owner: OWNER,
      repo,
      hints: [{ kind: 'sweep' }],
    });
  await clock.passes(async () => server.queue?.idle());
  const sent = github.requests.byApps(mark).filter(({ actor }) => actor.kind === 'installation');
  return {
    requests: sent.length / COUNT,
    unchanged: sent.filter(({ status }) => status === 304).length / sent.length,
    writes: sent.filter(({ isWrite }) => isWrite).length,
    ms: performance.now() - start,
  };
}

function print(name: string, { requests, unchanged, writes, ms }: Swept): void {
  const share = `${(unchanged * 100).toFixed(0)} % answered 304`;
  process.stdout.write(
    `${name.padEnd(20)} ${requests.toFixed(1).padStart(5)} requests a repository  ${share.padStart(18)}  ${writes} writes  ${(ms / 1000).toFixed(1)} s\n`,
  );
}

print('first sync', await sweep());
const full = await sweep();
print('full look', full);
const second = await sweep();
print('second sweep', second);
process.stdout.write(
  `${(second.requests / full.requests).toFixed(2)} times the requests of a full look (at most 3 each, 90 % of them 304)\n`,
);
if (second.requests > 3 || second.unchanged < 0.9 || second.writes > 0) process.exitCode = 1;
await server.stop();
await github.close();
