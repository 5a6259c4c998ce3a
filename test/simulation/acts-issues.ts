/** What people do to issues. */
import { actOn } from './act-on.ts';
import { chance, choose, roll } from './dice.ts';
import { decide, knownVersion, observe } from './decisions.ts';
import type { Glance, GlancedIssue } from './glance.ts';
import type { Act, Play } from './play.ts';
import { randomTitle } from './random-plan.ts';
import { OWNER, REPO } from './stage.ts';

/** An issue, and what a step on it takes. */
export interface Scene {
  readonly play: Play;
  readonly seen: Glance;
  readonly issue: GlancedIssue;
  readonly dice: number;
  readonly since: number;
}

/** A step on one of the issues that pass the test. */
export function onIssue(
  name: string,
  weight: number,
  passes: (issue: GlancedIssue) => boolean,
  act: (scene: Scene) => Promise<string | null>,
): Act {
  return actOn(
    name,
    weight,
    ({ issues }) => issues.filter(passes),
    async (play, issue, { seen, dice }) => {
      const said = await act({ play, seen, issue, dice, since: knownVersion(play, seen) });
      return said === null ? null : `${said} #${issue.number} "${issue.title}"`;
    },
  );
}

/** Whether it is the issue of a task. */
export const isTask = ({ task }: GlancedIssue): boolean => task !== null;
const isOpenTask = (issue: GlancedIssue): boolean => isTask(issue) && issue.state === 'open';
const isClosedTask = (issue: GlancedIssue): boolean => isTask(issue) && issue.state === 'closed';
const isTracking = ({ task, isByApp }: GlancedIssue): boolean => task === null && isByApp;

async function patch({ play, issue }: Scene, fields: object): Promise<void> {
  const { status } = await play.stage.person('PATCH', `/issues/${issue.number}`, fields);
  if (status !== 200) throw new Error(`Expected to change #${issue.number}, found ${status}.`);
}

const closes = onIssue('close', 8, isOpenTask, async (scene) => {
  const reasons = ['completed', 'completed', 'not_planned'] as const;
  const reason = reasons[roll(reasons.length, scene.dice, 'reason')] ?? 'completed';
  await patch(scene, { state: 'closed', state_reason: reason });
  decide(scene.play, { kind: 'state', issue: scene.issue.number, to: 'closed', since: scene.since });
  return `closes as ${reason}`;
});

const reopens = onIssue('reopen', 4, isClosedTask, async (scene) => {
  await patch(scene, { state: 'open' });
  decide(scene.play, { kind: 'state', issue: scene.issue.number, to: 'open', since: scene.since });
  return 'reopens';
});

/** Gives an issue another title, as its person's decision. */
export async function rename(scene: Scene, title: string): Promise<void> {
  await patch(scene, { title });
  observe(scene.play, { ...scene.seen, issues: [{ ...scene.issue, title }] });
  decide(scene.play, { kind: 'title', issue: scene.issue.number, to: title, since: scene.since });
}

const renames = onIssue('rename', 3, isTask, async (scene) => {
  const title = chance(0.15, scene.dice)
    ? `${randomTitle(scene.dice)} | [now] *soon*`
    : randomTitle(scene.dice);
  await rename(scene, title);
  return `renames to "${title}"`;
});

const labels = onIssue('label', 2, isTask, async (scene) => {
  const { play, issue, since } = scene;
  const mine = issue.labels.filter((name) => !name.startsWith('plan'));
  const off = chance(0.4, scene.dice) ? choose(mine, String, scene.dice) : undefined;
  if (off !== undefined) {
    await play.stage.person('DELETE', `/issues/${issue.number}/labels/${encodeURIComponent(off)}`);
    decide(play, { kind: 'label', issue: issue.number, label: off, to: 'off', since });
    return `takes label ${off} off`;
  }
  await play.stage.person('POST', `/issues/${issue.number}/labels`, { labels: ['urgent'] });
  decide(play, { kind: 'label', issue: issue.number, label: 'urgent', to: 'on', since });
  return 'puts label urgent on';
});

const losesLabel = onIssue(
  'unlabel',
  0.7,
  ({ isByApp }) => isByApp,
  async ({ play, issue, dice, since }) => {
    const ours = issue.labels.filter((name) => name.startsWith('plan'));
    const label = choose(ours, (name) => name, dice);
    if (label === undefined) return null;
    await play.stage.person('DELETE', `/issues/${issue.number}/labels/${encodeURIComponent(label)}`);
    if (label === 'planwright') decide(play, { kind: 'label', issue: issue.number, label, to: 'off', since });
    return `takes ${label} off`;
  },
);

const milestones = onIssue('milestone', 2, isTask, async (scene) => {
  const { play, issue, seen, dice, since } = scene;
  const all = new Set(seen.issues.map(({ milestone }) => milestone?.number ?? null));
  const others = [...all].filter((number) => number !== (issue.milestone?.number ?? null));
  const to = choose(others, String, dice);
  if (to === undefined) return null;
  await patch(scene, { milestone: to });
  decide(play, { kind: 'milestone', issue: issue.number, to, since });
  return `puts into milestone ${to}:`;
});

const deletes = onIssue('delete', 1, isTask, async ({ play, issue, seen, since }) => {
  play.stage.github.deleteIssue(`${OWNER}/${REPO}`, issue.number);
  const newest = Math.max(
    ...seen.issues.map(({ number }) => number),
    ...seen.pulls.map(({ number }) => number),
  );
  decide(play, { kind: 'deleted', issue: issue.number, title: issue.title, newest, since });
  return 'deletes';
});

/** GitHub's web page sends a body with CRLF line ends. */
const types = onIssue(
  'type',
  5,
  ({ isByApp }) => isByApp,
  async (scene) => {
    const { play, issue, dice } = scene;
    const words = `Typed-${dice.toString(36)}`;
    const atTop = isTask(issue) && chance(0.3, dice, 'top');
    const body = atTop ? `${words}\n\n${issue.body}` : `${issue.body}\n\n${words}`;
    const isWeb = chance(0.6, dice, 'web');
    await patch(scene, { body: isWeb ? body.replace(/\r?\n/g, '\r\n') : body });
    decide(play, { kind: 'words', issue: issue.number, words });
    return `types "${words}" ${atTop ? 'above' : 'under'} the body${isWeb ? ' (CRLF)' : ''} of`;
  },
);

const closesTracking = onIssue(
  'close-tracking',
  0.7,
  (issue) => isTracking(issue) && issue.state === 'open',
  async (scene) => {
    await patch(scene, { state: 'closed' });
    return 'closes the tracking issue';
  },
);

const reopensTracking = onIssue(
  'reopen-tracking',
  4,
  (issue) => isTracking(issue) && issue.state === 'closed',
  async (scene) => {
    await patch(scene, { state: 'open' });
    return 'reopens the tracking issue';
  },
);

const confirms = onIssue('confirm', 2, isTracking, async ({ play, issue }) => {
  const id = /\/plan confirm ([0-9a-f]{8})/.exec(issue.body)?.[1];
  if (id === undefined) return null;
  await play.stage.person('POST', `/issues/${issue.number}/comments`, { body: `/plan confirm ${id}` });
  return `confirms ${id} on`;
});

const comments = onIssue(
  'comment',
  0.5,
  ({ isByApp }) => isByApp,
  async ({ play, issue }) => {
    await play.stage.person('POST', `/issues/${issue.number}/comments`, { body: 'Any news?' });
    return 'asks for news on';
  },
);

export const ISSUE_ACTS: readonly Act[] = [
  closes,
  reopens,
  renames,
  labels,
  losesLabel,
  milestones,
  deletes,
  types,
  closesTracking,
  reopensTracking,
  confirms,
  comments,
];
