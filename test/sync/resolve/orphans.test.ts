/** Issues that no entry holds: each of very many finds its own task, in little time. */
import { RUNS } from '../../runs.ts';
import { parsePlan } from '../../../src/plan/parse.ts';
import { allTasks } from '../../../src/plan/walk.ts';
import { NO_MATCH } from '../../../src/sync/match/match.ts';
import { findOrphans, looseIssues } from '../../../src/sync/resolve/orphans.ts';
import { matchInFlight } from '../../../src/sync/resolve/texts-in-flight.ts';
import type { ResolvedTask, ResolveInput } from '../../../src/sync/resolve/resolution.ts';
import { issueTitle, sourceHash, taskKeys } from '../../../src/sync/state/ids.ts';
import { printTask } from '../../../src/sync/state/markers.ts';
import type { ObservedIssue } from '../../../src/sync/types.ts';

const COUNT = RUNS < 300 ? 300 : 1_990;
const planWith = (line: (index: number) => string) =>
  parsePlan(`# Big\n\n${Array.from({ length: COUNT }, (_, index) => line(index)).join('\n')}\n`);
const LONG = '検索'.repeat(60);
const beginning = process.cpuUsage();
const before = planWith((index) => `- [ ] Part ${index} ${LONG}\n  - As it was.`);
const now = planWith((index) => `- [ ] Part ${index} ${LONG}\n  - As it is.`);
/** What parsing the two texts takes on this machine, busy as it is: all that finding may take is a part of it. */
const parsingMs = msSince(beginning);

function msSince(then: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(then);
  return (user + system) / 1000;
}

const issue = (number: number, title: string, body: string): ObservedIssue => ({
  number,
  id: number,
  title,
  body,
  state: 'open',
  reason: null,
  createdAt: '2026-01-01T00:00:00Z',
  closedAt: null,
  labels: [],
  milestone: null,
  assignees: [],
  creator: 1,
  creatorLogin: 'planwright[bot]',
  parent: null,
  subIssues: 0,
  blockedBy: 0,
});

/** An issue of each task of the text before, with the key that it has there or with one that says nothing. */
function issuesOf(hasKey: boolean): ObservedIssue[] {
  const keys = taskKeys(before);
  return allTasks(before).map(({ task }, index) => {
    const key = hasKey ? (keys.get(task) ?? '') : `lost${index}`;
    const marker = { plan: 'abc123', task: key, title: '0', src: sourceHash(task), dropped: false };
    return issue(index + 1, issueTitle(task), printTask(marker));
  });
}

function found(hasKey: boolean): { readonly numbers: (number | undefined)[]; readonly cpuMs: number } {
  const keys = taskKeys(now);
  const tasks = allTasks(now).map((placed): ResolvedTask => {
    const { task } = placed;
    return { placed, task, key: keys.get(task) ?? '', base: null, guessed: false, tie: { kind: 'new' } };
  });
  const input: ResolveInput = {
    id: 'abc123',
    plan: now,
    blob: 'now',
    known: { kind: 'first' },
    observed: {
      issues: issuesOf(hasKey),
      linked: new Map(),
      unlinked: new Map(),
      gone: new Set(),
      milestones: [],
      pulls: [],
    },
    released: new Set(),
    leaving: new Set(),
    trusted: new Set([1]),
    inFlight: [before],
    match: NO_MATCH,
  };
  const start = process.cpuUsage();
  const loose = looseIssues(input, new Set());
  const texts = matchInFlight(now, input.inFlight, loose);
  const { ties } = findOrphans(input, { loose, texts, tasks });
  const cpuMs = msSince(start);
  return {
    numbers: tasks.map((one) => {
      const tie = ties.get(one)?.tie;
      return tie?.kind === 'issue' ? tie.issue.number : undefined;
    }),
    cpuMs,
  };
}

test.each([
  ['key', true],
  ['title', false],
])('by their %s', (_, hasKey) => {
  const { numbers, cpuMs } = found(hasKey);
  expect(numbers).toEqual(Array.from({ length: COUNT }, (__, index) => index + 1));
  expect(cpuMs).toBeLessThan(parsingMs / 4);
});
