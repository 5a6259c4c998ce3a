/** Carries out the commands in comments by people with write access: each writes its effect into GitHub, then the plans are synced. */
import type { Config } from '../../config/config.ts';
import { readCommands } from './command-comments.ts';
import { discoverPlans } from '../discover/discover.ts';
import { refusalIn } from '../../github/transport/refused.ts';
import { isAnswered, type CommentReading } from '../../github/read/comments.ts';
import { labelTracking, updateTracking } from '../../github/write/tracking-issue.ts';
import { answerMemory, isRemembered } from './answered.ts';
import { commentPlaceOf, plansByIssue, type CommentPlace } from './comment-place.ts';
import type { Hint } from '../../queue/types.ts';
import type { Sayable } from '../head-check.ts';
import { observePlan } from '../observe/observe.ts';
import { DONE, answer, reply, unobeyed, type Answer } from './replies.ts';
import { resumePlan } from './resume.ts';
import { readRetirement } from './retire-plan.ts';
import { parseCommands, type Command } from '../../sync/plans/parse-commands.ts';
import { PAUSED_LABEL } from '../../sync/state/ids.ts';
import { pausedLabel } from '../../sync/diff/labels.ts';
import { memoryOf } from '../../sync/state/known.ts';
import { parseTracking, rememberIn } from '../../sync/state/markers.ts';
import type { RepositoryFile } from '../../sync/plans/pairing.ts';
import { answers, helpText } from '../../sync/render/answer.ts';
import { renderRetirement } from '../../sync/render/retirement-words.ts';
import type { Ledger, ObservedIssue } from '../../sync/types.ts';
import { decideCommand, type CommandEffect } from '../../sync/plans/decide-command.ts';
import { isSure, unlabelledId } from '../../sync/plans/unlabelled.ts';
import { noteAnsweredIn, releaseIn } from '../../sync/plans/onboarding.ts';
import { retirable } from '../discover/vanished.ts';
import { problems } from '../../sync/render/words.ts';
import { UnclearTextError } from '../unclear/unclear.ts';
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
  /** Hints for what the commands ask to look at. */
  readonly hints: readonly Hint[];
  readonly confirmations: readonly Confirmation[];
  /** What the check says because GitHub refused the answer to a comment. */
  readonly unsaid: readonly Sayable[];
}

/** A confirmed change, and the comment that confirmed it. */
interface Confirmation {
  readonly comment: CommentReading;
  /** Path of the plan. */
  readonly path: string;
}

/** A job in the middle of its commands. */
interface Obeying extends Read {
  readonly context: PassContext;
  trackings: readonly ObservedIssue[];
  readonly looks: Hint[];
  readonly confirmations: Confirmation[];
  readonly unsaid: Sayable[];
}

/**
 * Obeys the commands without an answer: writes their effect, then the answer, then the reaction that marks them as answered.
 * A job that ends in between obeys the command again, which changes nothing more. People without write access are answered
 * last, and only a few of them.
 *
 * @param trackings The repository's tracking issues, whoever opened them: those of others are not written to.
 */
export async function obey(
  context: PassContext,
  read: Read,
  trackings: readonly ObservedIssue[],
): Promise<Obeyed> {
  const obeying: Obeying = { ...read, context: context, trackings, looks: [], confirmations: [], unsaid: [] };
  const issues = own(obeying);
  const places = new Set([...plansByIssue(issues).keys(), ...issues.map(({ number }) => number)]);
  const { obeyed, refused } = await readCommands(context, read.hints, places);
  for (const comment of obeyed) await obeyComment(obeying, comment);
  for (const comment of refused) await refuse(obeying, comment);
  const { looks, confirmations, unsaid } = obeying;
  return { trackings: obeying.trackings, hints: looks, confirmations, unsaid };
}

/** Answers a confirmation that came too late: the plan changed meanwhile, so that another change waits for confirmation now. */
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

function own({ trackings, context }: Obeying): ObservedIssue[] {
  return trackings.filter(({ creator }) => context.trusted.has(creator));
}

async function obeyComment(obeying: Obeying, comment: CommentReading): Promise<void> {
  const { context, config } = obeying;
  const { client, repository } = context;
  const commands = parseCommands(comment.body);
  const isHinted = obeying.hints.some((hint) => hint.kind === 'comment' && hint.comment === comment.id);
  const isOver = await isAnswered(client, repository, comment, context.trusted);
  if (isOver && !isHinted) return;
  const place = await commentPlaceOf(context, comment, { trackings: own(obeying), config });
  // The job that answered this comment may have ended before it synced the plan, so the plan is looked at again.
  if (isOver) return lookAt(obeying, place, comment);
  if (isRemembered(place, comment, isHinted)) return isHinted ? lookAt(obeying, place, comment) : undefined;
  // Other tools have a `/plan` command, too: away from plans an unknown one is taken for theirs.
  if (place.kind === 'elsewhere' && commands.every(({ kind }) => kind === 'unknown')) return;
  const given: Answer[] = [];
  for (const command of commands)
    given.push(await obeyCommand(obeying, { command, place, comment }).catch(unobeyed));
  const words = [...new Set(given.flatMap((one) => one.words ?? []))];
  const isRefused = given.some(({ isRefusal }) => isRefusal);
  const { unsaid, isMarked } = await reply(context, comment, {
    words: words.length === 0 ? null : words.join('\n\n'),
    reaction: isRefused ? 'confused' : '+1',
  });
  obeying.unsaid.push(...unsaid);
  if (!isMarked) await rememberAnswered(obeying, place, comment);
}

/**
 * Where GitHub refuses the reaction, the tracking or onboarding issue remembers that a comment was answered: else each sweep
 * would obey it again, whatever people did since. What GitHub refuses of this leaves it at that.
 */
async function rememberAnswered(
  obeying: Obeying,
  place: CommentPlace,
  { id }: CommentReading,
): Promise<void> {
  const number = answerMemory(place)?.number;
  const issue = obeying.trackings.find((one) => one.number === number);
  if (issue === undefined) return;
  await refusalIn(() =>
    place.kind === 'onboarding'
      ? edits(obeying, issue, (body) => noteAnsweredIn(body, id))
      : remember(obeying, issue, (ledger) => ({ ...ledger, answered: Math.max(ledger.answered ?? 0, id) })),
  );
}

/** Answers somebody without write access with a thumbs down, at a plan only: elsewhere the command may be meant for another tool. */
async function refuse(obeying: Obeying, comment: CommentReading): Promise<void> {
  const { context, config } = obeying;
  const { client, repository, trusted } = context;
  if (await isAnswered(client, repository, comment, trusted)) return;
  const place = await commentPlaceOf(context, comment, { trackings: own(obeying), config });
  if (place.kind !== 'elsewhere')
    obeying.unsaid.push(...(await reply(context, comment, { words: null, reaction: '-1' })).unsaid);
}

/** Adds a hint, so that this job syncs the plan or previews the pull request that the comment is on. */
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
    case 'onboarding':
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
  const unsure = isSure(tracking, obeying.context.me) ? null : unlabelledId(tracking);
  const decision = decideCommand(command, { tracking, ledger, closedByApp, unsure });
  if (decision.kind === 'answer') return decision;
  lookAt(obeying, place, comment);
  if (command.kind === 'confirm' && unsure === null)
    obeying.confirmations.push({ comment, path: ledger.path });
  return decision.effect === null
    ? DONE
    : carryOut(obeying, decision.effect, { tracking, ledger, author: comment.author });
}

interface AtPlan {
  readonly tracking: ObservedIssue;
  readonly ledger: Ledger;
  /** Login of the person whose command it is. */
  readonly author: string;
}

/** Writes the effect of a command into GitHub, so that it stands even if the job ends right after. */
async function carryOut(obeying: Obeying, effect: CommandEffect, plan: AtPlan): Promise<Answer> {
  const { client, repository } = obeying.context;
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
      replace(obeying, await resumePlan(obeying.context, tracking, effect));
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
  const { client, repository } = obeying.context;
  const { body } = await updateTracking(client, repository, issue.number, { edit });
  replace(obeying, { ...issue, body });
}

function replace(obeying: Obeying, tracking: ObservedIssue): void {
  obeying.trackings = obeying.trackings.map((one) => (one.number === tracking.number ? tracking : one));
}

/** Answers with what retiring the plan would do, and with the id that confirms it. */
async function askToRetire(obeying: Obeying, { tracking, ledger, author }: AtPlan): Promise<Answer> {
  const { context, tree, config, trackings } = obeying;
  const { paired } = await discoverPlans(context, tree, config, trackings);
  const plan = paired.find((one) => one.id === ledger.plan);
  const ready = plan === undefined ? null : retirable(context, plan);
  if (ready === null) return { words: answers.unreadable(''), isRefusal: true };
  const observedPlan = await observePlan(ready.context, ready.plan).catch((error: unknown) => {
    if (!(error instanceof UnclearTextError)) throw error;
    return { problem: problems.unclear(error.unclear.reason) };
  });
  if ('problem' in observedPlan)
    return { words: answers.unreadable(observedPlan.problem.message), isRefusal: true };
  const memory = memoryOf(observedPlan.known);
  if (memory === null) return { words: answers.unreadable(''), isRefusal: true };
  const retirement = await readRetirement(context, { ...observedPlan, memory });
  const { id } = retirement;
  await remember(obeying, tracking, (now) => ({
    ...now,
    held: id,
    confirmed: null,
    retire: { kind: 'asked', by: author },
  }));
  return { words: renderRetirement(retirement, observedPlan.plan.title), isRefusal: false };
}
