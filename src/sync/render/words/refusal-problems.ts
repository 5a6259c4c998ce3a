/** What is said of writes that GitHub refused, and what a person can do about each. */
import type { Problem } from '../../../plan/types.ts';
import type { Refusal } from '../../types.ts';

/** At most this many are named of one kind; the others are counted. */
const NAMED = 5;

/** One Problem for all refusals of one kind and reason. */
export function refusalProblems(refusals: readonly Refusal[]): Problem[] {
  const groups = new Map<string, Refusal[]>();
  for (const one of refusals) {
    const kind = JSON.stringify([one.act, one.status, one.message]);
    groups.set(kind, [...(groups.get(kind) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) =>
    group[0] === undefined ? [] : [problemOf(group[0], group)],
  );
}

/** What a person can do about a refusal. */
export function refusalHint({ status, message, permission }: Refusal): string {
  if (permission !== null)
    return `Grant the app the permission that is missing${permission === '' ? '' : ` (${permission})`}; the next pass goes on from here.`;
  if (/rule violation|protected branch|through a pull request|not authorized to push/i.test(message))
    return 'Put the app on the bypass list of that rule (Settings → Rules → Rulesets), or except branches named `planwright/…` from it; to do without, set `writeBack.mode: off` in .github/planwright.yml.';
  if (/\blocked\b/i.test(message)) return 'Unlock the conversation; the next pass asks again.';
  if (status === 404)
    return 'It may be gone, or hidden from the app: check that it is there and that the app may see it. The next pass asks again.';
  if (status === 410)
    return 'It may have been deleted, or turned off in the settings of the repository. The next pass asks again.';
  if (status === 451)
    return 'GitHub makes this unavailable for legal reasons; its support can say more. The next pass asks again.';
  if (status === 422)
    return "Where GitHub's words name a value of the plan, change it there. The next pass asks again.";
  return "Where GitHub's words name a setting of the repository, an owner can change it. The next pass asks again.";
}

/** A refusal as a clause: `refused to label #12 (403: Forbidden)`. */
export function refusalClause({ act, of, status, message }: Refusal, objects = of): string {
  // What stands between backticks would read as code of ours.
  return `refused to ${act} ${objects} (${status}: ${message})`.replaceAll('`', "'");
}

function problemOf(first: Refusal, group: readonly Refusal[]): Problem {
  const names = [...new Set(group.map(({ of }) => of))];
  const more = names.length - NAMED;
  const objects = more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : names.join(', ');
  return {
    code: 'write-refused',
    severity: 'warning',
    message: `GitHub ${refusalClause(first, objects)}.`,
    hint: refusalHint(first),
    line: 1,
    column: 1,
  };
}
