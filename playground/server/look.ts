/** Reads what a repository holds, by REST, as the person at the page could. */
import { RefusedError, type Rest } from './rest.ts';
import type { SeenCheck, SeenComment, SeenIssue, SeenMilestone, SeenPull, Snapshot } from './types.ts';

interface User {
  readonly login: string;
  readonly type: string;
}

interface IssueJson {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly state_reason?: string | null;
  readonly milestone: { readonly number: number } | null;
  readonly labels: readonly { readonly name: string; readonly color: string }[];
  readonly body: string | null;
  readonly user: User;
  readonly pull_request?: object;
}

interface CommentJson {
  readonly id: number;
  readonly issue_url: string;
  readonly user: User;
  readonly body: string;
  /** How often each stands there, beside `url` and `total_count`. */
  readonly reactions?: Readonly<Record<string, unknown>>;
}

interface MilestoneJson {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly due_on: string | null;
  readonly open_issues: number;
  readonly closed_issues: number;
}

interface PullJson {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly merged_at: string | null;
  readonly user: User;
  readonly head: { readonly ref: string; readonly sha: string };
  readonly body: string | null;
}

type Diff = SeenPull['files'];

/** The repository that is read. */
export interface Scene extends Pick<Snapshot, 'repository' | 'url' | 'example' | 'path'> {
  /** Diffs of merged and closed pull requests, kept from before: they do not change any more, and after a merge the diff would be empty. */
  readonly diffs: Map<number, Diff>;
  youClosed: boolean;
}

/** The buttons of a check run, which no answer of GitHub has. */
type ButtonsOf = (run: number) => SeenCheck['actions'];

/** Everything the page shows of a repository, as it is now. */
export async function look(rest: Rest, { diffs, ...scene }: Scene, buttonsOf: ButtonsOf): Promise<Snapshot> {
  const at = `/repos/${scene.repository}`;
  const [plan, issues, comments, milestones, pulls] = await Promise.all([
    readPlan(rest, at, scene.path),
    rest.all<IssueJson>(`${at}/issues?state=all&sort=created&direction=asc`),
    rest.all<CommentJson>(`${at}/issues/comments`),
    rest.all<MilestoneJson>(`${at}/milestones?state=all`),
    rest.all<PullJson>(`${at}/pulls?state=all&sort=created&direction=desc`),
  ]);
  const checkOf = (ref: string): Promise<SeenCheck | null> => readCheck(rest, { at, ref }, buttonsOf);
  const commentsOf = (number: number): SeenComment[] =>
    comments.filter(({ issue_url }) => issue_url.endsWith(`/issues/${number}`)).map(seenComment);
  return {
    ...scene,
    plan,
    issues: issues
      .filter(({ pull_request }) => pull_request === undefined)
      .map((issue) => seenIssue(issue, commentsOf(issue.number))),
    milestones: milestones.map(seenMilestone),
    check: await checkOf('main'),
    pulls: await Promise.all(
      pulls.map(async (pull) =>
        seenPull(pull, commentsOf(pull.number), {
          files: await filesOf(rest, at, pull, diffs),
          check: pull.state === 'open' ? await checkOf(pull.head.sha) : null,
        }),
      ),
    ),
  };
}

async function readPlan(rest: Rest, at: string, path: string): Promise<Snapshot['plan']> {
  try {
    const { content, sha } = await rest.get<{ content: string; sha: string }>(`${at}/contents/${path}`);
    return { text: Buffer.from(content, 'base64').toString('utf8'), sha };
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404) return null;
    throw error;
  }
}

async function filesOf(rest: Rest, at: string, pull: PullJson, diffs: Map<number, Diff>): Promise<Diff> {
  const known = diffs.get(pull.number);
  if (pull.state !== 'open' && known !== undefined) return known;
  const files = await rest.all<{ filename: string; patch?: string }>(`${at}/pulls/${pull.number}/files`);
  const diff = files.map(({ filename, patch }) => ({ path: filename, patch: patch ?? '' }));
  diffs.set(pull.number, diff);
  return diff;
}

async function readCheck(
  rest: Rest,
  { at, ref }: { readonly at: string; readonly ref: string },
  buttonsOf: ButtonsOf,
): Promise<SeenCheck | null> {
  const { check_runs } = await rest.get<{
    check_runs: readonly {
      id: number;
      conclusion: string | null;
      output: { title: string | null };
    }[];
  }>(`${at}/commits/${ref}/check-runs`);
  const [run] = check_runs;
  if (run === undefined) return null;
  const { id, conclusion, output } = run;
  return { run: id, conclusion, title: output.title ?? '', actions: buttonsOf(id) };
}

function seenComment({ id, user, body, reactions = {} }: CommentJson): SeenComment {
  const given = Object.keys(reactions).filter(
    (name) => name !== 'total_count' && Number(reactions[name]) > 0,
  );
  return { id, author: user.login, isBot: user.type === 'Bot', body, reactions: given };
}

function seenIssue(issue: IssueJson, comments: readonly SeenComment[]): SeenIssue {
  const { number, title, milestone, labels, user } = issue;
  return {
    number,
    title,
    comments,
    state: issue.state === 'open' ? 'open' : closedAs(issue.state_reason),
    milestone: milestone?.number ?? null,
    labels: labels.map(({ name, color }) => ({ name, color })),
    body: issue.body ?? '',
    author: user.login,
    isBot: user.type === 'Bot',
    isTracking: user.type === 'Bot' && labels.some(({ name }) => name === 'planwright'),
  };
}

function closedAs(reason: string | null | undefined): SeenIssue['state'] {
  return reason === 'not_planned' || reason === 'duplicate' ? reason : 'completed';
}

function seenMilestone(milestone: MilestoneJson): SeenMilestone {
  const { number, title, state, due_on, open_issues, closed_issues } = milestone;
  return {
    number,
    title,
    isOpen: state === 'open',
    due: due_on?.slice(0, 10) ?? null,
    open: open_issues,
    closed: closed_issues,
  };
}

function seenPull(
  { number, title, state, merged_at, user, head, body }: PullJson,
  comments: readonly SeenComment[],
  more: Pick<SeenPull, 'files' | 'check'>,
): SeenPull {
  return {
    number,
    title,
    comments,
    ...more,
    state: merged_at !== null ? 'merged' : state === 'open' ? 'open' : 'closed',
    author: user.login,
    isBot: user.type === 'Bot',
    branch: head.ref,
    body: body ?? '',
  };
}
