/** What GitHub refuses to write: said where people look, holding nothing else up, and made good once it is let through. */
import { begin, type Story } from '../../story/scenario.ts';
import type { RequestMatch } from '@planwright/github-sandbox';
import { SEARCH } from '../plans.ts';

const AT = { owner: 'ada', repo: 'engine' };
const RULE = 'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n';
const LOCKED = 'Unable to create comment because issue is locked.';

let story: Story;
beforeEach(async () => {
  story = await begin();
});
afterEach(() => story.ends());

/** From now on GitHub answers such requests of the app like this. */
function refuses(on: RequestMatch, status: number, message: string): void {
  const effect = { kind: 'answer', status, body: { message, documentation_url: '', status: '' } } as const;
  story.github.faults.add({ on: { actor: 'app', ...on }, effect, times: Infinity });
}

async function looksAgain(): Promise<void> {
  await story.app.sweeps();
  await story.app.rests();
}

async function tracking(): Promise<string> {
  return (await story.issue('Plan: Search')).body;
}

async function check(ref = 'main'): Promise<string> {
  const { data } = await story.human.octokit.rest.checks.listForRef({ ...AT, ref });
  return data.check_runs
    .map(({ conclusion, output }) => `${conclusion}: ${output.title}\n${output.summary}`)
    .join('\n');
}

/** What the app asked for and was refused. */
function refused(mark = 0): string[] {
  return story.github.requests
    .all(mark)
    .filter(({ isWrite, actor, status }) => isWrite && actor.kind !== 'user' && (status ?? 0) >= 400)
    .map(({ method, path }) => `${method} ${path}`);
}

describe('A rule that forbids new branches', () => {
  const REFS = { method: 'POST', path: '/repos/ada/engine/git/refs' };

  it('keeps only the write-back from being there, and the tracking issue says what to do', async () => {
    refuses(REFS, 422, RULE);
    await story.human.commits(SEARCH);
    await story.app.rests();
    expect(await tracking()).toMatch(/^<!-- planwright v=1 plan=\w+ path=\S+ base=[0-9a-f]{40} issues=6:2,/);
    expect(await tracking()).toMatch(
      /### Refused by GitHub[^]*refused to make the branch planwright\/\S+ \(422: Repository rule violations found[^]*bypass list/,
    );
    expect(await check()).toContain('Cannot create ref due to creations being restricted.');
    await story.human.closes('Rank the results');
    await story.app.rests();
    expect(await tracking()).toMatch(/### Waiting for a pull request[^]*Rank the results/);
    expect(story.app.gaveUp()).toEqual([]);
  });

  it('is asked once in a pass, and everything is there when it is gone', async () => {
    refuses(REFS, 422, RULE);
    await story.human.commits(SEARCH);
    await story.app.rests();
    const mark = story.github.requests.mark();
    await looksAgain();
    expect(refused(mark)).toEqual(['POST /repos/ada/engine/git/refs']);
    story.github.faults.clear();
    await looksAgain();
    expect(await tracking()).not.toContain('Refused by GitHub');
    expect(await story.writeBack()).toContain('+- [ ] Ship the parser ([#2]');
    expect(await story.app.settles()).toEqual([]);
  });
});

describe('A refused change of one task', () => {
  beforeEach(async () => {
    await story.human.commits(SEARCH);
    await story.app.settles();
    await story.human.mergesWriteBack();
    await story.app.settles();
  });

  it('is not forgotten when the plan goes on, and neither is a person’s decision', async () => {
    const { number } = await story.issue('Cache hot queries');
    refuses(
      { method: 'PATCH', path: `/repos/ada/engine/issues/${number}` },
      403,
      'Repository was locked for a migration.',
    );
    await story.human.edits((text) => text.replace('Cache hot queries', 'Cache the hot queries'));
    await story.app.rests();
    await story.human.edits((text) => text.replace('- [ ] Ship the parser', '- [x] Ship the parser'));
    await story.app.rests();
    expect((await story.issue('Ship the parser')).state).toBe('closed as completed');
    await story.human.reopens('Ship the parser');
    await story.app.rests();
    expect(await tracking()).toContain(`refused to update #`);
    story.github.faults.clear();
    await looksAgain();
    expect((await story.issue('Cache the hot queries')).number).toBe(number);
    expect((await story.issue('Ship the parser')).state).toBe('open');
    expect(await story.app.settles()).toEqual([]);
  });

  it('that was cut is closed once it may be', async () => {
    const { number } = await story.issue('Cache hot queries');
    refuses({ method: 'PATCH', path: `/repos/ada/engine/issues/${number}` }, 404, 'Not Found');
    await story.human.edits((text) => text.replace(/- \[ \] Cache hot queries.*\n/, ''));
    await story.app.rests();
    await story.human.edits((text) => `${text}\nMore words.\n`);
    await story.app.rests();
    expect((await story.issue('Cache hot queries')).state).toBe('open');
    story.github.faults.clear();
    await looksAgain();
    expect(await story.issue('Cache hot queries')).toMatchObject({ state: 'closed as not_planned' });
    expect(await story.app.settles()).toEqual([]);
  });
});

it('A plan whose tracking issue GitHub refuses holds no other plan up, and the check says so', async () => {
  refuses(
    { method: 'POST', path: '/repos/ada/engine/issues', body: { title: 'Plan: Search' } },
    422,
    'Validation Failed',
  );
  await story.human.commits(SEARCH);
  await story.human.commits('# Zoo\n\n## Phase 1: Fences\n- [ ] Paint them\n', 'plans/zoo.md');
  await story.app.rests();
  expect((await story.issue('Paint them')).state).toBe('open');
  expect(await check()).toMatch(
    /plans\/search\.md[^]*refused to open the tracking issue "Plan: Search" \(422: Validation Failed\)/,
  );
  story.github.faults.clear();
  await looksAgain();
  expect((await story.issue('Ship the parser')).state).toBe('open');
  expect(await story.app.settles()).toEqual([]);
});

it('A permission that is missing for one kind of write is named in the check, and all else is done', async () => {
  const effect = {
    kind: 'answer',
    status: 403,
    headers: { 'x-accepted-github-permissions': 'issues=write' },
    body: { message: 'Resource not accessible by integration' },
  } as const;
  const on = { actor: 'app', method: 'POST', route: '/repos/{owner}/{repo}/milestones' } as const;
  story.github.faults.add({ on, effect, times: Infinity });
  await story.human.commits(SEARCH);
  await story.app.rests();
  expect([...(await story.sees()).issues.values()].map(({ milestone }) => milestone)).toEqual(
    Array(7).fill(null),
  );
  expect(await check()).toMatch(/^failure: A permission is missing\n[^]*needs write access to issues\./);
  expect(story.app.gaveUp()[0]).toContain('(permission issues=write)');
  const mark = story.github.requests.mark();
  await looksAgain();
  expect(refused(mark)).toEqual(['POST /repos/ada/engine/milestones']);
  story.github.faults.clear();
  await looksAgain();
  expect((await story.issue('Rank the results')).milestone?.title).toBe('Search: Phase 2: Core Features');
  expect(await story.app.settles()).toEqual([]);
});

describe('A label that the account may not make', () => {
  const LABELS = { method: 'POST', path: '/repos/ada/engine/labels', actor: 'app' } as const;
  const effect = {
    kind: 'answer',
    status: 403,
    headers: { 'x-accepted-github-permissions': 'issues=write' },
    body: { message: 'Resource not accessible by integration' },
  } as const;

  it('keeps only new issues from being made, which would have no label at all; the tracking issue says so', async () => {
    await story.human.commits(SEARCH);
    await story.app.settles();
    await story.human.mergesWriteBack();
    await story.app.settles();
    story.github.faults.add({ on: LABELS, effect, times: Infinity });
    await story.human.edits((text) =>
      text
        .replace('- [ ] Ship the parser', '- [x] Ship the parser')
        .replace('| Low', '| Medium')
        .replace('- [ ] Rank', '- [ ] Spell-check\n- [ ] Rank'),
    );
    await story.app.rests();
    expect((await story.issue('Ship the parser')).state).toBe('closed as completed');
    expect([...(await story.sees()).issues.values()].map(({ title }) => title)).not.toContain('Spell-check');
    expect(await tracking()).toMatch(/refused to make the label "priority: medium" \(403: [^]*Grant the app/);
    expect(await check()).toMatch(/^failure: A permission is missing\n/);
    story.github.faults.clear();
    await looksAgain();
    expect((await story.issue('Spell-check')).state).toBe('open');
    expect((await story.issue('Rotate the index')).labels).toContain('priority: medium');
    expect(await tracking()).not.toContain('Refused by GitHub');
    expect(await check()).toMatch(/^success: Everything is done\n/m);
    expect(await story.app.settles()).toEqual([]);
  });
});

describe('On a locked pull request', () => {
  it('the check is concluded, says that there is no comment, and what it would have said', async () => {
    await story.human.commits(SEARCH);
    await story.app.settles();
    const pull = await story.human.proposes((text) =>
      text.replace('- [ ] Rank', '- [ ] Spell-check\n- [ ] Rank'),
    );
    refuses({ method: 'POST', path: `/repos/ada/engine/issues/${pull}/comments` }, 403, LOCKED);
    await story.app.rests();
    const { data } = await story.human.octokit.rest.pulls.get({ ...AT, pull_number: pull });
    const said = await check(data.head.sha);
    expect(said).toMatch(/^success: Merging this makes 1 change[^]*is locked\.\)\. Unlock the conversation/);
    expect(said).toContain('open issue Spell-check');
    expect(await story.preview(pull)).toBeNull();
    story.github.faults.clear();
    expect(await story.app.settles()).toEqual([]);
  });

  it('a command is obeyed once, though neither words nor reaction can answer it', async () => {
    await story.human.commits(SEARCH);
    await story.app.settles();
    const route = '/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions';
    refuses({ method: 'POST', route }, 403, 'Forbidden');
    await story.human.comments('Plan: Search', '/plan pause');
    await story.app.rests();
    expect((await story.issue('Plan: Search')).labels).toContain('planwright: paused');
    expect(await check()).toMatch(/refused to react to comment \d+ \(403: Forbidden\)/);
    const { number } = await story.issue('Plan: Search');
    const label = { ...AT, issue_number: number, name: 'planwright: paused' };
    await story.human.octokit.rest.issues.removeLabel(label);
    await looksAgain();
    expect((await story.issue('Plan: Search')).labels).not.toContain('planwright: paused');
    await story.human.comments('Plan: Search', '/plan pause');
    await story.app.rests();
    expect((await story.issue('Plan: Search')).labels).toContain('planwright: paused');
    story.github.faults.clear();
    await looksAgain();
    expect(await story.app.settles()).toEqual([]);
  });
});
