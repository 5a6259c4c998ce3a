/**
 * Webhooks that GitHub really sent (`@octokit/webhooks-examples`), brought signed to the server's door: what each makes, as it is and
 * relabelled so that Planwright has to do with it.
 */
import { listen } from '../../src/app.ts';
import type { Hint, Job } from '../../src/queue/types.ts';
import { createEvents } from '../../src/server/events.ts';
import { listenOn, type Listening } from '../../src/server/http.ts';
import type { Log } from '../../src/server/log.ts';
import { createWebhookHandler, type DeliveryResult } from '../../src/server/webhooks.ts';
import { deliver, sentByGithub, type Payload } from './server-bench.ts';

const sent = sentByGithub();
const SECRET = 'of this server';
const INSTALLATION = 7;
const PLAN = '0a1b2c';
const silent = { debug() {}, info() {}, warn() {}, error() {} } as unknown as Log;

let server: Listening;
let jobs: Job[];
let results: DeliveryResult[];

beforeAll(async () => {
  const events = createEvents();
  const queue = { add: async (job: Job) => void jobs.push(job), tell: async () => {} };
  listen(events, { queue, self: () => 'planwright[bot]', writeBackDelayMs: 60_000 });
  const handler = createWebhookHandler({
    paths: ['/api/github/webhooks'],
    secret: SECRET,
    receive: events.receive,
    onDelivery: (_, result) => void results.push(result),
    log: silent,
  });
  server = await listenOn({ host: '127.0.0.1', port: 0 }, [handler], silent);
});
afterAll(() => server.stop(0));
beforeEach(() => {
  jobs = [];
  results = [];
});

async function brings(event: string, payload: object): Promise<readonly Job[]> {
  jobs = [];
  const answer = await deliver(server.port, SECRET, { event, body: JSON.stringify(payload) });
  expect([event, answer.status]).toEqual([event, 200]);
  return jobs;
}

/** `issues.closed`, or `push` where an event has no actions. */
const titleOf = (name: string, { action }: Payload): string =>
  action === undefined ? name : `${name}.${action}`;

/** What makes an event one of Planwright's: the App is installed, the branch is the default one, the issue is a plan's. */
function relabelled(name: string, payload: Payload, branch: string): Payload {
  const repository = payload.repository && { ...payload.repository, default_branch: 'main' };
  const issue = payload['issue'] as object | undefined;
  const pull = payload['pull_request'] as { readonly base: object; readonly head: object } | undefined;
  const comment = payload['comment'] as object | undefined;
  return {
    ...payload,
    ...(repository && { repository }),
    installation: { ...(payload['installation'] as object | undefined), id: INSTALLATION },
    ...(issue && { issue: { ...issue, body: `<!-- planwright plan=${PLAN} task=abc123def456 -->` } }),
    ...(comment && { comment: { ...comment, body: '/plan sync' } }),
    ...(pull && {
      pull_request: { ...pull, base: { ...pull.base, ref: 'main' }, head: { ...pull.head, ref: branch } },
    }),
    ...(name === 'push' && { ref: 'refs/heads/main', deleted: false }),
    ...(name === 'repository' && {
      changes: { ...(payload['changes'] as object | undefined), default_branch: { from: 'old' } },
    }),
  };
}

/** The kinds of hints that an event leads to; of all others, none. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  push: ['push'],
  'check_run.requested_action': ['requested-action'],
  'issues.reopened': ['issue'],
  'issues.edited': ['issue'],
  'issues.deleted': ['issue'],
  'issues.transferred': ['issue'],
  'issues.labeled': ['issue'],
  'issues.unlabeled': ['issue'],
  'issue_comment.created': ['comment'],
  'pull_request.opened': ['pull-request'],
  'pull_request.synchronize': ['pull-request'],
  'pull_request.reopened': ['pull-request'],
  'pull_request.closed': ['pull-request'],
  'installation.created': ['installation'],
  'installation.unsuspend': ['installation'],
  'installation.new_permissions_accepted': ['installation'],
  'installation_repositories.added': ['sweep'],
  'repository.renamed': ['sweep'],
  'repository.edited': ['sweep'],
  'repository.transferred': ['sweep'],
  'repository.privatized': ['sweep'],
  'repository.publicized': ['sweep'],
};

const kindsOf = (found: readonly Job[]): string[] =>
  found.flatMap((job) =>
    job.kind === 'installation' ? ['installation'] : job.hints.map(({ kind }) => kind),
  );

/** What each kind of event leads to, all its examples taken together. */
async function table(branch: string): Promise<Record<string, string[]>> {
  const made: Record<string, Set<string>> = {};
  for (const { name, payload } of sent) {
    const kinds = kindsOf(await brings(name, relabelled(name, payload, branch)));
    for (const kind of kinds) (made[titleOf(name, payload)] ??= new Set()).add(kind);
  }
  return Object.fromEntries(Object.entries(made).map(([title, kinds]) => [title, [...kinds]]));
}

test('as they are, all 329 are taken and none fails', async () => {
  for (const { name, payload } of sent) await brings(name, payload);
  expect(sent).toHaveLength(329);
  expect(new Set(results)).toEqual(new Set(['queued', 'ignored']));
});

test('relabelled, they make the jobs of the table and no others', async () => {
  expect(await table('topic')).toEqual(TABLE);
});

test('a write-back that a person closes or reopens is told of, beside its preview', async () => {
  const both = ['write-back', 'pull-request'];
  expect(await table(`planwright/${PLAN}-ship`)).toEqual({
    ...TABLE,
    'pull_request.closed': both,
    'pull_request.reopened': both,
  });
});

/** A click on a button of a check. */
interface Clicked {
  readonly check_run: { readonly head_sha: string };
  readonly requested_action: { readonly identifier: string };
  readonly sender: { readonly login: string };
}

/** What a hint names, as GitHub sent it. */
function namedIn(payload: Payload, { kind }: Hint): object {
  const { issue, pull_request: pull, before, after } = payload;
  switch (kind) {
    case 'issue':
      return { number: (issue as { readonly number: number }).number };
    case 'pull-request':
      return { number: (pull as { readonly number: number }).number };
    case 'push':
      return { before, after };
    case 'comment':
      return { issue: (issue as { readonly number: number }).number };
    case 'requested-action': {
      const { check_run: run, requested_action: action, sender } = payload as unknown as Clicked;
      return { commit: run.head_sha, identifier: action.identifier, by: sender.login };
    }
    case 'write-back':
    case 'merge-queue':
    case 'sweep':
      return {};
  }
}

test('the jobs name the place and the number that GitHub sent', async () => {
  for (const { name, payload } of sent) {
    const found = await brings(name, relabelled(name, payload, 'topic'));
    const { repository } = payload;
    const expected = found.map((job) => ({
      installation: INSTALLATION,
      ...(job.kind === 'repository' &&
        repository && { owner: repository.owner.login, repo: repository.name }),
      ...(job.kind === 'repository' && { hints: job.hints.map((hint) => namedIn(payload, hint)) }),
    }));
    expect(found).toMatchObject(expected);
  }
});

test('a merged pull request makes its push known, too, where GitHub names the commit', async () => {
  const closed = sent.find(({ name, payload }) => titleOf(name, payload) === 'pull_request.closed');
  const { pull_request: pull, ...rest } = relabelled('pull_request', closed?.payload ?? {}, 'topic');
  const merged = (commit: object) => ({
    ...rest,
    pull_request: { ...(pull as object), merged: true, ...commit },
  });
  const named = await brings('pull_request', merged({ merge_commit_sha: 'a'.repeat(40) }));
  expect(kindsOf(named)).toEqual(['push', 'pull-request']);
  // API version 2026-03-10 leaves the field out (GITHUB-FACTS 12).
  const bare = await brings('pull_request', merged({ merge_commit_sha: undefined }));
  expect(kindsOf(bare)).toEqual(['pull-request']);
});
