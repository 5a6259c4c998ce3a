/** What must hold whenever the app rests. */
import { baseBlob, issuesIn } from '../../src/sync/state/known.ts';
import type { LoggedRequest } from '@planwright/github-sandbox';
import { stateOf } from '../../src/sync/diff/merge.ts';
import { linkedLookAlikes, reverted, tasksIn } from './decisions.ts';
import type { Glance, GlancedIssue } from './glance.ts';
import type { Play } from './play.ts';

interface Work {
  /** What the app wrote since it last rested. */
  readonly writes: readonly LoggedRequest[];
  readonly requests: readonly LoggedRequest[];
  readonly hadMishap: boolean;
}

/** Everything that is wrong, in words. */
export function wrongIn(play: Play, seen: Glance, work: Work): string[] {
  return [
    ...duplicates(play, seen),
    ...reverted(play, seen),
    ...brokenBlocks(seen),
    ...unsettled(seen),
    ...tooMuch(seen, work),
    ...resent(work),
  ];
}

/** No two open issues share a task; a plan has one tracking issue and one open write-back. */
function duplicates(play: Play, { issues, trackings, pulls }: Glance): string[] {
  const held = new Set(trackings.flatMap(({ ledger }) => issuesIn(ledger.entries.values())));
  // What was a task's once and is no more, because its line was cut, is nobody's duplicate.
  const ever = new Set([...play.ledgers.values()].flatMap(({ entries }) => issuesIn(entries.values())));
  const open = issues.filter(({ state, task }) => state === 'open' && task !== null);
  const spare = open.filter(({ number }) => !held.has(number));
  const doubled = spare.flatMap((one) =>
    open
      .filter(
        (other) =>
          other !== one && (other.task === one.task || (other.title === one.title && !ever.has(one.number))),
      )
      .map((other) => `#${one.number} and #${other.number} are open for one task "${one.title}".`),
  );
  const openTrackings = trackings.filter(({ state }) => state === 'open');
  const openPulls = pulls.filter(({ state, branch }) => state === 'open' && branch.startsWith('planwright/'));
  return [
    ...doubled,
    ...(openTrackings.length > 1 ? [`${openTrackings.length} tracking issues are open.`] : []),
    ...(openPulls.length > 1 ? [`${openPulls.length} write-backs are open.`] : []),
  ];
}

/** Each issue of the app has one block, whole. */
function brokenBlocks({ issues }: Glance): string[] {
  return issues.flatMap(({ number, body, isByApp }) => {
    if (!isByApp) return [];
    const begins = body.match(/<!-- planwright /g)?.length ?? 0;
    const ends = body.match(/<!-- \/planwright -->/g)?.length ?? 0;
    return begins === 1 && ends === 1
      ? []
      : [`#${number} has ${begins} beginnings and ${ends} ends of a block.`];
  });
}

/**
 * Where nothing waits for a person, each task of the plan has an issue, or is remembered to need none, and where plan
 * and issue differ a write-back stands, or was refused.
 */
function unsettled({ text, blob, trackings, issues, pulls }: Glance): string[] {
  const tracking = trackings[0];
  if (tracking === undefined || tracking.state === 'closed') return [];
  if (/\/plan confirm [0-9a-f]{8}/.test(tracking.body) || baseBlob(tracking.ledger) !== blob) return [];
  const mayDiffer = pulls.some(({ state, isMerged }) => state === 'open' || !isMerged);
  const byNumber = new Map(issues.map((issue) => [issue.number, issue]));
  // A row of the same words may hold the issue in the place of the box.
  const held = new Set(
    [...tracking.ledger.entries.values()].map((entry) => (entry.kind === 'issue' ? entry.number : 0)),
  );
  const forgotten = linkedLookAlikes(text).filter(
    ({ issue }) => byNumber.get(issue)?.isByApp === true && !held.has(issue),
  );
  if (forgotten.length > 0)
    return forgotten.map(({ title, issue }) => `"${title}" has no box, and #${issue} is forgotten.`);
  return tasksIn(text, tracking.ledger).flatMap(({ task }) => {
    const entry = tracking.ledger.entries.get(task.line);
    if (entry === undefined && task.isReference === true) return [];
    if (entry === undefined) return [`The task "${task.title}" has no entry.`];
    const issue = entry.kind === 'issue' ? byNumber.get(entry.number) : undefined;
    if (issue === undefined || mayDiffer) return [];
    const state = issueState(issue);
    return [
      ...(state === task.state
        ? []
        : [`"${task.title}" is ${task.state}, and #${issue.number} is ${state}.`]),
      ...(task.isReference === true || issue.title === task.title.replace(` (#${issue.number})`, '')
        ? []
        : [`"${task.title}" is #${issue.number} "${issue.title}".`]),
    ];
  });
}

function issueState({ state, reason }: GlancedIssue): string {
  return stateOf({ state, reason: reason as 'completed' | null });
}

/** Writes that one rest may take, with something to spare. */
function tooMuch({ text, issues }: Glance, { writes, hadMishap }: Work): string[] {
  const most = (hadMishap ? 2 : 1) * (4 * Math.max(tasksIn(text).length, issues.length) + 25);
  return writes.length > most ? [`It took ${writes.length} writes, more than ${most}.`] : [];
}

/** After an unclear answer the app looks before it writes the same again. */
function resent({ requests }: Work): string[] {
  const own = requests.filter(({ actor }) => actor.kind === 'installation');
  return own.flatMap((request, index) => {
    const next = own[index + 1];
    const isUnclear = request.isWrite && (!request.answered || (request.status ?? 0) >= 500);
    const isSame =
      next !== undefined &&
      next.method === request.method &&
      next.path === request.path &&
      JSON.stringify(next.body) === JSON.stringify(request.body);
    return isUnclear && isSame ? [`${request.method} ${request.path} was sent again at once.`] : [];
  });
}
