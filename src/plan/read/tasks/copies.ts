/** Lines that are written twice: with one link, or with one id and the same words. They are one task (DESIGN 3). */
import { everyDraft } from '../draft.ts';
import type { Draft, Findings } from '../draft.ts';
import { problem, quoted } from '../../text/problems.ts';
import { normalTitle } from '../row-box-join.ts';
import { joinDrafts, mayJoin, takeOut } from './joining.ts';

/** A number alone counts the items of a list and begins anew in the next one. */
const COUNTED = /^\d+[a-z]?$/iu;

/**
 * Makes one task of each line and its copies.
 *
 * @param findings Tasks in document order; copies are taken out, and said.
 */
export function joinCopies(findings: Findings): void {
  const gone = new Set<Draft>();
  for (const keyOf of [linkKey, idKey]) {
    const first = new Map<string, Draft>();
    for (const draft of everyDraft(findings.tasks)) {
      const key = gone.has(draft) ? null : keyOf(draft);
      if (key === null) continue;
      const host = first.get(key);
      if (host === undefined) first.set(key, draft);
      else if (mayJoin(findings, host, draft)) {
        sayCopy(findings, host, draft);
        joinDrafts(host, draft);
        gone.add(draft);
      }
    }
  }
  takeOut(findings, gone);
}

/** Rows are copies of rows, and boxes of boxes: a row and a box of one link are two places of a task. */
function sideOf({ kind }: Draft): string | null {
  if (kind === 'todo') return null;
  return kind === 'row' ? 'row' : 'box';
}

function linkKey(draft: Draft): string | null {
  const side = sideOf(draft);
  return side === null || draft.issue === null ? null : `${side} ${String(draft.issue)}`;
}

function idKey(draft: Draft): string | null {
  const side = sideOf(draft);
  const { id } = draft;
  if (side === null || id === null || COUNTED.test(id)) return null;
  return `${side} ${id.toLowerCase()} ${normalTitle(draft.text)}`;
}

function sayCopy({ problems }: Findings, host: Draft, copy: Draft): void {
  const [line, other] = [host, copy].map(({ places: [place] }) => place?.line ?? 1);
  const by =
    copy.issue !== null && copy.issue === host.issue
      ? `The link to #${String(copy.issue)}`
      : `The id ${copy.id ?? ''}`;
  const ticked = [host, copy].filter(({ state }) => state === 'done');
  const done =
    ticked.length === 1
      ? ` It counts as done, since line ${String(ticked[0] === host ? line : other)} is ticked.`
      : '';
  problems.push(
    problem(
      'copied-task',
      { line: other ?? 1 },
      `${by} stands here with ${quoted(copy.title)}, and on line ${String(line)} with ${quoted(host.title)}. They are one task.${done}`,
    ),
  );
}
