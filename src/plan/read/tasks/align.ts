/**
 * Where each character of a text node stands in its source: Markdown takes escapes, character references and the
 * margins of continued lines off a text, so that offsets of the one are not offsets of the other.
 *
 * @param raw Source of the text node.
 * @param value Its value.
 * @returns For each UTF-16 unit of the value, and for its end, the offset in the source; null where the two cannot be
 *   brought together.
 */
export function alignText(raw: string, value: string): readonly number[] | null {
  const offsets: number[] = [];
  if (raw === value) {
    for (let at = 0; at <= value.length; at += 1) offsets.push(at);
    return offsets;
  }
  let at = 0;
  let index = 0;
  while (index < value.length) {
    at = skipMargin(raw, at, value, index);
    const step = stepAt(raw, at, value, index);
    if (step === null) return null;
    for (let unit = 0; unit < step.units; unit += 1) offsets.push(at + step.lead);
    index += step.units;
    at += step.lead + step.length;
  }
  offsets.push(at);
  return offsets;
}

/** Behind a line ending of the value, the source may have a margin and quote marks that are no part of the text. */
function skipMargin(raw: string, at: number, value: string, index: number): number {
  const behindLine = index === 0 || /[\r\n]/u.test(value[index - 1] ?? '');
  if (!behindLine || raw[at] === value[index]) return at;
  let next = at;
  while (/[ \t>]/u.test(raw[next] ?? '') && raw[next] !== value[index]) next += 1;
  return next;
}

interface Step {
  /** Source before the character that is not part of it: the backslash of an escape, blanks before a line ending. */
  readonly lead: number;
  readonly length: number;
  /** How many units of the value it stands for. */
  readonly units: number;
}

function stepAt(raw: string, at: number, value: string, index: number): Step | null {
  const wanted = value[index] ?? '';
  if (raw[at] === '\\' && raw[at + 1] === wanted && /[!-/:-@[-`{-~]/u.test(wanted))
    return { lead: 1, length: 1, units: 1 };
  if (raw[at] === wanted) return { lead: 0, length: 1, units: 1 };
  if (/[\r\n]/u.test(wanted)) {
    const ending = /^([ \t]*)(\r\n|\r|\n)/u.exec(raw.slice(at, at + 200));
    const [, blanks = '', end = ''] = ending ?? [];
    return ending === null ? null : { lead: blanks.length, length: end.length, units: 1 };
  }
  return referenceAt(raw, at, value, index);
}

/** `&amp;` stands for one character, which may be two units. */
function referenceAt(raw: string, at: number, value: string, index: number): Step | null {
  const reference = /^&#?\w{1,31};/u.exec(raw.slice(at, at + 40))?.[0];
  if (reference === undefined) return null;
  const units = (value.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  return { lead: 0, length: reference.length, units };
}
