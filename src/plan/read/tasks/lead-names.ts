import { outdentedSlice } from '../details.ts';
import { affixesOf } from '../draft.ts';
import type { Draft, Findings } from '../draft.ts';
import type { Source } from '../../text/source.ts';
import { sourceOf } from './styled.ts';
import { splitTitle } from './titles.ts';
import { normalTitle } from '../row-box-join.ts';

/**
 * Names the tasks that begin with bold words, or with the first clause of a long text, by these words alone, where no
 * sibling begins with the same; what stands behind them goes into the body. `**Auth**: add login` and `**Auth**: add logout` stay whole.
 *
 * @param source The plan.
 * @param findings Tasks with their leads.
 */
export function nameByLeads(source: Source, findings: Findings): void {
  if (findings.leads.size === 0) return;
  for (const siblings of families(findings.tasks)) {
    const counts = new Map<string, number>();
    const keyOf = (draft: Draft): string => normalTitle(findings.leads.get(draft)?.lead.title ?? draft.title);
    for (const draft of siblings) counts.set(keyOf(draft), (counts.get(keyOf(draft)) ?? 0) + 1);
    for (const draft of siblings)
      if (findings.leads.has(draft) && counts.get(keyOf(draft)) === 1) nameByLead(source, findings, draft);
  }
}

function nameByLead(source: Source, { leads, affixes }: Findings, draft: Draft): void {
  const found = leads.get(draft);
  const [place] = draft.places;
  if (!found || !place) return;
  const { lead, words } = found;
  // A clause that ends in the midst of a link could not be reworded alone.
  if (lead.by === 'clause' && sourceOf(source.body, words.nodes, lead.from, lead.to) === null) return;
  const parts = splitTitle(words.text, words.marks);
  draft.title = lead.title;
  affixes.set(place, affixesOf(source, words, parts, lead));
  const end = parts.prefix.length + parts.title.length;
  const span = sourceOf(source.body, words.nodes, lead.restFrom, end);
  const rest = span === null ? words.text.slice(lead.restFrom, end) : outdentedSlice(source, span);
  if (rest.trim() !== '') draft.details.unshift(rest);
}

/** Top-level tasks by section, sub-tasks by parent. */
function* families(tasks: readonly Draft[]): Generator<readonly Draft[]> {
  const sections = new Map<unknown, Draft[]>();
  for (const draft of tasks) {
    const family = sections.get(draft.section);
    if (family) family.push(draft);
    else sections.set(draft.section, [draft]);
  }
  yield* sections.values();
  for (const draft of tasks) if (draft.subtasks.length > 0) yield* families(draft.subtasks);
}
