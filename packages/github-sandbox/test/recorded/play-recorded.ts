/** Drives, over raw HTTP, what GitHub was recorded to answer and what `playEverything` (after which this runs) does not meet. */
import { startSandbox } from '../../src/sandbox.ts';
import { appJwt, permissions, plans, recordingFetch, type SmallWorld } from '../small-world.ts';

interface Sent {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the play reads of answers. */
interface Row {
  readonly id: number;
  readonly number: number;
  readonly sha: string;
  readonly object: { readonly sha: string };
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Row;
  /** The newest entry of a list. */
  readonly first: Row;
  readonly last: Row;
}

type Send = (method: string, path: string, sent?: Sent) => Promise<Answered>;

/** Play it all. */
export async function playRecorded(world: SmallWorld): Promise<void> {
  world.sandbox.acceptPermissions(world.installation, permissions);
  const send = sender(world);
  await playUnchanged(send, world);
  await playPages(send, world);
  await playRefusedReads(send, world);
  await playRefusedWrites(send, world);
  await playRefusedTokens(send, world);
  await playFilled(send, world);
  await playFaults(send, world);
  await playRenamed(send);
  await playAsPerson(send, world);
  await playAnonymous(world);
}

/** Requests as ada, unless a token says otherwise. */
function sender({ sandbox, ada, exchanges }: SmallWorld): Send {
  const record = recordingFetch(exchanges);
  return async (method, path, { token = ada.token, body, headers = {} } = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await record(`${sandbox.url}/api/v3${path}`, {
      method,
      headers: { authorization: `token ${token}`, ...headers },
      ...(body === undefined ? {} : { body: text }),
    });
    const answer = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && answer !== '';
    const json = (isJson ? JSON.parse(answer) : {}) as Row & readonly Row[];
    const [first = json] = Array.isArray(json) ? (json as readonly Row[]) : [];
    const last = Array.isArray(json) ? ((json as readonly Row[]).at(-1) ?? json) : json;
    return { status: response.status, headers: response.headers, json, first, last };
  };
}

const REPO = `/repos/${plans.owner}/${plans.repo}`;

/** What was read before and asked for by its ETag is not sent again. */
async function playUnchanged(send: Send, { bot }: SmallWorld): Promise<void> {
  const head = (await send('GET', `${REPO}/git/ref/heads/main`)).json.object.sha;
  const file = (await send('GET', `${REPO}/contents/PLAN.md`)).json.sha;
  const comment = await bot.rest.issues.createComment({ ...plans, issue_number: 1, body: 'Kept' });
  const pull = (await send('GET', `${REPO}/pulls?state=all`)).first.number;
  for (const path of [
    REPO,
    `${REPO}/commits/main`,
    `${REPO}/compare/main...marks`,
    `${REPO}/contents/PLAN.md`,
    `${REPO}/git/blobs/${file}`,
    `${REPO}/git/commits/${head}`,
    `${REPO}/git/ref/heads/main`,
    `${REPO}/git/trees/main`,
    `${REPO}/issues/comments/${comment.data.id}`,
    `${REPO}/issues/1`,
    `${REPO}/labels/server`,
    `${REPO}/milestones/1`,
    `${REPO}/pulls/${pull}`,
    '/users/ada',
  ]) {
    const etag = (await send('GET', path)).headers.get('etag') ?? '';
    const again = await send('GET', path, { headers: { 'if-none-match': etag } });
    if (again.status !== 304) throw new Error(`Expected 304 for ${path}, found ${again.status}.`);
  }
}

/** Every kind of list, a page at a time. */
async function playPages(send: Send, { bot }: SmallWorld): Promise<void> {
  const { last } = await send('GET', `${REPO}/commits`);
  for (const body of ['One', 'Two']) await bot.rest.issues.createComment({ ...plans, issue_number: 1, body });
  const annotation = {
    path: 'PLAN.md',
    start_line: 1,
    end_line: 1,
    annotation_level: 'notice',
    message: 'Hm',
  };
  const run = { name: 'Other', status: 'in_progress', output: { title: 'T', summary: 'S' } } as const;
  const head_sha = (await send('GET', `${REPO}/git/ref/heads/marks`)).json.object.sha;
  const made = await bot.rest.checks.create({ ...plans, ...run, head_sha });
  const output = { ...run.output, annotations: [annotation, annotation] } as never;
  await bot.rest.checks.update({ ...plans, check_run_id: made.data.id, output });
  for (const path of [
    '/commits',
    '/commits/marks/check-runs?filter=all',
    `/check-runs/${made.data.id}/annotations`,
    `/compare/${last.sha}...main`,
    '/issues?state=all',
    '/issues/comments',
    '/issues/1/comments',
    '/labels',
    '/pulls?state=all',
  ])
    await send('GET', `${REPO}${path}${path.includes('?') ? '&' : '?'}per_page=1`);
}

async function playRefusedReads(send: Send, { sandbox }: SmallWorld): Promise<void> {
  const lin = sandbox.createUser('lin');
  await send('GET', '/repos/ada/nothing');
  await send('GET', '/users/ada', { token: 'ghp_unknown' });
  await send('GET', '/user', { token: 'ghp_unknown' });
  await send('GET', `${REPO}/assignees/lin`);
  await send('GET', `${REPO}/branches/nothing`);
  await send('GET', `${REPO}/branches/main/protection`);
  await send('GET', `${REPO}/collaborators/ada/permission`, { token: lin.token });
  await send('GET', `${REPO}/labels/nothing`);
  const open = (await send('GET', `${REPO}/pulls`)).first;
  await send('GET', `${REPO}/pulls/${open.number}/merge`);
}

async function playRefusedWrites(send: Send, { bot }: SmallWorld): Promise<void> {
  await send('DELETE', `${REPO}/issues/1/labels/nothing`);
  await send('POST', `${REPO}/labels`, { body: { name: 'loud', color: 'red' } });
  const { number } = (await send('GET', `${REPO}/pulls`)).first;
  await send('PATCH', `${REPO}/pulls/${number}`, { body: { base: 'nothing' } });
  await send('PUT', `${REPO}/pulls/${number}/update-branch`, { body: { expected_head_sha: '0'.repeat(40) } });
  const head = (await send('GET', `${REPO}/git/ref/heads/main`)).json.object.sha;
  const run = { ...plans, name: 'Planwright', head_sha: head, status: 'completed' as const };
  await bot.rest.checks.create(run as never).catch(() => undefined);
  const restrictions = { users: ['ada'], teams: [] };
  const rules = { required_status_checks: null, enforce_admins: null, required_pull_request_reviews: null };
  await send('PUT', `${REPO}/branches/main/protection`, { body: { ...rules, restrictions } });
  await send('GET', `${REPO}/contents/PLAN.md`).then(({ json }) =>
    send('PUT', `${REPO}/contents/PLAN.md`, {
      body: { message: 'Change', content: Buffer.from('# Changed\n').toString('base64'), sha: json.sha },
    }),
  );
}

async function playRefusedTokens(send: Send, { app, installation }: SmallWorld): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const jwt = (claims = {}): { token: string; headers: Record<string, string> } => {
    const token = appJwt(app, claims);
    return { token, headers: { authorization: `Bearer ${token}` } };
  };
  await send('GET', '/app', { token: 'a.b.c' });
  await send('GET', '/app', jwt({ iat: now + 100 }));
  const path = (id: number) => `/app/installations/${id}/access_tokens`;
  await send('POST', path(installation.id), { ...jwt(), body: { permissions: 'all' } });
  await send('POST', path(installation.id), { ...jwt({ exp: now - 5 }), body: {} });
  await send('POST', path(1), { ...jwt(), body: {} });
  await send('POST', path(installation.id), { ...jwt(), body: { permissions: { pages: 'write' } } });
}

/** Things that have everything which such a thing can have. */
async function playFilled(send: Send, world: SmallWorld): Promise<void> {
  const { bot, sandbox, installation, asApp } = world;
  const { number } = (await send('GET', `${REPO}/pulls`)).first;
  const marks = { labels: ['server'], milestone: 1, assignees: ['ada'] };
  await send('PATCH', `${REPO}/issues/${number}`, { body: marks });
  await send('GET', `${REPO}/pulls`);
  await send('GET', `${REPO}/pulls/${number}`);
  await send('PATCH', `${REPO}/pulls/${number}`, { body: { title: 'Marked' } });
  await send('POST', `${REPO}/issues/${number}/assignees`, { body: { assignees: ['ada'] } });
  await send('DELETE', `${REPO}/issues/${number}/assignees`, { body: { assignees: ['lin'] } });
  const merged = (await send('GET', `${REPO}/pulls?state=closed`)).first.number;
  await send('GET', `${REPO}/pulls/${merged}`);
  const child = await bot.rest.issues.create({ ...plans, title: 'A child', ...marks });
  await bot.rest.issues.addSubIssue({ ...plans, issue_number: 1, sub_issue_id: child.data.id });
  const blocked = { ...plans, issue_number: child.data.number };
  const blocker = await bot.rest.issues.get({ ...plans, issue_number: 1 });
  await bot.rest.issues.addBlockedByDependency({ ...blocked, issue_id: blocker.data.id });
  await send('PATCH', `${REPO}/issues/${child.data.number}`, { body: { state: 'closed' } });
  await send('GET', `${REPO}/issues/${child.data.number}`);
  for (const method of ['POST', 'DELETE'])
    await send(method, `${REPO}/issues/${child.data.number}/assignees`, { body: { assignees: ['ada'] } });
  await send('GET', `${REPO}/issues?state=all`);
  await playForks(send, world);
  sandbox.suspend(installation);
  await asApp.rest.apps.listInstallations();
  sandbox.unsuspend(installation);
}

async function playForks(send: Send, { sandbox }: SmallWorld): Promise<void> {
  const { token } = sandbox.createUser('hopper');
  sandbox.createOrganization('bombe', { admins: ['hopper'] });
  await send('POST', `${REPO}/forks`, { token, body: {} });
  await send('GET', '/repos/hopper/plans', { token });
  await send('PATCH', '/repos/hopper/plans', { token, body: { description: 'A fork' } });
  await send('POST', `${REPO}/forks`, { token, body: { organization: 'bombe' } });
  await send('GET', '/repos/bombe/plans', { token });
  await send('PATCH', '/repos/bombe/plans', { token, body: { description: 'A fork' } });
}

async function playFaults(send: Send, { sandbox }: SmallWorld): Promise<void> {
  const answers = (status: number, headers: Record<string, string> = {}) =>
    sandbox.faults.add({ effect: { kind: 'answer', status, headers } });
  for (const status of [403, 429]) {
    answers(status, { 'retry-after': '60' });
    await send('GET', REPO);
  }
  for (const status of [500, 502]) {
    sandbox.faults.add({ effect: { kind: 'error-before', status } });
    await send('GET', REPO);
  }
  for (const path of [`${REPO}/contents/PLAN.md`, '/users/ada']) {
    sandbox.faults.add({ effect: { kind: 'error-before', status: 503 } });
    await send('GET', path);
  }
}

async function playRenamed(send: Send): Promise<void> {
  await send('PATCH', REPO, { body: { name: 'sketches' } });
  await send('GET', REPO);
  await send('PATCH', REPO, { body: { description: 'Moved' } });
  await send('PATCH', '/repos/ada/sketches', { body: { name: plans.repo } });
}

/** What an app read, a person reads too: their answers have other headers. */
async function playAsPerson(send: Send, { exchanges = [] }: SmallWorld): Promise<void> {
  const read = exchanges.filter(({ method, status }) => method === 'GET' && status === 200);
  const paths = new Set(read.map(({ path }) => path.replace('/api/v3', '')));
  for (const path of paths)
    if (path.startsWith(REPO) && !path.endsWith('/installation')) await send('GET', path);
  const { number } = (await send('GET', `${REPO}/pulls?state=closed`)).first;
  await send('GET', `${REPO}/pulls/${number}/merge`);
  const comment = (await send('GET', `${REPO}/issues/comments`)).first;
  await send('GET', `${REPO}/issues/comments/${comment.id}/reactions`);
}

/** Nobody in particular may ask sixty times an hour; here once. */
async function playAnonymous({ exchanges }: SmallWorld): Promise<void> {
  const sandbox = await startSandbox({ rateLimit: 1 });
  sandbox.createUser('ada');
  for (let times = 0; times < 2; times += 1)
    await recordingFetch(exchanges)(`${sandbox.url}/api/v3/users/ada`);
  await sandbox.close();
}
