/** What the sandbox answers, held against what GitHub was recorded to answer (test/recorded). */
import { readFileSync } from 'node:fs';
import { differences, type Comparison, type Difference } from './recorded/compare.ts';
import { drive, type Driven } from './recorded/drive.ts';
import { README, readmeWith } from './recorded/fidelity.ts';
import { explain } from './recorded/known-differences.ts';
import { readRecordings } from './recorded/recordings.ts';
import { KNOWN_WEBHOOK_DIFFERENCES } from './recorded/known-webhook-differences.ts';
import { sentWebhooks } from './recorded/sent-webhooks.ts';
import { restTypes, webhookTypes } from './recorded/schema-types.ts';

let driven: Driven;
let found: readonly Difference[];
const comparison: Comparison = { recordings: readRecordings(), allowed: restTypes() };

beforeAll(async () => {
  driven = await drive();
  found = differences(driven.byEntry, comparison);
});

test('every recorded exchange is driven, and answered as it was, or the difference is known', () => {
  expect(explain(found).unexplained).toEqual([]);
});

test('every known difference is one', () => {
  expect(explain(found).idle).toEqual([]);
});

test('the README tells of the differences as they are', () => {
  // `npm run fidelity` writes it.
  expect(readFileSync(README, 'utf8')).toBe(readmeWith(driven));
});

test('every kind of webhook that GitHub was seen to send is sent as it was, or the difference is known', () => {
  const sent = { recordings: sentWebhooks(), allowed: webhookTypes() };
  const { unexplained, idle } = explain(differences(driven.webhooks, sent), KNOWN_WEBHOOK_DIFFERENCES);
  expect([unexplained, idle]).toEqual([[], []]);
});

/** What compares one kind of answer. */
function of(entry: string): Comparison {
  const recordings = new Map([...comparison.recordings].filter(([name]) => name === entry));
  return { ...comparison, recordings };
}

describe('the comparison notices', () => {
  const entry = 'GET /repos/{owner}/{repo}/issues/{issue_number} 200';
  const after = (change: (body: Record<string, unknown>) => unknown) => {
    const exchanges = (driven.byEntry.get(entry) ?? []).map((one) => ({
      ...one,
      // As it would come over the wire: what is undefined is not there.
      body: JSON.parse(JSON.stringify(change({ ...(one.body as Record<string, unknown>) }))) as unknown,
    }));
    return explain(differences(new Map([[entry, exchanges]]), of(entry))).unexplained;
  };

  test('a path that is missing', () => {
    expect(after((body) => ({ ...body, pinned_comment: undefined }))).toEqual([
      { entry, kind: 'absent', what: 'pinned_comment' },
    ]);
  });
  test('a value that is null where it never is', () => {
    expect(after((body) => ({ ...body, closed_by: null }))).toEqual([
      { entry, kind: 'absent', what: 'closed_by {}' },
    ]);
  });
  test('another type', () => {
    expect(after((body) => ({ ...body, number: '7' }))).toEqual([
      { entry, kind: 'type', what: 'number string' },
    ]);
  });
  test('what GitHub never sends', () => {
    expect(after((body) => ({ ...body, colour: 'red' }))).toEqual([
      { entry, kind: 'invented', what: 'colour' },
    ]);
  });
  test('a header that is missing', () => {
    const bare = (driven.byEntry.get(entry) ?? []).map((one) => ({ ...one, headers: {} }));
    expect(differences(new Map([[entry, bare]]), of(entry))).toContainEqual({
      entry,
      kind: 'header',
      what: 'etag',
    });
  });
  test('other words of a refusal', () => {
    const refused = 'GET /repos/{owner}/{repo}/branches/{branch} 404';
    const exchanges = (driven.byEntry.get(refused) ?? []).map((one) => ({
      ...one,
      body: { ...(one.body as object), message: 'Nothing here' },
    }));
    expect(differences(new Map([[refused, exchanges]]), of(refused))).toContainEqual({
      entry: refused,
      kind: 'message',
      what: 'Branch not found',
    });
  });
});
