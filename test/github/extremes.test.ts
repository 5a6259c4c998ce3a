/**
 * Whatever GitHub was recorded to answer, every read ends in data or in an error that says what is to be done: nothing fails for
 * being read wrongly. The answers are those of recordings (packages/github-sandbox/test/recorded) and GITHUB-FACTS 2, 3 and 14.
 */
import nock from 'nock';
import { isAnswered, mayWrite, readComment, readNewestComments } from '../../src/github/read/comments.ts';
import { readBranch } from '../../src/github/read/branch.ts';
import { glanceAt } from '../../src/github/read/glance.ts';
import {
  readDeliveries,
  readInstallations,
  readInstalledRepositories,
  redeliver,
} from '../../src/github/read/installations.ts';
import { readIssueActs } from '../../src/github/read/issue-acts.ts';
import { readMergedSince } from '../../src/github/read/merged.ts';
import { readMergeBase, readPull, readPullFiles } from '../../src/github/read/pull-files.ts';
import { readFileAt, readTouched } from '../../src/github/read/touched.ts';
import { findUnlistedPull } from '../../src/github/read/write-back-pulls.ts';
import * as reads from '../../src/github/read.ts';
import type { Client } from '../../src/github/transport/client.ts';
import { isHttpError, RetryableError, TerminalError } from '../../src/github/transport/errors.ts';
import type { BranchRules } from '../../src/sync/types.ts';
import { API, edge, repository } from './harness.ts';

const COMMIT = 'a'.repeat(40);
const name = { owner: 'octo', repo: 'app' };
const comment = {
  ...{ id: 1, body: '', author: 'ada', issue: 1, isPull: false, writtenAt: 0 },
  ...{ isEdited: false, hasReactions: true },
};
const rules: BranchRules = { ownerOf: () => ({ kind: 'own' }), isMerged: () => true };

type Read = (client: Client) => Promise<unknown>;

/** Every read. */
const READS: Readonly<Record<string, Read>> = {
  accountIds: (client) => reads.accountIds(client, ['ada']),
  'whoAmI, a token': (client) => reads.whoAmI({ kind: 'token', client }),
  'whoAmI, an app': (client) => reads.whoAmI({ kind: 'app', app: client, client }),
  readBranch: (client) => readBranch(client, repository, { branch: 'topic', rules }),
  readClosers: (client) => reads.readClosers(client, repository, [1]),
  readComment: (client) => readComment(client, repository, 1),
  readNewestComments: (client) => readNewestComments(client, repository, 1),
  isAnswered: (client) => isAnswered(client, repository, comment, new Set([1])),
  mayWrite: (client) => mayWrite(client, repository, 'ada'),
  glanceAt: (client) => glanceAt(client, name, null),
  readLastChange: (client) => reads.readLastChange(client, repository, { path: 'PLAN.md', commit: COMMIT }),
  readMergedAt: (client) => reads.readMergedAt(client, repository, COMMIT),
  readInstallations,
  readInstalledRepositories,
  readDeliveries: (client) => readDeliveries(client, { since: 0, most: 10 }),
  redeliver: (client) => redeliver(client, { id: 1, guid: 'g', at: 0, ok: false }),
  readIssueActs: (client) => readIssueActs(client, repository, 1),
  readLabelledIssues: (client) => reads.readLabelledIssues(client, repository, 'planwright'),
  readIssuesBy: (client) => reads.readIssuesBy(client, repository, 'planwright[bot]'),
  readPlanIssues: (client) =>
    reads.readPlanIssues(client, repository, { label: 'plan: x', entryNumbers: [1], creator: 'ada' }),
  listNewest: (client) => reads.listNewest(client, repository),
  readNewest: (client) => reads.readNewest(client, repository),
  readNumber: (client) => reads.readNumber(client, repository, 1),
  readMergedSince: (client) => readMergedSince(client, repository, 0),
  readMilestones: (client) => reads.readMilestones(client, repository),
  readPull: (client) => readPull(client, repository, 1),
  readPullFiles: (client) => readPullFiles(client, repository, 1),
  readMergeBase: (client) => readMergeBase(client, repository, COMMIT),
  readRepository: (client) => reads.readRepository(client, name),
  readHead: (client) => reads.readHead(client, repository),
  readTree: (client) => reads.readTree(client, repository, COMMIT),
  readText: (client) => reads.readText(client, repository, COMMIT),
  readTouched: (client) => readTouched(client, name, { before: COMMIT, after: 'b'.repeat(40) }),
  readFileAt: (client) => readFileAt(client, name, { path: 'PLAN.md', ref: COMMIT }),
  readWriteBack: (client) => reads.readWriteBack(client, repository, { branch: 'planwright/x', named: [1] }),
  findUnlistedPull: (client) => findUnlistedPull({ client, repository }, 'planwright/x'),
};

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8' };
const said = (message: string): string =>
  JSON.stringify({ message, documentation_url: 'https://docs.github.com/rest' });
const PAGE = '<html><head><title>Unicorn! &middot; GitHub</title></head><body></body></html>';

type Reply = readonly [status: number, body: string, headers?: Readonly<Record<string, string>>];

/** What was recorded, by what it says. */
const REPLIES: Readonly<Record<string, Reply>> = {
  'a page of a proxy': [200, PAGE, HTML_TYPE],
  'a body of another type': [200, 'PK', { 'content-type': 'application/zip' }],
  'a file elsewhere': [302, '', { ...HTML_TYPE, location: `${API}/elsewhere` }],
  'nothing new, unasked': [304, ''],
  'a temporary redirect': [307, said('Temporary Redirect'), { ...JSON_TYPE, location: `${API}/elsewhere` }],
  'no JSON': [400, said('Problems parsing JSON'), JSON_TYPE],
  'an error of 2018': [400, '{"error":"Bad Request"}', JSON_TYPE],
  'a permission that is missing': [403, said('Resource not accessible by integration'), JSON_TYPE],
  'no push access': [403, said('Must have push access to view collaborator permission.'), JSON_TYPE],
  'a suspended installation': [403, said('This installation has been suspended'), JSON_TYPE],
  'no user agent': [403, 'Request forbidden by administrative rules.', HTML_TYPE],
  'nothing there': [404, said('Not Found'), JSON_TYPE],
  'a branch that is not there': [404, said('Branch not found'), JSON_TYPE],
  'an empty repository': [409, said('Git Repository is empty.'), JSON_TYPE],
  'a deleted issue': [410, said('This issue was deleted'), JSON_TYPE],
  'an unknown commit': [422, said(`No commit found for SHA: ${COMMIT}`), JSON_TYPE],
  'unavailable for legal reasons': [451, said('Repository access blocked'), JSON_TYPE],
  'a server error': [500, said('Server Error'), JSON_TYPE],
  'a server error of 2018': [502, '{"error":"Server Error"}', JSON_TYPE],
  'a unicorn': [502, PAGE, HTML_TYPE],
  'an overload': [503, PAGE, HTML_TYPE],
  'a timeout': [504, '', HTML_TYPE],
};

/** What was recorded of lists alone. */
const LIST_REPLIES: Readonly<Record<string, Reply>> = {
  'no body': [204, ''],
  'null among the entries': [200, '[null]', JSON_TYPE],
  'an object': [200, said('Something else'), JSON_TYPE],
};
const LISTS = [
  ...['readNewestComments', 'isAnswered', 'readLastChange', 'readMergedAt'],
  ...['readInstallations', 'readInstalledRepositories', 'readDeliveries', 'readIssueActs', 'readMilestones'],
  ...['readLabelledIssues', 'readIssuesBy', 'readPlanIssues', 'listNewest', 'readNewest', 'readMergedSince'],
  ...['readPullFiles', 'readWriteBack', 'findUnlistedPull'],
];

const WAIT = { ...JSON_TYPE, 'retry-after': '60' };

/** Refusals that pass: the same request is sent again after the time that GitHub named. */
const LIMITS: Readonly<Record<string, Reply>> = {
  'a secondary limit': [
    403,
    said('You have exceeded a secondary rate limit. Please wait a few minutes.'),
    WAIT,
  ],
  'one that names no time': [
    403,
    said('You have exceeded a secondary rate limit. Please wait a few minutes before you try again'),
    JSON_TYPE,
  ],
  'one of 2013': [403, said('You have triggered an abuse detection mechanism.'), JSON_TYPE],
  'the primary limit': [
    403,
    said('API rate limit exceeded for installation ID 7.'),
    { ...JSON_TYPE, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.now()) },
  ],
  'the primary limit of 2013': [403, said('API Rate Limit Exceeded for 192.0.2.1'), JSON_TYPE],
  'a 429': [429, said('You have exceeded a secondary rate limit.'), WAIT],
  'a 429 without words': [429, '', HTML_TYPE],
};

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

/** Answers everything alike; what it redirects to is the repository. */
function always([status, body, headers = {}]: Reply): void {
  const scope = nock(API).persist();
  scope.get('/elsewhere').reply(200, { full_name: 'octo/app', owner: { login: 'octo' } }, JSON_TYPE);
  scope.get(/.*/).reply(status, body, headers);
  scope.post(/.*/).reply(status, body, headers);
}

/** Data, or one of the errors that callers know. */
async function endOf(read: Read): Promise<string> {
  try {
    await read(edge({ patienceMs: 300_000 }).client);
    return 'data';
  } catch (error) {
    if (error instanceof RetryableError || error instanceof TerminalError) return error.name;
    return isHttpError(error) ? `HttpError ${error.status}` : `untyped: ${String(error)}`;
  }
}

test('every read is among them', () => {
  const known = new Set(Object.keys(READS).map((title) => title.split(',')[0]));
  const exported = Object.keys(reads).filter((title) => title !== 'observedMilestone');
  expect(exported.filter((title) => !known.has(title))).toEqual([]);
});

/** How each read ends. */
async function ends(titles: readonly string[], reply: Reply): Promise<[string, string][]> {
  always(reply);
  const found: [string, string][] = [];
  for (const title of titles) found.push([title, await endOf(READS[title] as Read)]);
  return found;
}

const ALL = Object.keys(READS);
const untyped = (found: [string, string][]): [string, string][] =>
  found.filter(([, end]) => end.startsWith('untyped'));

test.each(Object.entries(REPLIES))('%s', async (_, reply) => {
  expect(untyped(await ends(ALL, reply))).toEqual([]);
});

test.each(Object.entries(LIST_REPLIES))(
  'a list that is answered with %s is no shorter list',
  async (_, reply) => {
    expect(await ends(LISTS, reply)).toEqual(LISTS.map((title) => [title, 'RetryableError']));
  },
);

test.each(Object.entries(LIMITS))('%s is waited for, and no longer than patience lasts', async (_, reply) => {
  expect(await ends(ALL, reply)).toEqual(ALL.map((title) => [title, 'RetryableError']));
});
