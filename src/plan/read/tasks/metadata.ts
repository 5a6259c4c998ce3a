import { valueOrNull } from '../../text/cells.ts';
import { parseEstimate } from '../../values/estimates.ts';
import { fold } from '../../text/fold.ts';
import { METADATA_WORDS } from '../../vocabulary/metadata.ts';
import type { MetadataKind } from '../../vocabulary/metadata.ts';
import { isPlaceholder } from '../../vocabulary/placeholders.ts';

/** One `Key: value` of a task. */
export interface Metadata {
  readonly kind: MetadataKind;
  /** As written; null for an empty word such as `None`. */
  readonly value: string | null;
}

/** Metadata that ends a task's text, and the text before it. */
export interface Trailing {
  readonly text: string;
  readonly found: readonly Metadata[];
}

/** Metadata stands in so many last characters of a text, and in lines no longer than this. */
const TAIL = 400;

const LINE = /^[\s*_>-]*([\p{L}][\p{L}\p{M}'’ ()/-]{0,30}?)[*_\s]*[:：][*_\s]*(.*?)[*_\s]*$/u;
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
  const parts = line
    .split(/\s*[|·•]\s*|\s+[—–]\s+(?=[\p{L} *_]{2,30}[:：])/u)
    .filter((part) => part.trim() !== '');
  const found = parts.map(readPart);
  return found.every((one) => one !== null) ? found : [];
}

function readPart(part: string): Metadata | null {
  const match = LINE.exec(part);
  const kind = match ? KINDS.get(fold(match[1] ?? '')) : undefined;
  const value = match?.[2] ?? '';
  if (kind === undefined || (kind !== 'dependencies' && isProse(value))) return null;
  return { kind, value: isPlaceholder(value) ? null : valueOrNull(value) };
}

/** `Priority: Foundation. Blocks all others.` is a sentence about the priority. */
function isProse(value: string): boolean {
  return value.length > 60 || /[.!?]\s+\S|\.$/u.test(value);
}

const DEPENDS = String.raw`depends[ -]on|dep(?:ends|s)?|blocked[ -]by|abhängig von|dépend de|depende de|зависит от|依赖|依存`;
/** A login behind one of these is an object of the sentence: `Review it with @ann`. */
const PREPOSITION = String.raw`\b(?:to|from|with|for|of|in|at|on|use|using|via|by|as|ask|ping|and|or|into|mit|von|für|avec|con|com|para)`;
const PERSON = String.raw`@[A-Za-z\d](?:[A-Za-z\d-]{0,38})(?![\w/])`;
const LOGIN = String.raw`@[A-Za-z\d](?:[A-Za-z\d/-]{0,60})`;

/** Cheap to look for: most texts end with no metadata. */
const MAY_TRAIL = /[)\]@~✅☑✔]|:\S|[—–-] (?:depends|blocked)/iu;

/** Ways to end a task's text with metadata, each with the value as its first group. */
const TRAILERS: readonly (readonly [MetadataKind, RegExp])[] = [
  ['dependencies', new RegExp(String.raw`\s*[([](?:${DEPENDS})\s*[:：]?\s+([^()[\]]+)[)\]]\s*$`, 'iu')],
  [
    'dependencies',
    /\s*[([](?:after|requires|needs)\s*:?\s+((?:task |phase |step |story )?(?:#|[A-Z]{1,6}-?)?\d[^()[\]]*)[)\]]\s*$/iu,
  ],
  ['dependencies', /\s+(?:blocked-by|depends-on|depends|deps?):(\S+)$/iu],
  ['dependencies', /\s+[—–-]+\s+(?:depends on|blocked by)[:：]?\s+([^()[\]]+)$/iu],
  [
    'priority',
    /\s*[([](?:priority|prio|priorität|priorité|prioridad|приоритет|优先级)\s*[:：]\s*([^()[\]]{1,20})[)\]]\s*$/iu,
  ],
  ['priority', /\s*[([](P[0-4])[)\]]\s*$/u],
  [
    'estimate',
    /\s*[([](?:est(?:imate|imated|\.)?|effort|aufwand|size)\s*[:：]\s*([^()[\]]{1,20})[)\]]\s*$/iu,
  ],
  ['estimate', /\s*\((XS|S|M|L|XL|XXL)\)\s*$/u],
  ['estimate', /\s*[([]((?:~\s?)?\d[^()[\]]{0,18})[)\]]\s*$/u],
  ['estimate', /\s+(~\s?\d+(?:[.,]\d+)?\s?(?:m|min|h|hrs?|d|days?|w|wks?|weeks?))$/iu],
  [
    'owner',
    new RegExp(
      String.raw`\s*[([](?:(?:owner|assignee|assigned to|assigned)\s*[:：]?\s*)?(${LOGIN}(?:\s*[,/&]\s*${LOGIN})*)[)\]]\s*$`,
      'iu',
    ),
  ],
  [
    'owner',
    new RegExp(
      String.raw`(?<!${PREPOSITION})\s+(?:[—–-]+\s+)?(${PERSON}(?:(?:\s*,\s*|\s+)${PERSON})*)$`,
      'u',
    ),
  ],
  // spec-kit's mark for work that can go on beside other work: known, and of no use here.
  ['due', /\s*\[(P)\]$/u],
  ['status', /\s*(✅|☑|✔)\uFE0F?$/u],
];

/**
 * Takes metadata off the end of a task's text: `Ship it (2h)`, `Ship it (depends on T001) @alice`.
 *
 * @param text Plain text of a task.
 * @returns The text before it, and what it says in the order of the text.
 */
export function takeTrailing(text: string): Trailing {
  if (!MAY_TRAIL.test(text.slice(-TAIL))) return { text, found: [] };
  const found: Metadata[] = [];
  const head = text.slice(0, Math.max(0, text.length - TAIL));
  let rest = text.slice(head.length);
  for (let more = true; more;) {
    more = false;
    for (const [kind, pattern] of TRAILERS) {
      const match = pattern.exec(rest);
      const value = match?.[1]?.trim() ?? '';
      if (match === null || head.length + match.index === 0 || (kind === 'estimate' && !isEstimate(value)))
        continue;
      found.unshift({ kind, value: valueOrNull(value) });
      rest = rest.slice(0, match.index).trimEnd();
      more = true;
      break;
    }
  }
  return { text: head + rest, found };
}

/** A number alone, as in `Support IPv6 (2)`, is none. */
function isEstimate(value: string): boolean {
  return /\p{L}/u.test(value) && parseEstimate(value) !== null;
}
