import { everyDraft } from './draft.ts';
import type { Draft } from './draft.ts';

/**
 * Makes one task of a checkbox and a table row with the same text, or the same id, if that is unique among the
 * plan's boxes and unique among its rows: the box gives phase and state, the row the metadata.
 *
 * @param tasks Top-level drafts in document order; not changed.
 * @returns The drafts that are left, in the same order.
 */
export function joinTwins(tasks: readonly Draft[]): Draft[] {
  const all = [...everyDraft(tasks)];
  const rows = all.filter((draft) => draft.kind === 'row');
  if (rows.length === 0) return [...tasks];
  const boxes = all.filter((draft) => draft.kind === 'checkbox');
  const joined = new Set<Draft>();
  for (const key of [titleKey, idKey]) {
    const byKey = uniqueBy(
      boxes.filter((box) => box.places.length === 1),
      key,
    );
    for (const [text, row] of uniqueBy(
      rows.filter((one) => !joined.has(one)),
      key,
    )) {
      const box = byKey.get(text);
      if (!box || (key === idKey && !alike(box.title, row.title))) continue;
      join(box, row);
      joined.add(row);
    }
  }
  return tasks.filter((draft) => !joined.has(draft));
}

function join(box: Draft, row: Draft): void {
  box.id ??= row.id;
  box.issue ??= row.issue;
  box.priority = row.priority ?? box.priority;
  box.estimate = row.estimate ?? box.estimate;
  if (row.dependsOn.length > 0) box.dependsOn = row.dependsOn;
  if (row.owners.length > 0) box.owners = row.owners;
  box.area ??= row.area;
  box.places.push(...row.places);
  box.places.sort((a, b) => a.line - b.line);
}

function titleKey(draft: Draft): string | null {
  return normal(draft.title);
}

function idKey(draft: Draft): string | null {
  return draft.id === null ? null : draft.id.toLowerCase();
}

/** Ids get renumbered and repeated: they join only texts that share half of their words. */
function alike(one: string, other: string): boolean {
  const words = new Set(normal(one).split(' '));
  const others = normal(other).split(' ');
  const shared = others.filter((word) => words.has(word)).length;
  return shared * 2 >= Math.min(words.size, others.length);
}

function normal(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s.。:：]+/gu, ' ')
    .trim();
}

function uniqueBy(drafts: readonly Draft[], key: (draft: Draft) => string | null): Map<string, Draft> {
  const found = new Map<string, Draft | null>();
  for (const draft of drafts) {
    const value = key(draft);
    if (value !== null) found.set(value, found.has(value) ? null : draft);
  }
  return new Map([...found].filter((entry): entry is [string, Draft] => entry[1] !== null));
}
