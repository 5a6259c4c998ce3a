/** `npm run demo -- --once`: the real app beside the embedded GitHub, over real HTTP, through one whole loop. */
import { Octokit } from '@octokit/rest';
import colors from 'picocolors';
import { DEMO_PLAN } from './demo-plan.ts';
import { environmentOf, freePort, opensIssue, startSandbox, type Sandbox } from '@planwright/github-sandbox';
import { PLANWRIGHT } from './registration.ts';
import { runInProcess } from '../src/parser/in-process.ts';
import { startServer, type RunningServer } from '../src/server.ts';

const PATH = 'plans/search.md';
const AT = { owner: 'ada', repo: 'engine' };
const CLOSED = ['Ship the query parser', 'Rank results by freshness'];

/** The demo's cast: a person with a token, the GitHub they use, the app beside it. */
interface Cast {
  readonly github: Sandbox;
  readonly server: RunningServer;
  readonly ada: Octokit;
}

async function setUp(onProgress: (progress: Progress) => void): Promise<Cast> {
  const github = await startSandbox();
  const { token } = github.createUser(AT.owner);
  github.createRepository({ ...AT, name: AT.repo, files: { 'README.md': '# Engine\n' } });
  const app = github.createApp(PLANWRIGHT);
  github.install(app, { account: AT.owner });
  const port = await freePort();
  const server = await startServer({
    env: { ...environmentOf(github, app, port), WRITE_BACK_DELAY_SECONDS: '1' },
    onProgress,
    run: runInProcess,
  });
  github.setWebhook(app, { url: `http://127.0.0.1:${port}/api/github/webhooks`, secret: app.webhookSecret });
  const ada = new Octokit({ auth: token, baseUrl: `${github.url}/api/v3` });
  return { github, server, ada };
}

interface Progress {
  readonly path: string;
  readonly done: number;
  readonly total: number;
}

/** One line that fills up on a terminal; elsewhere a line now and then. */
function showProgress({ path, done, total }: Progress): void {
  const width = 30;
  const filled = Math.round((done / total) * width);
  const line = `  ${colors.cyan('█'.repeat(filled) + '░'.repeat(width - filled))} ${done} of ${total} changes for ${path}`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line}${done === total ? '\n' : ''}`);
  else if (done === total || done % 10 === 0) console.log(line);
}

function say(step: string): void {
  console.log(`\n${colors.bold(step)}`);
}

/** Waits until something is so; a step that does not happen fails the demo. */
async function until<T>(what: string, find: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const found = await find();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Expected within 30 seconds: ${what}. It did not happen.`);
}

async function commitPlan({ ada }: Cast): Promise<void> {
  say(`Ada commits ${PATH}`);
  const content = Buffer.from(DEMO_PLAN).toString('base64');
  await ada.rest.repos.createOrUpdateFileContents({
    ...AT,
    path: PATH,
    message: 'Plan the search rebuild',
    content,
  });
}

async function showIssues({ ada }: Cast): Promise<number> {
  const tracking = await until('a tracking issue with the whole plan', async () => {
    const { data } = await ada.rest.issues.listForRepo({ ...AT, labels: 'planwright', state: 'all' });
    const found = data.find(({ body }) => /base=[0-9a-f]{40} /.test(body ?? ''));
    return found ?? null;
  });
  const listed = await ada.paginate(ada.rest.issues.listForRepo, {
    ...AT,
    state: 'all',
    sort: 'created',
    direction: 'asc',
  });
  // GitHub lists pull requests among the issues.
  const issues = listed.filter(({ pull_request: pull }) => pull === undefined);
  const { data: milestones } = await ada.rest.issues.listMilestones({ ...AT, state: 'all' });
  say(`Planwright opens ${milestones.length} milestones and ${issues.length} issues`);
  const groups = [...milestones.map(({ title }) => title), null];
  for (const group of groups) {
    const inGroup = issues.filter((issue) => (issue.milestone?.title ?? null) === group);
    console.log(`  ${colors.cyan(group ?? 'No milestone')}`);
    for (const { number, title, state, labels } of inGroup) {
      const names = labels
        .map((label) => (typeof label === 'string' ? label : label.name))
        .filter((name) => !name?.startsWith('plan'));
      console.log(
        `    ${state === 'open' ? '○' : colors.green('✓')} #${number} ${title} ${colors.dim(names.join(', '))}`,
      );
    }
  }
  return tracking.number;
}

async function mergeOpen({ ada }: Cast, why: string, isRight: (title: string) => boolean): Promise<string> {
  const pull = await until(why, async () => {
    const { data } = await ada.rest.pulls.list({ ...AT, state: 'open' });
    return data.find(({ title }) => isRight(title)) ?? null;
  });
  say(`Planwright proposes #${pull.number}: ${pull.title}`);
  const { data: files } = await ada.rest.pulls.listFiles({ ...AT, pull_number: pull.number });
  for (const line of (files[0]?.patch ?? '').split('\n')) console.log(`  ${colored(line)}`);
  await ada.rest.pulls.merge({ ...AT, pull_number: pull.number });
  console.log(colors.dim(`  Ada merges it.`));
  return files[0]?.patch ?? '';
}

function colored(line: string): string {
  if (line.startsWith('+')) return colors.green(line);
  if (line.startsWith('-')) return colors.red(line);
  return line.startsWith('@@') ? colors.cyan(line) : colors.dim(line);
}

async function closeIssues({ ada }: Cast): Promise<void> {
  say(`Ada closes ${CLOSED.map((title) => `"${title}"`).join(' and ')}`);
  const { data } = await ada.rest.issues.listForRepo({ ...AT, state: 'open', per_page: 100 });
  for (const title of CLOSED) {
    const issue = data.find((one) => one.title === title);
    if (issue === undefined) throw new Error(`Expected an open issue "${title}", found none.`);
    await ada.rest.issues.update({
      ...AT,
      issue_number: issue.number,
      state: 'closed',
      state_reason: 'completed',
    });
  }
}

/** The loop ends where plan and issues say the same and nothing waits. */
async function summarise({ ada, server, github }: Cast, tracking: number): Promise<void> {
  await github.delivered();
  await server.queue?.idle({ hurry: true });
  const { data: file } = await ada.rest.repos.getContent({ ...AT, path: PATH });
  const text = 'content' in file ? Buffer.from(file.content, 'base64').toString('utf8') : '';
  for (const title of CLOSED) {
    if (!text.includes(`- [x] ${title}`))
      throw new Error(`Expected "${title}" to be ticked in ${PATH}. It is not.`);
  }
  const { data: issue } = await ada.rest.issues.get({ ...AT, issue_number: tracking });
  const progress = /`[▓░]+` .*? done/.exec(issue.body ?? '')?.[0];
  if (progress === undefined)
    throw new Error(`Expected progress in tracking issue #${tracking}, found none.`);
  const opened = github.requests
    .byApps()
    .filter((request) => opensIssue(request) && (request.status ?? 0) < 300);
  say('In step again');
  console.log(`  Plan and issues agree; tracking issue #${tracking} says: ${progress.replaceAll('`', '')}.`);
  console.log(
    `  ${opened.length} issues opened, none twice; ${github.requests.byApps().length} requests to GitHub in all.`,
  );
}

/**
 * Plays the loop once at the terminal, and ends.
 *
 * @throws Error when a step does not happen.
 */
export async function playOnce(): Promise<void> {
  const cast = await setUp(showProgress);
  try {
    await commitPlan(cast);
    const tracking = await showIssues(cast);
    await mergeOpen(cast, 'a pull request that links the tasks to their issues', (title) =>
      title.includes('link'),
    );
    await closeIssues(cast);
    await mergeOpen(cast, 'a pull request that ticks the two boxes', (title) =>
      title.includes(`${CLOSED.length} tasks done`),
    );
    await summarise(cast, tracking);
  } finally {
    await cast.server.stop();
    await cast.github.close();
  }
}
