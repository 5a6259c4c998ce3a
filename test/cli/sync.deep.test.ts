import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { startSandbox, type Sandbox, type UserAccount } from '@planwright/github-sandbox';
import { run, type Typed } from '../story/command-line.ts';
import { AT } from '../story/place.ts';

const PATH = 'plans/search.md';
const PLAN = '# Search\n\n## Phase 1\n\n- [ ] Ship the parser\n- [x] Pick a name\n- [ ] Rank the results\n';

let github: Sandbox;
let ada: UserAccount;
let person: Octokit;

beforeEach(async () => {
  github = await startSandbox();
  ada = github.createUser('ada');
  github.createRepository({ owner: 'ada', name: 'engine', files: { [PATH]: PLAN } });
  person = new Octokit({ auth: ada.token, baseUrl: `${github.url}/api/v3` });
});
afterEach(() => github.close());

function types(args: readonly string[], env: Record<string, string> = {}, cwd = '.'): Promise<Typed> {
  const signedIn = { GITHUB_API_URL: `${github.url}/api/v3`, GITHUB_TOKEN: ada.token };
  return run('src/cli.ts', args, { cwd, env: { ...signedIn, ...env } });
}

async function titles(): Promise<string[]> {
  const { data } = await person.rest.issues.listForRepo({ ...AT, state: 'all', direction: 'asc' });
  return data.map(({ title, state }) => `${title}: ${state}`);
}

async function commits(text: string): Promise<void> {
  const { data } = await person.rest.repos.getContent({ ...AT, path: PATH });
  const sha = 'sha' in data ? data.sha : '';
  const content = Buffer.from(text).toString('base64');
  await person.rest.repos.createOrUpdateFileContents({ ...AT, path: PATH, message: 'Plan', content, sha });
}

test('a dry run shows what a sync will do, and does none of it', async () => {
  const mark = github.requests.mark();
  const { code, out } = await types(['sync', '--repo', 'ada/engine', '--dry-run']);
  expect(code).toBe(0);
  expect(out).toBe(
    [
      'Search (plans/search.md)',
      '  - open milestone Search: Phase 1',
      '  - open 3 issues',
      '    - Ship the parser, in Search: Phase 1',
      '    - Pick a name, in Search: Phase 1, closed right away',
      '    - Rank the results, in Search: Phase 1',
      '',
    ].join('\n'),
  );
  expect(github.requests.writes(mark)).toEqual([]);
});

test('a sync does it, says the numbers, and a second one writes nothing', async () => {
  const first = await types(['sync', '--repo', 'ada/engine']);
  expect(first.err).toMatch(/^plans\/search\.md: (\d+) of \1 changes\n$/u);
  expect(first.out).toContain('  - opened 3 issues\n    - #2 Ship the parser, in Search: Phase 1\n');
  expect(first.out).toMatch(/edits of the plan wait in pull request #5\n {2}tracking issue #1\n$/u);
  expect(first.code).toBe(0);
  expect(await titles()).toEqual([
    'Plan: Search: open',
    'Ship the parser: open',
    'Pick a name: closed',
    'Rank the results: open',
    'Update plans/search.md: link 3 tasks to their issues: open',
  ]);
  const mark = github.requests.mark();
  const second = await types(['sync', '--repo', 'ada/engine']);
  expect(second).toMatchObject({ code: 0, err: '' });
  expect(second.out).toContain('Search (plans/search.md)\n  in step\n');
  expect(github.requests.writes(mark)).toEqual([]);
  expect(github.requests.unknown()).toEqual([]);
});

test('a file that says it is a plan is one, wherever it stands', async () => {
  await person.rest.repos.createOrUpdateFileContents({
    ...AT,
    path: 'notes/launch.md',
    message: 'Plan',
    content: Buffer.from('---\nplanwright: true\n---\n\n# Launch\n\n- [ ] Write the post\n').toString(
      'base64',
    ),
  });
  const { out } = await types(['preview', '--repo', 'ada/engine']);
  expect(out).toContain('Launch (notes/launch.md)\n');
  await types(['sync', '--repo', 'ada/engine']);
  expect(await titles()).toContain('Write the post: open');
});

test('a dry run tells which edits of the plan would be proposed', async () => {
  await types(['sync', '--repo', 'ada/engine']);
  await person.rest.issues.update({ ...AT, issue_number: 2, state: 'closed' });
  const { out } = await types(['preview', '--repo', 'ada/engine']);
  expect(out).toContain('  - propose edits of the plan: 1 task done\n');
});

test('what is huge waits, and goes under its id alone', async () => {
  await commits(`${PLAN}- [ ] Cache the queries\n`);
  await types(['sync', '--repo', 'ada/engine']);
  await commits('# Search\n\n## Phase 1\n\n- [ ] Something else\n');
  const held = await types(['sync', '--repo', 'ada/engine']);
  expect(held.code).toBe(3);
  const id = /--confirm ([0-9a-f]{8})/.exec(held.out)?.[1] ?? '';
  expect(held.out).toContain(
    `To let it go: planwright sync --repo ada/engine --api-url ${github.url}/api/v3 --confirm ${id}`,
  );
  const wrong = await types(['sync', '--repo', 'ada/engine', '--confirm', '00000000']);
  expect(wrong).toMatchObject({ code: 2, out: '' });
  expect(wrong.err).toBe(
    `planwright: --confirm: Expected the id of a change that waits, found waiting: ${id}.\n`,
  );
  const confirmed = await types(['sync', '--repo', 'ada/engine', '--confirm', id]);
  expect(confirmed.code).toBe(0);
  expect(confirmed.out).toContain('- closed');
  expect(await titles()).toContain('Something else: open');
});

test('a preview without network says that it does not know the issues that tasks link', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'planwright-linked-'));
  const link = '([#2](https://github.com/ada/engine/issues/2))';
  writeFileSync(join(folder, 'PLAN.md'), PLAN.replace('parser', `parser ${link}`));
  const linked = await types(['preview', 'PLAN.md'], {}, folder);
  expect(linked.err).toBe(
    'planwright: PLAN.md: 1 task links its issue, and counts as new here. With --repo owner/name the issues are looked at.\n' +
      'GitHub was not asked (no remote on GitHub): this is what a first sync would do.\n',
  );
  expect(linked.out).toContain('  - open 3 issues\n');
  expect(linked.code).toBe(0);
  writeFileSync(join(folder, 'PLAN.md'), PLAN);
  expect((await types(['preview', 'PLAN.md'], {}, folder)).err).toBe(
    'GitHub was not asked (no remote on GitHub): this is what a first sync would do.\n',
  );
  expect((await types(['preview', 'PLAN.md', '--api-url', github.url], {}, folder)).code).toBe(2);
  rmSync(folder, { recursive: true });
});

test('a local file is previewed against the issues that are there', async () => {
  await types(['sync', '--repo', 'ada/engine']);
  const clone = mkdtempSync(join(tmpdir(), 'planwright-clone-'));
  for (const folder of ['.git', 'plans', 'notes']) mkdirSync(join(clone, folder));
  writeFileSync(join(clone, PATH), PLAN.replace('Rank the results', 'Rank the results by age'));
  writeFileSync(join(clone, 'notes/mine.md'), '- [ ] A\n');
  const mark = github.requests.mark();
  const { out, code } = await types(
    ['preview', 'search.md', '--repo', 'ada/engine'],
    {},
    join(clone, 'plans'),
  );
  expect(out).toBe(
    [
      'Search (plans/search.md)',
      '  - rename issue #4 Rank the results → Rank the results by age (guessed: it reads like the same task)',
      '  - propose edits of the plan: link 3 tasks to their issues',
      '',
    ].join('\n'),
  );
  expect(code).toBe(0);
  const stranger = await types(['preview', 'notes/mine.md', '--repo', 'ada/engine'], {}, clone);
  expect(stranger.err).toMatch(
    /notes\/mine\.md: Expected a plan, found a file that ada\/engine takes for none/u,
  );
  expect(stranger.code).toBe(1);
  expect(github.requests.writes(mark)).toEqual([]);
  rmSync(clone, { recursive: true });
});

test('prints JSON for other programs', async () => {
  const { out } = await types(['sync', '--repo', 'ada/engine', '--json']);
  const [plan] = (JSON.parse(out) as { plans: Record<string, unknown>[] }).plans;
  expect(plan).toMatchObject({
    path: PATH,
    title: 'Search',
    held: null,
    trackingIssue: 1,
    writeBack: { kind: 'waits', number: 5 },
  });
  expect(plan?.['changes']).toContainEqual(
    expect.objectContaining({ kind: 'open', title: 'Ship the parser', number: 2 }),
  );
});

test('a plan is retired after a look at what that does', async () => {
  await types(['sync', '--repo', 'ada/engine']);
  const mark = github.requests.mark();
  const shown = await types(['retire', PATH, '--repo', 'ada/engine']);
  expect(shown.code).toBe(3);
  expect(shown.out).toContain(
    'Search (plans/search.md)\n  retiring it would close 2 issues as not planned and close 1 milestone, pull request #5 and its tracking issue\n',
  );
  expect(github.requests.writes(mark)).toEqual([]);
  const id = /--confirm ([0-9a-f]{8})/.exec(shown.out)?.[1] ?? '';
  const done = await types(['retire', PATH, '--repo', 'ada/engine', '--confirm', id]);
  expect(done).toMatchObject({ code: 0, out: `${PATH} is retired.\n` });
  expect((await titles()).filter((title) => title.endsWith('open'))).toEqual([]);
  const again = await types(['retire', PATH, '--repo', 'ada/engine']);
  expect(again).toMatchObject({ code: 0, out: `${PATH} is retired already.\n` });
  const unknown = await types(['retire', 'plans/other.md', '--repo', 'ada/engine']);
  expect(unknown.err).toMatch(/found plans\/other\.md, and only plans\/search\.md\./u);
  expect(unknown.code).toBe(2);
});

describe('a token', () => {
  test('that is missing: what to do about it', async () => {
    const { code, err } = await types(['sync', '--repo', 'ada/engine'], {
      GITHUB_TOKEN: '',
      PATH: '/nowhere',
    });
    expect(code).toBe(4);
    expect(err).toMatch(/found none in GITHUB_TOKEN or GH_TOKEN, nor from `gh auth token`/u);
    expect(err).toMatch(/read and write access to Contents, Issues and Pull requests/u);
  });

  test('that is wrong: that it is', async () => {
    const { code, err } = await types(['sync', '--repo', 'ada/engine'], { GITHUB_TOKEN: 'ghp_wrong' });
    expect(code).toBe(4);
    expect(err).toMatch(/Expected valid credentials .* found 401: Bad credentials/u);
  });

  test('that may only read: which right is missing; nothing is half done', async () => {
    const { token } = github.createUser('mona');
    const { code, err } = await types(['sync', '--repo', 'ada/engine'], { GITHUB_TOKEN: token });
    expect(code).toBe(4);
    expect(err).toMatch(/Expected to make the label "planwright".*found 403.*write access to Contents/u);
    expect(await titles()).toEqual([]);
  });

  test('in GH_TOKEN works as well', async () => {
    const env = { GITHUB_TOKEN: '', GH_TOKEN: ada.token };
    expect((await types(['sync', '--repo', 'ada/engine', '--dry-run'], env)).code).toBe(0);
  });
});

test('a repository that is not there, and one that was never typed', async () => {
  const gone = await types(['sync', '--repo', 'ada/nowhere']);
  expect(gone).toMatchObject({ code: 4, out: '' });
  expect(gone.err).toMatch(/ada\/nowhere does not exist or is hidden from this token/u);
  expect(await types(['sync', '--repo', 'engine'])).toMatchObject({
    code: 2,
    err: 'planwright: --repo: Expected owner/name or an address, such as octocat/hello-world or https://github.com/octocat/hello-world, found "engine".\n',
  });
  expect((await types(['sync'])).code).toBe(2);
});

test('a run that is cut short goes on where it stopped, without a duplicate', async () => {
  github.faults.add({
    on: { opensIssue: true, nth: 3 },
    effect: { kind: 'reply-lost' },
  });
  const { code, err } = await types(['sync', '--repo', 'ada/engine']);
  expect(err).toMatch(/Expected a clear answer [^]*, trying again in 2 s/u);
  expect(code).toBe(0);
  const found = await titles();
  expect(new Set(found).size).toBe(found.length);
  expect(found).toHaveLength(5);
});
