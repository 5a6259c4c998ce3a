/** Every answer and every webhook of the sandbox, held against GitHub's own schemas. */
import { createRouter } from '../src/http/router.ts';
import { routes } from '../src/routes/all.ts';
import { WEBHOOK_KINDS } from '../src/webhooks/webhooks.ts';
import { restContract, webhookContract } from './github-schemas.ts';
import { playEverything } from './play-everything.ts';
import { startSmallWorld, type Exchange, type SmallWorld } from './small-world.ts';

let world: SmallWorld;
const exchanges: Exchange[] = [];

beforeAll(async () => {
  world = await startSmallWorld({ exchanges });
  await playEverything(world);
  await world.sandbox.delivered();
});
afterAll(() => world.close());

const find = createRouter(routes);
const contract = restContract();

function templateOf({ method, path }: Exchange): string {
  return find(method, path.replace('/api/v3', '').split('?')[0] ?? '')?.route.template ?? path;
}

/** GraphQL has no OpenAPI description. */
const GRAPHQL = '/graphql';
const isRest = (exchange: Exchange): boolean => templateOf(exchange) !== GRAPHQL;

test('every route of the sandbox is one of GitHub', () => {
  const unknown = routes
    .filter(({ template }) => template !== GRAPHQL)
    .filter(({ method, template }) => !contract.knows(method, template));
  expect(unknown.map(({ method, template }) => `${method} ${template}`)).toEqual([]);
});

test('every answer is as GitHub describes it', () => {
  const complaints = exchanges
    .filter(isRest)
    .flatMap((exchange) =>
      contract
        .check(exchange.method, templateOf(exchange), exchange.status, exchange.body)
        .map((complaint) => `${exchange.method} ${exchange.path} ${exchange.status}: ${complaint}`),
    );
  expect(complaints).toEqual([]);
});

test('the contract notices a missing field', () => {
  const issue = exchanges.find(
    (one) => one.method === 'GET' && templateOf(one).endsWith('/issues/{issue_number}'),
  );
  const body = { ...(issue?.body as object), labels: undefined };
  expect(contract.check('GET', '/repos/{owner}/{repo}/issues/{issue_number}', 200, body)).not.toEqual([]);
});

test('every route was driven to success', () => {
  const driven = new Set(
    exchanges.filter(({ status }) => status < 300).map((one) => `${one.method} ${templateOf(one)}`),
  );
  const idle = routes
    .map(({ method, template }) => `${method} ${template}`)
    .filter((name) => !driven.has(name));
  expect(idle).toEqual([]);
});

test('every webhook is as GitHub describes it', () => {
  const check = webhookContract();
  const complaints = world.received.flatMap(({ event, payload }) =>
    check(event, payload.action, payload).map((complaint) => `${event}.${payload.action}: ${complaint}`),
  );
  expect([...new Set(complaints)]).toEqual([]);
});

test('every kind of webhook was seen', () => {
  const seen = new Set(world.received.map(({ event, payload }) => `${event} ${payload.action ?? ''}`));
  const kinds = Object.entries(WEBHOOK_KINDS).flatMap(([event, actions]) =>
    (actions.length > 0 ? actions : ['']).map((action) => `${event} ${action}`),
  );
  expect(kinds.filter((kind) => !seen.has(kind))).toEqual([]);
});
