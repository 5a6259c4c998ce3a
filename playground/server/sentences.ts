/** Each request and each webhook in plain words: what the timeline says. Pure. */
import { refusedWords, requestWords } from './request-words.ts';
import type { LoggedRequest, WebhookDelivery } from '@planwright/github-sandbox';
import type { Entry } from './types.ts';

/** The text of one entry. */
export type Sentence = Pick<Entry, 'who' | 'tone' | 'text' | 'detail'>;

/** A request as a sentence: who does what, and what became of it if that was not what they meant. */
export function sentenceOfRequest(request: LoggedRequest): Sentence {
  const { actor, method, path, status, answered, faulted } = request;
  const who = actor.kind === 'user' ? 'you' : actor.kind === 'anonymous' ? 'github' : 'app';
  const [third, second] = requestWords(request);
  const does = who === 'you' ? `You ${second}` : `${who === 'app' ? 'Planwright' : 'Somebody'} ${third}`;
  const detail = `${method} ${readable(path)} → ${answered ? String(status) : 'no answer'}`;
  const isFine = answered && status !== undefined && status < 400;
  if (isFine) return { who, tone: request.isWrite ? 'write' : 'quiet', text: `${does}.`, detail };
  // A 404 to a read is no refusal.
  if (answered && !request.isWrite && (status === 404 || status === 410)) {
    return { who, tone: 'quiet', text: `${does}: there is none.`, detail };
  }
  return { who, tone: 'trouble', text: `${does}${troubleWords({ status, answered, faulted })}`, detail };
}

function troubleWords({
  status,
  answered,
  faulted,
}: Pick<LoggedRequest, 'status' | 'answered' | 'faulted'>): string {
  if (!answered)
    return faulted
      ? ', but the connection breaks before GitHub hears of it.'
      : '. GitHub does it, but its answer is lost on the way.';
  return `. GitHub refuses: ${refusedWords(status ?? 0, faulted)}.`;
}

function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What became of a delivery. */
export type Fate = 'sent' | 'lost' | 'unanswered';

/** A webhook as a sentence: what GitHub tells the app. */
export function sentenceOfDelivery(delivery: WebhookDelivery, fate: Fate): Sentence {
  const { event, action, redelivery } = delivery;
  const news = deliveryWords(delivery);
  const detail = `webhook ${event}${action === null ? '' : `.${action}`}`;
  switch (fate) {
    case 'lost':
      return {
        who: 'github',
        tone: 'trouble',
        text: `GitHub tells Planwright that ${news}, but the message is lost.`,
        detail: `${detail} → lost`,
      };
    case 'unanswered':
      return {
        who: 'github',
        tone: 'trouble',
        text: `GitHub tells Planwright that ${news}, but nobody answers: it is not running.`,
        detail: `${detail} → nobody answers`,
      };
    case 'sent':
      return {
        who: 'github',
        tone: isEcho(delivery) ? 'quiet' : 'write',
        text: `GitHub tells Planwright${redelivery ? ' once more' : ''} that ${news}.`,
        detail,
      };
  }
}

/** What webhooks hold that is named in a sentence. */
interface Payload {
  readonly ref?: string;
  readonly sender?: { readonly type?: string };
  readonly issue?: { readonly number: number; readonly title: string };
  readonly pull_request?: { readonly number: number; readonly merged?: boolean };
  readonly milestone?: { readonly title: string };
  readonly label?: { readonly name: string };
  readonly sub_issue?: { readonly number: number };
}

/** GitHub tells the app of its own writes, too; the app ignores these events. */
function isEcho({ payload }: WebhookDelivery): boolean {
  return (payload as Payload).sender?.type === 'Bot';
}

/** What an event tells, after `that`; `did` is its action in words. */
const NEWS: Readonly<Record<string, (payload: Payload, did: string) => string>> = {
  push: ({ ref }) => `something was pushed to ${branchOf(ref)}`,
  create: ({ ref }) => `branch ${branchOf(ref)} was made`,
  delete: ({ ref }) => `branch ${branchOf(ref)} was deleted`,
  issues: ({ issue }, did) => `issue ${numbered(issue)} was ${did}`,
  issue_comment: ({ issue }, did) =>
    `a comment on ${numbered(issue)} was ${did === 'created' ? 'written' : did}`,
  pull_request: ({ pull_request: pull }, did) =>
    `pull request ${numbered(pull)} was ${did === 'closed' && pull?.merged === true ? 'merged' : did}`,
  milestone: ({ milestone }, did) => `milestone “${milestone?.title ?? '?'}” was ${did}`,
  label: ({ label }, did) => `label “${label?.name ?? '?'}” was ${did}`,
  check_run: (_, did) =>
    did === 'requested action' ? 'a button of a check was pressed' : `a check was ${did}`,
  sub_issues: ({ sub_issue: sub }) => `${numbered(sub)} changed its parent`,
  issue_dependencies: () => 'an issue waits for another one now, or no more',
  repository: (_, did) => `the repository was ${did}`,
  installation: () => 'it may work in a repository',
  installation_repositories: () => 'it may work in a repository',
};

/** The events that have words. */
export const TOLD = Object.keys(NEWS);

function deliveryWords({ event, action, payload }: WebhookDelivery): string {
  const did = action === 'synchronize' ? 'given new commits' : (action ?? '').replaceAll('_', ' ');
  const words = Object.hasOwn(NEWS, event) ? NEWS[event] : undefined;
  return words === undefined ? `there is news: ${event} ${did}`.trim() : words(payload as Payload, did);
}

function branchOf(ref = ''): string {
  return ref.replace(/^refs\/heads\//, '');
}

function numbered(one: { readonly number: number } | undefined): string {
  return `#${one?.number ?? '?'}`;
}
