/** Each task's issue is opened in its place by one request; what goes wrong with that request costs nothing else. */
import { opensIssue } from '@planwright/github-sandbox';
import { begin, type Story } from '../../story/scenario.ts';
import { SEARCH } from '../plans.ts';

let story: Story;
beforeEach(async () => void (story = await begin()));
afterEach(() => story.ends());

const TASKS = 6;

function sent(mark = 0): {
  readonly creates: number;
  readonly byRest: number;
  readonly puts: number;
  readonly all: number;
} {
  // Who the app is counts as signing in.
  const requests = story.github.requests
    .byApps(mark)
    .filter(({ actor, path }) => actor.kind === 'installation' && !path.startsWith('/users/'));
  const creates = requests.filter(opensIssue);
  return {
    creates: creates.length,
    byRest: creates.filter(({ route }) => route !== '/graphql').length,
    puts: requests.filter(({ path }) => path.endsWith('/sub_issues')).length,
    all: requests.length,
  };
}

async function expectInPlace(): Promise<void> {
  expect((await story.under('Plan: Search')).toSorted()).toEqual([
    'Build the index',
    'Cache hot queries',
    'Rank the results',
    'Rotate the index',
    'Ship the parser',
  ]);
  expect(await story.under('Build the index')).toEqual(['Choose a tokenizer']);
  const titles = await story.titles();
  expect(new Set(titles).size).toBe(titles.length);
  expect((await story.issue('Ship the parser')).labels).toContain('backend');
  expect((await story.issue('Ship the parser')).milestone?.title).toBe('Search: Phase 1: Foundation');
}

it('A first sync sends one request for each task, and stays within its budget', async () => {
  await story.human.commits(SEARCH);
  await story.app.rests();
  expect(sent()).toMatchObject({ creates: TASKS + 1, byRest: 1, puts: 0 });
  const [milestones, labels, blockers] = [2, 5, 1];
  // One more for the Markdown file outside the globs, which might say that it is a plan.
  expect(sent().all).toBeLessThanOrEqual(TASKS + milestones + labels + 1 + 16 + blockers + 1);
  await expectInPlace();
  expect(await story.app.settles()).toEqual([]);
});

it.each([
  ['NOT_FOUND', "Could not resolve to a node with the global id of 'LA_gone'"],
  ['UNPROCESSABLE', 'Parent cannot have more than 100 sub-issues'],
])('A refusal (%s) of one leaves it to REST, and the others as they are', async (type, message) => {
  await story.human.commits(SEARCH);
  const body = { data: { createIssue: null }, errors: [{ type, path: ['createIssue'], message }] };
  const on = { actor: 'app', opensIssue: true, route: '/graphql', nth: 2 } as const;
  story.github.faults.add({ on, effect: { kind: 'answer', status: 200, body } });
  await story.app.rests();
  expect(sent()).toMatchObject({ creates: TASKS + 2, byRest: 2, puts: 1 });
  await expectInPlace();
  expect(await story.app.settles()).toEqual([]);
});

it('An unclear answer is followed by a look: what was made is not made again', async () => {
  await story.human.commits(SEARCH);
  const on = { actor: 'app', opensIssue: true, route: '/graphql', nth: 3 } as const;
  story.github.faults.add({ on, effect: { kind: 'reply-lost' } });
  await story.app.rests();
  expect(sent()).toMatchObject({ creates: TASKS + 1, puts: 0 });
  await expectInPlace();
  expect(await story.app.settles()).toEqual([]);
});

it('A milestone that lists do not show yet closes with its last task, though the pass that made it was cut short', async () => {
  story.github.faults.add({ effect: { kind: 'list-lag', ms: 600_000 } });
  const on = { actor: 'app', opensIssue: true, body: { title: 'Rank the results' } } as const;
  story.github.faults.add({ on, effect: { kind: 'reply-lost' } });
  await story.human.commits(
    '# Search\n\n## Phase 1: Begin\n- [x] Pick a name\n\n## Phase 2: Core\n- [ ] Rank the results\n',
  );
  await story.app.rests();
  story.github.faults.clear();
  expect([...(await story.sees()).milestones.values()]).toMatchObject([
    { state: 'closed' },
    { state: 'open' },
  ]);
  expect(await story.app.settles()).toEqual([]);
});

it('An older server is asked by REST from its first word on', async () => {
  await story.ends();
  story = await begin({ github: { without: ['create-with-parent'] } });
  await story.human.commits(SEARCH);
  await story.app.rests();
  expect(sent()).toMatchObject({ creates: TASKS + 2, byRest: TASKS + 1, puts: TASKS });
  await expectInPlace();
  const mark = story.github.requests.mark();
  await story.human.commits('# Zoo\n\n## Phase 1: Fences\n- [ ] Paint them\n', 'plans/zoo.md');
  await story.app.rests();
  expect(sent(mark)).toMatchObject({ creates: 2, byRest: 2, puts: 1 });
});
