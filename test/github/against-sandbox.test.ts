/** The shell against the embedded GitHub: what one writes, the other keeps, and comes back as it was. */
import { ProbotOctokit } from 'probot';
import { applyChanges } from '../../src/github/write/apply.ts';
import {
  instrument,
  octokitDefaults,
  type Client,
  type RequestNote,
} from '../../src/github/transport/client.ts';
import { RetryableError } from '../../src/github/transport/errors.ts';
import { listAll } from '../../src/github/transport/list.ts';
import {
  readHead,
  readMilestones,
  readNewest,
  readPlanIssues,
  readRepository,
  readText,
  readLabelledIssues,
  readTree,
  readWriteBack,
  whoAmI,
  type Account,
  type Head,
} from '../../src/github/read.ts';
import { reportCheck } from '../../src/github/write/check-run.ts';
import { updateTracking } from '../../src/github/write/tracking-issue.ts';
import { closeWriteBack, updateWriteBack, type WriteBack } from '../../src/github/write/update-write-back.ts';
import { startSandbox, type Sandbox, type UserAccount } from '@planwright/github-sandbox';
import { sayGivenUp } from '../../src/pass/given-up.ts';
import { PLANWRIGHT } from '../../playground/registration.ts';
import { branchRules, branchTrailers } from '../../src/sync/write-back/branch-work.ts';
import { blobSha } from '../../src/sync/state/hash.ts';
import { spliceBlock } from '../../src/sync/state/body-block.ts';
import type { Change, Repository } from '../../src/sync/types.ts';

const TEXT = '\uFEFF# Parser\r\n\r\n- [ ] Ship “it” 🚀\t \r\n';
const LABEL = 'plan: Parser 1a2b';

let github: Sandbox;
let mona: UserAccount;
let client: Client;
let human: Client;
let app: Client;
let me: Account;
let repository: Repository;
const sent: RequestNote[] = [];

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

beforeEach(async () => {
  github = await startSandbox();
  mona = github.createUser('mona');
  const files = { 'plans/parser.md': TEXT, 'README.md': '# Hi\n' };
  github.createRepository({ owner: 'mona', name: 'app', files });
  const account = github.createApp(PLANWRIGHT);
  const installation = github.install(account, { account: 'mona' });
  const octokit = (auth: object | string) =>
    instrument(
      new ProbotOctokit({
        ...octokitDefaults,
        baseUrl: github.url,
        log,
        auth: typeof auth === 'string' ? { token: auth } : auth,
      }),
      { onRequest: (note) => sent.push(note), timeoutMs: 3_000 },
    );
  const key = { appId: account.id, privateKey: account.privateKey };
  app = octokit(key);
  client = octokit({ ...key, installationId: installation.id });
  human = octokit(mona.token);
  me = await whoAmI({ kind: 'app', app, client });
  const reading = await readRepository(client, { owner: 'mona', repo: 'app' });
  if (reading.kind === 'away') throw new Error(`Expected the repository, found it ${reading.reason}.`);
  repository = reading.repository;
});

afterEach(async () => {
  const unknown = github.requests.unknown().map(({ method, path }) => `${method} ${path}`);
  await github.close();
  if (unknown.length > 0)
    throw new Error(`Expected routes that the sandbox has, found ${unknown.join(', ')}.`);
});

function apply(changes: readonly Change[]) {
  return applyChanges(client, repository, changes, { splice: spliceBlock });
}

function create(title: string, more: Partial<Extract<Change, { kind: 'create-issue' }>> = {}): Change {
  return {
    kind: 'create-issue',
    key: title,
    line: 1,
    title,
    body: `<!-- planwright plan=1a task=${title} title=x src=y -->\nwords\n<!-- /planwright -->`,
    labels: [LABEL],
    assignees: [],
    milestone: null,
    close: null,
    ...more,
  };
}

function readPlan(entryNumbers: readonly number[] = []) {
  return readPlanIssues(client, repository, { labels: [LABEL], entryNumbers, creator: me.login });
}

function known<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('Expected a value, found none.');
  return value;
}

async function head(): Promise<Head> {
  return known(await readHead(client, repository));
}

const at = { owner: 'mona', repo: 'app' };

test('the app knows itself, the repository and its files, to the byte', async () => {
  expect(me.login).toBe('planwright[bot]');
  expect(repository).toMatchObject({ owner: 'mona', name: 'app', defaultBranch: 'main' });
  const files = await readTree(client, repository, (await head()).tree);
  expect(files.map(({ path }) => path).toSorted()).toEqual(['README.md', 'plans/parser.md']);
  const plan = known(files.find(({ path }) => path === 'plans/parser.md'));
  expect(await readText(client, repository, plan.blob)).toEqual({ kind: 'text', text: TEXT });
});

test('what a change set creates is read back as it was meant', async () => {
  const { created, notes } = await apply([
    { kind: 'create-label', label: { name: LABEL, color: '5319e7', description: 'Issues of a plan' } },
    { kind: 'create-label', label: { name: LABEL, color: '5319e7', description: 'Issues of a plan' } },
    { kind: 'create-tracking-issue', title: 'Parser', body: 'b', labels: ['planwright', LABEL] },
    {
      kind: 'create-milestone',
      phase: 'p',
      title: 'Parser: One',
      otherwise: 'Parser: One',
      description: 'd',
      due: '2026-12-01',
    },
    create('open', { milestone: { phase: 'p' }, assignees: ['mona', 'nobody-at-all'] }),
    create('over', { close: 'not_planned' }),
  ]);
  const number = known(created.issues.get('open'));
  expect(notes).toEqual([{ kind: 'unassignable', number, logins: ['nobody-at-all'] }]);
  const { issues, milestones } = await readPlan();
  const byNumber = new Map(issues.map((issue) => [issue.number, issue]));
  expect(byNumber.get(number)).toMatchObject({
    title: 'open',
    state: 'open',
    labels: [LABEL],
    milestone: created.milestones.get('p'),
    assignees: ['mona'],
    creator: me.id,
  });
  expect(byNumber.get(known(created.issues.get('over')))).toMatchObject({
    state: 'closed',
    reason: 'not_planned',
  });
  expect(milestones).toEqual(await readMilestones(client, repository));
  expect(milestones).toMatchObject([{ title: 'Parser: One', due: '2026-12-01', openIssues: 1 }]);
  const tracking = await readLabelledIssues(client, repository, 'planwright');
  expect(tracking.map((issue) => issue.number)).toEqual([created.tracking]);
});

test('changes reach issue and milestone, and a person’s words and labels stay', async () => {
  const { created } = await apply([
    { kind: 'create-milestone', phase: 'p', title: 'One', otherwise: 'One', description: '', due: null },
    create('a', { milestone: { phase: 'p' } }),
  ]);
  const issue = { ...at, issue_number: known(created.issues.get('a')) };
  const { data } = await human.rest.issues.get(issue);
  await human.rest.issues.update({ ...issue, body: `Mine\r\n\r\n${data.body}\r\nand mine` });
  await human.rest.issues.addLabels({ ...issue, labels: ['urgent'] });
  const block = '<!-- planwright plan=1a task=a title=x src=z -->\nnew words\n<!-- /planwright -->';
  await apply([
    {
      kind: 'update-issue',
      number: issue.issue_number,
      line: 1,
      patch: {
        title: { from: 'a', to: 'b' },
        state: { to: 'closed', reason: 'completed' },
        milestone: null,
        addLabels: ['backend'],
        removeLabels: ['never there'],
        addAssignees: ['mona'],
        block,
      },
    },
    {
      kind: 'update-milestone',
      milestone: { number: known(created.milestones.get('p')) },
      due: { from: null, to: '2027-07-04' },
      state: 'closed',
    },
  ]);
  const [after] = (await readPlan()).issues;
  expect(after).toMatchObject({
    title: 'b',
    state: 'closed',
    reason: 'completed',
    milestone: null,
    assignees: ['mona'],
    body: `Mine\r\n\r\n${block}\r\nand mine`,
  });
  expect(after?.labels.toSorted()).toEqual(['backend', LABEL, 'urgent'].toSorted());
  expect(await readMilestones(client, repository)).toMatchObject([{ state: 'closed', due: '2027-07-04' }]);
});

test('a held issue is told gone when deleted or transferred, and found when only its label is', async () => {
  github.createRepository({ owner: 'mona', name: 'other' });
  const { created } = await apply([create('a'), create('b'), create('c')]);
  const [a, b, c] = ['a', 'b', 'c'].map((key) => known(created.issues.get(key))) as [number, number, number];
  github.deleteIssue('mona/app', a);
  github.transferIssue('mona/app', b, 'mona/other');
  await human.rest.issues.removeLabel({ ...at, issue_number: c, name: LABEL });
  const { issues, gone } = await readPlan([a, b, c]);
  expect(issues.map(({ number }) => number)).toEqual([c]);
  expect([...gone]).toEqual([a, b]);
});

test('an issue deleted while the app is at work is passed by', async () => {
  const { created } = await apply([create('a'), create('b')]);
  const [a, b] = ['a', 'b'].map((key) => known(created.issues.get(key))) as [number, number];
  github.deleteIssue('mona/app', a);
  const title = { from: 'x', to: 'y' };
  const { notes } = await apply(
    [a, b].map((number) => ({ kind: 'update-issue', number, line: 1, patch: { title } }) as const),
  );
  expect(notes).toEqual([{ kind: 'issue-gone', number: a }]);
});

test('a create whose answer is lost is made once, and found although lists do not show it', async () => {
  await apply([create('first')]);
  github.faults.add({ effect: { kind: 'list-lag', ms: 60_000 } });
  const route = '/repos/{owner}/{repo}/issues';
  github.faults.add({ on: { method: 'POST', route }, effect: { kind: 'reply-lost' } });
  await expect(apply([create('second')])).rejects.toThrow(RetryableError);
  const { issues } = await readNewest(client, repository);
  expect(issues.map(({ title }) => title)).toContain('second');
  const creates = github.requests
    .writes()
    .filter((request) => request.method === 'POST' && request.route === route);
  expect(creates).toHaveLength(2);
});

test('the tracking issue is edited as it is', async () => {
  const { created } = await apply([
    { kind: 'create-tracking-issue', title: 'Parser', body: 'one', labels: ['planwright'] },
  ]);
  const number = known(created.tracking);
  await human.rest.issues.update({ ...at, issue_number: number, body: 'one, said Mona' });
  await updateTracking(client, repository, number, { edit: (body) => `${body}. Two.` });
  expect((await human.rest.issues.get({ ...at, issue_number: number })).data.body).toBe(
    'one, said Mona. Two.',
  );
});

describe('the write-back', () => {
  const branch = 'planwright/1a-parser';
  const ticked = TEXT.replace('[ ]', '[x]');
  const rules = branchRules('1a');

  async function writeBack({ text = ticked, ...more }: Partial<WriteBack> = {}): Promise<WriteBack> {
    return {
      head: await head(),
      branch,
      path: 'plans/parser.md',
      text,
      message: `Tick\n\n${branchTrailers('1a', { base: blobSha(TEXT), made: blobSha(text) })}`,
      rules,
      title: 'Tick',
      body: 'One tick.',
      check: {
        title: 'Nothing more',
        summary: 'One tick.',
        conclusion: 'success',
        annotations: [],
        actions: [],
        account: me,
      },
      pull: null,
      ...more,
    };
  }

  async function textAt(name: string): Promise<string> {
    const { data } = await human.rest.repos.getBranch({ ...at, branch: name });
    const files = await readTree(client, repository, data.commit.commit.tree.sha);
    const blob = known(files.find(({ path }) => path === 'plans/parser.md')).blob;
    const reading = await readText(client, repository, blob);
    return reading.kind === 'text' ? reading.text : reading.reason;
  }

  async function pulls() {
    return (await readWriteBack(client, repository, { branch, named: [] })).pulls;
  }

  async function personCommits(): Promise<string> {
    const { data: file } = await human.rest.repos.getContent({ ...at, path: 'README.md', ref: branch });
    const { data } = await human.rest.repos.createOrUpdateFileContents({
      ...at,
      path: 'README.md',
      branch,
      message: 'Fix a typo',
      content: Buffer.from('# Hello\n').toString('base64'),
      sha: (file as { sha: string }).sha,
    });
    return known(data.commit.sha);
  }

  test('changes one file by exactly the edit, and is updated in place', async () => {
    const result = await updateWriteBack(client, repository, await writeBack());
    expect(result.kind).toBe('created');
    expect(await textAt(branch)).toBe(ticked);
    const [pull] = await pulls();
    expect(pull).toMatchObject({ number: result.number, state: 'open', merged: false, body: 'One tick.' });
    const again = await writeBack({
      text: `${ticked}\nmore`,
      body: 'Two.',
      pull: known(pull),
    });
    expect(await updateWriteBack(client, repository, again)).toMatchObject({
      kind: 'updated',
      number: result.number,
    });
    expect(await textAt(branch)).toBe(`${ticked}\nmore`);
    expect(await pulls()).toMatchObject([{ state: 'open', body: 'Two.' }]);
  });

  test('stops at a person’s commit', async () => {
    await updateWriteBack(client, repository, await writeBack());
    const commit = await personCommits();
    const [pull] = await pulls();
    const again = await writeBack({ text: 'gone?', pull: known(pull) });
    const mark = github.requests.mark();
    const result = await updateWriteBack(client, repository, again);
    expect(result).toEqual({ kind: 'blocked-by-person', number: pull?.number, commit });
    expect(github.requests.writes(mark)).toEqual([]);
  });

  test('goes on after Update branch, and after a merge', async () => {
    await updateWriteBack(client, repository, await writeBack());
    const [pull] = await pulls();
    await human.rest.repos.createOrUpdateFileContents({
      ...at,
      path: 'NEWS.md',
      message: 'News',
      content: Buffer.from('x').toString('base64'),
    });
    await human.rest.pulls.updateBranch({ ...at, pull_number: known(pull).number });
    const second = await writeBack({ text: `${ticked}2`, pull: known(pull) });
    expect((await updateWriteBack(client, repository, second)).kind).toBe('updated');
    await human.rest.pulls.merge({ ...at, pull_number: known(pull).number });
    expect(await textAt('main')).toBe(`${ticked}2`);
    const third = await writeBack({ text: `${ticked}3` });
    const result = await updateWriteBack(client, repository, third);
    expect(result.kind).toBe('created');
    expect((await pulls()).filter(({ merged }) => merged)).toHaveLength(1);
    expect(await pulls()).toHaveLength(2);
  });

  test('is closed with its mark, and its branch goes', async () => {
    const { number } = await updateWriteBack(client, repository, await writeBack());
    await closeWriteBack(client, repository, { number: known(number), branch, rules, body: 'withdrawn' });
    expect(await pulls()).toMatchObject([{ state: 'closed', merged: false, body: 'withdrawn' }]);
    await expect(human.rest.repos.getBranch({ ...at, branch })).rejects.toMatchObject({ status: 404 });
  });
});

test('the check says its problems once', async () => {
  const { commit } = await head();
  const annotations = Array.from({ length: 60 }, (_, index) => ({
    path: 'plans/parser.md',
    line: index + 1,
    level: 'warning' as const,
    title: 't',
    message: 'm',
  }));
  const report = {
    headSha: commit,
    title: 'Sixty',
    summary: 's',
    conclusion: 'neutral' as const,
    annotations,
    actions: [],
    account: me,
  };
  expect(await reportCheck(client, repository, report)).toMatchObject({
    kind: 'created',
    run: { annotations: 60 },
  });
  expect(await reportCheck(client, repository, report)).toMatchObject({ kind: 'same' });
  const { data } = await human.rest.checks.listForRef({ ...at, ref: commit });
  expect(data.check_runs).toMatchObject([
    { name: 'Planwright', conclusion: 'neutral', output: { annotations_count: 60 } },
  ]);
});

test('a job over which processes ended is said at the head of the default branch, once', async () => {
  const { commit } = await head();
  const job = { kind: 'repository', installation: 1, owner: 'mona', repo: 'app', hints: [] } as const;
  const jobContext = {
    clientOf: async () => client,
    me: async () => me,
    provisional: new Map<string, readonly number[]>(),
  };
  await sayGivenUp(jobContext, job, 3);
  await sayGivenUp(jobContext, job, 3);
  const { data } = await human.rest.checks.listForRef({ ...at, ref: commit });
  expect(data.check_runs).toMatchObject([
    {
      name: 'Planwright',
      conclusion: 'failure',
      output: { title: 'Planwright stopped working on this repository' },
    },
  ]);
  expect(data.check_runs[0]?.output.summary).toContain('ended 3 times');
});

test('a list longer than a page comes whole', async () => {
  const names = Array.from({ length: 101 }, (_, index) => `area ${index}`);
  await apply(
    names.map((name) => ({ kind: 'create-label', label: { name, color: 'ededed', description: '' } })),
  );
  const labels = await listAll(client, client.rest.issues.listLabelsForRepo, at);
  expect(labels.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
});

test('a second look costs nothing of the rate limit', async () => {
  await apply([create('a')]);
  const look = async () => {
    sent.length = 0;
    await readTree(client, repository, (await head()).tree);
    await readPlan();
    return sent.map(({ route, status }) => `${status} ${route}`);
  };
  expect(await look()).toContain('200 /repos/{owner}/{repo}/git/trees/{tree_sha}');
  expect(await look()).toEqual([
    '304 /repos/{owner}/{repo}/branches/{branch}',
    '304 /repos/{owner}/{repo}/issues',
  ]);
});
