import { saysNothing } from '../text/cells.ts';

/** Commas inside parentheses separate nothing: `WP02 (schema, events)`. */
const COMMA = /\s*[,;、；，](?![^()]*\))\s*(?:and\s+)?|<br\s*\/?>/iu;
const AND = /\s+(?:and|und|et|y|e|и|og|och|en|&|\+)\s+(?![^()]*\))/iu;
const NOISE = /^(?:depends on|blocked by|after|requires)\s*[:：]?\s+/iu;

/**
 * Splits a dependencies cell as people write it: `T001, T002 and T003`. A title that itself holds a comma or an
 * `and` stays whole.
 *
 * @param value The cell or line.
 * @param isTask Whether a text is the title of a task of the plan.
 * @returns Its members as written, empty words left out.
 */
export function splitDependencies(value: string, isTask: (text: string) => boolean): string[] {
  const members: string[] = [];
  const whole = value.slice(0, 5000).replace(NOISE, '');
  const take = (text: string): void => {
    const member = text
      .trim()
      .replace(/\.$/u, '')
      .replace(/^\(([^()]*)\)$/u, '$1');
    if (!saysNothing(member.replace(/\s*(?:\([^()]*\)|\[P\])$/u, ''))) members.push(member);
  };
  if (isTask(whole)) return [whole.trim()];
  for (const part of whole.split(COMMA)) {
    if (isTask(part)) take(part);
    else for (const piece of part.split(AND)) take(piece);
  }
  return members;
}
