import { fold } from '../../text/fold.ts';
import { METADATA_WORDS } from '../../vocabulary/metadata-words.ts';
import { isStateWord } from '../../vocabulary/state-words.ts';

/**
 * The words at the beginning of a task that name it: bold ones as in `**Search** - Query the catalogue`, or the first
 * clause of a long text.
 */
export interface Lead {
  readonly title: string;
  /** Where the title stands in the task's text. */
  readonly from: number;
  readonly to: number;
  /** Where the words behind it begin: they go into the body. */
  readonly restFrom: number;
  /** What ends it. Behind a colon bold words need to be two, or they read as a label. */
  readonly by: 'dash' | 'colon' | 'clause';
}

const KEYS = new Set(Object.values(METADATA_WORDS).flat());
const DASH = /^\s*(?:[–—]+|-{1,2}(?=\s))\s*(?=\S)/u;
const COLON = /^\s*(?::\s+|：\s*)(?=\S)/u;
const COLON_INSIDE = /\s*[:：]\s*$/u;
/** `Close GAP-001: ...` names no task: an id is no word. */
const ID = /(?<![\p{L}\p{N}])(?:[A-Z]+[-.]?)?#?\d[\d.-]*(?![\p{L}\p{N}])/gu;
const EMOJI = /^(?:\p{Extended_Pictographic}|[\uFE0F\u200D\s])+/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{4}/u;

/**
 * Finds the bold lead of a task.
 *
 * @param text The task's text.
 * @param marks What of it is bold, see `styled.ts`.
 * @param start Where its words begin, behind id and marks.
 * @param end Where they end, before metadata.
 * @returns The lead; null where nothing follows it, or where it reads as a label (`**Depends on**: ...`).
 */
export function findLead(text: string, marks: string | null, start: number, end: number): Lead | null {
  if (marks === null) return null;
  const from = start + (isBold(marks, start) ? 0 : (EMOJI.exec(text.slice(start, end))?.[0].length ?? 0));
  let to = from;
  while (to < end && isBold(marks, to)) to += 1;
  if (to === from || to >= end) return null;
  const bold = text.slice(from, to);
  const title = bold.replace(COLON_INSIDE, '');
  const separator = separatorBehind(text.slice(to, end), title.length < bold.length);
  if (separator === null || !namesWork(title)) return null;
  if (separator.by === 'colon' && !standsBeforeColon(title)) return null;
  return { title, from, to: from + title.length, restFrom: to + separator.length, by: separator.by };
}

/** The dash or colon between bold words and the rest; the colon may stand within the bold. */
function separatorBehind(
  text: string,
  hasColon: boolean,
): { readonly by: Lead['by']; readonly length: number } | null {
  const dash = hasColon ? null : DASH.exec(text);
  if (dash !== null) return { by: 'dash', length: dash[0].length };
  const colon = (hasColon ? /^\s*(?=\S)/u : COLON).exec(text);
  return colon === null ? null : { by: 'colon', length: colon[0].length };
}

/** Whether a title can stand before a colon and still be read as one: two words or more, ids left out. */
export function standsBeforeColon(title: string): boolean {
  return (title.replaceAll(ID, '').match(/[\p{L}\p{N}][^\s]*/gu) ?? []).length >= 2 || UNSPACED.test(title);
}

/** Neither a priority or a state nor a key of metadata. */
export function namesWork(title: string): boolean {
  const words = fold(title);
  if (!/\p{L}{2}/u.test(words)) return false;
  if (KEYS.has(words) || isStateWord(words)) return false;
  return !/^(?:[a-z]+ )?(?:priority|prio|priorität|priorité|prioridad|prioridade|prioritet|приоритет)$|^p[0-5]$/u.test(
    words,
  );
}

function isBold(marks: string, at: number): boolean {
  return marks[at] === 's' || marks[at] === 'C';
}
