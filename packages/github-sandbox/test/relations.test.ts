/** Sub-issues and dependencies as GitHub documents them (GITHUB-FACTS 4). */
import { plans, refusal, startSmallWorld, type SmallWorld } from './small-world.ts';

let world: SmallWorld;
afterEach(() => world.close());

const create = async (title: string) => (await world.human.rest.issues.create({ ...plans, title })).data;
const creates = async (count: number) => {
  const made = [];
  for (let index = 0; index < count; index += 1) made.push(await create(`Issue ${index}`));
  return made;
};
const put = (child: { id: number }, parent: { number: number }, more: object = {}) =>
  world.bot.rest.issues.addSubIssue({
    ...plans,
    issue_number: parent.number,
    sub_issue_id: child.id,
    ...more,
  });
const block = (issue: { number: number }, by: { id: number }) =>
  world.bot.rest.issues.addBlockedByDependency({ ...plans, issue_number: issue.number, issue_id: by.id });

test('an issue takes a hundred sub-issues, closed ones among them', async () => {
  world = await startSmallWorld();
  const [parent, ...children] = await creates(102);
  const last = children.pop();
  if (parent === undefined || last === undefined) throw new Error('Expected issues.');
  for (const child of children) await put(child, parent);
  const closed = { ...plans, issue_number: children[0]?.number ?? 0 };
  await world.human.rest.issues.update({ ...closed, state: 'closed' });
  expect(await refusal(put(last, parent))).toMatchObject({
    status: 422,
    message: expect.stringContaining('100'),
  });
});

test('sub-issues go eight levels deep, the first issue counted, and in no circle', async () => {
  world = await startSmallWorld();
  const chain = await creates(9);
  for (const [index, child] of chain.slice(1, 8).entries())
    await put(child, chain[index] as { number: number });
  const [first, eighth, ninth] = [chain[0], chain[7], chain[8]];
  if (!first || !eighth || !ninth) throw new Error('Expected issues.');
  expect(await refusal(put(ninth, eighth))).toMatchObject({ status: 422 });
  expect(await refusal(put(first, eighth))).toMatchObject({ status: 422 });
});

test('lists tell of the parent and of how many links there are', async () => {
  world = await startSmallWorld();
  const [parent, child] = await creates(2);
  if (!parent || !child) throw new Error('Expected issues.');
  await put(child, parent);
  await block(child, parent);
  const { data } = await world.human.rest.issues.listForRepo({ ...plans, state: 'all' });
  expect(data.find(({ number }) => number === child.number)).toMatchObject({
    parent_issue_url: parent.url,
    issue_dependencies_summary: { total_blocked_by: 1 },
  });
  expect(data.find(({ number }) => number === parent.number)?.sub_issues_summary?.total).toBe(1);
  expect(await refusal(block(child, parent))).toMatchObject({ status: 422 });
});

test('an issue is blocked by fifty others at most, and blocks fifty at most', async () => {
  world = await startSmallWorld();
  const [one, other, ...many] = await creates(53);
  if (!one || !other) throw new Error('Expected issues.');
  for (const issue of many.slice(0, 50)) {
    await block(one, issue);
    await block(issue, other);
  }
  const last = many[50] ?? other;
  expect(await refusal(block(one, last))).toMatchObject({
    status: 422,
    message: expect.stringContaining('50'),
  });
  expect(await refusal(block(last, other))).toMatchObject({ status: 422 });
});

test('a GitHub without them answers 404 and does not tell of them, until it learns', async () => {
  world = await startSmallWorld({ without: ['sub-issues', 'dependencies'] });
  const [parent, child] = await creates(2);
  if (!parent || !child) throw new Error('Expected issues.');
  expect(await refusal(put(child, parent))).toMatchObject({ status: 404 });
  expect(await refusal(block(child, parent))).toMatchObject({ status: 404 });
  expect(child).not.toHaveProperty('sub_issues_summary');
  expect(child).not.toHaveProperty('issue_dependencies_summary');
  world.sandbox.learns(['sub-issues']);
  expect((await put(child, parent)).status).toBe(201);
  expect(await refusal(block(child, parent))).toMatchObject({ status: 404 });
});
