/**
 * Whatever GitHub was recorded to answer, every read ends in data or in an error that says what is to be done: nothing fails for
 * being read wrongly. The answers are those of recordings (packages/github-sandbox/test/recorded) and GITHUB-FACTS 2, 3 and 14.
 */
import * as reads from '../../src/github/read.ts';
import { allReads, endOf, type Read } from './all-reads.ts';
import { API } from './harness.ts';

const COMMIT = 'a'.repeat(40);
const READS = allReads({
  ...{ commit: COMMIT, tree: COMMIT, blob: COMMIT },
  ...{ issue: 1, comment: 1, pull: 1, delivery: 1 },
});

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
  ...['readPullFiles', 'readWriteBack', 'findUnlistedPull', 'readClaimRefs'],
  ...['readOpenPulls', 'readOpenBlockers', 'readIssues, many'],
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

const worldwide = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = worldwide;
});

/** Answers everything alike, at once and without a socket; what it redirects to is the repository. */
function always([status, body, headers = {}]: Reply): void {
  const elsewhere = JSON.stringify({ full_name: 'octo/app', owner: { login: 'octo' } });
  globalThis.fetch = (_, init) => {
    const isFollowed = headers['location'] !== undefined && init?.redirect !== 'manual';
    const hasNoBody = status === 204 || status === 304;
    const answer = isFollowed
      ? new Response(elsewhere, { headers: JSON_TYPE })
      : new Response(hasNoBody ? null : body, { status, headers });
    return Promise.resolve(answer);
  };
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
