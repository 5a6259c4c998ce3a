/** What a person sees of the repository, in as few requests as it takes, and what the app's markers say. */
import { createHash } from 'node:crypto';
import { parseTask, parseTracking } from '../../src/sync/state/markers.ts';
import type { Ledger } from '../../src/sync/types.ts';
import type { Stage } from './stage.ts';

export const PLAN = 'plans/zoo.md';

export interface GlancedIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly reason: string | null;
  readonly labels: readonly string[];
  readonly milestone: { readonly number: number; readonly title: string } | null;
  /** Key of the task whose issue it is; null if it is none's. */
  readonly task: string | null;
  readonly isByApp: boolean;
  readonly id: number;
  /** Number of the issue whose sub-issue it is. */
  readonly parent: number | null;
  /** Numbers of the issues that it is marked as blocked by. */
  readonly blockedBy: readonly number[];
}

export interface GlancedPull {
  readonly number: number;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly isMerged: boolean;
  readonly branch: string;
}

export interface Glance {
  /** The plan on the default branch, with its blob's sha. */
  readonly text: string;
  readonly blob: string;
  readonly issues: readonly GlancedIssue[];
  /** Issues that bear the marker of a tracking issue, oldest first. */
  readonly trackings: readonly (GlancedIssue & { readonly ledger: Ledger })[];
  readonly pulls: readonly GlancedPull[];
}

interface Payload {
  readonly id: number;
  readonly parent_issue_url?: string;
  readonly issue_dependencies_summary: { readonly total_blocked_by: number };
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: 'open' | 'closed';
  readonly state_reason: string | null;
  readonly labels: readonly { readonly name: string }[];
  readonly milestone: { readonly number: number; readonly title: string } | null;
  readonly user: { readonly login: string };
  readonly pull_request?: { readonly merged_at: string | null };
}

/** Looks around. */
export async function glance({ person }: Stage): Promise<Glance> {
  const [payloads, text, pulls] = await Promise.all([
    listed(person),
    readPlanText(person),
    listedPulls(person),
  ]);
  const issues = await Promise.all(
    payloads
      .filter((one) => one.pull_request === undefined)
      .map(async (one) => issueOf(one, await blockersOf(person, one))),
  );
  return {
    text,
    blob: blobOf(text),
    issues,
    trackings: issues.flatMap((issue) => {
      const marker = issue.isByApp ? parseTracking(issue.body) : null;
      return marker?.kind === 'ledger' ? [{ ...issue, ledger: marker.ledger }] : [];
    }),
    pulls,
  };
}

async function listed(person: Stage['person']): Promise<Payload[]> {
  const all: Payload[] = [];
  for (let page = 1; all.length === (page - 1) * 100; page += 1) {
    const query = `state=all&per_page=100&sort=created&direction=asc&page=${page}`;
    all.push(...((await person('GET', `/issues?${query}`)).data as Payload[]));
  }
  return all;
}

async function blockersOf(person: Stage['person'], issue: Payload): Promise<number[]> {
  if (issue.issue_dependencies_summary.total_blocked_by === 0) return [];
  const { data } = await person('GET', `/issues/${issue.number}/dependencies/blocked_by?per_page=100`);
  return (data as Payload[]).map(({ number }) => number);
}

async function listedPulls(person: Stage['person']): Promise<GlancedPull[]> {
  const { data } = await person('GET', '/pulls?state=all&per_page=100&sort=created&direction=asc');
  return (
    data as {
      number: number;
      body: string | null;
      state: 'open' | 'closed';
      merged_at: string | null;
      head: { ref: string };
    }[]
  ).map(({ number, body, state, merged_at, head }) => ({
    number,
    body: body ?? '',
    state,
    isMerged: merged_at !== null,
    branch: head.ref,
  }));
}

/** The plan on a branch; by default the default one. */
export async function readPlanText(person: Stage['person'], branch = 'main'): Promise<string> {
  const { data, status } = await person('GET', `/contents/${PLAN}?ref=${encodeURIComponent(branch)}`);
  if (status !== 200) throw new Error(`Expected ${PLAN} on ${branch}, found ${status}.`);
  return Buffer.from((data as { content: string }).content, 'base64').toString('utf8');
}

/** The name that git gives to a text. */
export function blobOf(text: string): string {
  return createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');
}

function issueOf(payload: Payload, blockedBy: readonly number[]): GlancedIssue {
  const { id, number, title, state, labels, milestone, user } = payload;
  const body = payload.body ?? '';
  const parent = /\d+$/.exec(payload.parent_issue_url ?? '')?.[0];
  const plan = /<!-- planwright plan=(\w+) task=/.exec(body)?.[1];
  return {
    number,
    title,
    body,
    state,
    milestone,
    reason: payload.state_reason,
    labels: labels.map(({ name }) => name),
    task: plan === undefined ? null : (parseTask(body, plan)?.task ?? null),
    isByApp: user.login.endsWith('[bot]'),
    id,
    parent: parent === undefined ? null : Number(parent),
    blockedBy,
  };
}
