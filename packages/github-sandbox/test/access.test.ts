/** What each kind of caller (person, App, installation, nobody) may see and do. */
import {
  appJwt,
  client,
  installationToken,
  plans,
  refusal,
  startSmallWorld,
  type SmallWorld,
} from './small-world.ts';

let world: SmallWorld;
let now = new Date();
beforeEach(async () => {
  now = new Date();
  world = await startSmallWorld({ now: () => now });
});
afterEach(() => world.close());

test('an app is known by the signature of its JWT, under its id or its client id', async () => {
  const { sandbox, app } = world;
  const asked = (token: string) => client(sandbox, token).rest.apps.getAuthenticated();
  expect((await asked(appJwt(app))).data?.slug).toBe('planwright');
  expect((await asked(appJwt(app, { iss: app.clientId }))).data?.slug).toBe('planwright');
  const seconds = Math.floor(Date.now() / 1000);
  expect(await refusal(asked(appJwt(app, { exp: seconds - 10 })))).toMatchObject({ status: 401 });
  expect(await refusal(asked(appJwt(app, { exp: seconds + 3_600 })))).toMatchObject({
    status: 401,
    message: "'Expiration time' claim ('exp') is too far in the future",
  });
  expect(await refusal(asked(appJwt(app, { iat: seconds + 600 })))).toMatchObject({ status: 401 });
  const other = sandbox.createApp({ slug: 'other', permissions: {} });
  expect(await refusal(asked(appJwt({ ...other, id: app.id })))).toMatchObject({
    status: 401,
    message: 'A JSON web token could not be decoded',
  });
});

test('an installation token looks like the new long ones, lasts an hour, and then is a bad credential', async () => {
  const { sandbox, app, installation } = world;
  const token = await installationToken(sandbox, app, installation);
  expect(token).toMatch(/^ghs_\d+_[\w-]+\.[\w-]+\.[\w-]+$/);
  expect(token.length).toBeGreaterThan(450);
  const bot = client(sandbox, token);
  await bot.rest.issues.listForRepo(plans);
  now = new Date(now.getTime() + 3_600_001);
  expect(await refusal(bot.rest.issues.listForRepo(plans))).toMatchObject({
    status: 401,
    message: 'Bad credentials',
  });
});

test('a token can be narrowed to some repositories and permissions, never widened', async () => {
  const { sandbox, app, installation } = world;
  sandbox.createRepository({ owner: 'ada', name: 'secret', private: true });
  const narrow = await installationToken(sandbox, app, installation, {
    repositories: ['plans'],
    permissions: { issues: 'read' },
  });
  const bot = client(sandbox, narrow);
  await bot.rest.issues.listForRepo(plans);
  expect(await refusal(bot.rest.issues.create({ ...plans, title: 'No' }))).toMatchObject({
    status: 403,
    message: 'Resource not accessible by integration',
  });
  expect(await refusal(bot.rest.issues.listForRepo({ owner: 'ada', repo: 'secret' }))).toMatchObject({
    status: 404,
  });
  const wide = installationToken(sandbox, app, installation, { permissions: { administration: 'write' } });
  expect(await refusal(wide)).toMatchObject({ status: 422 });
});

test('a missing permission is named in a header', async () => {
  const { bot, human, sandbox, installation } = world;
  sandbox.acceptPermissions(installation, { contents: 'read' });
  const asked = bot.rest.issues.createLabel({ ...plans, name: 'x' }).catch((error: unknown) => error);
  const { response } = (await asked) as { response: { status: number; headers: Record<string, string> } };
  expect(response.status).toBe(403);
  expect(response.headers['x-accepted-github-permissions']).toBe('issues=write; pull_requests=write');
  await human.rest.issues.createLabel({ ...plans, name: 'x' });
});

test('a suspended installation is refused, and works again afterwards', async () => {
  const { bot, sandbox, installation } = world;
  sandbox.suspend(installation);
  expect(await refusal(bot.rest.issues.listForRepo(plans))).toMatchObject({
    status: 403,
    message: 'This installation has been suspended',
  });
  sandbox.unsuspend(installation);
  await bot.rest.issues.listForRepo(plans);
});

test('people see and do what their role allows', async () => {
  const { sandbox } = world;
  sandbox.createRepository({ owner: 'ada', name: 'secret', private: true });
  const secret = { owner: 'ada', repo: 'secret' };
  const grace = client(sandbox, sandbox.createUser('grace').token);
  expect(await refusal(grace.rest.repos.get(secret))).toMatchObject({ status: 404 });
  sandbox.setRole('ada/secret', 'grace', 'read');
  const issue = await grace.rest.issues.create({ ...secret, title: 'Mine', labels: ['dropped'] });
  expect(issue.data.labels).toEqual([]);
  const one = { ...secret, issue_number: issue.data.number };
  await grace.rest.issues.update({ ...one, title: 'Still mine', labels: ['dropped'] });
  expect(await refusal(grace.rest.issues.addLabels({ ...one, labels: ['x'] }))).toMatchObject({
    status: 403,
  });
  sandbox.setRole('ada/secret', 'grace', 'triage');
  await grace.rest.issues.addLabels({ ...one, labels: ['x'] });
  expect(await refusal(grace.rest.issues.createLabel({ ...secret, name: 'y' }))).toMatchObject({
    status: 403,
  });
  const asked = { ...secret, username: 'grace' };
  expect(await refusal(grace.rest.repos.getCollaboratorPermissionLevel(asked))).toMatchObject({
    status: 403,
    message: 'Must have push access to view collaborator permission.',
  });
  const permission = await world.human.rest.repos.getCollaboratorPermissionLevel(asked);
  expect(permission.data).toMatchObject({ permission: 'read', role_name: 'triage' });
});

test('an unknown token is a bad credential, and no token sees only what is public', async () => {
  const { sandbox } = world;
  expect(await refusal(client(sandbox, 'ghp_nobody').rest.repos.get(plans))).toMatchObject({
    status: 401,
    message: 'Bad credentials',
  });
  const anonymous = (path: string) => fetch(`${sandbox.url}${path}`).then((answer) => answer.status);
  expect(await anonymous('/repos/ada/plans')).toBe(200);
  expect(await anonymous('/api/v3/repos/ada/plans')).toBe(200);
  expect(await anonymous('/app')).toBe(401);
});

test('a renamed repository redirects by its id', async () => {
  const { human, sandbox } = world;
  await human.rest.repos.update({ ...plans, name: 'designs' });
  const found = await human.rest.issues.listForRepo(plans);
  expect(found.status).toBe(200);
  expect(sandbox.requests.all().slice(-2)).toMatchObject([
    { status: 301, path: '/repos/ada/plans/issues' },
    { status: 200, route: '/repos/{owner}/{repo}/issues' },
  ]);
});

test('an archived repository is read-only', async () => {
  const { human, bot } = world;
  await human.rest.repos.update({ ...plans, archived: true });
  expect(await refusal(bot.rest.issues.create({ ...plans, title: 'No' }))).toMatchObject({
    status: 403,
    message: 'Repository was archived so is read-only.',
  });
  await bot.rest.issues.listForRepo(plans);
});
