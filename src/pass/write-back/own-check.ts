/**
 * What the check says on the app's own pull request. Its edits follow the issues, so that merging them opens, closes and
 * renames none. But an issue text names what its task waits for as the plan does, and a task that is open again waits again:
 * so the text is read as the pass after the merge will read it.
 */
import { readBlockers } from '../../github/read/obstacles.ts';
import { gainedBlockers } from '../../sync/diff/blocked-by.ts';
import { sourcesByLine } from '../../sync/diff/surroundings.ts';
import { renderOwnCheck, type CheckText } from '../../sync/render/check/check-words.ts';
import type { Base } from '../../sync/state/known.ts';
import type { Finalized } from '../../sync/write-back/finalize.ts';
import { planIn, type PassContext } from '../context.ts';
import type { ObservedPlan } from '../observe/observe.ts';
import { readWithBase } from '../observe/plan-text.ts';

/** Works out what merging these edits does to issues, and says it. `text` is the plan with the edits. */
export async function ownCheck(
  context: PassContext,
  observedPlan: ObservedPlan,
  { entries, issues }: Pick<Finalized, 'entries' | 'issues'>,
  text: string,
): Promise<CheckText> {
  const { file, plan, remembered, place } = observedPlan;
  const base: Base = {
    plan,
    blob: file.blob,
    text: file.text,
    entries,
    same: remembered.joins.together,
    named: remembered.named,
  };
  const alone = await planIn(context, { text, path: file.path });
  // Edits make no plan too large to read.
  if (alone.kind === 'refused') return renderOwnCheck({ texts: 0, blocked: 0, all: 0 });
  const { plan: later } = await readWithBase(context, {
    path: file.path,
    base,
    alone: { text, plan: alone.plan },
  });
  const [before, after] = [plan, later].map((one) => sourcesByLine(one, place.repositoryUrl));
  const texts = [...issues].flatMap(([line, number]) =>
    before?.get(line) === after?.get(line) ? [] : [number],
  );
  const blocked = await newlyBlocked(
    context,
    observedPlan,
    gainedBlockers([plan, later], issues, place.repositoryUrl),
  );
  return renderOwnCheck({
    texts: texts.length,
    blocked: blocked.length,
    all: new Set([...texts, ...blocked]).size,
  });
}

/** The issues that are not marked as blocked yet by what they are to be blocked by. */
async function newlyBlocked(
  { client, repository, unavailable }: PassContext,
  { observed }: ObservedPlan,
  gained: ReadonlyMap<number, readonly number[]>,
): Promise<number[]> {
  if (unavailable.has('blocked-by')) return [];
  const found: number[] = [];
  for (const [issue, blockers] of gained) {
    const isMarked = observed.issues.some(({ number, blockedBy }) => number === issue && blockedBy > 0);
    const marked = isMarked ? await readBlockers(client, repository, issue) : [];
    const known = new Set(marked.map(({ number }) => number));
    if (blockers.some((number) => !known.has(number))) found.push(issue);
  }
  return found;
}
