/** Every answer and every webhook of the sandbox, held against GitHub's own schemas. */
import { routes } from '../src/routes/all.ts';
import { WEBHOOK_KINDS } from '../src/webhooks/webhooks.ts';
import { restContract, webhookContract } from './github-schemas.ts';
import { drive, templateOf, type Driven } from './recorded/drive.ts';
import { readRecordings } from './recorded/recordings.ts';
import type { Exchange } from './small-world.ts';

let driven: Driven;

beforeAll(async () => {
  driven = await drive();
});

const contract = restContract();
const recordings = readRecordings();

/** GraphQL has no OpenAPI description. */
const GRAPHQL = '/graphql';
const isRest = (exchange: Exchange): boolean => templateOf(exchange) !== GRAPHQL;

test('every route of the sandbox is one of GitHub', () => {
  const unknown = routes
    .filter(({ template }) => template !== GRAPHQL)
    .filter(({ method, template }) => !contract.knows(method, template));
  expect(unknown.map(({ method, template }) => `${method} ${template}`)).toEqual([]);
});

/** GitHub describes the answers of its routes; that a token is not known, or a server ill, it says nowhere. */
const isDescribed = (exchange: Exchange): boolean =>
  contract.describes(exchange.method, templateOf(exchange), exchange.status) ||
  !recordings.has(`${exchange.method} ${templateOf(exchange)} ${exchange.status}`);

test('every answer is as GitHub describes it', () => {
  const complaints = driven.exchanges
    .filter((exchange) => isRest(exchange) && isDescribed(exchange))
    .flatMap((exchange) =>
      contract
        .check(exchange.method, templateOf(exchange), exchange.status, exchange.body)
        .map((complaint) => `${exchange.method} ${exchange.path} ${exchange.status}: ${complaint}`),
    );
  expect(complaints).toEqual([]);
});

test('the contract notices a missing field', () => {
  const issue = driven.exchanges.find(
    (one) => one.method === 'GET' && templateOf(one).endsWith('/issues/{issue_number}'),
  );
  const body = { ...(issue?.body as object), labels: undefined };
  expect(contract.check('GET', '/repos/{owner}/{repo}/issues/{issue_number}', 200, body)).not.toEqual([]);
});

test('every route was driven to success', () => {
  const served = new Set(
    driven.exchanges.filter(({ status }) => status < 300).map((one) => `${one.method} ${templateOf(one)}`),
  );
  const idle = routes
    .map(({ method, template }) => `${method} ${template}`)
    .filter((name) => !served.has(name));
  expect(idle).toEqual([]);
});

test('every webhook is as GitHub describes it', () => {
  const check = webhookContract();
  const complaints = driven.received.flatMap(({ event, payload }) =>
    check(event, payload.action, payload).map((complaint) => `${event}.${payload.action}: ${complaint}`),
  );
  expect([...new Set(complaints)]).toEqual([]);
});

test('every kind of webhook was seen', () => {
  const seen = new Set(driven.received.map(({ event, payload }) => `${event} ${payload.action ?? ''}`));
  const kinds = Object.entries(WEBHOOK_KINDS).flatMap(([event, actions]) =>
    (actions.length > 0 ? actions : ['']).map((action) => `${event} ${action}`),
  );
  expect(kinds.filter((kind) => !seen.has(kind))).toEqual([]);
});
