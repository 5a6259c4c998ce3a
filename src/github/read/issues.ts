/** Reads issues: by label, by number, and those that lists do not show yet. */
import type { ObservedIssue, ObservedMilestone, Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { HiddenIssueError, isGone, RetryableError, statusOf } from '../transport/errors.ts';
import { listAll, listPage, PAGE_SIZE } from '../transport/list.ts';
import { observedMilestone, type MilestonePayload } from './milestones.ts';

/** What GitHub has under a number. */
export type NumberReading =
  | { readonly kind: 'issue'; readonly issue: ObservedIssue; readonly milestone: ObservedMilestone | null }
  | { readonly kind: 'pull' }
  /** Deleted (410) or transferred (301). */
  | { readonly kind: 'gone' }
  /** 404: never made, or hidden by a permission or an outage (GITHUB-FACTS 3). */
  | { readonly kind: 'not-found' };

/** Issues, and the milestones that came along in their payloads. */
export interface IssuesReading {
  readonly issues: readonly ObservedIssue[];
  readonly milestones: readonly ObservedMilestone[];
}

/** The newest issues as the list of all issues shows them. */
export interface NewestIssues extends IssuesReading {
  /** The highest number listed; 0 where nothing is. */
  readonly top: number;
  /** The list has no more: these are all issues of the repository. */
  readonly isWhole: boolean;
}

/** A plan's issues. */
export interface PlanIssuesReading extends IssuesReading {
  /** Numbers of the plan's entries whose issues GitHub says are deleted or transferred. */
  readonly gone: ReadonlySet<number>;
}

/** The fields of an issue payload that are read; a pull request carries `pull_request` (GITHUB-FACTS 3). */
interface IssuePayload {
  readonly number: number;
  readonly id: number;
  readonly node_id?: string;
  readonly url?: string;
  readonly title: string;
  readonly body?: string | null;
  readonly state: string;
  readonly state_reason?: string | null;
  readonly created_at: string;
  readonly closed_at: string | null;
  readonly labels: readonly (string | { readonly name?: string | undefined })[];
  readonly assignees?: readonly { readonly login: string }[] | null;
  readonly milestone: MilestonePayload | null;
  readonly user: { readonly id: number; readonly login: string } | null;
  /** Absent where the server knows no types. */
  readonly type?: { readonly name?: string } | null;
  readonly pull_request?: unknown;
  /** Absent, as the two below, where GitHub Enterprise Server does not know them. */
  readonly parent_issue_url?: string | null;
  readonly sub_issues_summary?: { readonly total: number };
  readonly issue_dependencies_summary?: { readonly total_blocked_by: number };
}

const MISSING_BY_NUMBER = 20;
const NEWEST_BOUND = 500;
const DISCUSSION_GAP = 5;

/** Lists the issues with a label, whoever opened them: the caller decides whom to trust. */
export async function readLabelledIssues(
  client: Client,
  repository: Repository,
  label: string,
): Promise<readonly ObservedIssue[]> {
  return gather(await list(client, repository, { labels: label })).issues;
}

/** Reads all issues that an account opened, to the last page. */
export async function readIssuesBy(
  client: Client,
  repository: Repository,
  creator: string,
): Promise<IssuesReading> {
  return gather(await list(client, repository, { creator }));
}

/**
 * Reads a plan's issues: one listing by label, of which a plan has several only where two servers synced it first; the issues of its entries that it misses are read by number, after a
 * listing by creator where many are missing. A 404 for such a number proves nothing and ends the pass (DESIGN 4).
 */
export async function readPlanIssues(
  client: Client,
  repository: Repository,
  plan: {
    readonly labels: readonly string[];
    readonly entryNumbers: readonly number[];
    readonly creator: string;
  },
): Promise<PlanIssuesReading> {
  const payloads = await listUnder(client, repository, plan.labels);
  const missing = () => {
    const listed = new Set(payloads.map((payload) => payload.number));
    return plan.entryNumbers.filter((number) => !listed.has(number));
  };
  if (missing().length > MISSING_BY_NUMBER) {
    const absent = new Set(missing());
    const own = await list(client, repository, { creator: plan.creator });
    payloads.push(...own.filter((payload) => absent.has(payload.number)));
  }
  const numbers = missing();
  const readings = await Promise.all(numbers.map((number) => readNumber(client, repository, number)));
  const gone = new Set<number>();
  const found = gather(payloads);
  const issues = [...found.issues];
  const milestones = [...found.milestones];
  for (const [index, reading] of readings.entries()) {
    const number = numbers[index] as number;
    switch (reading.kind) {
      case 'issue':
        issues.push(reading.issue);
        if (reading.milestone !== null) milestones.push(reading.milestone);
        break;
      case 'gone':
        gone.add(number);
        break;
      case 'pull':
        break;
      case 'not-found':
        throw new HiddenIssueError(
          `Expected issue #${number} of ${repository.owner}/${repository.name}, or word that it is deleted; found 404, ` +
            'which a missing permission or an outage answers too. Nothing is concluded from it.',
          number,
        );
    }
  }
  return { issues, milestones: distinct(milestones), gone };
}

/** Reads the newest page of all issues. */
export async function listNewest(client: Client, repository: Repository): Promise<NewestIssues> {
  const payloads = await listPage(client.rest.issues.listForRepo, {
    ...at(repository),
    state: 'all',
    sort: 'created',
    direction: 'desc',
    per_page: PAGE_SIZE,
  });
  const top = Math.max(0, ...payloads.map((payload) => payload.number));
  return { ...gather(payloads), top, isWhole: payloads.length < PAGE_SIZE };
}

/**
 * Finds the issues that lists may not show yet: the newest page of all issues, and every number above it, read one by one
 * up to the first that does not exist. Deleted and transferred issues and pull requests count as existing and are skipped.
 */
export async function readNewest(
  client: Client,
  repository: Repository,
  listed?: NewestIssues,
): Promise<IssuesReading> {
  const newest = listed ?? (await listNewest(client, repository));
  const { top } = newest;
  const issues = [...newest.issues];
  const milestones = [...newest.milestones];
  let absent = 0;
  let gap = 1;
  for (let number = top + 1; ; number += 1) {
    if (number > top + NEWEST_BOUND) {
      throw new RetryableError(
        `Expected at most ${NEWEST_BOUND} issues newer than #${top}, the newest that ${repository.owner}/` +
          `${repository.name} lists; found more. GitHub's lists lag far behind.`,
      );
    }
    const reading = await readNumber(client, repository, number);
    if (reading.kind === 'not-found') {
      if (absent === 0) gap = await gapOf(client, repository);
      absent += 1;
      if (absent >= gap) break;
      continue;
    }
    absent = 0;
    if (reading.kind !== 'issue') continue;
    issues.push(reading.issue);
    if (reading.milestone !== null) milestones.push(reading.milestone);
  }
  return { issues, milestones: distinct(milestones) };
}

/** Reads one number. */
export async function readNumber(
  client: Client,
  repository: Repository,
  number: number,
): Promise<NumberReading> {
  try {
    const { data } = await client.rest.issues.get({ ...at(repository), issue_number: number });
    if (isPull(data)) return { kind: 'pull' };
    return { kind: 'issue', issue: issueOf(data), milestone: observedMilestone(data) };
  } catch (error) {
    const status = statusOf(error);
    if (status === 404) return { kind: 'not-found' };
    if (!isGone(error)) throw error;
    if (status !== 410) await assertNotRenamed(client, repository);
    return { kind: 'gone' };
  }
}

function nodeIdOf({ node_id: nodeId }: IssuePayload): Pick<ObservedIssue, 'nodeId'> {
  return nodeId === undefined ? {} : { nodeId };
}

function typeOf({ type }: IssuePayload): Pick<ObservedIssue, 'type'> {
  return type?.name === undefined ? {} : { type: type.name };
}

const REASONS = ['completed', 'not_planned', 'duplicate', 'reopened'] as const;

/** An issue payload as plain data. */
export function issueOf(payload: IssuePayload): ObservedIssue {
  return {
    number: payload.number,
    id: payload.id,
    ...nodeIdOf(payload),
    title: payload.title,
    body: payload.body ?? '',
    state: payload.state === 'closed' ? 'closed' : 'open',
    reason: REASONS.find((reason) => reason === payload.state_reason) ?? null,
    createdAt: payload.created_at,
    closedAt: payload.closed_at,
    labels: payload.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? ''))),
    ...typeOf(payload),
    milestone: payload.milestone?.number ?? null,
    assignees: (payload.assignees ?? []).map((assignee) => assignee.login),
    // The issue of a deleted account has no creator: 0 is no trusted id.
    creator: payload.user?.id ?? 0,
    creatorLogin: payload.user?.login ?? 'ghost',
    parent: parentOf(payload),
    subIssues: payload.sub_issues_summary?.total ?? 0,
    blockedBy: payload.issue_dependencies_summary?.total_blocked_by ?? 0,
  };
}

/** By the addresses, since an issue may be a sub-issue of one in another repository of its owner (GITHUB-FACTS 4). */
function parentOf({ parent_issue_url: parent = null, url = '' }: IssuePayload): ObservedIssue['parent'] {
  if (parent === null) return null;
  const [place, number] = parent.split(/\/(?=\d+$)/);
  return url.replace(/\/\d+$/, '') === place ? Number(number) : 'elsewhere';
}

async function listUnder(
  client: Client,
  repository: Repository,
  labels: readonly string[],
): Promise<IssuePayload[]> {
  const lists = await Promise.all(labels.map((one) => list(client, repository, { labels: one })));
  return [...new Map(lists.flat().map((payload) => [payload.number, payload])).values()];
}

async function list(
  client: Client,
  repository: Repository,
  by: { readonly labels: string } | { readonly creator: string },
): Promise<IssuePayload[]> {
  return listAll(client, client.rest.issues.listForRepo, { ...at(repository), ...by, state: 'all' as const });
}

function gather(payloads: readonly IssuePayload[]): IssuesReading {
  const issues = payloads.filter((payload) => !isPull(payload));
  const milestones = issues.map(observedMilestone).filter((milestone) => milestone !== null);
  return { issues: issues.map(issueOf), milestones: distinct(milestones) };
}

function distinct(milestones: readonly ObservedMilestone[]): ObservedMilestone[] {
  return [...new Map(milestones.map((milestone) => [milestone.number, milestone])).values()];
}

function isPull(payload: { readonly pull_request?: unknown }): boolean {
  return payload.pull_request !== undefined && payload.pull_request !== null;
}

// Discussions take numbers from the same sequence and answer 404 as issues (https://github.com/near/NEPs/issues/151):
// where a repository has them, one absent number may hide an issue behind it.
async function gapOf(client: Client, repository: Repository): Promise<number> {
  const known = repository.hasDiscussions;
  const isThere = known ?? (await client.rest.repos.get(at(repository))).data.has_discussions;
  return isThere ? DISCUSSION_GAP : 1;
}

// If the repository was renamed during the pass, every issue answers with a redirect, although none was transferred.
async function assertNotRenamed(client: Client, repository: Repository): Promise<void> {
  const { data } = await client.rest.repos.get({ ...at(repository), request: { redirect: 'follow' } });
  const expected = `${repository.owner}/${repository.name}`;
  if (data.full_name.toLowerCase() === expected.toLowerCase()) return;
  throw new RetryableError(`Expected the repository ${expected}, found it renamed to ${data.full_name}.`);
}
