/** Whose work stands on the branch of a write-back: what a person did there is never overwritten. */
import { Octokit } from '@octokit/rest';
import { blobSha } from '../../../src/sync/state/hash.ts';
import { installationToken } from '../../../packages/github-sandbox/test/small-world.ts';
import { begin, PLAN, type Beginning, type Story } from '../../story/scenario.ts';
import { SEARCH } from '../plans.ts';

const AT = { owner: 'ada', repo: 'engine' };
let story: Story;

afterEach(() => story.ends());

interface Pull {
  readonly number: number;
  readonly ref: string;
  readonly sha: string;
}

/** A story in which a write-back ticks "Rank the results". */
async function ticking(beginning: Beginning = {}): Promise<Pull> {
  story = await begin(beginning);
  await story.human.commits(SEARCH);
  await story.app.settles();
  await story.human.mergesWriteBack();
  await story.app.settles();
  await story.human.closes('Rank the results');
  await story.app.settles();
  return openPull();
}

async function openPull(): Promise<Pull> {
  const { data } = await story.human.octokit.rest.pulls.list({ ...AT, state: 'open' });
  expect(data).toHaveLength(1);
  return { number: data[0]!.number, ref: data[0]!.head.ref, sha: data[0]!.head.sha };
}

async function commitAt(sha: string) {
  return (await story.human.octokit.rest.git.getCommit({ ...AT, commit_sha: sha })).data;
}

async function headOfMain(): Promise<string> {
  return (await story.human.octokit.rest.git.getRef({ ...AT, ref: 'heads/main' })).data.object.sha;
}

async function textAt(ref: string, path = PLAN): Promise<string> {
  const { data } = await story.human.octokit.rest.repos.getContent({ ...AT, path, ref });
  return 'content' in data ? Buffer.from(data.content, 'base64').toString('utf8') : '';
}

/** GitHub as the app itself sees it. */
async function asApp(): Promise<Octokit> {
  const { account, installation } = story.app.self();
  const auth = await installationToken(story.github, account, installation);
  return new Octokit({ auth, baseUrl: `${story.github.url}/api/v3` });
}

/** Writes a commit as `git commit` would, and pushes it, by force where it is no successor. */
async function pushes(
  { ref }: Pull,
  commit: {
    readonly onto: string;
    readonly message: string;
    readonly parents: readonly string[];
    readonly files?: Readonly<Record<string, string>>;
  },
): Promise<string> {
  const { git } = story.human.octokit.rest;
  const { tree: base } = await commitAt(commit.onto);
  const files = Object.entries(commit.files ?? {}).map(
    ([path, content]) => ({ path, content, mode: '100644', type: 'blob' }) as const,
  );
  const tree =
    files.length === 0
      ? base.sha
      : (await git.createTree({ ...AT, base_tree: base.sha, tree: files })).data.sha;
  const { message, parents } = commit;
  const { data } = await git.createCommit({ ...AT, message, tree, parents: [...parents] });
  await git.updateRef({ ...AT, ref: `heads/${ref}`, sha: data.sha, force: true });
  return data.sha;
}

/** Another close, which the app would put on the branch too. */
async function another(): Promise<string[]> {
  await story.human.closes('Cache hot queries');
  return story.app.settles();
}

/** Where the branch stands, and what is said of it, once the app had reason to move it; then a person merges it. */
async function keeps({ ref }: Pull): Promise<{ readonly tip: string; readonly said: number }> {
  await another();
  const { data } = await story.human.octokit.rest.git.getRef({ ...AT, ref: `heads/${ref}` });
  const said = (await story.issue('Plan: Search')).body.match(/A commit by a person stands on its branch/g);
  await story.human.mergesWriteBack();
  await story.app.settles();
  expect(await story.writeBack()).toContain('+- [x] Cache hot queries');
  return { tip: data.object.sha, said: said?.length ?? 0 };
}

/** The edits that the branch carries once the app had reason to move it. */
async function movedOn(): Promise<string> {
  await another();
  const edits = await story.writeBack();
  expect((await story.issue('Plan: Search')).body).not.toContain('by a person stands');
  expect(edits).toContain('+- [x] Rank the results');
  return edits;
}

const reworded = (text: string): string => text.replace('- [x] Rank the results', '- [x] Rank all results');

describe('A person’s on the branch is', () => {
  it('an amended text under the app’s own message', async () => {
    const pull = await ticking();
    const { message, parents } = await commitAt(pull.sha);
    const sha = await pushes(pull, {
      onto: pull.sha,
      message,
      parents: parents.map((parent) => parent.sha),
      files: { [PLAN]: reworded(await textAt(pull.ref)) },
    });
    expect(await keeps(pull)).toEqual({ tip: sha, said: 1 });
  });

  it('a file added to the app’s commit', async () => {
    const pull = await ticking();
    const { message, parents } = await commitAt(pull.sha);
    const sha = await pushes(pull, {
      onto: pull.sha,
      message,
      parents: parents.map((parent) => parent.sha),
      files: { 'NOTES.md': 'Mine.\n' },
    });
    expect(await keeps(pull)).toEqual({ tip: sha, said: 1 });
  });

  it('a commit with a copied message', async () => {
    const pull = await ticking();
    const { message } = await commitAt(pull.sha);
    const sha = await pushes(pull, {
      onto: pull.sha,
      message,
      parents: [pull.sha],
      files: { 'NOTES.md': 'Mine.\n' },
    });
    expect(await keeps(pull)).toEqual({ tip: sha, said: 1 });
  });

  it('an edit of the plan inside a merge of the default branch', async () => {
    const pull = await ticking();
    await story.human.commits('# Engine\n\nNews.\n', 'README.md');
    await story.app.settles();
    const main = await headOfMain();
    const sha = await pushes(pull, {
      onto: main,
      message: `Merge branch 'main' into ${pull.ref}`,
      parents: [pull.sha, main],
      files: { [PLAN]: reworded(await textAt(pull.ref)) },
    });
    expect(await keeps(pull)).toEqual({ tip: sha, said: 1 });
  });

  it('an edit of another file inside a merge of the default branch', async () => {
    const pull = await ticking();
    await story.human.commits('# Engine\n\nNews.\n', 'README.md');
    await story.app.settles();
    const main = await headOfMain();
    const sha = await pushes(pull, {
      onto: main,
      message: `Merge branch 'main' into ${pull.ref}`,
      parents: [pull.sha, main],
      files: { [PLAN]: await textAt(pull.ref), 'README.md': '# Engine\n\nMine.\n' },
    });
    expect(await keeps(pull)).toEqual({ tip: sha, said: 1 });
  });

  it('a revert of the app’s commit', async () => {
    const pull = await ticking();
    const [parent] = (await commitAt(pull.sha)).parents;
    const sha = await pushes(pull, {
      onto: parent!.sha,
      message: `Revert "Update ${PLAN}"\n\nThis reverts commit ${pull.sha}.`,
      parents: [pull.sha],
      files: { 'NOTES.md': 'Not yet.\n' },
    });
    expect(await keeps(pull)).toEqual({ tip: sha, said: 1 });
  });

  it('a suggestion that was committed in the review', async () => {
    const pull = await ticking();
    const sha = await pushes(pull, {
      onto: pull.sha,
      message: `Update ${PLAN}\n\nCo-authored-by: Mona <mona@example.com>`,
      parents: [pull.sha],
      files: { [PLAN]: reworded(await textAt(pull.ref)) },
    });
    expect(await keeps(pull)).toEqual({ tip: sha, said: 1 });
  });

  it('a squash of the app’s commit and their own', async () => {
    const pull = await ticking();
    const { message, parents } = await commitAt(pull.sha);
    const sha = await pushes(pull, {
      onto: pull.sha,
      message: `${message}\nFix a word\n`,
      parents: parents.map((parent) => parent.sha),
      files: { [PLAN]: reworded(await textAt(pull.ref)) },
    });
    expect(await keeps(pull)).toEqual({ tip: sha, said: 1 });
  });
});

/** The plan with a word changed far from what the write-back edits. */
const elsewhere = (text: string): string =>
  text.replace('## Development Tasks', 'A word.\n\n## Development Tasks');

/** A push to the default branch that the app does not hear of. */
async function unheard(push: () => Promise<void>): Promise<string> {
  await story.app.goesDown();
  await push();
  const main = await headOfMain();
  return main;
}

describe('The app goes on over', () => {
  it('a merge of a default branch whose plan changed elsewhere', async () => {
    const pull = await ticking();
    await unheard(() => story.human.edits(elsewhere));
    await story.human.octokit.rest.pulls.updateBranch({ ...AT, pull_number: pull.number });
    await story.app.starts();
    const edits = await movedOn();
    expect(edits).toContain('+- [x] Cache hot queries');
    expect(edits).not.toContain('A word.');
  });

  it.each([
    [
      'as it was',
      async () => story.human.commits('# Engine\n\nNews.\n', 'README.md'),
      (text: string) => text,
    ],
    ['changed elsewhere', async () => story.human.edits(elsewhere), elsewhere],
  ])('its own commit rebased onto a default branch whose plan is %s', async (_, push, rebased) => {
    const pull = await ticking();
    const main = await unheard(push);
    const { message } = await commitAt(pull.sha);
    const files = { [PLAN]: rebased(await textAt(pull.sha)) };
    await pushes(pull, { onto: main, message, parents: [main], files });
    await story.app.starts();
    expect(await movedOn()).toContain('+- [x] Cache hot queries');
  });

  it('an older commit of its own that a person forced the branch back to', async () => {
    const pull = await ticking();
    await story.human.closes('Build the index');
    await story.app.settles();
    const { ref } = await openPull();
    await story.human.octokit.rest.git.updateRef({ ...AT, ref: `heads/${ref}`, sha: pull.sha, force: true });
    const edits = await movedOn();
    expect(edits).toContain('+- [x] Cache hot queries');
    expect(edits).toContain('+- [x] Build the index');
  });

  it('a commit of an older version, which named the plan only', async () => {
    const pull = await ticking();
    const { message, parents, tree } = await commitAt(pull.sha);
    const app = await asApp();
    const { data } = await app.rest.git.createCommit({
      ...AT,
      message: message.replace(/^(Planwright-Plan: \w+).*[^]*/m, '$1\n'),
      tree: tree.sha,
      parents: parents.map(({ sha }) => sha),
    });
    await app.rest.git.updateRef({ ...AT, ref: `heads/${pull.ref}`, sha: data.sha, force: true });
    expect(await movedOn()).toContain('+- [x] Cache hot queries');
  });
});

it('A commit names the plan, what it makes of it, and what it was made from', async () => {
  const pull = await ticking();
  const { message, parents } = await commitAt(pull.sha);
  const made = blobSha(await textAt(pull.sha));
  const base = blobSha(await textAt(parents[0]!.sha));
  expect(message).toMatch(
    new RegExp(`\\n\\nPlanwright-Plan: [0-9a-f]{6} ${made}\\nPlanwright-Base: ${base}\\n$`),
  );
});
