import { createProbot, ProbotOctokit } from 'probot';
import { RetryableError } from '../../src/github/transport/errors.ts';
import { wallClock } from '../../src/github/transport/lane.ts';
import {
  environmentOf,
  startSandbox,
  type AppAccount,
  type InstallationRef,
  type Sandbox,
} from '@planwright/github-sandbox';
import { PLANWRIGHT } from '../../playground/registration.ts';
import { AT } from '../story/place.ts';
import { createClients, octokitOptions, type Clients } from '../../src/server/clients.ts';

const TOKENS = '/app/installations/{installation_id}/access_tokens';
const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, fatal() {}, child: () => quiet };

let github: Sandbox;
let app: AppAccount;
let installation: InstallationRef;
afterEach(async () => {
  globalThis.Date = RealDate;
  await github.close();
});

/** The clients of a server, beside a GitHub whose clock is ahead of this machine's. */
async function startedAgo(aheadMs = 0): Promise<Clients> {
  github = await startSandbox({ wallClock: () => new Date(Date.now() + aheadMs) });
  github.createUser('ada');
  github.createRepository({ owner: 'ada', name: 'engine' });
  app = github.createApp(PLANWRIGHT);
  installation = github.install(app, { account: 'ada' });
  const env = environmentOf(github, app, 0);
  const Octokit = ProbotOctokit.defaults(octokitOptions(undefined));
  const overrides = { log: quiet as never, Octokit };
  return createClients({
    createProbot: () => createProbot({ env, overrides }),
    clock: wallClock,
    onRequest() {},
  });
}

/** Octokit tries a token younger than five seconds again and again, with real pauses. */
function aMinuteLater(): void {
  globalThis.Date = new Proxy(RealDate, {
    construct: (real, [given]: [number?]) => new real(given ?? real.now() + 60_000),
  });
}
const RealDate = Date;

function tokens(): number {
  return github.requests.byApps().filter(({ route }) => route === TOKENS).length;
}

describe('an installation token that GitHub takes no longer', () => {
  test('is replaced in the middle of the work, for reads and for writes', async () => {
    const clients = await startedAgo();
    const { rest } = await clients.clientOf(installation.id);
    await rest.repos.get(AT);
    aMinuteLater();
    github.revokeTokens(installation);
    const { data } = await rest.issues.create({ ...AT, title: 'Ship the parser' });
    expect(data.title).toBe('Ship the parser');
    await Promise.all([1, 2, 3].map(() => rest.issues.get({ ...AT, issue_number: data.number })));
    expect(tokens()).toBe(2);
  });

  test('with an App that is gone ends the work for good, and says why', async () => {
    const clients = await startedAgo();
    const { rest } = await clients.clientOf(installation.id);
    await rest.repos.get(AT);
    aMinuteLater();
    github.uninstall(installation);
    await expect(rest.repos.get(AT)).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining('Expected a token for this installation') as unknown,
    });
  });
});

test.each([7_200_000, -7_200_000])(
  'GitHub may have another time than this machine: %i ms ahead',
  async (aheadMs) => {
    const clients = await startedAgo(aheadMs);
    await clients.check();
    expect(clients.login()).toBe('planwright[bot]');
    const { rest } = await clients.clientOf(installation.id);
    expect((await rest.repos.get(AT)).data.name).toBe('engine');
  },
);

test('a key that GitHub does not know lets the work wait, since only the App may be mended', async () => {
  const clients = await startedAgo();
  github.faults.add({
    on: { route: '/app' },
    effect: { kind: 'answer', status: 401, body: { message: 'A JSON web token could not be decoded' } },
    times: 2,
  });
  await expect(clients.check()).rejects.toThrow(RetryableError);
});
