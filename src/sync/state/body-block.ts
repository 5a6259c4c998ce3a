/** The app's part of an issue's body: a marker, words, and an end. What people write around it is never touched. */
import { cut } from '../render/sanitize/escape.ts';
import { CUT_NOTE } from '../render/words.ts';
import { markersIn } from './marker-comment.ts';
import type { PlanId } from '../types.ts';

/** How long a body may get: GitHub takes 65,536, and does not tell whether it counts characters or bytes (GITHUB-FACTS 3). */
const BODY_LIMIT = 65_000;

/** Where a block of the app ends. */
export const END = '<!-- /planwright -->';

/** A block of the app: its marker, its words, its end. */
export function printBlock(marker: string, content: string): string {
  return `${marker}\n${content}\n${END}`;
}

/** The words of the app's block of this plan in a body, with `\n` line ends; null if there is no whole block. */
export function blockContent(body: string, plan: PlanId): string | null {
  const block = findBlock(body, plan);
  if (block === null || block.contentEnd === null) return null;
  return body
    .slice(block.contentStart, block.contentEnd)
    .replace(/\r\n/g, '\n')
    .replace(/^\n|\n$/g, '');
}

/**
 * Puts the app's block into a body as it is now. Text outside the block is never touched; a body without the block gets
 * it at its end; where a person removed the block's end, only its marker is replaced and no word of theirs is lost. A
 * block that does not fit beside their words is shortened; a body that is full without it stays as it is.
 *
 * @param body The body, as read right before the write.
 * @param block The new block, as {@link printBlock} made it; empty to take the block of `replaces` out.
 * @param replaces The plan that the issue belonged to, whose block goes where this one comes for the first time.
 */
export function spliceBlock(body: string, block: string, replaces: PlanId | null = null): string {
  if (block === '') return replaces === null ? body : withoutBlock(body, replaces);
  const plan = markersIn(block)[0]?.attributes.get('plan') ?? '';
  const found = findBlock(body, plan) ?? (replaces === null ? null : findBlock(body, replaces));
  const before = found !== null ? body.slice(0, found.start) : body.trim() === '' ? '' : `${body}\n\n`;
  const after = found === null ? '' : body.slice(found.end);
  const fitting = fit(block, BODY_LIMIT - before.length - after.length);
  return fitting === null ? body : before + fitting + after;
}

/** A body as it was before {@link spliceBlock} put the block at its end. */
function withoutBlock(body: string, plan: PlanId): string {
  const found = findBlock(body, plan);
  if (found === null) return body;
  return body.slice(0, found.start).replace(/\r?\n\r?\n$/, '') + body.slice(found.end);
}

/** A block with as many of its words as there is room for; null if not even its marks fit. */
function fit(block: string, room: number): string | null {
  if (block.length <= room) return block;
  const [marker] = markersIn(block);
  if (marker === undefined || !block.endsWith(END)) return null;
  const content = block.slice(marker.end, -END.length).trim();
  const left = room - marker.end - END.length - 2;
  if (left < 0) return null;
  const words = left < CUT_NOTE.length + 100 ? '' : cut(content, left, CUT_NOTE);
  return printBlock(block.slice(0, marker.end), words);
}

interface Found {
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number | null;
  readonly end: number;
}

function findBlock(body: string, plan: PlanId): Found | null {
  const markers = markersIn(body);
  const index = markers.findIndex(({ attributes }) => attributes.get('plan') === plan);
  const marker = markers[index];
  if (marker === undefined) return null;
  const contentEnd = body.indexOf(END, marker.end);
  const next = markers[index + 1]?.start ?? Infinity;
  const whole = contentEnd !== -1 && contentEnd < next;
  return {
    start: marker.start,
    contentStart: marker.end,
    contentEnd: whole ? contentEnd : null,
    end: whole ? contentEnd + END.length : marker.end,
  };
}
