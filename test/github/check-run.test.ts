import nock from 'nock';
import { reportCheck, type Annotation, type CheckReport } from '../../src/github/write/check-run.ts';
import { API, edge, guardTheEdge, REPO, replies, repository } from './harness.ts';

guardTheEdge();

const report: CheckReport = {
  headSha: 'abc',
  title: 'Two problems',
  summary: 'See below.',
  conclusion: 'failure',
  annotations: [],
  actions: [],
  account: { id: 7, login: 'planwright[bot]' },
};

const note = (line: number): Annotation => ({
  path: 'PLAN.md',
  line,
  level: 'warning',
  title: 't',
  message: 'm',
});

interface Run {
  readonly id: number;
  readonly external_id: string;
  readonly app?: { readonly slug: string };
  readonly output?: { readonly annotations_count: number };
}

function commitHas(runs: readonly Run[]): void {
  const full = runs.map((run) => ({
    name: 'Planwright',
    app: { slug: 'planwright' },
    output: { annotations_count: 0 },
    ...run,
  }));
  nock(API)
    .get(`${REPO}/commits/abc/check-runs`)
    .query({ check_name: 'Planwright', filter: 'latest', per_page: 100 })
    .reply(200, { total_count: full.length, check_runs: full }, { 'content-type': 'application/json' });
}

const created = (status = 201) =>
  replies({ method: 'post', path: `${REPO}/check-runs` }, [{ status, body: { id: 50 } }]);
const updated = (id: number, times = 1) =>
  replies(
    { method: 'patch', path: `${REPO}/check-runs/${id}` },
    Array.from({ length: times }, () => ({ status: 200, body: { id } })),
  );

/** Reports once on a bare commit and hands out what the run was named by. */
async function reported(saying: CheckReport): Promise<string> {
  commitHas([]);
  const { sent } = created();
  await reportCheck(edge().client, repository, saying);
  const [run] = sent.map(({ body }) => body as { external_id: string });
  return run?.external_id ?? '';
}

test('a report makes a check run, and the same report again writes nothing', async () => {
  const external_id = await reported(report);
  commitHas([{ id: 50, external_id }]);
  expect(await reportCheck(edge().client, repository, report)).toMatchObject({ kind: 'same' });
});

test('another report updates the run', async () => {
  const external_id = await reported(report);
  commitHas([{ id: 50, external_id }]);
  const { sent } = updated(50);
  const result = await reportCheck(edge().client, repository, { ...report, conclusion: 'success' });
  expect(result).toMatchObject({ kind: 'updated', run: { id: 50, annotations: 0 } });
  expect(sent[0]?.body).toMatchObject({ status: 'completed', conclusion: 'success' });
});

test('another app’s run of the same name is left alone', async () => {
  commitHas([{ id: 9, external_id: 'x', app: { slug: 'someone-else' } }]);
  const { sent } = created();
  expect(await reportCheck(edge().client, repository, report)).toMatchObject({
    kind: 'created',
    run: { id: 50 },
  });
  expect(sent[0]?.body).toMatchObject({ name: 'Planwright', head_sha: 'abc', conclusion: 'failure' });
});

test('annotations go fifty at a time, and only the last request concludes', async () => {
  commitHas([]);
  const first = created();
  const rest = updated(50, 2);
  const annotations = Array.from({ length: 101 }, (_, index) => note(index + 1));
  await reportCheck(edge().client, repository, { ...report, annotations });
  const bodies = [...first.sent, ...rest.sent].map(
    ({ body }) => body as { status: string; output: { annotations: { start_line: number }[] } },
  );
  expect(bodies.map(({ output }) => output.annotations.length)).toEqual([50, 50, 1]);
  expect(bodies.map(({ status }) => status)).toEqual(['in_progress', 'in_progress', 'completed']);
  expect(bodies[2]?.output.annotations[0]?.start_line).toBe(101);
});

test('a run that has annotations is replaced, since they can only be added to', async () => {
  commitHas([{ id: 8, external_id: 'old', output: { annotations_count: 3 } }]);
  created();
  expect(await reportCheck(edge().client, repository, { ...report, annotations: [note(1)] })).toMatchObject({
    kind: 'created',
    run: { id: 50, annotations: 1 },
  });
});

test('work that is going on has no conclusion, and words beyond GitHub’s limit are cut', async () => {
  commitHas([]);
  const { sent } = created();
  await reportCheck(edge().client, repository, { ...report, conclusion: null, summary: 'x'.repeat(70_000) });
  const body = sent[0]?.body as { status: string; conclusion?: string; output: { summary: string } };
  expect([body.status, body.conclusion, body.output.summary.length]).toEqual([
    'in_progress',
    undefined,
    65_535,
  ]);
});

test('says nothing in the name of a person, who can make no check run', async () => {
  const account = { id: 3, login: 'ada' };
  const outcome = await reportCheck(edge().client, repository, { ...report, account });
  expect(outcome).toEqual({ kind: 'refused', refusal: null });
});

test('ends no pass where write access to checks is missing', async () => {
  commitHas([]);
  replies({ method: 'post', path: `${REPO}/check-runs` }, [
    { status: 403, body: { message: 'Resource not accessible by integration' } },
  ]);
  expect(await reportCheck(edge().client, repository, report)).toMatchObject({
    kind: 'refused',
    refusal: { status: 403, permission: '' },
  });
});
