/** Issues, labels, milestones and comments as GitHub documents them (GITHUB-FACTS 3 and 5). */
import {
  client,
  plans,
  refusal,
  startSmallWorld,
  createBranch,
  commitFile,
  type SmallWorld,
} from './small-world.ts';

let world: SmallWorld;
let now = new Date();
beforeEach(async () => {
  now = new Date('2026-11-22T10:00:00Z');
  world = await startSmallWorld({ now: () => now, wallClock: () => new Date() });
});
afterEach(() => world.close());

const later = (ms: number) => void (now = new Date(now.getTime() + ms));
const create = async (title: string, more: object = {}) =>
  (await world.human.rest.issues.create({ ...plans, title, ...more })).data;

test('issues and pull requests share their numbers and one list', async () => {
  const { human } = world;
  await create('One');
  await createBranch(human, 'work');
  await commitFile(human, 'x.md', 'x', 'work');
  await human.rest.pulls.create({ ...plans, head: 'work', base: 'main', title: 'Two' });
  await create('Three');
  const list = await human.rest.issues.listForRepo(plans);
  expect(list.data.map((issue) => [issue.number, issue.title, Boolean(issue.pull_request)])).toEqual([
    [3, 'Three', false],
    [2, 'Two', true],
    [1, 'One', false],
  ]);
});

test('closing has a reason, a closer and a date; reopening takes them back', async () => {
  const { human } = world;
  const one = { ...plans, issue_number: (await create('One')).number };
  const set = async (wish: object) => (await human.rest.issues.update({ ...one, ...wish })).data;
  later(60_000);
  expect(await set({ state: 'closed' })).toMatchObject({
    state_reason: 'completed',
    closed_by: { login: 'ada' },
    closed_at: '2026-11-22T10:01:00Z',
  });
  // The reason is ignored unless the state changes.
  expect(await set({ state: 'closed', state_reason: 'not_planned' })).toMatchObject({
    state_reason: 'completed',
  });
  expect(await set({ state: 'open' })).toMatchObject({
    state_reason: 'reopened',
    closed_by: null,
    closed_at: null,
  });
  expect(await set({ state: 'closed', state_reason: 'duplicate' })).toMatchObject({
    state_reason: 'duplicate',
  });
  const events = await human.rest.issues.listEvents(one);
  expect(events.data.map((event) => event.event)).toEqual(['closed', 'reopened', 'closed']);
});

test('a title or body that is too long, or missing, is refused', async () => {
  const post = (wish: object) => refusal(world.human.rest.issues.create({ ...plans, ...wish } as never));
  expect(await post({})).toEqual({
    status: 422,
    message: 'Invalid request.\n\n"title" wasn\'t supplied.',
    errors: undefined,
  });
  expect(await post({ title: ' ' })).toMatchObject({ errors: [{ code: 'missing_field', field: 'title' }] });
  expect(await post({ title: 'x'.repeat(257) })).toMatchObject({
    status: 422,
    message: 'Validation Failed',
    errors: [{ message: 'title is too long (maximum is 256 characters)' }],
  });
  expect(await post({ title: 'x', body: 'y'.repeat(65_537) })).toMatchObject({
    errors: [
      { resource: 'Issue', code: 'custom', message: 'body is too long (maximum is 65536 characters)' },
    ],
  });
  expect((await create('x'.repeat(256), { body: 'y'.repeat(65_536) })).number).toBe(1);
});

test('labels come into being when an issue names them, and must not be too long', async () => {
  const { human } = world;
  await human.rest.issues.createLabel({ ...plans, name: 'Backend', color: 'ff0000' });
  const issue = await create('One', { labels: ['backend', 'new one'] });
  expect(issue.labels).toMatchObject([
    { name: 'Backend', color: 'ff0000' },
    { name: 'new one', color: 'ededed', description: null },
  ]);
  const long = 'x'.repeat(51);
  expect(await refusal(create('Two', { labels: [long] }))).toMatchObject({
    status: 422,
    errors: [{ resource: 'Label', field: 'name', code: 'invalid' }],
  });
  expect(await refusal(human.rest.issues.createLabel({ ...plans, name: long }))).toMatchObject({
    errors: [{ resource: 'Label', field: 'name', code: 'custom' }],
  });
  expect(await refusal(human.rest.issues.createLabel({ ...plans, name: 'BACKEND' }))).toMatchObject({
    errors: [{ code: 'already_exists' }],
  });
  const description = 'd'.repeat(101);
  expect(await refusal(human.rest.issues.createLabel({ ...plans, name: 'y', description }))).toMatchObject({
    status: 422,
  });
  await human.rest.issues.deleteLabel({ ...plans, name: 'new one' });
  const after = await human.rest.issues.get({ ...plans, issue_number: issue.number });
  expect(after.data.labels).toHaveLength(1);
});

test('one person who cannot be assigned fails the whole request', async () => {
  const { sandbox } = world;
  sandbox.createUser('grace');
  expect(await refusal(create('One', { assignees: ['ada', 'grace'] }))).toMatchObject({
    status: 422,
    errors: [{ field: 'assignees', code: 'invalid', value: 'grace' }],
  });
  sandbox.setRole('ada/plans', 'grace', 'read');
  expect((await create('Two', { assignees: ['ada', 'grace'] })).assignees).toHaveLength(2);
});

test('a deleted issue is gone, a transferred one has moved, and its number is never used again', async () => {
  const { sandbox, human } = world;
  sandbox.createRepository({ owner: 'ada', name: 'elsewhere' });
  await create('Deleted');
  await create('Transferred', { labels: ['kept', 'dropped'] });
  await human.rest.issues.createLabel({ owner: 'ada', repo: 'elsewhere', name: 'kept' });
  sandbox.deleteIssue('ada/plans', 1);
  expect(sandbox.transferIssue('ada/plans', 2, 'ada/elsewhere')).toBe(1);
  expect(await refusal(human.rest.issues.get({ ...plans, issue_number: 1 }))).toMatchObject({ status: 410 });
  expect(await refusal(human.rest.issues.get({ ...plans, issue_number: 9 }))).toMatchObject({ status: 404 });
  const moved = await human.rest.issues.get({ ...plans, issue_number: 2 });
  expect(moved.data).toMatchObject({ title: 'Transferred', number: 1, labels: [{ name: 'kept' }] });
  expect(moved.data.repository_url).toMatch(/elsewhere$/);
  expect((await create('Next')).number).toBe(3);
});

test('without issues in the repository their routes answer 410', async () => {
  const { human } = world;
  await create('One');
  await human.rest.repos.update({ ...plans, has_issues: false });
  expect(await refusal(create('Two'))).toMatchObject({
    status: 410,
    message: 'Issues are disabled for this repo',
  });
  expect(await refusal(human.rest.issues.get({ ...plans, issue_number: 1 }))).toMatchObject({ status: 410 });
});

test('the list filters and sorts as asked', async () => {
  const { human, bot } = world;
  await human.rest.issues.createMilestone({ ...plans, title: 'M' });
  await create('first', { labels: ['a', 'b'], milestone: 1 });
  later(1_000);
  await create('second', { labels: ['a'], assignees: ['ada'] });
  later(1_000);
  await bot.rest.issues.create({ ...plans, title: 'third' });
  later(1_000);
  await human.rest.issues.update({ ...plans, issue_number: 1, state: 'closed' });
  const list = async (query: object) =>
    (await human.rest.issues.listForRepo({ ...plans, ...query })).data.map((issue) => issue.title).join(' ');
  expect(await list({})).toBe('third second');
  expect(await list({ state: 'all', direction: 'asc' })).toBe('first second third');
  expect(await list({ state: 'all', labels: 'A,b' })).toBe('first');
  expect(await list({ state: 'all', milestone: '1' })).toBe('first');
  expect(await list({ state: 'all', milestone: 'none' })).toBe('third second');
  expect(await list({ creator: 'planwright[bot]' })).toBe('third');
  expect(await list({ assignee: 'ada' })).toBe('second');
  expect(await list({ state: 'all', sort: 'updated' })).toBe('first third second');
  expect(await list({ state: 'all', since: '2026-11-22T10:00:02Z' })).toBe('third first');
});

test('a due date becomes midnight in California, in summer and in winter', async () => {
  const { human } = world;
  const due = async (title: string, due_on: string) =>
    (await human.rest.issues.createMilestone({ ...plans, title, due_on })).data.due_on;
  expect(await due('winter', '2026-12-01T12:00:00Z')).toBe('2026-12-01T08:00:00Z');
  expect(await due('summer', '2026-07-01T12:00:00Z')).toBe('2026-07-01T07:00:00Z');
  expect(await due('night', '2026-12-01T06:59:00Z')).toBe('2026-11-30T08:00:00Z');
});

test('milestones have unique titles, closed ones too, and count issues and pull requests', async () => {
  const { human } = world;
  await human.rest.issues.createMilestone({ ...plans, title: 'Phase 1' });
  await human.rest.issues.updateMilestone({ ...plans, milestone_number: 1, state: 'closed' });
  expect(await refusal(human.rest.issues.createMilestone({ ...plans, title: 'Phase 1' }))).toMatchObject({
    status: 422,
    errors: [{ resource: 'Milestone', code: 'already_exists', field: 'title' }],
  });
  expect((await human.rest.issues.listMilestones(plans)).data).toEqual([]);
  await create('open', { milestone: 1 });
  await create('closed', { milestone: 1 });
  await human.rest.issues.update({ ...plans, issue_number: 2, state: 'closed' });
  const shown = await human.rest.issues.getMilestone({ ...plans, milestone_number: 1 });
  expect(shown.data).toMatchObject({ open_issues: 1, closed_issues: 1, state: 'closed' });
  expect(await refusal(create('x', { milestone: 7 }))).toMatchObject({
    status: 422,
    errors: [{ field: 'milestone', code: 'invalid' }],
  });
});

test('sub-issues have one parent, and a pull request blocks nothing', async () => {
  const { human, bot } = world;
  const [one, two, child] = [await create('One'), await create('Two'), await create('Child')];
  const add = (issue_number: number, more: object = {}) =>
    bot.rest.issues.addSubIssue({ ...plans, issue_number, sub_issue_id: child.id, ...more });
  await add(one.number);
  expect((await refusal(add(two.number))).message).toContain('Sub issue may only have one parent');
  await add(two.number, { replace_parent: true });
  await human.rest.issues.update({ ...plans, issue_number: child.number, state: 'closed' });
  expect(
    (await human.rest.issues.get({ ...plans, issue_number: two.number })).data.sub_issues_summary,
  ).toEqual({
    total: 1,
    completed: 1,
    percent_completed: 100,
  });
  await createBranch(human, 'work');
  await commitFile(human, 'x.md', 'x', 'work');
  const pull = await human.rest.pulls.create({ ...plans, head: 'work', base: 'main', title: 'P' });
  const pullIssue = await human.rest.issues.get({ ...plans, issue_number: pull.data.number });
  const block = bot.rest.issues.addBlockedByDependency({
    ...plans,
    issue_number: 1,
    issue_id: pullIssue.data.id,
  });
  expect((await refusal(block)).message).toContain('Target issue may only be an issue');
});

test('a comment can be edited by its author and by writers, not by others', async () => {
  const { sandbox, human, bot } = world;
  await create('One');
  const grace = client(sandbox, sandbox.createUser('grace').token);
  const comment = await bot.rest.issues.createComment({ ...plans, issue_number: 1, body: 'Hello' });
  const edit = { ...plans, comment_id: comment.data.id, body: 'Changed' };
  expect(await refusal(grace.rest.issues.updateComment(edit))).toMatchObject({ status: 403 });
  await human.rest.issues.updateComment(edit);
  const again = await grace.rest.reactions.createForIssueComment({
    ...plans,
    comment_id: comment.data.id,
    content: 'eyes',
  });
  expect(again.status).toBe(201);
  const twice = await grace.rest.reactions.createForIssueComment({
    ...plans,
    comment_id: comment.data.id,
    content: 'eyes',
  });
  expect(twice.status).toBe(200);
});
