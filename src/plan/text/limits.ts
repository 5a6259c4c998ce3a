import { problem } from './problems.ts';
import type { ProblemCode } from './problems.ts';
import type { Source } from './source.ts';
import type { Plan, Problem } from '../types.ts';

/** Bytes of UTF-8 that a plan may have. */
export const MOST_BYTES = 1_048_576;
/** Tasks that a plan may have. */
export const MOST_TASKS = 2_000;
/** Levels of quotes and lists that a plan may have. */
export const MOST_LEVELS = 100;
/** Characters that the title of an issue may have on GitHub (GITHUB-FACTS 3). */
export const MOST_TITLE = 256;

const REFUSALS: readonly string[] = [
  'too-large',
  'too-many-tasks',
  'too-deep',
  'too-many-lines',
  'line-too-long',
  'too-many-boxes',
  'front-matter-too-large',
  'front-matter-too-deep',
  'unreadable',
] satisfies readonly ProblemCode[];
const BULLET = /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)/u;

/**
 * The Problem for which a plan must be left alone: nothing is done for it, nothing written.
 *
 * @param plan A parsed plan.
 * @returns The Problem, or null for a plan within the limits.
 */
export function refusalOf(plan: Plan): Problem | null {
  return refusalFound(plan.problems);
}

/** The first of some Problems for which a plan must be left alone, or null. */
export function refusalFound(problems: readonly Problem[]): Problem | null {
  return problems.find(({ code }) => REFUSALS.includes(code)) ?? null;
}

/** The Problem of a text that is larger than a plan may be, or null. */
export function checkSize(text: string): Problem | null {
  const bytes = byteLength(text.startsWith('\uFEFF') ? text.slice(1) : text);
  if (bytes <= MOST_BYTES) return null;
  return problem(
    'too-large',
    { line: 1 },
    `This plan has ${String(bytes)} bytes, more than ${String(MOST_BYTES)}. It is left alone.`,
  );
}

/**
 * Checks how deep a text is nested before remark sees it: its time grows with the square of the nesting.
 *
 * @param source The plan.
 * @returns The Problem of a text beyond the limit, or null.
 */
export function checkDepth(source: Source): Problem | null {
  const deep = findDepth(source);
  return deep === null ? null : tooDeep(deep, 'quotes and lists');
}

/** The Problem of a text nested too deeply. */
export function tooDeep(line: number, what: string, most = MOST_LEVELS): Problem {
  return problem(
    'too-deep',
    { line },
    `This plan nests ${what} deeper than ${String(most)} levels. It is left alone.`,
  );
}

/** The first line nested too deeply; null if there is none. */
function findDepth({ body, lineStarts }: Source): number | null {
  let open: number[] = [];
  for (const [index, start] of lineStarts.entries()) {
    const end = lineStarts[index + 1] ?? body.length;
    if (end - start <= MOST_LEVELS) continue;
    const { levels, stack } = depthOf(body, start, end, open);
    if (levels > MOST_LEVELS) return index + 1;
    open = stack;
  }
  return null;
}

/** Counts the markers at a line's start. Lists opened above count if the line is indented as far as they are. */
function depthOf(
  body: string,
  start: number,
  end: number,
  open: readonly number[],
): { levels: number; stack: number[] } {
  let at = start;
  let column = 0;
  let markers = 0;
  const stack: number[] = [];
  while (at < end && markers <= MOST_LEVELS) {
    const character = body[at];
    if (character === ' ' || character === '\t') column += character === '\t' ? 4 - (column % 4) : 1;
    else if (character === '>') {
      markers += 1;
      column += 1;
    } else {
      const bullet = BULLET.exec(body.slice(at, Math.min(end, at + 12)))?.[0];
      if (bullet === undefined) break;
      markers += 1;
      stack.push(column);
      at += bullet.trimEnd().length;
      column += bullet.trimEnd().length;
      continue;
    }
    at += 1;
  }
  const first = stack[0];
  if (first === undefined) return { levels: markers, stack: [...open] };
  const around = open.filter((one) => one < first);
  return { levels: around.length + markers, stack: [...around, ...stack] };
}

function byteLength(text: string): number {
  if (text.length * 3 <= MOST_BYTES) return text.length;
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}
