import { valueOrNull } from '../../text/cells.ts';
import { parseEstimate } from '../../values/estimates.ts';
import { fold } from '../../text/fold.ts';
import { METADATA_WORDS } from '../../vocabulary/metadata-words.ts';
import type { MetadataKind } from '../../vocabulary/metadata-words.ts';
import { isPlaceholder } from '../../vocabulary/placeholders.ts';
import { isReasonToRemove, isStateWord } from '../../vocabulary/state-words.ts';

/** One `Key: value` of a task. */
export interface Metadata {
  readonly kind: MetadataKind;
  /** As written; null for an empty word such as `None`. */
  readonly value: string | null;
}

/** Metadata that ends a task's text, and how long the text before it is. */
export interface Trailing {
  readonly length: number;
  /** In the order of the text, each with the range that it takes there. */
  readonly found: readonly { readonly metadata: Metadata; readonly from: number; readonly to: number }[];
}

/** Metadata stands in so many last characters of a text, and in lines no longer than this. */
const TAIL = 400;

const LINE = /^[\s*_>-]*([\p{L}][\p{L}\p{M}'’ ()/-]{0,30}?)[*_\s]*[:：][*_\s]*(.*?)([*_\s]*)$/u;
/** Emphasis that begins within a value: the marks at its end close it, and not what stands around the line. */
const OPENS_MARK = /\s[*_]+(?=\S)[^*_]*$/u;
const BETWEEN = /(\s*[|·•]\s*|\s+[—–]\s+(?=[\p{L} *_]{2,30}[:：]))/u;
const KINDS = new Map<string, MetadataKind>(
  (Object.keys(METADATA_WORDS) as readonly MetadataKind[]).flatMap((kind) =>
    METADATA_WORDS[kind].map((word): [string, MetadataKind] => [word, kind]),
  ),
);

/**
 * Reads a line of metadata: `Priority: High`, `**Depends on**: T001, T002`, `Priority: High | Effort: 2d`.
 *
 * @param line One line of plain text or Markdown.
 * @returns What it says; empty if the line, or a part of it, is no metadata.
 */
export function readMetadata(line: string): Metadata[] {
  if (line.length > TAIL) return [];
  const parts = partsOf(line);
  const found = parts.map(readPart);
  return found.every((one) => one !== null) ? found : [];
}

/** What stands between bars, dots or dashes; words without a key behind dependencies belong to the last of these. */
function partsOf(line: string): string[] {
  const parts: string[] = [];
  let between = '';
  for (const [index, part] of line.split(BETWEEN).entries()) {
    const last = parts.at(-1);
    if (index % 2 === 1) between = part;
    else if (part.trim() === '') continue;
    else if (last !== undefined && !/[:：]/u.test(part) && readPart(last)?.kind === 'dependencies')
      parts.splice(-1, 1, `${last}${between}${part}`.trimEnd());
    else parts.push(part);
  }
  return parts;
}

function readPart(part: string): Metadata | null {
  const match = LINE.exec(part);
  const kind = match ? KINDS.get(fold(match[1] ?? '')) : undefined;
  const [, , bare = '', marks = ''] = match ?? [];
  const value = OPENS_MARK.test(bare) ? `${bare}${marks}`.trimEnd() : bare;
  if (
    kind === undefined ||
    (kind !== 'dependencies' && isProse(kind === 'status' ? withoutRemark(value) : value))
  )
    return null;
  return { kind, value: isPlaceholder(value) ? null : valueOrNull(value) };
}

/** A state without what is said of it: `Completed (the harness did it already)`. */
function withoutRemark(status: string): string {
  return status.replace(/(?<=\S)\s*\([^()]*\)$/u, '');
}

/** `Priority: Foundation. Blocks all others.` is a sentence about the priority. */
function isProse(value: string): boolean {
  return value.length > 60 || /[.!?]\s+\S|\.$/u.test(value);
}

const DEPENDS = String.raw`depends[ -]on|dep(?:ends|s)?|blocked[ -]by|abhängig von|dépend de|depende de|зависит от|依赖|依存`;
/** A login behind one of these is an object of the sentence: `Review it with @ann`. */
const PREPOSITION = String.raw`(?<!\p{L})(?:to|from|with|for|of|in|at|on|use|using|via|by|as|ask|ping|and|or|into|mit|von|für|avec|con|com|para)`;
const PERSON = String.raw`@[A-Za-z\d](?:[A-Za-z\d-]{0,38})(?![\w/])`;
const LOGIN = String.raw`@[A-Za-z\d](?:[A-Za-z\d/-]{0,60})`;

/** Cheap to look for: most texts end with no metadata. */
const MAY_TRAIL = /[)\]\uE000）】]$|[@~#|]|[:：]\S|[—–-]\s+\S|[✅☑✔⏳⚠⏸🚧🔄❌⏭🔴🟡🟢⬜📋🔲📅]/u;
const SIZE = 'XS|S|M|L|XL|XXL';
const AMOUNT = String.raw`(?:~\s?)?\d+(?:[.,]\d+)?(?:\s?[-–]\s?\d+(?:[.,]\d+)?)?\s?(?:m|mins?|h|hrs?|hours?|d|days?|w|wks?|weeks?|pts?|points?)`;
const DAY = String.raw`(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4})(?:[T,\s]\s?\d{1,2}:\d{2}(?::\d{2})?\s?(?:Z|UTC)?)?`;
const DATED =
  'done|completed?|finished|closed|fixed|merged|due|by|target|until|erledigt|fertig|bis|terminé|hecho|готово|完成|完了';

/** Ways to end a task's text with metadata in brackets, each with the value as its first group. */
const IN_BRACKETS: readonly (readonly [MetadataKind, RegExp])[] = [
  ['dependencies', new RegExp(String.raw`\s*[([](?:${DEPENDS})\s*[:：]?\s+([^()[\]]+)[)\]]\s*$`, 'iu')],
  [
    'dependencies',
    /\s*[([](?:after|requires|needs)\s*:?\s+((?:task |phase |step |story )?(?:#|[A-Z]{1,6}-?)?\d[^()[\]]*)[)\]]\s*$/iu,
  ],
  [
    'priority',
    /\s*[([](?:priority|prio|priorität|priorité|prioridad|приоритет|优先级)\s*[:：]\s*([^()[\]]{1,20})[)\]]\s*$/iu,
  ],
  ['priority', /\s*[([](P[0-4])[)\]]\s*$/u],
  ['priority', /\s*\[(critical|urgent|high|medium|low)\]$/iu],
  [
    'priority',
    /\s*[([]((?:critical|urgent|high|medium|low|must[- ]have|should[- ]have|nice[- ]to[- ]have|kritisch|hoch|mittel|niedrig|høy|medium|middels|lav|haute|moyenne|basse|alta|media|baja|média|baixa)(?:[ -](?:priority|prio|prioritet|priorität|priorité|prioridad|prioridade))|(?:priority|prioritet|priorität|priorité|prioridad|prioridade)\s+(?:\d|critical|high|medium|low|hoch|mittel|niedrig|alta|media|baja))[)\]]\s*$/iu,
  ],
  [
    'estimate',
    /\s*[([](?:est(?:imate|imated|\.)?|effort|aufwand|size)\s*[:：]\s*([^()[\]]{1,20})[)\]]\s*$/iu,
  ],
  ['estimate', new RegExp(String.raw`\s*[([](${SIZE})[)\]]\s*$`, 'u')],
  ['estimate', /\s*[([]((?:~\s?)?\d[^()[\]]{0,18})[)\]]\s*$/u],
  [
    'owner',
    new RegExp(
      String.raw`\s*[([](?:(?:owner|assignee|assigned to|assigned)\s*[:：]?\s*)?(${LOGIN}(?:\s*[,/&]\s*${LOGIN})*)[)\]]\s*$`,
      'iu',
    ),
  ],
  // The commit that did it, as Conductor notes it at the tick: `[9f8e7d6]`, `[checkpoint: 1a2b3c4]`, `(commit 1a2b3c4)`.
  ['due', /\s*(?:\[|[([](?:commit|checkpoint|sha)\s*[:：]?\s*)((?=[a-f]*\d)[0-9a-f]{7,40})[)\]]$/iu],
  // spec-kit's mark for work that can go on beside other work, BMAD's criteria by number. They are filed under 'due' so that they
  // are cut from the title; neither is a date, so that no due date comes of them. So are commits above and labels below.
  ['due', /\s*\[(P)\]$/u],
  ['due', /\s*\((ACs?\s*[:：]?\s*#?\d[\d\s,.&#-]*)\)$/u],
  ['due', new RegExp(String.raw`\s*[([](?:(?:${DATED})\s*[:：]?\s*(?:on\s+)?)?(${DAY})[)\]]$`, 'iu')],
  // A state and a remark about it: `- SKIPPED (Greenfield)`, `- EXECUTE (per unit)`.
  ['status', /\s+[–—-]{1,2}\s+([\p{Lu}][\p{Lu}'’]+(?: [\p{Lu}'’]+){0,3})\s+\([^()]{1,80}\)$/u],
  // A state in words: `(COMPLETED)`, `⚠️ PARTIAL`, `- DEFERRED`.
  ['status', /\s*(?:[–—:-]{1,2}\s*)?[([]([^()[\]]{2,80})[)\]]$/u],
];
/** Ways to end it behind a dash, a blank or an emoji. */
const BEHIND: readonly (readonly [MetadataKind, RegExp])[] = [
  ['dependencies', /\s+(?:blocked-by|depends-on|depends|deps?):(\S+)$/iu],
  ['dependencies', /\s+[—–-]+\s+(?:depends on|blocked by)[:：]?\s+([^()[\]]+)$/iu],
  ['estimate', new RegExp(String.raw`\s+[–—-]\s+(${SIZE})$`, 'u')],
  ['estimate', new RegExp(String.raw`\s+[–—-]\s+(${AMOUNT})$`, 'iu')],
  ['estimate', /\s+[–—|]\s+((?:~\s?)?\d[^()[\]–—|]{0,18})$/u],
  ['estimate', /\s+(~\s?\d+(?:[.,]\d+)?\s?(?:m|min|h|hrs?|d|days?|w|wks?|weeks?))$/iu],
  [
    'owner',
    new RegExp(
      String.raw`(?<!${PREPOSITION})\s+(?:[—–|-]+\s+)?(${PERSON}(?:(?:\s*,\s*|\s+)${PERSON})*)$`,
      'u',
    ),
  ],
  // Labels of TODO.md and Obsidian, and the day behind them: `~3d #feat @john 2026-03-20`, `@{2026-03-20}`.
  [
    'due',
    /(?<!(?<!\p{L})(?:to|from|with|for|of|in|at|on|use|using|via|by|as|and|or|channel|tag|label|hashtag|section|anchor))\s+(#\p{L}[\p{L}\d_/-]{0,40}(?:\s+#\p{L}[\p{L}\d_/-]{0,40}){0,9})$/u,
  ],
  ['due', /(?<=\s[@#~][^\s@#~]{1,40})\s+(\d{4}-\d{2}-\d{2})$/u],
  ['due', /\s+@\{(\d{4}-\d{2}-\d{2})\}$/u],
  // The commit behind a dash: `— 8d1edb9`.
  ['due', /\s+[–—]\s+((?=[a-f]*\d)[0-9a-f]{7,40})$/u],
  // When it was done, or is to be.
  ['due', new RegExp(String.raw`\s+[–—|]\s+(?:(?:${DATED})\s*[:：]?\s*(?:on\s+)?)(${DAY})$`, 'iu')],
  ['due', new RegExp(String.raw`\s+[✅➕📅🗓⏳🛫]\uFE0F?\s*(${DAY})$`, 'u')],
  ['status', /\s*(✅|☑|✔)\uFE0F?$/u],
  ['status', /\s*(?:[–—:-]{1,2}\s*)?[✅☑✔⏳⚠⏸🚧🔄❌⏭🔴🟡🟢⬜📋🔲]\uFE0F?\s+([\p{L}][\p{L} '’-]{1,30})$/u],
  ['status', /\s+[–—-]{1,2}\s+([\p{Lu}][\p{Lu}'’]+(?: [\p{Lu}'’]+){0,3})$/u],
];
const IS_DAY = new RegExp(`^${DAY}$`, 'u');
/** Code that ends a text is read where all of it is a size, an estimate or a priority. */
const CODE_AT_END = /\s+(?:[–—-]\s+)?(\uE000{1,12})$/u;
/** A bold word that ends a text, as `styled.ts` marks it, and a reason in brackets behind it. */
const BOLD_AT_END = /s{2,40}(?:\.{1,3}|\.\.[^s]{1,80})?$/u;

/**
 * Takes metadata off the end of a task's text: `Ship it (2h)`, `Ship it (depends on T001) @alice`.
 *
 * @param masked Plain text of a task, its code blotted out.
 * @param text The same with its code.
 * @param marks What of it is bold or code, see `styled.ts`.
 * @returns What it says, and the length of the text before it.
 */
export function takeTrailing(masked: string, text = masked, marks: string | null = null): Trailing {
  const found: { metadata: Metadata; from: number; to: number }[] = [];
  const isBoldAtEnd = marks !== null && BOLD_AT_END.test(marks);
  if (!isBoldAtEnd && !MAY_TRAIL.test(masked.slice(-TAIL))) return { length: masked.length, found };
  let end = masked.length;
  for (let more = true; more;) {
    const start = Math.max(0, end - TAIL);
    const tail = masked.slice(start, end);
    const within = text.slice(start, end);
    const hit = trailerIn(tail, within) ?? labelledIn(tail, within) ?? boldStateIn(text, marks, start, end);
    more = hit !== null && start + hit.from > 0;
    if (hit === null || !more) break;
    found.unshift({ metadata: hit.metadata, from: start + hit.from, to: end });
    end = start + tail.slice(0, hit.from).trimEnd().length;
  }
  return { length: end, found };
}

function trailerIn(tail: string, text: string): { metadata: Metadata; from: number } | null {
  for (const [kind, pattern] of /[)\]]\s*$/u.test(tail) ? IN_BRACKETS : BEHIND) {
    const match = pattern.exec(tail);
    if (match === null || match.index === 0) continue;
    const written = match[1] ?? '';
    const at = match.index + match[0].lastIndexOf(written);
    const value = text.slice(at, at + written.length).trim();
    if (!isOfKind(kind, value) || isReasonToRemove(value, tail.slice(0, match.index))) continue;
    return { metadata: { kind, value: valueOrNull(value) }, from: match.index };
  }
  return codeIn(tail, text);
}

/** Whether a value is what its place says: `(2)` is no estimate, `(new)` no state. */
function isOfKind(kind: MetadataKind, value: string): boolean {
  if (kind === 'estimate') return isEstimate(value);
  return kind !== 'status' || /^[✅☑✔]\uFE0F?$/u.test(value) || isStateWord(value);
}

/** A key with its value behind a dash or a bar, or in brackets: `— Owner: Ann`, `| Est: 2h`, `（负责人：小王）`. */
const LABELLED =
  /\s*(?:\s(?:[–—|]|--?)\s+|[([（【]\s*)(?<key>\p{L}[\p{L} '’-]{1,24}?)\s*[:：]\s*(?<value>[^\s|()[\]（）【】–—][^|()[\]（）【】–—]{0,59}?)\s*[)\]）】]?$/u;

function labelledIn(tail: string, text: string): { metadata: Metadata; from: number } | null {
  const match = LABELLED.exec(tail);
  if (match?.groups === undefined || match.index === 0) return null;
  const { key = '', value: masked = '' } = match.groups;
  const kind = KINDS.get(fold(key));
  if (kind === undefined) return null;
  const at = tail.lastIndexOf(masked);
  const value = text.slice(at, at + masked.length);
  if (isProse(value) || !(kind === 'due' ? IS_DAY.test(value) : isOfKind(kind, value))) return null;
  return { metadata: { kind, value: isPlaceholder(value) ? null : valueOrNull(value) }, from: match.index };
}

function codeIn(tail: string, text: string): { metadata: Metadata; from: number } | null {
  const code = CODE_AT_END.exec(tail);
  const value = code === null ? '' : text.slice(text.length - (code[1]?.length ?? 0)).trim();
  if (code === null || code.index === 0) return null;
  if (/^P[0-4]$/u.test(value)) return { metadata: { kind: 'priority', value }, from: code.index };
  return isEstimate(value) ? { metadata: { kind: 'estimate', value }, from: code.index } : null;
}

/** `- **SKIP**`, `**SKIPPED** (no users yet)` */
function boldStateIn(
  text: string,
  marks: string | null,
  start: number,
  end: number,
): { metadata: Metadata; from: number } | null {
  let bold = end;
  const reason = /\s*\([^()]{1,80}\)$/u.exec(text.slice(start, end))?.[0].length ?? 0;
  if (marks === null) return null;
  const to = marks[end - 1] === 's' ? end : end - reason;
  for (bold = to; bold > start && marks[bold - 1] === 's';) bold -= 1;
  const value = text.slice(bold, to).trim();
  if (bold === to || !isStateWord(value)) return null;
  const before = text.slice(start, bold).replace(/\s*(?:[–—:-]{1,2}\s*)?$/u, '');
  return { metadata: { kind: 'status', value }, from: before.length };
}

/** A number alone, as in `Support IPv6 (2)`, is none. */
function isEstimate(value: string): boolean {
  return /\p{L}/u.test(value) && parseEstimate(value) !== null;
}
