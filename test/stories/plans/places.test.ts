import { begin, beginAfter, PLAN, type Story } from '../../story/scenario.ts';

/** What changes around a repository: the events alone bring everything in step, with no sweep to help. */

const SHIP = '# Ship\n\n## Phase 1\n\n- [ ] Hull\n- [ ] Mast\n';

let story: Story;
afterEach(() => story.ends());

const committed = async ({ human, app }: Story): Promise<void> => {
  await human.commits(SHIP);
  await app.settles();
};
const afterFirstSync = beginAfter(committed);

/** A plan in step. */
const beginInStep = async (): Promise<void> => void (story = await afterFirstSync());

it('What happened while the installation was suspended is found when it is not any more', async () => {
  await beginInStep();
  story.github.suspend(story.app.self().installation);
  await story.human.closes('Hull');
  await story.human.edits((text) => `${text}- [ ] Sail\n`);
  expect(story.app.gaveUp()).toEqual([]);
  story.github.unsuspend(story.app.self().installation);
  const news = await story.app.settles();
  expect(news).toContain('opens "Sail" in "Ship: Phase 1"');
  expect(await story.writeBack()).toContain('+- [x] Hull');
});

it('New permissions count at once, though the token that knows nothing of them lives on for an hour', async () => {
  story = await begin({ permissions: { contents: 'read' } });
  await committed(story);
  await story.human.closes('Hull');
  await story.app.settles();
  expect((await story.sees()).pulls.size).toBe(0);
  story.github.acceptPermissions(story.app.self().installation, {
    contents: 'write',
    issues: 'write',
    pull_requests: 'write',
    checks: 'write',
  });
  await story.app.settles();
  expect(await story.writeBack()).toContain('+- [x] Hull');
});

it('A repository that is taken away is left alone, and looked at when it is given back', async () => {
  await beginInStep();
  const { installation } = story.app.self();
  story.github.removeRepositories(installation, ['engine']);
  await story.human.edits((text) => `${text}- [ ] Sail\n`);
  const mark = story.github.requests.mark();
  await story.app.rests();
  expect(story.github.requests.writes(mark).filter(({ actor }) => actor.kind !== 'user')).toEqual([]);
  story.github.addRepositories(installation, ['engine']);
  expect(await story.app.settles()).toContain('opens "Sail" in "Ship: Phase 1"');
});

it('An archived repository is looked at as soon as it is none any more', async () => {
  await beginInStep();
  await story.human.edits((text) => `${text}- [ ] Sail\n`);
  await story.human.changesSettings({ archived: true });
  await story.app.rests();
  await story.human.changesSettings({ archived: false });
  expect(await story.app.settles()).toContain('opens "Sail" in "Ship: Phase 1"');
});

it('Another default branch is another plan: the one on it counts from now on', async () => {
  await beginInStep();
  await story.human.mergesWriteBack();
  await story.app.settles();
  await story.human.makesBranch('trunk');
  await story.human.commits(`${await story.planText()}- [ ] Sail\n`, PLAN, 'trunk');
  await story.app.settles();
  await story.human.changesSettings({ default_branch: 'trunk' });
  expect(await story.app.settles()).toContain('opens "Sail" in "Ship: Phase 1"');
});

it('A config under another name of the repository is not the config of the next one of that name', async () => {
  story = await begin({ files: { '.github/planwright.yml': 'plans: [elsewhere/*.md]\n' } });
  await story.human.commits('# Words\n', 'README.md');
  await story.app.rests();
  await story.human.changesSettings({ name: 'machine' });
  story.github.createRepository({ owner: 'ada', name: 'engine', files: { 'README.md': '# Engine\n' } });
  await story.human.commits(SHIP);
  expect(await story.app.settles()).toContain('opens "Hull" in "Ship: Phase 1"');
});

it('A renamed repository stays in step under its new name', async () => {
  await beginInStep();
  await story.human.closes('Hull');
  await story.human.changesSettings({ name: 'machine' });
  await story.human.changesSettings({ name: 'engine' }, 'machine');
  await story.app.settles();
  expect(await story.writeBack()).toContain('+- [x] Hull');
});

it('A repository made private goes on as before', async () => {
  await beginInStep();
  await story.human.changesSettings({ private: true });
  await story.human.closes('Mast');
  await story.app.settles();
  expect(await story.writeBack()).toContain('+- [x] Mast');
});
