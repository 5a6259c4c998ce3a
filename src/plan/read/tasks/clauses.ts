import { displayWidth } from '../../text/width.ts';
import { namesWork, standsBeforeColon } from './leads.ts';
import type { Lead } from './leads.ts';

/**
 * The first clause of a long task, which names it as a subject names a commit: steps of progress logs and roadmaps run
 * on with results and lists behind a colon, a semicolon, a dash or a full stop, or in brackets. What stands behind it
 * goes into the issue's body.
 */

/** Columns that a title may take before its first clause names the task. */
const LONG = 80;
/** Columns that a clause must take to name a task: `Bug fix: ...` does not. */
const LEAST = 10;

/** Cheap to look for: without these a text is as wide as it is long. */
const WIDE = /[\u1100-\uFFFF]/u;
const OPENING = '([{（［【「『“«';
const CLOSING = ')]}）］】」』”»';
/** Full stops that end no sentence. */
const ABBREVIATION =
  /(?:^|[^\p{L}])(?:\p{L}|e\.g|i\.e|z\.B|d\.h|vs|etc|approx|incl|excl|resp|min|max|no|nr|ca|cf|fig|sec|bzw|ggf|usw|inkl|evtl|env|p\.ex|por ej|т\.е|т\.д|др)$/iu;
const BREAKS: readonly RegExp[] = [
  /[;:](?=\s)/uy,
  /[；：。！？]/uy,
  /\s(?:[–—]|--?)\s/uy,
  /[.!?](?=\s+["'“«]?[\p{Lu}\p{N}\uE000])/uy,
];

/**
 * Finds the first clause of a long task.
 *
 * @param masked The task's text, its code blotted out.
 * @param text The same with its code.
 * @param start Where its words begin, behind id and marks.
 * @param end Where they end, before metadata.
 * @returns The clause as a lead; null if the text is short, or its first clause is none that names it.
 */
export function findClause(masked: string, text: string, start: number, end: number): Lead | null {
  if (!isLong(text.slice(start, end))) return null;
  const found = firstBreak(masked, start, end);
  let to = found?.from ?? end;
  let restFrom = found?.to ?? end;
  if (isLong(text.slice(start, to))) {
    const bracket = bracketAtEnd(masked, start, to);
    if (bracket !== null) to = restFrom = bracket;
  }
  to = start + text.slice(start, to).trimEnd().length;
  const title = text.slice(start, to);
  const rest = text.slice(restFrom, end);
  if (!/[\p{L}\p{N}]/u.test(rest) || isShort(title)) return null;
  if (!standsBeforeColon(title) || !namesWork(title)) return null;
  restFrom += rest.length - rest.trimStart().length;
  return { title, from: start, to, restFrom, by: 'clause' };
}

function isShort(title: string): boolean {
  return title.length < LEAST && (!WIDE.test(title) || displayWidth(title) < LEAST);
}

function isLong(text: string): boolean {
  return text.length > LONG || (text.length * 2 > LONG && WIDE.test(text) && displayWidth(text) > LONG);
}

/** Where the first clause ends and what follows it begins; marks within brackets end none. */
function firstBreak(text: string, start: number, end: number): { from: number; to: number } | null {
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    const character = text[at] ?? '';
    if (OPENING.includes(character)) depth += 1;
    else if (CLOSING.includes(character)) depth = Math.max(0, depth - 1);
    if (depth > 0) continue;
    for (const form of BREAKS) {
      form.lastIndex = at;
      const length = form.exec(text)?.[0].length ?? 0;
      if (length === 0 || at + length >= end) continue;
      if (character === '.' && ABBREVIATION.test(text.slice(Math.max(start, at - 12), at))) continue;
      return { from: at, to: at + length };
    }
  }
  return null;
}

/** Where the bracket begins that ends a clause, the space before it left out; null if it ends with none. */
function bracketAtEnd(text: string, start: number, end: number): number | null {
  if (!/[)）]\s*[.;,]?\s*$/u.test(text.slice(Math.max(start, end - 8), end))) return null;
  let depth = 0;
  for (let at = end - 1; at > start; at -= 1) {
    const character = text[at] ?? '';
    if (character === ')' || character === '）') depth += 1;
    else if (character === '(' || character === '（') {
      depth -= 1;
      if (depth === 0) return /\s/u.test(text[at - 1] ?? '') || character === '（' ? at : null;
    }
  }
  return null;
}
