/**
 * Runs the built server as a process of its own against the embedded GitHub, on a plan file, and prints what became of
 * it and how many requests that took, next to the budget of DESIGN 6.
 *
 *     npm run build && npx tsx tools/measure-requests.ts FILE...
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Octokit } from '@octokit/rest';
import {
  environmentOf,
  freePort,
  startSandbox,
  type LoggedRequest,
  type Sandbox,
} from '@planwright/github-sandbox';
import { PLANWRIGHT } from '../playground/registration.ts';

const AT = { owner: 'ada', repo: 'engine' };
/** Sub-issue and blocked-by links, which the budget counts apart. */
const LINKS = /\/(?:sub_issues|dependencies\/blocked_by)$/;

async function measure(file: string): Promise<void> {
  const github = await startSandbox();
  const ada = new Octokit({ auth: github.createUser(AT.owner).token, baseUrl: `${github.url}/api/v3` });
  github.createRepository({ ...AT, name: AT.repo });
  const app = github.createApp(PLANWRIGHT);
  github.install(app, { account: AT.owner });
  const port = await freePort();
  const env = { ...process.env, ...environmentOf(github, app, port), WRITE_BACK_DELAY_SECONDS: '1' };
  const server = spawn('npm', ['start'], { env, stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  try {
    await untilUp(port);
    github.setWebhook(app, {
      url: `http://127.0.0.1:${port}/api/github/webhooks`,
      secret: app.webhookSecret,
    });
    await tell({ github, ada, file });
  } finally {
    process.kill(-(server.pid ?? 0), 'SIGTERM');
    await github.close();
  }
}

async function untilUp(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    if (answer?.ok === true) return;
    await sleep(100);
  }
  throw new Error('Expected the server to answer /healthz within 20 seconds; it did not.');
}

async function tell({ github, ada, file }: { github: Sandbox; ada: Octokit; file: string }): Promise<void> {
  const path = `plans/${basename(file).replace(/^\d+__/, '')}`;
  const bytes = readFileSync(file);
  const put = async (content: Buffer, sha?: string): Promise<void> => {
    const request = { ...AT, path, message: 'Change the plan', content: content.toString('base64') };
    await ada.rest.repos.createOrUpdateFileContents({ ...request, ...(sha === undefined ? {} : { sha }) });
  };
  const first = await during(github, async () => {
    await put(bytes);
    await untilSynced(ada);
  });
  const issues = await ada.paginate(ada.rest.issues.listForRepo, { ...AT, state: 'all', per_page: 100 });
  const milestones = await ada.paginate(ada.rest.issues.listMilestones, { ...AT, state: 'all' });
  const labels = await ada.paginate(ada.rest.issues.listLabelsForRepo, { ...AT, per_page: 100 });
  const tasks = issues.filter(
    (issue) => issue.pull_request === undefined && !issue.title.startsWith('Plan: '),
  );
  const [n, m] = [tasks.length, milestones.length];
  const pages = Math.ceil(n / 100);
  const closedAtOnce = [...tasks, ...milestones].filter(({ state }) => state === 'closed').length;
  console.log(`\n${path}`);
  console.log(
    `  ${n} issues, ${m} milestones (${closedAtOnce} of both closed at once), ${labels.length} labels`,
  );
  const links = first.filter(({ method, path: asked }) => method === 'POST' && LINKS.test(asked)).length;
  row(
    'first sync',
    first,
    `${n + m + labels.length + pages + 20} + ${closedAtOnce} closes of done tasks and phases + ${links} links`,
  );

  await showAndMerge(github, ada, 'links');
  const now = await ada.rest.repos.getContent({ ...AT, path });
  if (!('content' in now.data)) throw new Error('Expected a file.');
  const text = Buffer.from(now.data.content, 'base64').toString('utf8');
  const { sha } = now.data;
  row(
    'push that changes no task',
    await during(github, () => put(Buffer.from(text.replace(/^(#[^\n]*\n)/m, '$1\nA new sentence.\n')), sha)),
    `${6 + pages} reads, 0 writes`,
  );
  row(
    'push that touches no plan',
    await during(github, () =>
      ada.rest.repos.createOrUpdateFileContents({ ...AT, path: 'notes.md', message: 'Note', content: '' }),
    ),
    '0',
  );
  const open = tasks.find(({ state }) => state === 'open');
  if (open === undefined) return;
  row(
    'one close',
    await during(github, () => ada.rest.issues.update({ ...AT, issue_number: open.number, state: 'closed' })),
    `${14 + pages}`,
  );
  await showAndMerge(github, ada, 'tick');
  const resent = repeats(github.requests.byApps());
  console.log(
    `  requests that were sent again by themselves: ${resent.length}${resent.map((line) => `\n    ${line}`).join('')}`,
  );
}

/** Runs it, waits until the app rests, and returns what the app asked for meanwhile, tokens and accounts included. */
async function during(github: Sandbox, act: () => Promise<unknown>): Promise<readonly LoggedRequest[]> {
  const mark = github.requests.mark();
  await act();
  let quiet = 0;
  let seen = -1;
  while (quiet < 12) {
    await sleep(500);
    await github.delivered();
    const { length } = github.requests.byApps(mark);
    quiet = length === seen ? quiet + 1 : 0;
    seen = length;
  }
  return github.requests.byApps(mark);
}

/** The pace holds a first sync for up to a minute at a time (80 creates a minute), so its end is looked for. */
async function untilSynced(ada: Octokit): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { data } = await ada.rest.issues.listForRepo({ ...AT, labels: 'planwright' });
    if (data.some(({ body }) => /base=[0-9a-f]{40} /.test(body ?? ''))) return;
    await sleep(1000);
  }
  throw new Error('Expected the first sync to end within ten minutes; it did not.');
}

function row(what: string, requests: readonly LoggedRequest[], budget: string): void {
  const writes = requests.filter(({ isWrite }) => isWrite).length;
  const tokens = requests.filter(({ path }) => path.startsWith('/app') || path.startsWith('/users/')).length;
  const own = requests.length - tokens;
  console.log(
    `  ${what}: ${own} requests (${own - writes} reads, ${writes} writes) and ${tokens} of signing in; budget ${budget}`,
  );
}

async function showAndMerge(github: Sandbox, ada: Octokit, what: string): Promise<void> {
  const { data } = await ada.rest.pulls.list({ ...AT, state: 'open' });
  const pull = data[0];
  if (pull === undefined) throw new Error('Expected an open write-back, found none.');
  const { data: files } = await ada.rest.pulls.listFiles({ ...AT, pull_number: pull.number });
  const changed = (files[0]?.patch ?? '').split('\n').filter((line) => /^[+-]/.test(line));
  console.log(`  ${pull.title} (+${files[0]?.additions} −${files[0]?.deletions})`);
  for (const line of what === 'links' ? changed.slice(0, 4) : changed) console.log(`    ${line}`);
  await during(github, () => ada.rest.pulls.merge({ ...AT, pull_number: pull.number }));
}

/** Writes with the same method, path and body that follow one another: what a retrying client would leave in the log. */
function repeats(requests: readonly LoggedRequest[]): string[] {
  const writes = requests.filter(({ isWrite }) => isWrite);
  const key = ({ method, path, body }: LoggedRequest): string => JSON.stringify([method, path, body]);
  return writes.slice(1).flatMap((request, index) => {
    const before = writes[index];
    return before !== undefined && key(before) === key(request) ? [`${request.method} ${request.path}`] : [];
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

for (const file of process.argv.slice(2)) await measure(file);
