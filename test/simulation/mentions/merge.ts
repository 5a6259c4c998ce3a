/** The app settles, its write-back is merged, and it settles again: what the pull request said is what came of it. */
import { mergePull } from '../acts-pulls.ts';
import { glance, type Glance, type GlancedIssue, type GlancedPull } from '../glance.ts';
import type { Act, Play } from '../play.ts';
import { Broken, settle } from '../settle.ts';
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

/** What the check of a write-back says that merging it does: the issues whose text it changes, that it marks as blocked, and either. */
interface Promised {
  readonly texts: number;
  readonly blocked: number;
  readonly all: number;
}

const NOTHING: Promised = { texts: 0, blocked: 0, all: 0 };

/** What the check of the app's own commit says; null where a person moved the branch. */
async function changesPromised({ stage }: Play, { number }: GlancedPull): Promise<Promised | null> {
  const { data } = await stage.person('GET', `/pulls/${number}`);
  const { sha } = (data as { head: { sha: string } }).head;
  const commit = (await stage.person('GET', `/commits/${sha}`)).data as { commit: { message: string } };
  if (!commit.commit.message.includes('Planwright-Plan:')) return null;
  const { data: runs } = await stage.person('GET', `/commits/${sha}/check-runs`);
  const [run] = (runs as { check_runs: { output: { title: string | null; summary: string | null } }[] })
    .check_runs;
  const title = run?.output.title ?? '';
  if (title === 'Merging this changes no issue') return NOTHING;
  const numberIn = (pattern: RegExp, text: string): number => Number(pattern.exec(text)?.[1] ?? 0);
  const all = numberIn(/^Merging this makes (\d+) changes? to issues and milestones$/, title);
  const summary = run?.output.summary ?? '';
  if (all > 0)
    return {
      texts: numberIn(/Merging them also updates (\d+) issue text/, summary),
      blocked: numberIn(/Merging them also marks (\d+) issues? as blocked/, summary),
      all,
    };
  // A person reopened the pull request, which is previewed since: where the plan has Problems, the comment tells the rest.
  const { data: said } = await stage.person('GET', `/issues/${number}/comments`);
  const preview = (said as { body: string }[]).find(({ body }) =>
    body.startsWith('<!-- planwright comment -->'),
  );
  if (preview === undefined || !/^\d+ (?:things?|errors?) /.test(title))
    throw new Broken(`The check of write-back #${number} says "${title}".`);
  return preview.body.includes('Merging this changes no issue of ') ? NOTHING : null;
}

/** What merging did to issues of tasks besides what was promised: other texts, and more that blocks them. */
function broken(promised: Promised | null, before: Glance, after: Glance): string[] {
  if (promised === null) return [];
  const now = new Map(after.issues.map((issue) => [issue.number, issue]));
  const known = new Set(before.issues.map(({ number }) => number));
  const tasks = before.issues.filter(({ task }) => task !== null);
  const changed = tasks.filter((issue) => {
    const is = now.get(issue.number);
    const isFreed = issue.blockedBy.some((number) => is?.blockedBy.includes(number) !== true);
    return isFreed || factsOf(issue) !== factsOf(is ?? null);
  });
  const texts = tasks.filter(({ number, body }) => shownIn(body) !== shownIn(now.get(number)?.body ?? ''));
  const blocked = tasks.filter(({ number, blockedBy }) =>
    now.get(number)?.blockedBy.some((blocker) => !blockedBy.includes(blocker)),
  );
  const found: Promised = {
    texts: texts.length,
    blocked: blocked.length,
    all: new Set([...texts, ...blocked]).size,
  };
  return [
    ...changed.map((issue) => {
      const [was, is] = [issue, now.get(issue.number) ?? null].map(
        (one) => `${factsOf(one)} blocked by ${one?.blockedBy.join(' ')}`,
      );
      return `Merging the write-back changed #${issue.number}: ${was} became ${is}.`;
    }),
    ...after.issues.flatMap(({ number, title }) =>
      known.has(number) ? [] : [`Merging the write-back opened #${number} "${title}".`],
    ),
    ...(JSON.stringify(found) === JSON.stringify(promised)
      ? []
      : [
          `Merging the write-back changed ${JSON.stringify(found)} issues, and said ${JSON.stringify(promised)}.`,
        ]),
  ];
}

/** All of an issue but its text and what blocks it. */
function factsOf(issue: GlancedIssue | null): string {
  return JSON.stringify({ ...issue, body: '', blockedBy: [], milestone: issue?.milestone?.title });
}

/** What people see of a text. */
function shownIn(body: string): string {
  return body.replaceAll(/<!--[^]*?-->|\r/g, '');
}
