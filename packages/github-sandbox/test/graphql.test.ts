/** GraphQL: what can be asked is as GitHub's schema has it, and `createIssue` does all of what it says, or nothing. */
import { schema } from '@octokit/graphql-schema';
import { buildSchema, isInputObjectType, isObjectType, parse, validate } from 'graphql';
import { INPUTS, TYPES } from '../src/graphql/types.ts';
import type { SandboxOptions } from '../src/types.ts';
import { client, plans, startSmallWorld, type SmallWorld } from './small-world.ts';

// The published schema defines two fields twice.
const github = buildSchema(schema.idl, { assumeValidSDL: true });

let world: SmallWorld;
afterEach(() => world?.close());

const CREATE = `mutation Create($repositoryId: ID!, $title: String!, $labelIds: [ID!], $milestoneId: ID, $assigneeIds: [ID!], $parentIssueId: ID) {
  createIssue(input: {repositoryId: $repositoryId, title: $title, labelIds: $labelIds, milestoneId: $milestoneId, assigneeIds: $assigneeIds, parentIssueId: $parentIssueId}) {
    issue { id number fullDatabaseId parent { number } labels(first: 100) { nodes { name } } }
  }
}`;

interface Reply {
  readonly data?: { readonly createIssue: { readonly issue: Record<string, unknown> } | null };
  readonly errors?: readonly {
    readonly type?: string;
    readonly message: string;
    readonly extensions?: unknown;
  }[];
}

async function start(options: SandboxOptions = {}): Promise<{ readonly repositoryId: string }> {
  world = await startSmallWorld(options);
  const { data } = await world.bot.rest.repos.get(plans);
  return { repositoryId: data.node_id };
}

async function create(variables: Record<string, unknown>, as = world.bot, query = CREATE): Promise<Reply> {
  const { data } = await as.request('POST /graphql', { query, variables });
  return data as Reply;
}

async function parentOf(): Promise<{ readonly number: number; readonly parentIssueId: string }> {
  const { data } = await world.bot.rest.issues.create({ ...plans, title: 'The whole' });
  return { number: data.number, parentIssueId: data.node_id };
}

test('every type, field, argument and input field is one of GitHub', () => {
  const strange = Object.entries(TYPES).flatMap(([name, fields]) => {
    const type = github.getType(name);
    if (!isObjectType(type)) return [name];
    return Object.entries(fields).flatMap(([field, { gives, takes }]) => {
      const known = type.getFields()[field];
      if (known === undefined) return [`${name}.${field}`];
      const given = known.type.toString().replace(/[[\]!]/g, '');
      const isRight = gives === undefined || given === gives || (given === 'Actor' && gives === 'User');
      return [
        ...(isRight ? [] : [`${name}.${field}: ${gives}`]),
        ...takes
          .filter((arg) => !known.args.some((one) => one.name === arg))
          .map((arg) => `${name}.${field}(${arg})`),
      ];
    });
  });
  const inputs = Object.entries(INPUTS).flatMap(([name, fields]) => {
    const type = github.getType(name);
    const known = isInputObjectType(type) ? type.getFields() : {};
    return Object.keys(fields).filter((field) => known[field] === undefined);
  });
  expect([...strange, ...inputs]).toEqual([]);
});

test('an issue is made with labels, milestone, assignee and its place, and people are told of each', async () => {
  const { repositoryId } = await start();
  expect(validate(github, parse(CREATE))).toEqual([]);
  const { parentIssueId, number } = await parentOf();
  const label = await world.bot.rest.issues.createLabel({ ...plans, name: 'backend' });
  const milestone = await world.bot.rest.issues.createMilestone({ ...plans, title: 'One' });
  const { data: ada } = await world.bot.rest.users.getByUsername({ username: 'ada' });
  await world.sandbox.delivered();
  const told = world.received.length;
  const { data } = await create({
    repositoryId,
    title: 'A part',
    labelIds: [label.data.node_id],
    milestoneId: milestone.data.node_id,
    assigneeIds: [ada.node_id],
    parentIssueId,
  });
  const issue = data?.createIssue?.issue;
  expect(issue).toMatchObject({ parent: { number }, labels: { nodes: [{ name: 'backend' }] } });
  const read = await world.bot.rest.issues.get({ ...plans, issue_number: Number(issue?.['number']) });
  expect(read.data).toMatchObject({
    node_id: issue?.['id'],
    id: Number(issue?.['fullDatabaseId']),
    title: 'A part',
    milestone: { title: 'One' },
    assignees: [{ login: 'ada' }],
    parent_issue_url: expect.stringMatching(new RegExp(`/issues/${number}$`)),
    performed_via_github_app: { slug: 'planwright' },
  });
  await world.sandbox.delivered();
  expect(
    world.received
      .slice(told)
      .map(({ event, payload }) => `${event} ${payload.action}`)
      .sort(),
  ).toEqual([
    'issues assigned',
    'issues labeled',
    'issues milestoned',
    'issues opened',
    'sub_issues parent_issue_added',
    'sub_issues sub_issue_added',
  ]);
});

test.each(['labelIds', 'milestoneId', 'assigneeIds', 'parentIssueId'])(
  'an id of %s that names nothing refuses all of it',
  async (name) => {
    const { repositoryId } = await start();
    const id = 'LA_nothing';
    const reply = await create({ repositoryId, title: 'A part', [name]: name.endsWith('Ids') ? [id] : id });
    expect(reply).toMatchObject({
      data: { createIssue: null },
      errors: [{ type: 'NOT_FOUND', message: `Could not resolve to a node with the global id of '${id}'` }],
    });
    expect((await world.bot.rest.issues.listForRepo(plans)).data).toEqual([]);
  },
);

test('without the permission it is forbidden, with a hundred under the parent it is refused, and nothing is made', async () => {
  const { repositoryId } = await start();
  const { parentIssueId } = await parentOf();
  for (let count = 0; count < 100; count += 1)
    await create({ repositoryId, title: `Part ${count}`, parentIssueId });
  const full = await create({ repositoryId, title: 'One too many', parentIssueId });
  expect(full.errors).toMatchObject([
    { type: 'UNPROCESSABLE', message: expect.stringContaining('more than 100 sub-issues') },
  ]);
  world.sandbox.acceptPermissions(world.installation, { metadata: 'read', issues: 'read' });
  const forbidden = await create({ repositoryId, title: 'A part' });
  expect(forbidden.errors).toMatchObject([
    { type: 'FORBIDDEN', message: 'Resource not accessible by integration' },
  ]);
  expect((await world.bot.rest.issues.listForRepo({ ...plans, per_page: 100, page: 2 })).data).toHaveLength(
    1,
  );
});

test('a server that is too old for the argument, or for the field, says which, and does nothing', async () => {
  const { repositoryId } = await start({ without: ['create-with-parent'] });
  const argument = await create({ repositoryId, title: 'A part' });
  expect(argument).toMatchObject({
    errors: [
      {
        extensions: { code: 'argumentNotAccepted', argumentName: 'parentIssueId', name: 'CreateIssueInput' },
      },
    ],
  });
  world.sandbox.learns(['create-with-parent']);
  expect((await create({ repositoryId, title: 'A part' })).errors).toBeUndefined();
  await world.close();
  const older = await start({ without: ['sub-issues'] });
  const withoutParent = CREATE.replace(', parentIssueId: $parentIssueId', '').replace(
    ', $parentIssueId: ID',
    '',
  );
  const field = await create({ ...older, title: 'A part' }, world.bot, withoutParent);
  expect(field.errors).toMatchObject([
    { extensions: { code: 'undefinedField', typeName: 'Issue', fieldName: 'parent' } },
  ]);
  expect((await world.bot.rest.issues.listForRepo(plans)).data).toEqual([]);
});

test.each([
  ['a field', '{viewer{email}}', 'no field email of User'],
  [
    'an argument',
    '{repository(owner:"ada",name:"plans",followRenames:true){id}}',
    'argument followRenames of Query.repository',
  ],
  ['a fragment', '{viewer{...on User{login}}}', 'cannot read ...'],
])('%s that the sandbox does not know is an error that names it', async (_, query, words) => {
  await start();
  await expect(world.bot.request('POST /graphql', { query })).rejects.toMatchObject({
    status: 501,
    message: expect.stringContaining(words),
  });
});

test('labels, milestones and people who can be assigned come in pages, only to whoever may see the repository', async () => {
  await start();
  for (const name of ['a', 'b', 'c']) await world.bot.rest.issues.createLabel({ ...plans, name });
  const query = `query Ids($owner: String!, $name: String!, $labels: String) {
    repository(owner: $owner, name: $name) {
      labels(first: 2, after: $labels) { nodes { id name } pageInfo { hasNextPage endCursor } }
      milestones(first: 100, orderBy: {field: NUMBER, direction: DESC}) { nodes { id number } }
      assignableUsers(first: 100) { nodes { id login } }
    }
  }`;
  expect(validate(github, parse(query))).toEqual([]);
  const ask = async (labels?: string) =>
    (await world.bot.graphql(query, {
      owner: 'ada',
      name: 'plans',
      ...(labels === undefined ? {} : { labels }),
    })) as {
      repository: {
        labels: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      };
    };
  const { repository: first } = await ask();
  const { repository: second } = await ask(first.labels.pageInfo.endCursor);
  expect([...first.labels.nodes, ...second.labels.nodes].map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect([first, second].map(({ labels }) => labels.pageInfo.hasNextPage)).toEqual([true, false]);
  expect(first).toMatchObject({ milestones: { nodes: [] }, assignableUsers: { nodes: [{ login: 'ada' }] } });
  world.sandbox.createUser('grace');
  world.sandbox.createRepository({ owner: 'grace', name: 'hidden', private: true });
  const hidden = await world.bot.request('POST /graphql', {
    query,
    variables: { owner: 'grace', name: 'hidden' },
  });
  expect(hidden.data).toMatchObject({ data: { repository: null }, errors: [{ type: 'NOT_FOUND' }] });
  await expect(
    client(world.sandbox, '').request('POST /graphql', { query: '{viewer{login}}' }),
  ).rejects.toThrow('Requires authentication');
});

test('it counts as content like an issue by REST; a refusal tells when there is room, or nothing', async () => {
  const { repositoryId } = await start({ limits: { createsPerMinute: 2, createsPerHour: 500 } });
  await create({ repositoryId, title: 'A part' });
  await world.bot.rest.issues.create({ ...plans, title: 'Another part' });
  await expect(create({ repositoryId, title: 'One too many' })).rejects.toMatchObject({
    status: 403,
    response: { headers: { 'retry-after': expect.stringMatching(/^\d+$/) } },
  });
  world.sandbox.limits('none');
  world.sandbox.limits({ createsPerMinute: 2, createsPerHour: 500, tells: 'nothing' });
  await world.close();
  const again = await start({ limits: { createsPerMinute: 1, createsPerHour: 500, tells: 'nothing' } });
  await create({ ...again, title: 'A part' });
  const refused = await world.bot.request('POST /graphql', {
    query: CREATE,
    variables: { ...again, title: 'More' },
  });
  expect(refused).toMatchObject({
    status: 200,
    data: { data: { createIssue: null }, errors: [{ message: 'was submitted too quickly' }] },
  });
  expect(refused.headers['retry-after']).toBeUndefined();
});

test('it is a write in the log and for faults, and a query is none', async () => {
  const { repositoryId } = await start();
  const mark = world.sandbox.requests.mark();
  world.sandbox.faults.add({ on: { write: true, route: '/graphql' }, effect: { kind: 'reply-lost' } });
  await world.bot.graphql('{viewer{login}}');
  await expect(create({ repositoryId, title: 'A part' })).rejects.toMatchObject({ status: 500 });
  expect(world.sandbox.requests.all(mark).map(({ isWrite }) => isWrite)).toEqual([false, true]);
  expect((await world.bot.rest.issues.listForRepo(plans)).data).toHaveLength(1);
});
