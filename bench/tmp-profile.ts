/**
 * What one tick costs in a plan of 2,000 tasks: time of the pass and memory of the server, against a plan of 20 tasks in the
 * same run, and the share that reading the Markdown itself takes. `npx tsx bench/large-plan.ts [tasks]`.
 */
import { Session } from 'node:inspector/promises';
import { writeFileSync } from 'node:fs';
import { Octokit } from '@octokit/rest';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import type { Hint } from '../src/queue/types.ts';
import { startServer } from '../src/server.ts';
import { storyClock } from '../test/story/clock.ts';
import { OWNER, startGithub } from './github.ts';
import { childrensCpuMs } from './process-memory.ts';

const LARGE = Number(process.argv[2] ?? 2000);
const REPO = 'engine';
const PATH = 'PLAN.md';
const AT = { owner: OWNER, repo: REPO };

interface Measured {
  readonly ms: number;
  readonly cpuMs: number;
  /** Of the processes that read the plan. */
  readonly parserMs: number;
  readonly requests: number;
  readonly mb: number;
}

function planOf(tasks: number): string {
  const phases = Array.from({ length: 10 }, (_, phase) => {
    const boxes = Array.from(
      { length: tasks / 10 },
      (__, index) => `- [ ] Build part ${index} of layer ${phase}`,
    );
    return `## Phase ${phase + 1}: Layer ${phase}\n${boxes.join('\n')}\n`;
  });
  return `# Search\n\n${phases.join('\n')}`;
}

async function measure(tasks: number): Promise<Measured> {
  const text = planOf(tasks);
  const github = await startGithub({ repositories: [REPO], files: { [PATH]: text }, webhooks: false });
  // Hours of waiting for GitHub's limits pass at once.
  const clock = storyClock(new Date());
  // A busy machine takes long for a text, and waits for none here.
  const server = await startServer({ env: { ...github.env, PARSER_SECONDS: '300' }, clock });
  const ada = new Octokit({ auth: github.token, baseUrl: `${github.url}/api/v3` });
  const job = { kind: 'repository', installation: github.installation, ...AT } as const;
  const look = async (hint: Hint) => {
    await server.queue?.add({ ...job, hints: [hint] });
    await clock.passes(async () => server.queue?.idle());
  };
  await look({ kind: 'sweep' });
  const { data: issues } = await ada.rest.issues.listForRepo({ ...AT, labels: 'planwright' });
  const id = /\/plan confirm ([0-9a-f]{8})/.exec(issues[0]?.body ?? '')?.[1];
  if (id !== undefined) {
    const issue_number = issues[0]?.number ?? 0;
    const { data } = await ada.rest.issues.createComment({
      ...AT,
      issue_number,
      body: `/plan confirm ${id}`,
    });
    await look({ kind: 'comment', issue: issue_number, comment: data.id });
  }
  await look({ kind: 'sweep' });
  const { data: file } = await ada.rest.repos.getContent({ ...AT, path: PATH });
  const content = Buffer.from(text.replace('- [ ] Build part 1 ', '- [x] Build part 1 ')).toString('base64');
  const sha = 'sha' in file ? file.sha : '';
  await ada.rest.repos.createOrUpdateFileContents({ ...AT, path: PATH, message: 'Tick', content, sha });
  const { data: synced } = await ada.rest.issues.listForRepo({ ...AT, labels: 'planwright' });
  if (!synced[0]?.body?.includes(`0 of ${tasks} tasks done`))
    throw new Error(`Expected ${tasks} tasks to be in step, found: ${synced[0]?.body?.slice(0, 500)}`);
  const before = (await github.requests()).all;
  const parserMs = (): number => childrensCpuMs(process.pid, 'parser/child');
  const start = { at: performance.now(), cpu: process.cpuUsage(), parserMs: parserMs() };
  const touched = [PATH];
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 500 });
  await session.post('Profiler.start');
  await look({ kind: 'push', ref: 'refs/heads/main', before: '', after: '', touched });
  const cpu = process.cpuUsage(start.cpu);
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(`/tmp/price-${tasks}.cpuprofile`, JSON.stringify(profile));
  session.disconnect();
  const measured = {
    ms: performance.now() - start.at,
    cpuMs: (cpu.user + cpu.system) / 1000,
    parserMs: parserMs() - start.parserMs,
    requests: (await github.requests()).all - before,
    mb: process.memoryUsage().rss / 1024 / 1024,
  };
  await server.stop();
  github.stops();
  return measured;
}

function print(name: string, { ms, cpuMs, parserMs, requests, mb }: Measured): void {
  process.stdout.write(
    `${name.padEnd(12)} ${ms.toFixed(0).padStart(6)} ms, ${cpuMs.toFixed(0).padStart(6)} ms of processor in the server, ${parserMs} ms in its parser processes, ${requests} requests, ${mb.toFixed(0)} MB resident\n`,
  );
}

await measure(20);
const small = await measure(20);
const large = await measure(LARGE);
const start = process.cpuUsage();
remark().use(remarkGfm).parse(planOf(LARGE));
const bare = process.cpuUsage(start).user / 1000;
print('20 tasks', small);
print(`${LARGE} tasks`, large);
process.stdout.write(
  `${(large.cpuMs / small.cpuMs).toFixed(1)} times the processor time for ${LARGE / 20} times the tasks, ${(large.cpuMs / bare).toFixed(1)} times that of remark reading its Markdown once\n` +
    `${(large.mb / small.mb).toFixed(2)} times the memory\n`,
);
process.exit();
