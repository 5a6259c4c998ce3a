/** The app settles, its write-back is merged, and it settles again: what the pull request said is what came of it. */
import { mergePull } from '../acts-pulls.ts';
import { glance, type Glance, type GlancedIssue, type GlancedPull } from '../glance.ts';
import type { Act, Play } from '../play.ts';
import { Broken, settle } from '../settle.ts';
import { tasksIn } from '../decisions.ts';
import { issueLines } from './targets.ts';
import { changedMentions, isInStep, namingNow, ownWriteBack } from './follow.ts';

export const MERGES_AND_LOOKS: Act = {
  name: 'settle-merge-settle',
  weight: 8,
  async take(play, dice) {
    await settle(play);
    const before = await glance(play.stage);
    const pull = await ownWriteBack(play, before);
    if (!isInStep(before) || typeof pull === 'string') return 'the app settles';
    const remembered = play.named;
    const promised = await changesPromised(play, pull);
    if ((await mergePull(play, pull, before, dice)) === false) return 'the app settles';
    await settle(play);
    const after = await glance(play.stage);
    if (isInStep(after)) {
      const findings = [
        ...changedMentions(remembered, before, namingNow(after)),
        ...broken(promised, before, after),
      ];
      if (findings.length > 0) throw new Broken(findings.join('\n'));
    }
    return `the app settles, write-back #${pull.number} is merged, and the app settles`;
  },
};

/** How many issues the check of the app's own commit says it will change; null where a person moved the branch. */
async function changesPromised({ stage }: Play, { number }: GlancedPull): Promise<number | null> {
  const { data } = await stage.person('GET', `/pulls/${number}`);
  const { sha } = (data as { head: { sha: string } }).head;
  const commit = (await stage.person('GET', `/commits/${sha}`)).data as { commit: { message: string } };
  if (!commit.commit.message.includes('Planwright-Plan:')) return null;
  const { data: runs } = await stage.person('GET', `/commits/${sha}/check-runs`);
  const [run] = (runs as { check_runs: { output: { title: string | null } }[] }).check_runs;
  const title = run?.output.title ?? '';
  if (title === 'Merging this changes no issue') return 0;
  const count = /^Merging this makes (\d+) changes? to issues and milestones$/.exec(title)?.[1];
  if (count === undefined) throw new Broken(`The check of write-back #${number} says "${title}".`);
  return Number(count);
}

/** What merging did to issues of tasks besides what was promised: other texts, and what blocks one that is open again. */
function broken(promised: number | null, before: Glance, after: Glance): string[] {
  if (promised === null) return [];
  const now = new Map(after.issues.map((issue) => [issue.number, issue]));
  const opened = openedIn(before, after);
  const tasks = before.issues.filter(({ task }) => task !== null);
  const changed = tasks.filter(
    (issue) => factsOf(issue, opened) !== factsOf(now.get(issue.number) ?? null, opened),
  );
  const followed = tasks.filter((issue) => {
    const is = now.get(issue.number);
    return shownIn(issue.body) !== shownIn(is?.body ?? '') || blockersOf(issue) !== blockersOf(is);
  });
  return [
    ...changed.map((issue) => {
      const [was, is] = [issue, now.get(issue.number) ?? null].map((one) => factsOf(one, opened));
      return `Merging the write-back changed #${issue.number}: ${was} became ${is}.`;
    }),
    ...(followed.length === promised
      ? []
      : [
          `Merging the write-back changed text or blockers of ${followed.length} issues, and said ${promised}.`,
        ]),
  ];
}

/**
 * All of an issue but its text. What blocks one that was opened again is left out: once its box is open, too, it waits for
 * others as every open task does.
 */
function factsOf(issue: GlancedIssue | null, opened: ReadonlySet<number>): string {
  const blockedBy = issue === null || opened.has(issue.number) ? '' : blockersOf(issue);
  return JSON.stringify({ ...issue, body: '', blockedBy, milestone: issue?.milestone?.title });
}

function blockersOf(issue: GlancedIssue | undefined): string {
  return (issue?.blockedBy ?? []).toSorted((a, b) => a - b).join(' ');
}

/** Issues whose box is open now and was not. */
function openedIn(before: Glance, after: Glance): Set<number> {
  const openIn = ({ text, trackings: [tracking] }: Glance): number[] => {
    if (tracking === undefined) return [];
    const issues = issueLines(text, tracking.ledger);
    return tasksIn(text, tracking.ledger).flatMap(({ task }) =>
      task.state === 'open' ? (issues.get(task.line) ?? []) : [],
    );
  };
  const were = new Set(openIn(before));
  return new Set(openIn(after).filter((number) => !were.has(number)));
}

/** What people see of a text. */
function shownIn(body: string): string {
  return body.replaceAll(/<!--[^]*?-->|\r/g, '');
}
