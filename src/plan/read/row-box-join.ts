import { everyDraft } from './draft.ts';
import type { Draft, Findings } from './draft.ts';
import { problem, quoted } from '../text/problems.ts';
import { joinDrafts, mayJoin, takeOut } from './tasks/joining.ts';
import { splitTitle } from './tasks/titles.ts';

const ASCII = /^[ -~]*$/u;

/**
 * Makes one task of a table row and the checkbox (or task heading) that says the same: the same link, the same text, or the
 * same id and much the same text, if that is unique among the boxes and unique among the rows. The box gives phase and state,
 * the row the metadata. Rows that repeat the steps of task headings are no tasks.
 *
 * @param findings Tasks in document order; rows that go with a box are taken out, what is ambiguous is reported.
 */
export function joinRowsWithBoxes(findings: Findings): void {
  const all = [...everyDraft(findings.tasks)];
  const rows = all.filter((draft) => draft.kind === 'row');
  if (rows.length === 0) return;
  const others = all.filter((draft) => draft.kind !== 'row');
  const gone = new Set<Draft>();
  const idKey = idKeyAmong(others);
  for (const key of [linkKey, titleKey, idKey]) {
    const boxes = groupBy(
      others.filter(({ places }) => places.every(({ kind }) => kind !== 'row')),
      key,
    );
    const left = rows.filter((row) => !gone.has(row));
    for (const [text, [row, ...more]] of groupBy(left, key)) {
      const [box, ...moreBoxes] = boxes.get(text) ?? [];
      if (!row || !box || (key === idKey && !alike(box.title, row.title))) continue;
      if (!mayJoin(findings, box, row)) continue;
      if (more.length > 0 || moreBoxes.length > 0) {
        if (key === titleKey) reportAmbiguous(findings, row, box, more.length + 1);
        continue;
      }
      joinDrafts(box, row);
      gone.add(row);
    }
  }
  const left = rows.filter((row) => !gone.has(row));
  reportSecondRows(findings, others, left);
  dropStepRows(findings, others, left, gone);
  takeOut(findings, gone);
}

/** Titles as they are compared: case, white space and a full stop at the end do not count. */
export function normalTitle(title: string): string {
  const plain = ASCII.test(title) ? title : title.normalize('NFKC');
  return plain
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
    .replace(/[.。:：]$/u, '')
    .trim();
}

/** Indexes of sub-tasks list in a table what stands as steps under the task headings. */
function dropStepRows(
  findings: Findings,
  others: readonly Draft[],
  rows: readonly Draft[],
  gone: Set<Draft>,
): void {
  const steps = new Set<string>();
  for (const { kind, steps: own } of others) {
    if (kind !== 'heading') continue;
    for (const step of own) {
      const { id, title } = splitTitle(step.text);
      steps.add(normalTitle(title));
      if (id !== null) steps.add(`#${id.toLowerCase()}`);
    }
  }
  const tables = new Map<number, number>();
  for (const row of rows) {
    if (!steps.has(normalTitle(row.title)) && !(row.id !== null && steps.has(`#${row.id.toLowerCase()}`)))
      continue;
    gone.add(row);
    const [place] = row.places;
    if (place?.kind === 'row') tables.set(place.table, (tables.get(place.table) ?? 0) + 1);
  }
  for (const [line, count] of tables) {
    const message = `${count === 1 ? 'A row repeats a step' : `${String(count)} rows repeat steps`} of task headings. The steps count.`;
    findings.problems.push(problem('rows-are-steps', { line }, message));
  }
}

function reportAmbiguous({ problems }: Findings, row: Draft, box: Draft, count: number): void {
  const line = row.places[0]?.line ?? 1;
  const message =
    count > 1
      ? `${String(count)} rows are called ${quoted(row.title)}, as the box on line ${String(box.places[0]?.line ?? 1)} is. They are tasks of their own.`
      : `Several boxes are called ${quoted(row.title)}, as this row is. The row is a task of its own.`;
  problems.push(problem('ambiguous-row', { line }, message));
}

/** Rows that say what a box and its own row say already. */
function reportSecondRows({ problems }: Findings, boxes: readonly Draft[], rows: readonly Draft[]): void {
  const joined = new Map(
    boxes.flatMap((box) => {
      const row = box.places.find(({ kind }) => kind === 'row');
      return row === undefined
        ? []
        : box.said.map(({ text }) => [normalTitle(text), [box, row.line]] as const);
    }),
  );
  for (const { text, title, places } of rows) {
    const [box, line] = joined.get(normalTitle(text)) ?? [];
    if (box === undefined) continue;
    const message = `More than one row is called ${quoted(title)}, as the box on line ${String(box.places[0]?.line ?? 1)} is. The row on line ${String(line)} goes with the box, and this one is a task of its own.`;
    problems.push(problem('ambiguous-row', { line: places[0]?.line ?? 1 }, message));
  }
}

function linkKey({ issue }: Draft): string | null {
  return issue === null ? null : String(issue);
}

function titleKey(draft: Draft): string | null {
  return normalTitle(draft.title);
}

/** By its id, which a row may have before its words: `A Clients`, where a heading is called `Task A: Clients`. */
function idKeyAmong(others: readonly Draft[]): (draft: Draft) => string | null {
  const ids = new Set(others.map(({ id }) => id));
  return ({ id, kind, title }) => {
    const [first = ''] = title.split(' ', 1);
    const own = id ?? (kind === 'row' && /^[A-Z]/u.test(first) && ids.has(first) ? first : null);
    return own === null ? null : own.toLowerCase();
  };
}

/** Ids get renumbered and repeated: they join only texts that share half of their words. */
function alike(one: string, other: string): boolean {
  const words = wordsOf(one);
  const others = wordsOf(other);
  const shared = [...others].filter((word) => words.has(word)).length;
  return shared * 2 >= Math.min(words.size, others.size);
}

function wordsOf(title: string): ReadonlySet<string> {
  return new Set(
    normalTitle(title)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== ''),
  );
}

function groupBy(drafts: readonly Draft[], key: (draft: Draft) => string | null): Map<string, Draft[]> {
  const groups = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const value = key(draft);
    if (value === null || value === '') continue;
    const group = groups.get(value);
    if (group) group.push(draft);
    else groups.set(value, [draft]);
  }
  return groups;
}
