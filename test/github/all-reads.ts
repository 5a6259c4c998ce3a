/** Every read of src/github/read, for tests that hold whatever GitHub may answer against all of them. */
import { isAnswered, mayWrite, readComment, readNewestComments } from '../../src/github/read/comments.ts';
import { readBranch } from '../../src/github/read/branch.ts';
import { readClaimCommit, readClaimRefs } from '../../src/github/read/claims.ts';
import { glanceAt } from '../../src/github/read/glance.ts';
import {
  readDeliveries,
  readInstallations,
  readInstalledRepositories,
  redeliver,
} from '../../src/github/read/installations.ts';
import { readIssueActs } from '../../src/github/read/issue-acts.ts';
import { readIssueTypes } from '../../src/github/read/issue-types.ts';
import { readMergedSince } from '../../src/github/read/merged.ts';
import {
  readComparedFiles,
  readMergeBase,
  readPull,
  readPullFiles,
} from '../../src/github/read/pull-files.ts';
import { readFileAt, readTouched } from '../../src/github/read/pushed-files.ts';
import { readIssues, readOpenBlockers, readOpenPulls } from '../../src/github/read/obstacles.ts';
import { findUnlistedPull } from '../../src/github/read/write-back-pulls.ts';
import * as reads from '../../src/github/read.ts';
import { claimRefOf } from '../../src/github/write/claims.ts';
import type { Client } from '../../src/github/transport/client.ts';
import { isHttpError, RetryableError, TerminalError } from '../../src/github/transport/errors.ts';
import type { BranchRules } from '../../src/sync/types.ts';
import { edge, repository } from './harness.ts';

/** What the reads ask for. */
export interface Asked {
  readonly commit: string;
  readonly tree: string;
  readonly blob: string;
  /** An issue. */
  readonly issue: number;
  readonly comment: number;
  /** A pull request. */
  readonly pull: number;
  readonly delivery: number;
}

/** One read. */
export type Read = (client: Client) => Promise<unknown>;

const name = { owner: repository.owner, repo: repository.name };
const BRANCH = 'planwright/x';
/** Whose reactions count. */
const trusted = new Set([1]);

/** Every read, by its function. */
export function allReads(asked: Asked): Readonly<Record<string, Read>> {
  return {
    ...repositoryReads(asked),
    ...issueReads(asked),
    ...pullReads(asked),
    accountIds: (client) => reads.accountIds(client, ['ada']),
    'whoAmI, a token': (client) => reads.whoAmI({ kind: 'token', client }),
    'whoAmI, an app': (client) => reads.whoAmI({ kind: 'app', app: client, client }),
    mayWrite: (client) => mayWrite(client, repository, 'ada'),
    readInstallations,
    readInstalledRepositories,
    readDeliveries: (client) => readDeliveries(client, { since: 0, most: 10 }),
    redeliver: (client) => redeliver(client, { id: asked.delivery, guid: 'g', at: 0, ok: false }),
  };
}

function repositoryReads({ commit, tree, blob, issue }: Asked): Readonly<Record<string, Read>> {
  const claim = (client: Client) => claimRefOf(client, repository, { issue, tree: async () => tree });
  return {
    glanceAt: (client) => glanceAt(client, name, null),
    readLastChange: (client) => reads.readLastChange(client, repository, { path: 'PLAN.md', commit }),
    readRepository: (client) => reads.readRepository(client, name),
    readHead: (client) => reads.readHead(client, repository),
    readTree: (client) => reads.readTree(client, repository, tree),
    readText: (client) => reads.readText(client, repository, blob),
    readTouched: (client) => readTouched(client, name, { before: 'b'.repeat(40), after: commit }),
    readFileAt: (client) => readFileAt(client, name, { path: 'PLAN.md', ref: commit }),
    readClaimRefs: (client) => readClaimRefs(client, repository),
    readClaimCommit: (client) => readClaimCommit(client, repository, commit),
    'claimRefOf, read': (client) => claim(client).read(),
  };
}

function issueReads({ issue, comment }: Asked): Readonly<Record<string, Read>> {
  const read = {
    ...{ id: comment, body: '', author: 'ada', issue, isPull: false, writtenAt: 0 },
    ...{ isEdited: false, hasReactions: true },
  };
  return {
    readClosers: (client) => reads.readClosers(client, repository, [issue]),
    readComment: (client) => readComment(client, repository, comment),
    readNewestComments: (client) => readNewestComments(client, repository, 1),
    isAnswered: (client) => isAnswered(client, repository, read, trusted),
    readIssueActs: (client) => readIssueActs(client, repository, issue),
    readLabelledIssues: (client) => reads.readLabelledIssues(client, repository, 'planwright'),
    readIssuesBy: (client) => reads.readIssuesBy(client, repository, 'planwright[bot]'),
    readPlanIssues: (client) =>
      reads.readPlanIssues(client, repository, {
        labels: ['plan: x'],
        entryNumbers: [issue],
        creator: 'ada',
      }),
    listNewest: (client) => reads.listNewest(client, repository),
    readNewest: (client) => reads.readNewest(client, repository),
    readNumber: (client) => reads.readNumber(client, repository, issue),
    readIssueTypes: (client) => readIssueTypes(client, repository),
    readMilestones: (client) => reads.readMilestones(client, repository),
    readIssues: (client) => readIssues(client, repository, [issue]),
    'readIssues, many': (client) =>
      readIssues(
        client,
        repository,
        Array.from({ length: 21 }, (_, number) => number + 1),
      ),
    readOpenBlockers: (client) => readOpenBlockers(client, repository, issue),
  };
}

function pullReads({ commit, pull }: Asked): Readonly<Record<string, Read>> {
  const rules: BranchRules = { ownerOf: () => ({ kind: 'own' }), isMerged: () => true };
  // A rebase: whether it is the app's own is told by the blobs.
  const rebased: BranchRules = {
    ...rules,
    ownerOf: ({ commits: [first], files: [file] }) =>
      first === undefined || file === undefined
        ? { kind: 'own' }
        : { kind: 'own-if-merged', own: first.sha, commit: first.sha, edits: null, file },
  };
  return {
    readBranch: (client) => readBranch(client, repository, { branch: BRANCH, rules }),
    'readBranch, rebased': (client) => readBranch(client, repository, { branch: BRANCH, rules: rebased }),
    readMergedAt: (client) => reads.readMergedAt(client, repository, commit),
    readMergedSince: (client) => readMergedSince(client, repository, 0),
    readPull: (client) => readPull(client, repository, pull),
    readPullFiles: (client) => readPullFiles(client, repository, pull),
    readComparedFiles: (client) => readComparedFiles(client, repository, BRANCH),
    readMergeBase: (client) => readMergeBase(client, repository, commit),
    readOpenPulls: (client) => readOpenPulls(client, repository),
    readWriteBack: (client) => reads.readWriteBack(client, repository, { branch: BRANCH, named: [pull] }),
    findUnlistedPull: (client) => findUnlistedPull({ client, repository }, BRANCH),
  };
}

/** How a read ends: with data, one of the errors that callers know, or one that nobody expected. */
export async function endOf(read: Read, watch: (client: Client) => void = () => {}): Promise<string> {
  const { client } = edge({ patienceMs: 300_000 });
  watch(client);
  try {
    await read(client);
    return 'data';
  } catch (error) {
    if (error instanceof RetryableError || error instanceof TerminalError) return error.name;
    return isHttpError(error) ? `HttpError ${error.status}` : `untyped: ${String(error)}`;
  }
}
