/** Carries out what people with write access type: each command first writes its effect into GitHub, then a pass runs. */
import type { Config } from '../../config/config.ts';
import { readCommands } from './command-comments.ts';
import { findPlans } from '../discover.ts';
import { refusalIn } from '../../github/transport/refused.ts';
import { isAnswered, type CommentReading } from '../../github/read/comments.ts';
import { labelTracking, unlabelTracking, updateTracking } from '../../github/write/tracking-issue.ts';
import { commentPlaceOf, plansByIssue, type CommentPlace } from './comment-place.ts';
import type { Hint } from '../../queue/types.ts';
import type { Sayable } from '../head-check.ts';
import { observePlan } from '../observe.ts';
import { DONE, answer, reply, unobeyed, type Answer } from './replies.ts';
import { readRetirement } from './retiring.ts';
import { parseCommands, type Command } from '../../sync/plans/commands.ts';
import { PAUSED_LABEL } from '../../sync/state/ids.ts';
import { pausedLabel } from '../../sync/diff/labels.ts';
import { parseTracking, rememberIn } from '../../sync/state/markers.ts';
import type { RepositoryFile } from '../../sync/plans/pairing.ts';
import { answers, helpText } from '../../sync/render/answer.ts';
import { renderRetirement } from '../../sync/render/retire.ts';
import type { Ledger, ObservedIssue } from '../../sync/types.ts';
import { decide, type CommandEffect } from '../../sync/plans/decide.ts';
import { isSure, unlabelledId } from '../../sync/plans/unlabelled.ts';
import { releaseIn } from '../../sync/plans/onboarding.ts';
import { retirable } from '../vanished.ts';
import { problems } from '../../sync/render/words.ts';
import { UnclearTextError } from '../unclear.ts';
import type { PassContext } from '../context.ts';

/** What the job has read of the repository already. */
interface Read {
  readonly hints: readonly Hint[];
  readonly tree: readonly RepositoryFile[];
  readonly config: Config;
}

/** What came of the commands. */
export interface Obeyed {
  /** The tracking issues as they are afterwards. */
  readonly trackings: readonly ObservedIssue[];
  /** What to look at now, because somebody asked for it. */
  readonly hints: readonly Hint[];
  readonly confirmations: readonly Confirmation[];
  /** Answers that GitHub refused, for the check. */
  readonly unsaid: readonly Sayable[];
}

/** A change that somebody let go, and where they said so. */
interface Confirmation {
  readonly comment: CommentReading;
  /** Path of the plan. */
  readonly path: string;
}

/** A job in the middle of its commands. */
interface Obeying extends Read {
  readonly world: PassContext;
  trackings: readonly ObservedIssue[];
  readonly looks: Hint[];
  readonly confirmations: Confirmation[];
  readonly unsaid: Sayable[];
}

/**
 * Obeys the commands that nobody answered yet: first their effect is written, then the answer, then the reaction by which
 * they count as answered. So a command is found again whatever is cut short, and obeying it again changes nothing. People
 * who may give none are told so last, and only a few of them.
 *
 * @param trackings The repository's tracking issues, whoever opened them: those of others are not written to.
 */
export async function obey(
  context: PassContext,
  read: Read,
  trackings: readonly ObservedIssue[],
): Promise<Obeyed> {
  const obeying: Obeying = { ...read, world: context, trackings, looks: [], confirmations: [], unsaid: [] };
  const issues = own(obeying);
  const places = new Set([...plansByIssue(issues).keys(), ...issues.map(({ number }) => number)]);
  const { obeyed, refused } = await readCommands(context, read.hints, places);
  for (const comment of obeyed) await obeyComment(obeying, comment);
  for (const comment of refused) await refuse(obeying, comment);
  const { looks, confirmations, unsaid } = obeying;
  return { trackings: obeying.trackings, hints: looks, confirmations, unsaid };
}

/** Says so where a plan changed between what somebody saw and what they confirmed, so that something else waits now. */
export async function sayUnconfirmed(
  context: PassContext,
  confirmations: readonly Confirmation[],
  reports: readonly { readonly path: string; readonly held?: string | null }[],
): Promise<void> {
  for (const { comment, path } of confirmations) {
    const held = reports.find((report) => report.path === path)?.held ?? null;
    if (held !== null) await answer(context, comment, answers.changedMeanwhile(held));
  }
}

function own({ trackings, world }: Obeying): ObservedIssue[] {
  return trackings.filter(({ creator }) => world.trusted.has(creator));
}

async function obeyComment(obeying: Obeying, comment: CommentReading): Promise<void> {
  const { world, config } = obeying;
  const { client, repository } = world;
  const commands = parseCommands(comment.body);
  const isHinted = obeying.hints.some((hint) => hint.kind === 'comment' && hint.comment === comment.id);
  const isOver = await isAnswered(client, repository, comment, world.trusted);
  if (isOver && !isHinted) return;
  const place = await commentPlaceOf(world, comment, { trackings: own(obeying), config });
  // The job that answered it runs again: it may have ended before it looked.
  if (isOver) return lookAt(obeying, place, comment);
  if (place.kind === 'plan' && isRemembered(place.tracking, comment, isHinted))
    return isHinted ? lookAt(obeying, place, comment) : undefined;
  // Others have commands of this name too: where no plan is, only those are ours that can be no one else's.
  if (place.kind === 'elsewhere' && commands.every(({ kind }) => kind === 'unknown')) return;
  const given: Answer[] = [];
  for (const command of commands)
    given.push(await obeyCommand(obeying, { command, place, comment }).catch(unobeyed));
  const words = [...new Set(given.flatMap((one) => one.words ?? []))];
  const isRefused = given.some(({ isRefusal }) => isRefusal);
  const { unsaid, isMarked } = await reply(world, comment, {
    words: words.length === 0 ? null : words.join('\n\n'),
    reaction: isRefused ? 'confused' : '+1',
  });
  obeying.unsaid.push(...unsaid);
  if (!isMarked && place.kind === 'plan') await rememberAnswered(obeying, place.tracking, comment);
}

/**
 * Where GitHub refuses the reaction, the tracking issue remembers that a comment was answered: else each sweep would obey it
 * again, whatever people did since. What GitHub refuses of this leaves it at that.
 */
async function rememberAnswered(
  obeying: Obeying,
  { number }: ObservedIssue,
  { id }: CommentReading,
): Promise<void> {
  const tracking = obeying.trackings.find((one) => one.number === number);
  if (tracking === undefined) return;
  await refusalIn(() =>
    remember(obeying, tracking, (ledger) => ({ ...ledger, answered: Math.max(ledger.answered ?? 0, id) })),
  );
}

/** Whether a comment was obeyed that bears no reaction: commands are obeyed in their order, so all before it were, too. */
function isRemembered({ body }: ObservedIssue, { id }: CommentReading, isHinted: boolean): boolean {
  const marker = parseTracking(body);
  const answered = (marker.kind === 'ledger' ? marker.ledger.answered : undefined) ?? 0;
  // An event about an older one tells that it was edited.
  return isHinted ? id === answered : id <= answered;
}

/** A thumb down, where a plan is: elsewhere the command may be meant for another tool. */
async function refuse(obeying: Obeying, comment: CommentReading): Promise<void> {
  const { world, config } = obeying;
  const { client, repository, trusted } = world;
  if (await isAnswered(client, repository, comment, trusted)) return;
  const place = await commentPlaceOf(world, comment, { trackings: own(obeying), config });
  if (place.kind !== 'elsewhere')
    obeying.unsaid.push(...(await reply(world, comment, { words: null, reaction: '-1' })).unsaid);
}

/** Has the place of a comment looked at by the pass or the preview that comes next. */
function lookAt({ looks }: Obeying, place: CommentPlace, comment: CommentReading): void {
  if (place.kind === 'plan') looks.push({ kind: 'issue', number: place.tracking.number });
  else if (place.kind === 'pull') looks.push({ kind: 'pull-request', number: comment.issue });
}

interface Given {
  readonly command: Command;
  readonly place: CommentPlace;
  readonly comment: CommentReading;
}

async function obeyCommand(obeying: Obeying, { command, place, comment }: Given): Promise<Answer> {
  if (command.kind === 'help') return { words: helpText(), isRefusal: false };
  switch (place.kind) {
    case 'plan':
      return obeyAtPlan(obeying, { command, comment, place });
    case 'waiting':
      if (command.kind !== 'sync') return { words: answers.onlyWaiting(), isRefusal: true };
      await edits(obeying, place.list, releaseIn);
      return DONE;
    case 'pull':
      if (command.kind === 'unknown') return { words: answers.unknown(command.words), isRefusal: true };
      if (command.kind !== 'sync') return { words: answers.noPlanYet(), isRefusal: true };
      lookAt(obeying, place, comment);
      return DONE;
    case 'elsewhere':
      return { words: answers.elsewhere(), isRefusal: true };
  }
}

async function obeyAtPlan(
  obeying: Obeying,
  { command, comment, place }: Given & { readonly place: Extract<CommentPlace, { kind: 'plan' }> },
): Promise<Answer> {
  const tracking = obeying.trackings.find(({ number }) => number === place.tracking.number);
  const marker = parseTracking(tracking?.body ?? '');
  if (tracking === undefined || marker.kind !== 'ledger')
    return { words: answers.elsewhere(), isRefusal: true };
  const { ledger, closedByApp } = marker;
  const unsure = isSure(tracking, obeying.world.me) ? null : unlabelledId(tracking);
  const verdict = decide(command, { tracking, ledger, closedByApp, unsure });
  if (verdict.kind === 'answer') return verdict;
  lookAt(obeying, place, comment);
  if (command.kind === 'confirm' && unsure === null)
    obeying.confirmations.push({ comment, path: ledger.path });
  return verdict.effect === null ? DONE : carryOut(obeying, verdict.effect, { tracking, ledger });
}

interface AtPlan {
  readonly tracking: ObservedIssue;
  readonly ledger: Ledger;
}

/** Writes what a command changes, so that a pass that is cut short after this is found again. */
async function carryOut(obeying: Obeying, effect: CommandEffect, plan: AtPlan): Promise<Answer> {
  const { client, repository } = obeying.world;
  const { tracking } = plan;
  const { number, labels } = tracking;
  switch (effect.kind) {
    case 'remember':
      await remember(obeying, tracking, effect.change);
      return DONE;
    case 'pause':
      await labelTracking(client, repository, number, pausedLabel());
      replace(obeying, { ...tracking, labels: [...labels, PAUSED_LABEL] });
      return DONE;
    case 'resume':
      if (effect.unlabels) await unlabelTracking(client, repository, number, PAUSED_LABEL);
      if (effect.reopens)
        await updateTracking(client, repository, number, { edit: (body) => body, state: { to: 'open' } });
      replace(obeying, {
        ...tracking,
        labels: labels.filter((name) => name.toLowerCase() !== PAUSED_LABEL),
        state: effect.reopens ? 'open' : tracking.state,
      });
      return DONE;
    case 'ask-to-retire':
      return askToRetire(obeying, plan);
  }
}

async function remember(
  obeying: Obeying,
  tracking: ObservedIssue,
  change: (ledger: Ledger) => Ledger,
): Promise<void> {
  await edits(obeying, tracking, (body) => rememberIn(body, change));
}

async function edits(
  obeying: Obeying,
  issue: ObservedIssue,
  edit: (body: string) => string | null,
): Promise<void> {
  const { client, repository } = obeying.world;
  const { body } = await updateTracking(client, repository, issue.number, { edit });
  replace(obeying, { ...issue, body });
}

function replace(obeying: Obeying, tracking: ObservedIssue): void {
  obeying.trackings = obeying.trackings.map((one) => (one.number === tracking.number ? tracking : one));
}

/** Shows what retiring would do, under the id that lets it go. */
async function askToRetire(obeying: Obeying, { tracking, ledger }: AtPlan): Promise<Answer> {
  const { world, tree, config, trackings } = obeying;
  const { paired } = await findPlans(world, tree, config, trackings);
  const plan = paired.find((one) => one.id === ledger.plan);
  const ready = plan === undefined ? null : retirable(world, plan);
  if (ready === null) return { words: answers.unreadable(''), isRefusal: true };
  const reading = await observePlan(ready.world, ready.plan).catch((error: unknown) => {
    if (!(error instanceof UnclearTextError)) throw error;
    return { problem: problems.unclear(error.unclear.reason) };
  });
  if ('problem' in reading) return { words: answers.unreadable(reading.problem.message), isRefusal: true };
  const retirement = await readRetirement(world, reading);
  if (retirement === null) return { words: answers.unreadable(''), isRefusal: true };
  const { id } = retirement;
  await remember(obeying, tracking, (now) => ({
    ...now,
    held: id,
    confirmed: null,
    retire: { kind: 'asked' },
  }));
  return { words: renderRetirement(retirement, reading.plan.title), isRefusal: false };
}
