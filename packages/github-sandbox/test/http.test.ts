/** Paging, conditional reads, headers and bodies, as GitHub's REST API has them. */
import { bySocket, client, plans, startSmallWorld, type SmallWorld } from './small-world.ts';

let world: SmallWorld;
beforeEach(async () => void (world = await startSmallWorld({ send: bySocket, rateLimit: 40 })));
afterEach(() => world.close());

test('a route the sandbox does not have answers 501 and stays in the log', async () => {
  const { sandbox, bot } = world;
  const answer = await fetch(`${sandbox.url}/api/v3/repos/ada/plans/stargazers`);
  expect(answer.status).toBe(501);
  expect(await answer.json()).toMatchObject({
    message: expect.stringContaining('GET /repos/ada/plans/stargazers') as unknown,
  });
  expect(sandbox.requests.unknown()).toMatchObject([
    { method: 'GET', path: '/repos/ada/plans/stargazers', status: 501 },
  ]);
  await bot.rest.repos.get(plans);
  expect(sandbox.requests.unknown()).toHaveLength(1);
});

test('an unchanged answer is 304 and costs nothing', async () => {
  const { bot, human } = world;
  const first = await bot.rest.issues.listForRepo(plans);
  const again = (etag: string | undefined) =>
    bot.rest.issues
      .listForRepo({ ...plans, headers: { 'if-none-match': etag } })
      .catch((error: unknown) => error);
  const second = (await again(first.headers.etag)) as {
    status: number;
    response: { headers: Record<string, string> };
  };
  expect(second.status).toBe(304);
  expect(second.response.headers['x-ratelimit-used']).toBe(first.headers['x-ratelimit-used']);
  await human.rest.issues.create({ ...plans, title: 'New' });
  expect(await again(first.headers.etag)).toMatchObject({ status: 200 });
});

test('long lists come in pages that name their neighbours', async () => {
  const { human } = world;
  for (const name of ['a', 'b', 'c', 'd', 'e']) await human.rest.issues.createLabel({ ...plans, name });
  const page = await human.rest.issues.listLabelsForRepo({ ...plans, per_page: 2, page: 2 });
  expect(page.data.map((label) => label.name)).toEqual(['c', 'd']);
  const rels = [...(page.headers.link ?? '').matchAll(/[?&]page=(\d+)[^>]*>; rel="(\w+)"/g)];
  expect(rels.map(([, number, rel]) => `${rel} ${number}`)).toEqual([
    'prev 1',
    'next 3',
    'last 3',
    'first 1',
  ]);
  const all = await human.paginate(human.rest.issues.listLabelsForRepo, { ...plans, per_page: 2 });
  expect(all.map((label) => label.name)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('every answer says where the rate limit stands, and at its end everything is refused', async () => {
  const { ada, sandbox } = world;
  const human = client(sandbox, ada.token);
  const first = await human.rest.repos.get(plans);
  expect(first.headers).toMatchObject({
    'x-ratelimit-limit': '40',
    'x-ratelimit-remaining': '39',
    'x-ratelimit-used': '1',
    'x-ratelimit-resource': 'core',
  });
  for (let count = 0; count < 39; count += 1) await human.rest.repos.get(plans);
  await expect(human.rest.repos.get(plans)).rejects.toMatchObject({
    status: 403,
    response: { headers: { 'x-ratelimit-remaining': '0' } },
  });
});

test('the log tells reads from writes, people from apps, and before from after', async () => {
  const { bot, human, sandbox, installation } = world;
  await human.rest.issues.create({ ...plans, title: 'By a person' });
  const mark = sandbox.requests.mark();
  await bot.rest.issues.listForRepo(plans);
  await bot.rest.issues.create({ ...plans, title: 'By an app' });
  expect(sandbox.requests.all(mark)).toHaveLength(2);
  expect(sandbox.requests.writes(mark)).toMatchObject([
    {
      method: 'POST',
      route: '/repos/{owner}/{repo}/issues',
      status: 201,
      actor: { kind: 'installation', slug: 'planwright', installationId: installation.id },
    },
  ]);
  expect(sandbox.requests.byApps(mark)).toHaveLength(2);
  const tokens = sandbox.requests.all().filter((entry) => entry.path.endsWith('/access_tokens'));
  expect(tokens).toMatchObject([{ isWrite: false, actor: { kind: 'app', slug: 'planwright' } }]);
});

test('a body that is no JSON is refused', async () => {
  const { sandbox, ada } = world;
  const answer = await fetch(`${sandbox.url}/repos/ada/plans/issues`, {
    method: 'POST',
    headers: { authorization: `token ${ada.token}` },
    body: '{"title":',
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ message: 'Problems parsing JSON', status: '400' });
});

test('who asks without a socket is answered the same', async () => {
  const { sandbox, ada } = world;
  const authorization = `token ${ada.token}`;
  const asked = async (send: typeof sandbox.fetch, [path, method, body, redirect]: readonly string[]) => {
    const answer = await send(`${sandbox.url}/api/v3${path}`, {
      method: method ?? 'GET',
      headers: { Authorization: authorization },
      ...(body === undefined || body === '' ? {} : { body }),
      redirect: redirect ?? 'follow',
    });
    // What a socket adds of its own, and what every request counts up.
    const { date: _, connection: __, ...headers } = Object.fromEntries(answer.headers);
    const own = Object.entries(headers).filter(
      ([name]) => !/^(?:x-ratelimit|x-github-request-id|keep-alive|transfer|content-length)/.test(name),
    );
    return {
      status: answer.status,
      url: answer.url,
      headers: own.map(([name, value]) => `${name}: ${value}`).sort(),
      text: await answer.text(),
    };
  };
  for (const name of ['a', 'b', 'c']) await world.human.rest.issues.createLabel({ ...plans, name });
  await world.human.rest.repos.update({ ...plans, name: 'renamed' });
  for (const request of [
    ['/repos/ada/renamed/labels?per_page=2'],
    ['/repos/ada/renamed', 'HEAD'],
    ['/repos/ada/plans/labels'],
    ['/repos/ada/plans/labels', 'GET', '', 'manual'],
    ['/repos/ada/plans/labels', 'POST', '{"name":"a"}'],
    ['/repos/ada/renamed/issues/99'],
    ['/repos/ada/renamed/issues', 'POST', '{"title":'],
    ['/repos/ada/renamed/issues', 'POST', '{"body":"no title"}'],
    ['/repos/ada/renamed/stargazers'],
  ])
    expect(await asked(sandbox.fetch, request)).toEqual(await asked(bySocket, request));
});

test('who asks without a socket hears of a lost answer as one does who asks by one', async () => {
  const { sandbox, ada } = world;
  sandbox.faults.add({ effect: { kind: 'refused' }, times: 2 });
  const lost = (send: typeof sandbox.fetch) =>
    send(`${sandbox.url}/repos/ada/plans`, { headers: { authorization: `token ${ada.token}` } }).catch(
      ({ name, message, cause }: Error) => ({ name, message, code: (cause as { code: string }).code }),
    );
  expect(await lost(sandbox.fetch)).toEqual(await lost(bySocket));
});
