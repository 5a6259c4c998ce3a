/** What may be missing while GitHub refuses one write, and where people read of it. */
import type { LoggedRequest } from '@planwright/github-sandbox';
import { AT } from '../place.ts';
import type { Story } from '../scenario.ts';
import type { Asked, RefusalCase } from './refusals.ts';
import type { RepositoryState } from './state.ts';

/** Whether a write is of git objects or branches. */
export function isGit({ path }: Asked): boolean {
  return path.includes('/git/');
}

/**
 * What GraphQL refuses is asked for once more by REST, which says more of its reasons. A tracking issue is told of a text before
 * anything of it is done, and is written when all is done.
 */
export function purposeOf({ path, body }: LoggedRequest): string {
  return `${path}${JSON.stringify(body ?? '').includes(' next=') ? ' of a text in flight' : ''}`;
}

/**
 * What is not asked for again is no longer said: an answer that was refused is not given later, and a label that may not be
 * made comes with the issue that bears it.
 */
export function isSaidNoMore({ asked }: RefusalCase, { path, body }: LoggedRequest): boolean {
  if (!/\/(?:comments|reactions)$|engine\/labels$/.test(asked.path)) return false;
  return path.includes('/check-runs') || JSON.stringify(body ?? '').includes('<!-- planwright v=');
}

/** A write without which the refused one could not be sent. */
export function leadsUpTo({ asked }: RefusalCase, { path }: LoggedRequest): boolean {
  // What both sides changed is said once, and what is refused as long as it is.
  if (path.endsWith('/check-runs')) return true;
  const isLabelled = asked.method === 'POST' && /\/(?:issues|labels)$/.test(asked.path);
  return isLabelled ? path.endsWith('/labels') : /\/(?:git|pulls)/.test(asked.path) && path.includes('/git/');
}

/** GitHub's own words for a refusal of this kind of write. */
export function messageFor(status: 403 | 410 | 422, asked: Asked): string {
  const isComment = asked.path.includes('/comments');
  if (isGit(asked) && status !== 410)
    return 'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n';
  if (status === 403)
    return isComment
      ? 'Unable to create comment because issue is locked.'
      : 'Repository was locked for a migration.';
  if (status === 410) return isComment ? 'This issue was deleted' : 'Issues are disabled for this repo';
  return 'Validation Failed';
}

/** What people read of a plan and of the commits that wait for a check. */
export interface Sayings {
  readonly tracking: string;
  readonly checks: string;
  readonly comments: string;
}

/** Reads all of it. */
export async function sayingsOf({ human: { octokit } }: Story): Promise<Sayings> {
  const [issues, checks, comments] = await Promise.all([
    octokit.rest.issues.listForRepo({ ...AT, state: 'all', per_page: 100 }),
    octokit.rest.checks.listForRef({ ...AT, ref: 'main' }),
    octokit.rest.issues.listCommentsForRepo({ ...AT, per_page: 100 }),
  ]);
  const tracking = issues.data.filter(({ body }) => body?.startsWith('<!-- planwright v=') === true);
  return {
    tracking: tracking.map(({ body }) => body ?? '').join('\n'),
    checks: checks.data.check_runs.map(({ output }) => `${output.title}\n${output.summary}`).join('\n'),
    comments: comments.data.map(({ body }) => body ?? '').join('\n'),
  };
}

/** Whether a command was answered by saying that it could not be obeyed, and what to do then. */
export function asksAgain({ comments }: Sayings): boolean {
  return /This could not be done: GitHub refused [^]* Then type it once more\./.test(comments);
}

/** Words of GitHub that still stand where they are taken for what is, once nothing is refused any more. */
export function stillSaid({ asked, answer }: RefusalCase, message: string, now: Sayings): string[] {
  const { path, method } = asked;
  // What no pass asks for again was said once, and stays said of that commit.
  const isOnce =
    (method === 'DELETE' && isGit(asked)) ||
    (path.endsWith('/labels') && answer !== 'missing-permission') ||
    /\/(?:comments|reactions|check-runs)$/.test(path) ||
    (/sub_issues?$|blocked_by/.test(path) && answer === 'invalid');
  const words = message.replace(/\s+/g, ' ').trim();
  const where = isOnce ? now.tracking : `${now.tracking}\n${now.checks}`;
  return where.replace(/\\(?=[^\w\s])/g, '').includes(words) ? [`It is over, and still said: ${words}`] : [];
}

/**
 * What is missing though it has nothing to do with the write. Compared is what each thing is (its title, state, milestone,
 * labels and links), not its words, which tell of the refusal.
 */
export function wrongBehind(
  { asked, answer }: RefusalCase,
  expected: RepositoryState,
  refused: RepositoryState,
): string[] {
  const { path, method } = asked;
  // Without a tracking issue a plan has no memory, so that nothing is made for it.
  if (path.endsWith('/issues') && String(asked.body['title']).startsWith('Plan: ')) return [];
  // A permission is missing for every write of a kind, so that the others are not even sent.
  const isOfMany = method === 'POST' || /\/(?:issues|milestones)\/\d+$/.test(path);
  if (answer === 'missing-permission' && isOfMany) return [];
  const things = ({ lines }: RepositoryState): string[] =>
    lines.filter((line) => /^(?:issue|milestone) "[^|]*$/.test(line)).map((line) => narrowed(asked, line));
  const subject = method === 'POST' && 'title' in asked.body ? `"${String(asked.body['title'])}"` : null;
  const isOf = (line: string): boolean =>
    subject !== null && (line.includes(`issue ${subject}`) || line.includes(`milestone ${subject}`));
  // A plan is retired once all of that is done: until then its tracking issue stays open.
  const isRetiring = things(expected).some((line) => /^issue "Plan: .*"; closed as not_planned;/.test(line));
  const others = (lines: readonly string[]): string[] =>
    lines.filter((line) => !isOf(line) && !(isRetiring && line.startsWith('issue "Plan: ')));
  const wrong = missing('beside what is refused', others(things(expected)), others(things(refused)));
  // A change of an issue, or of a milestone, is of one thing; which one its number tells, and only that may differ.
  const isOfOne = /\/(?:issues|milestones)\/\d+/.test(path);
  const most = Math.max(...['-', '+'].map((sign) => wrong.filter((line) => line.startsWith(sign)).length));
  return most > (isOfOne ? 1 : 0) ? wrong : [];
}

/**
 * Without what can only follow: the issues of a milestone that was not made, links with an issue that was not, and who waits
 * for an issue that stays closed.
 */
function narrowed({ path, body, method }: Asked, line: string): string {
  if (method === 'PATCH' && path.includes('/issues/')) return line.replace(/; waits for .*$/, '');
  const isMade = method === 'POST' && /\/(?:issues|milestones)$/.test(path);
  const withoutMilestone = path.includes('/milestones') ? line.replace(/; in [^;]*;/, ';') : line;
  const isLinked = isMade || 'sub_issue_id' in body || 'issue_id' in body;
  return isLinked ? withoutMilestone.replace(/; under .*$/, '') : withoutMilestone;
}

/** Lines that only one side has, with the sides they are of. */
export function missing(when: string, expected: readonly string[], found: readonly string[]): string[] {
  const only = (lines: readonly string[], others: readonly string[], sign: string): string[] => {
    const rest = [...others];
    return lines.flatMap((line) => {
      const at = rest.indexOf(line);
      if (at !== -1) rest.splice(at, 1);
      return at === -1 ? [`${sign} ${line}`] : [];
    });
  };
  const lines = [...only(expected, found, '-'), ...only(found, expected, '+')];
  return lines.length === 0 ? [] : [`Different ${when}:`, ...lines.slice(0, 12)];
}
