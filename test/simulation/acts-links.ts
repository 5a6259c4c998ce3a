/** What people do to the links between issues. GitHub refuses some of it; then nothing was done. */
import { isTask, onIssue } from './acts-issues.ts';
import { decide } from './decisions.ts';
import { choose } from './dice.ts';
import type { Act } from './play.ts';

const putsUnder = onIssue('put-under', 2, isTask, async ({ play, issue, seen, dice, since }) => {
  const others = seen.issues.filter(({ number }) => number !== issue.number && number !== issue.parent);
  const parent = choose(others, ({ number }) => number, dice, 'parent');
  if (parent === undefined) return null;
  const body = { sub_issue_id: issue.id, replace_parent: true };
  const { status } = await play.stage.person('POST', `/issues/${parent.number}/sub_issues`, body);
  if (status !== 201) return null;
  decide(play, { kind: 'parent', issue: issue.number, to: parent.number, since });
  return `puts under #${parent.number} "${parent.title}":`;
});

const takesOut = onIssue(
  'take-out',
  2,
  (issue) => isTask(issue) && issue.parent !== null,
  async ({ play, issue, since }) => {
    const body = { sub_issue_id: issue.id };
    await play.stage.person('DELETE', `/issues/${issue.parent}/sub_issue`, body);
    decide(play, { kind: 'parent', issue: issue.number, to: null, since });
    return `takes from under #${issue.parent}:`;
  },
);

const blocks = onIssue('block', 2, isTask, async ({ play, issue, seen, dice, since }) => {
  const others = seen.issues.filter((one) => isTask(one) && !issue.blockedBy.includes(one.number));
  const blocker = choose(others, ({ number }) => number, dice, 'blocker');
  if (blocker === undefined || blocker.number === issue.number) return null;
  const body = { issue_id: blocker.id };
  await play.stage.person('POST', `/issues/${issue.number}/dependencies/blocked_by`, body);
  decide(play, { kind: 'blocked-by', issue: issue.number, blocker: blocker.number, to: 'on', since });
  return `lets #${blocker.number} "${blocker.title}" block`;
});

const frees = onIssue(
  'free',
  3,
  (issue) => isTask(issue) && issue.blockedBy.length > 0,
  async ({ play, issue, seen, dice, since }) => {
    const blocker = choose(
      seen.issues.filter(({ number }) => issue.blockedBy.includes(number)),
      ({ number }) => number,
      dice,
      'blocker',
    );
    if (blocker === undefined) return null;
    await play.stage.person('DELETE', `/issues/${issue.number}/dependencies/blocked_by/${blocker.id}`);
    decide(play, { kind: 'blocked-by', issue: issue.number, blocker: blocker.number, to: 'off', since });
    return `lets #${blocker.number} no longer block`;
  },
);

export const LINK_ACTS: readonly Act[] = [putsUnder, takesOut, blocks, frees];
