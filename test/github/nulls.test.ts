/**
 * Whatever of an answer GitHub may leave out, every read ends in data or in an error that callers know. Each read is played against
 * the sandbox; every value that it looks at is then made, one at a time, what GitHub's OpenAPI description or its recordings
 * (packages/github-sandbox/test/recorded) allow there: null, absent, an empty list, or words instead of an object.
 */
import { startSandbox, routes, type AppAccount, type Sandbox } from '@planwright/github-sandbox';
import { createRouter } from '../../packages/github-sandbox/src/http/router.ts';
import { readRecordings, below, typeOf } from '../../packages/github-sandbox/test/recorded/recordings.ts';
import { restOptional, restTypes } from '../../packages/github-sandbox/test/recorded/schema-types.ts';
import {
  appJwt,
  client as clientOf,
  installationToken,
} from '../../packages/github-sandbox/test/small-world.ts';
import type { Octokit } from '@octokit/rest';
import { PLANWRIGHT } from '../../playground/registration.ts';
import { allReads, endOf, type Asked, type Read } from './all-reads.ts';
import { API } from './harness.ts';

const app = { owner: 'octo', repo: 'app' };
const BRANCH = 'planwright/x';

let github: Sandbox;
let account: AppAccount;
let token: string;
let asked: Asked;
const worldwide = globalThis.fetch;

beforeAll(async () => {
  github = await startSandbox();
  const octo = github.createUser('octo');
  github.createUser('ada');
  github.createRepository({ owner: 'octo', name: 'app', files: { 'PLAN.md': '# Plan\n' } });
  account = github.createApp({ ...PLANWRIGHT, webhook: { url: 'http://127.0.0.1:9/' } });
  token = await installationToken(github, account, github.install(account, { account: 'octo' }));
  asked = await fill(clientOf(github, octo.token), clientOf(github, token));
  await github.delivered();
  asked = { ...asked, delivery: github.deliveries().at(-1)?.id ?? 0 };
});
afterAll(async () => {
  globalThis.fetch = worldwide;
  await github.close();
});

/** Something for every read to find. */
async function fill({ rest: octo }: Octokit, { rest: bot }: Octokit): Promise<Asked> {
  const { data: head } = await octo.repos.getBranch({ ...app, branch: 'main' });
  await octo.issues.createMilestone({ ...app, title: 'Phase 1', due_on: '2026-12-01T12:00:00Z' });
  const marks = { labels: ['planwright', 'plan: x'], assignees: ['octo'], milestone: 1 };
  const { data: issue } = await bot.issues.create({ ...app, title: 'Ship it', body: 'Soon.', ...marks });
  const { data: other } = await octo.issues.create({ ...app, title: 'Build it', body: 'Now.' });
  await octo.issues.addSubIssue({ ...app, issue_number: other.number, sub_issue_id: issue.id });
  await octo.issues.addBlockedByDependency({ ...app, issue_number: issue.number, issue_id: other.id });
  await octo.issues.update({ ...app, issue_number: issue.number, title: 'Ship it all' });
  const written = { ...app, issue_number: issue.number, body: 'Done.' };
  const { data: comment } = await octo.issues.createComment(written);
  await bot.reactions.createForIssueComment({ ...app, comment_id: comment.id, content: '+1' });
  await octo.issues.update({ ...app, issue_number: issue.number, state: 'closed' });
  const pull = await propose({ rest: bot }, { branch: BRANCH, base: head.commit.sha });
  const merged = await propose({ rest: octo }, { branch: 'topic', base: head.commit.sha });
  await octo.pulls.merge({ ...app, pull_number: merged.number });
  const ref = `refs/planwright/claims/${issue.number}`;
  await bot.git.createRef({ ...app, ref, sha: head.commit.sha });
  const { data: tree } = await bot.git.getTree({ ...app, tree_sha: merged.commit });
  const blob = tree.tree.find(({ path }) => path === 'PLAN.md')?.sha ?? '';
  const found = { commit: merged.commit, tree: tree.sha, blob };
  return { ...found, issue: issue.number, comment: comment.id, pull: pull.number, delivery: 0 };
}

/** A pull request that adds a line to the plan. */
async function propose(
  { rest }: Pick<Octokit, 'rest'>,
  { branch, base }: { readonly branch: string; readonly base: string },
): Promise<{ readonly number: number; readonly commit: string }> {
  await rest.git.createRef({ ...app, ref: `refs/heads/${branch}`, sha: base });
  const { data: file } = await rest.repos.getContent({ ...app, path: 'PLAN.md' });
  const content = Buffer.from(`# Plan\n\n- [ ] Ship it (${branch})\n`).toString('base64');
  const sha = 'sha' in file ? file.sha : '';
  const { data } = await rest.repos.createOrUpdateFileContents({
    ...{ ...app, path: 'PLAN.md', branch },
    ...{ message: 'Change the plan', content, sha },
  });
  const wish = { ...app, title: 'Change the plan', body: 'As agreed.', head: branch, base: 'main' };
  const { data: pull } = await rest.pulls.create(wish);
  return { number: pull.number, commit: data.commit.sha ?? '' };
}

/** A value of an answer: `METHOD route status` and its JSON path. */
interface Place {
  readonly entry: string;
  readonly path: string;
}

/** What is put in its place; `absent` takes it away. */
type Substitute = 'null' | 'absent' | 'empty' | 'words';

const routeOf = createRouter(routes);
const answers = new Map<
  string,
  { readonly status: number; readonly headers: Headers; readonly text: string }
>();

/** What the sandbox answers, which it is asked once. */
async function answerOf(url: string, init: RequestInit | undefined) {
  const path = url.replace(API, '').replace(`${github.url}/api/v3`, '');
  const isApp = /^\/app(?:\/|$)/.test(path);
  const key = `${init?.method} ${path} ${init?.body as string | undefined}`;
  const known = answers.get(key);
  if (known !== undefined) return { ...known, path };
  const authorization = isApp ? `Bearer ${appJwt(account)}` : `token ${token}`;
  const headers = { ...(init?.headers as Record<string, string>), authorization };
  const answer = await github.fetch(`${github.url}/api/v3${path}`, { ...init, headers } as never);
  const kept = { status: answer.status, headers: new Headers(answer.headers), text: await answer.text() };
  answers.set(key, kept);
  return { ...kept, path };
}

/** Answers as the sandbox, but for one place. */
function answering(change: (Place & { readonly by: Substitute }) | null): typeof fetch {
  return async (input, init) => {
    const { status, headers, text, path } = await answerOf(input as string, init);
    const entry = entryOf(init?.method, path, status);
    const body = change?.entry === entry ? JSON.stringify(changed(JSON.parse(text), change)) : text;
    return new Response(status === 204 || status === 304 ? null : body, { status, headers });
  };
}

function entryOf(method: string | undefined, path: string, status: number): string {
  const route = routeOf(method ?? 'GET', path.split('?')[0] ?? '')?.route.template;
  return `${method} ${route} ${status}`;
}

const SUBSTITUTES = { null: null, absent: undefined, empty: [], words: 'words' } as const;

function changed(value: unknown, { path, by }: { readonly path: string; readonly by: Substitute }): unknown {
  if (path === '') return SUBSTITUTES[by];
  const [name = '', ...rest] = path.replaceAll('[]', '.[]').split('.').filter(Boolean);
  const within = (one: unknown) => changed(one, { path: rest.join('.'), by });
  if (Array.isArray(value)) return value.map(within);
  if (typeof value !== 'object' || value === null || !(name in value)) return value;
  return { ...value, [name]: within((value as Record<string, unknown>)[name]) };
}

/** A value that tells which of its members are looked at. */
function watched(value: unknown, path: string, onLook: (path: string, value: unknown) => void): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const look = (key: string | symbol): unknown => {
    const inner: unknown = Reflect.get(value, key);
    if (typeof key === 'symbol' || typeof inner === 'function') return inner;
    if (Array.isArray(value) && !/^\d+$/.test(key)) return inner;
    const place = below(path, Array.isArray(value) ? '[]' : key);
    onLook(place, inner);
    return watched(inner, place, onLook);
  };
  return new Proxy(value, {
    get: (_, key) => look(key),
    has: (_, key) => (look(key), Reflect.has(value, key)),
  });
}

const recordings = readRecordings();
const allowed = restTypes();
const optional = restOptional();

/** Whoever did something may have deleted their account since, though the description of events does not say so. */
const GHOST = /(?:^|\.)(?:user|actor|author|committer|closed_by)$/;

/** What GitHub may answer instead of a value. */
function substitutesFor({ entry, path }: Place, value: unknown): Substitute[] {
  const described = allowed(entry, path);
  const types = new Set<string>([
    ...(recordings.get(entry)?.paths.get(path)?.types ?? []),
    ...(described === undefined || described === 'any' ? [] : described),
  ]);
  const type = typeOf(value);
  const all: Record<Substitute, boolean> = {
    null: type !== 'null' && (types.has('null') || GHOST.test(path)),
    absent: !path.endsWith('[]') && optional(entry, path),
    empty: type === 'array' && (value as unknown[]).length > 0,
    words: type === 'object' && types.has('string'),
  };
  return (Object.keys(all) as Substitute[]).filter((by) => all[by]);
}

/** How a read ends for each place that it looks at, and each substitute there. */
async function endsOf(read: Read): Promise<Map<string, string>> {
  const ends = new Map<string, string>();
  const todo: ((Place & { readonly by: Substitute }) | null)[] = [null];
  const known = new Set<string>();
  for (let change = todo.pop(); change !== undefined; change = todo.pop()) {
    globalThis.fetch = answering(change);
    const onLook = (place: Place, value: unknown): void => {
      for (const by of substitutesFor(place, value)) {
        const key = `${place.entry} ${place.path} ${by}`;
        if (!known.has(key)) todo.push({ ...place, by });
        known.add(key);
      }
    };
    const end = await endOf(read, (client) => watch(client as unknown as Octokit, onLook));
    ends.set(change === null ? '' : `${change.entry} ${change.path} ${change.by}`, end);
  }
  return ends;
}

function watch({ hook }: Octokit, onLook: (place: Place, value: unknown) => void): void {
  hook.after('request', (reply, { method, url }) => {
    const entry = entryOf(method, url.replace(API, ''), reply.status);
    onLook({ entry, path: '' }, reply.data);
    reply.data = watched(reply.data, '', (path, value) => onLook({ entry, path }, value)) as never;
  });
}

/** What is said instead of read. */
const SAID: readonly (readonly [RegExp, string])[] = [
  // No answer of the routes that are asked is null, or words, as a whole.
  [/ 200 {2}(?:null|words)$/, 'RetryableError'],
  // A list with null among its entries tells nothing: GitHub was recorded to answer one (src/github/transport/list.ts).
  [/\/issues 200 \[\] null$/, 'RetryableError'],
  [/GET \/app 200 slug absent$/, 'TerminalError'],
];

test('whatever may be null, absent, empty or words is read, or said', async () => {
  const found: Record<string, string> = {};
  const places: string[] = [];
  for (const [title, read] of Object.entries(allReads(asked))) {
    for (const [place, end] of await endsOf(read)) {
      places.push(`${title} ${place}`);
      if (end !== (SAID.find(([said]) => said.test(place))?.[1] ?? 'data')) found[`${title} ${place}`] = end;
    }
  }
  expect(found).toEqual({});
  expect(places).toEqual(
    expect.arrayContaining([
      'readNumber GET /repos/{owner}/{repo}/issues/{issue_number} 200 user null',
      'readNumber GET /repos/{owner}/{repo}/issues/{issue_number} 200 labels[] words',
      'readIssueActs GET /repos/{owner}/{repo}/issues/{issue_number}/events 200 [].actor null',
      'readClosers GET /repos/{owner}/{repo}/issues/{issue_number} 200 closed_by null',
      'readOpenPulls GET /repos/{owner}/{repo}/pulls 200 [].head.repo null',
      'readBranch GET /repos/{owner}/{repo}/compare/{basehead} 200 commits[].author null',
    ]),
  );
});
