/** How jobs of one key become one: the key, and the union of their hints. */
import type { Hint, Job } from './types.ts';

/** A job keeps no more hints than this; beyond, looking at everything costs less. */
export const MAX_HINTS = 100;
/** A push names no more paths than this; beyond, they count as unknown. */
export const MAX_TOUCHED = 1_000;

/** What tells jobs apart: GitHub's names know no case. */
export function jobKey(job: Job): string {
  if (job.kind === 'installation') return String(job.installation);
  return `${job.installation}/${job.owner}/${job.repo}`.toLowerCase();
}

/** A job in words, for messages: its repository, or the number of its installation. */
export function jobName(job: Job): string {
  return job.kind === 'installation' ? `installation ${job.installation}` : `${job.owner}/${job.repo}`;
}

/** Whether somebody waits for what comes of a job: a preview, or the answer to a command or a button. */
export function isAwaited(job: Job): boolean {
  return job.kind === 'repository' && job.hints.some(isAwaitedHint);
}

function isAwaitedHint({ kind }: Hint): boolean {
  switch (kind) {
    case 'comment':
    case 'pull-request':
    case 'requested-action':
    case 'merge-queue':
      return true;
    case 'push':
    case 'issue':
    case 'write-back':
    case 'sweep':
      return false;
  }
}

/** One job in place of two of the same key, `later` being the one that came later. Its hints are bounded in any case. */
export function uniteJobs(earlier: Job | undefined, later: Job): Job {
  if (later.kind === 'installation') return later;
  if (earlier?.kind !== 'repository') return { ...later, hints: uniteHints([], later.hints) };
  const needs = later.needs ?? earlier.needs;
  return {
    ...later,
    hints: uniteHints(earlier.hints, later.hints),
    ...(needs === undefined ? {} : { needs }),
  };
}

function uniteHints(earlier: readonly Hint[], later: readonly Hint[]): readonly Hint[] {
  const hints = later.reduce<readonly Hint[]>(addHint, earlier);
  if (hints.length <= MAX_HINTS) return hints;
  // A look at everything makes no preview, and finds only the newest commands: the newest of these stay beside it.
  return [{ kind: 'sweep' }, ...hints.filter(isAwaitedHint).slice(1 - MAX_HINTS)];
}

/** A push that goes on where another one ended becomes one push with it. */
function addHint(hints: readonly Hint[], hint: Hint): readonly Hint[] {
  const name = JSON.stringify(hint);
  if (hints.some((one) => JSON.stringify(one) === name)) return hints;
  if (hint.kind !== 'push') return [...hints, hint];
  const at = hints.findIndex(
    (one) => one.kind === 'push' && one.ref === hint.ref && one.after === hint.before,
  );
  const first = hints[at];
  if (first?.kind !== 'push') return [...hints, hint];
  return hints.with(at, {
    ...hint,
    before: first.before,
    touched: uniteTouched(first.touched, hint.touched),
  });
}

type Touched = Extract<Hint, { kind: 'push' }>['touched'];

function uniteTouched(one: Touched, other: Touched): Touched {
  if (one === 'unknown' || other === 'unknown') return 'unknown';
  const paths = new Set([...one, ...other]);
  return paths.size > MAX_TOUCHED ? 'unknown' : [...paths];
}
