/** Fifty races of eight real processes for one task each, over HTTP, with answers that get lost: one wins, the others know who. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Octokit } from '@octokit/rest';
import { startSandbox, type Sandbox } from '@planwright/github-sandbox';

const HOUSE = fileURLToPath(new URL('../../../', import.meta.url));
const TSX = pathToFileURL(join(HOUSE, 'node_modules/tsx/dist/loader.mjs')).href;
const AT = { owner: 'ada', repo: 'engine' };
const RACES = 50;
const RACERS = 8;
/** Every so many answers to a write of a ref get lost after it is done. */
const LOST_EVERY = 5;

interface Racer {
  readonly child: ChildProcessWithoutNullStreams;
  readonly lines: AsyncIterator<string>;
}

interface Result {
  readonly kind: string;
  readonly sha: string | null;
}

let github: Sandbox;
let racers: readonly Racer[] = [];
let human: Octokit;

beforeAll(async () => {
  github = await startSandbox();
  const { token } = github.createUser('ada');
  github.createRepository({ ...AT, name: AT.repo, files: { 'README.md': 'Engine\n' } });
  human = new Octokit({ auth: token, baseUrl: `${github.url}/api/v3` });
  for (let race = 0; race < RACES; race += 1)
    await human.rest.issues.create({ ...AT, title: `Race ${race}` });
  racers = await Promise.all(
    Array.from({ length: RACERS }, async (_, index) => {
      const child = spawn(
        process.execPath,
        [
          '--import',
          TSX,
          '--conditions=planwright-source',
          join(HOUSE, 'test/cli/next/racer.ts'),
          `agent-${index}`,
          AT.owner,
          AT.repo,
        ],
        { env: { PATH: process.env['PATH'], GITHUB_API_URL: `${github.url}/api/v3`, GITHUB_TOKEN: token } },
      );
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      await lines.next();
      return { child, lines };
    }),
  );
}, 240_000);

afterAll(async () => {
  for (const { child } of racers) child.kill();
  await github.close();
});

async function raceFor(issue: number): Promise<Result[]> {
  for (const { child } of racers) child.stdin.write(`${issue}\n`);
  return Promise.all(
    racers.map(async ({ lines }) => JSON.parse((await lines.next()).value as string) as Result),
  );
}

test('one of eight processes wins each race, whatever answers get lost', async () => {
  let writes = 0;
  let lost = 0;
  const stop = github.intercept((request, phase) => {
    if (phase !== 'after' || !/\/git\/refs/.test(request.path) || !request.isWrite) return 'pass';
    writes += 1;
    if (writes % LOST_EVERY !== 0) return 'pass';
    lost += 1;
    return 'drop';
  });
  for (let issue = 1; issue <= RACES; issue += 1) {
    const results = await raceFor(issue);
    const winners = results.filter(({ kind }) => kind === 'claimed');
    expect({ issue, kinds: results.map(({ kind }) => kind).sort() }).toEqual({
      issue,
      kinds: ['claimed', ...Array.from({ length: RACERS - 1 }, () => 'held')],
    });
    const { data } = await human.rest.git.getRef({ ...AT, ref: `planwright/claims/${issue}` });
    expect(winners[0]?.sha).toBe(data.object.sha);
    expect(new Set(results.map(({ sha }) => sha))).toEqual(new Set([data.object.sha]));
  }
  expect(lost).toBeGreaterThan(RACES);
  stop();
}, 400_000);
