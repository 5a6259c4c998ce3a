import { everyDraft } from './draft.ts';
import type { Draft, Findings } from './draft.ts';
import { problem, quoted } from '../text/problems.ts';
import { splitTitle } from './tasks/titles.ts';

const ASCII = /^[ -~]*$/u;

/**
 * Makes one task of a table row and the checkbox (or task heading) that says the same: the same text, or the same id
 * and much the same text, if that is unique among the boxes and unique among the rows. The box gives phase and state,
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
  for (const key of [titleKey, idKey]) {
    const boxes = groupBy(
      others.filter((box) => box.places.length === 1),
      key,
    );
    const left = rows.filter((row) => !gone.has(row));
    for (const [text, [row, ...more]] of groupBy(left, key)) {
      const [box, ...moreBoxes] = boxes.get(text) ?? [];
      if (!row || !box || (key === idKey && !alike(box.title, row.title))) continue;
      if (more.length > 0 || moreBoxes.length > 0) {
        if (key === titleKey) reportAmbiguous(findings, row, box, more.length + 1);
        continue;
      }
      join(box, row);
      gone.add(row);
    }
  }
  dropStepRows(
    findings,
    others,
    rows.filter((row) => !gone.has(row)),
    gone,
  );
  const kept = findings.tasks.filter((draft) => !gone.has(draft));
  findings.tasks.splice(0, findings.tasks.length, ...kept);
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

function join(box: Draft, row: Draft): void {
  box.id ??= row.id;
  box.issue ??= row.issue;
  box.priority = row.priority ?? box.priority;
  if (row.estimate !== null) {
    box.estimate = row.estimate;
    box.estimateUnit = row.estimateUnit;
  }
  if (row.dependsOn.length > 0) box.dependsOn = row.dependsOn;
  if (row.owners.length > 0) box.owners = row.owners;
  box.phaseCell ??= row.phaseCell;
  const [first] = box.places;
  if (first?.kind === 'heading' && first.box === null && box.steps.length === 0 && box.state === 'open')
    box.state = row.state;
  box.places.push(...row.places);
  box.places.sort((a, b) => a.line - b.line);
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
    const message = `Expected rows that are tasks, found ${String(count)} that repeat steps of task headings; they are no tasks of their own.`;
    findings.problems.push(problem('rows-are-steps', { line }, message));
  }
}

function reportAmbiguous({ problems }: Findings, row: Draft, box: Draft, count: number): void {
  const line = row.places[0]?.line ?? 1;
  const message =
    count > 1
      ? `Expected one row ${quoted(row.title)} for the box on line ${String(box.places[0]?.line ?? 1)}, found ${String(count)}; they are tasks of their own.`
      : `Expected one box ${quoted(row.title)} for this row, found several; the row is a task of its own.`;
  problems.push(problem('ambiguous-row', { line }, message));
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
