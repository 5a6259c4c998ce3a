/** Records the requests that reached the sandbox and the webhooks it sent, in order. */
import { sentenceOfDelivery, sentenceOfRequest, type Fate, type Sentence } from './sentences.ts';
import type { Sandbox } from '@planwright/github-sandbox';
import type { Entry } from './types.ts';

/** How many entries are kept. */
const KEPT = 2_000;

export interface Timeline {
  /** The entries since the last call, oldest first. */
  collect(): Entry[];
  all(): readonly Entry[];
  /** Adds an entry that is neither request nor webhook. */
  note(sentence: Sentence): void;
  /** True while webhooks are on their way. */
  isAwaiting(): boolean;
  clear(): void;
}

/**
 * A timeline of everything from now on. Your own reads are left out: the page makes them, to show what there is.
 *
 * @param isRunning Whether the app runs: a webhook that fails then was lost on the way.
 */
export function createTimeline(github: Sandbox, isRunning: () => boolean): Timeline {
  const kept: Entry[] = [];
  const fresh: Entry[] = [];
  const pending = new Set<number>();
  let [mark, told, nextId] = [github.requests.mark(), github.deliveries().length, 1];
  const write = (sentence: Sentence, at = Date.now()): void => {
    const entry = { ...sentence, id: nextId, at };
    nextId += 1;
    kept.push(entry);
    fresh.push(entry);
    if (kept.length > KEPT) kept.shift();
  };
  const fateOf = (status: string): Fate => {
    if (status === 'OK' || status === 'pending' || status === 'held') return 'sent';
    return isRunning() ? 'lost' : 'unanswered';
  };
  const readRequests = (): void => {
    const requests = github.requests.all(mark);
    mark = github.requests.mark();
    for (const request of requests) {
      if (request.actor.kind === 'user' && !request.isWrite) continue;
      write(sentenceOfRequest(request), request.at.getTime());
    }
  };
  const readDeliveries = (): void => {
    const deliveries = github.deliveries();
    for (const delivery of deliveries.slice(told)) {
      if (delivery.status === 'pending') pending.add(delivery.id);
      write(sentenceOfDelivery(delivery, fateOf(delivery.status)));
    }
    told = deliveries.length;
    for (const { id, status, ...delivery } of deliveries.filter((one) => pending.has(one.id))) {
      if (status === 'pending') continue;
      pending.delete(id);
      if (fateOf(status) !== 'sent') write(sentenceOfDelivery({ ...delivery, id, status }, fateOf(status)));
    }
  };
  return {
    collect() {
      readRequests();
      readDeliveries();
      return fresh.splice(0);
    },
    all: () => kept,
    note(sentence) {
      readRequests();
      readDeliveries();
      write(sentence);
    },
    isAwaiting: () => pending.size > 0,
    clear() {
      this.collect();
      kept.length = 0;
    },
  };
}
