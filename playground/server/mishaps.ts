/** What goes wrong because you asked for it: as faults of the embedded GitHub. */
import type { Sandbox } from '@planwright/github-sandbox';
import type { Mishap } from './types.ts';

/** The `retry-after` of the rate limit that a person can make the app hit. */
const RETRY_AFTER_SECONDS = 5;

/** The app is killed at this write: GitHub does it, and the answer never arrives. */
const WRITES_BEFORE_DEATH = 4;

/** Prepares a mishap, which strikes once; `onDeath` is called when the app is to die. Returns how to call that off. */
export function prepare(github: Sandbox, mishap: Mishap, onDeath: () => void): () => void {
  switch (mishap) {
    case 'lose-webhook':
      // Strikes at the person's next act, which knows the event that is lost.
      return () => {};
    case 'lose-reply':
      github.faults.add({ on: { actor: 'app', write: true }, effect: { kind: 'reply-lost' } });
      return () => github.faults.clear();
    case 'rate-limit':
      github.faults.add({
        on: { actor: 'app', write: true },
        effect: { kind: 'answer', status: 403, headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } },
      });
      return () => github.faults.clear();
    case 'kill-app':
      return killInTheMiddle(github, onDeath);
  }
}

function killInTheMiddle(github: Sandbox, onDeath: () => void): () => void {
  let writes = 0;
  const stop = github.intercept(({ actor, isWrite }, phase) => {
    if (actor.kind === 'user' || !isWrite || phase === 'before') return 'pass';
    writes += 1;
    if (writes < WRITES_BEFORE_DEATH) return 'pass';
    stop();
    onDeath();
    return 'drop';
  });
  return stop;
}
