import type { ListItem } from 'mdast';
import { ODD_BLANK } from '../read/tasks/boxes.ts';
import { startOf } from '../text/markdown.ts';
import { readMetadata } from '../read/tasks/metadata.ts';
import { everySection } from '../read/outline.ts';
import { parseWithSource } from '../parse.ts';
import type { ParsedPlan } from '../parse.ts';
import { lineAt, lineText } from '../text/source.ts';
import { applySplices } from '../text/splice.ts';
import type { Splice } from '../text/splice.ts';

/** What mending a plan did. */
export interface Fixed {
  readonly text: string;
  /** The lines that changed, 1-based. */
  readonly lines: readonly number[];
}

/** What is mended besides look-alikes. */
export interface FixOptions {
  /** The plain bullets of phases without tasks become boxes. */
  readonly bullets?: boolean;
}

/** What may stand before a box on its line: quote marks, a bullet, blanks that are no spaces. */
const BEFORE = new RegExp(`^([ \\t>]*)(?:([-*+]|\\d{1,9}[.)])((?:[ \\t]|${ODD_BLANK})*))?`, 'u');
/** Boxes in another dress, and whether they are ticked; the rest of the line follows. */
const BOXES: readonly (readonly [string, RegExp])[] = [
  ['x', new RegExp(`^(?:\\[(?:[ \\t]|${ODD_BLANK})*[xX](?:[ \\t]|${ODD_BLANK})*\\])`, 'u')],
  [' ', new RegExp(`^\\[(?:[ \\t]|${ODD_BLANK})*\\]`, 'u')],
  ['x', /^\[[✓✔✅√☑хХ×vV]\]/u],
  ['x', /^(\*\*|__|\*|_|~~|`)\[[xX]\]\1/u],
  [' ', /^(\*\*|__|\*|_|~~|`)\[ ?\]\1/u],
  ['x', /^[［【〔][ xXｘＸ✓]*[xXｘＸ✓][ \u3000]*[］】〕]/u],
  [' ', /^[［【〔][ \u3000]*[］】〕]/u],
  ['x', /^☑\uFE0F?(?=\s)/u],
  [' ', /^(?:☐|🔲|🔳|⬜|□|◻)\uFE0F?(?=\s)/u],
];
const DONE_EMOJI = /^(?:✅|✔|✓|:white_check_mark:|:heavy_check_mark:)\uFE0F?\s+/u;

/**
 * Mends what is safe to mend: look-alikes become boxes, blanks that are no spaces become spaces. Not one other byte
 * changes, and no line that was a task before.
 *
 * @param text The plan.
 * @param options What else to mend.
 * @returns The mended text, and which lines changed.
 */
export function fixPlan(text: string, { bullets = false }: FixOptions = {}): Fixed {
  const reading = parseWithSource(text);
  const splices = [...lookAlikeSplices(reading), ...(bullets ? bulletSplices(reading) : [])];
  const lines = splices.map(({ start }) => lineAt(reading.source, start - reading.source.shift));
  return { text: applySplices(text, splices), lines: [...new Set(lines)].sort((a, b) => a - b) };
}

function lookAlikeSplices({ plan, source }: ParsedPlan): Splice[] {
  const lines = new Set(plan.lookAlikes.map(({ line }) => line));
  return [...lines].flatMap((line) => {
    const written = lineText(source, line);
    const mended = asBox(written);
    if (mended === null || mended.text === written.slice(0, mended.length)) return [];
    const start = (source.lineStarts[line - 1] ?? 0) + source.shift;
    return [{ start, end: start + mended.length, text: mended.text }];
  });
}

/** The beginning of a line with its box as GitHub reads it, and how much of the line it stands for. */
function asBox(line: string): { readonly text: string; readonly length: number } | null {
  const before = BEFORE.exec(line);
  const [head = '', margin = '', bullet = '-', gap = ''] = before ?? [];
  const rest = line.slice(head.length);
  for (const [state, form] of BOXES) {
    const box = form.exec(rest)?.[0];
    if (box === undefined || /^[([]/u.test(rest.slice(box.length))) continue;
    const behind = new RegExp(`^(?:[ \\t]|${ODD_BLANK})*`, 'u').exec(rest.slice(box.length))?.[0] ?? '';
    if (rest.length === box.length + behind.length) return null;
    const space = /^[ \t]+$/u.test(gap) ? gap : ' ';
    return {
      text: `${margin}${bullet}${space}[${state}] `,
      length: head.length + box.length + behind.length,
    };
  }
  return null;
}

/** Plain bullets of phases that hold no tasks. */
function bulletSplices({ plan, source, outline, bullets }: ParsedPlan): Splice[] {
  const phases = new Set(plan.problems.flatMap(({ code, line }) => (code === 'plain-bullets' ? [line] : [])));
  const items = [...everySection(outline.root)]
    .filter(({ line }) => phases.has(line))
    .flatMap((phase) => [...everySection(phase)])
    .filter((section) => bullets.has(section))
    .flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'list' ? block.children : [])));
  return items.flatMap((item) => bulletSplice(source.body, item, source.shift));
}

/** A bullet with a box behind it; `Status: done` and `**Goal**: ...` say something of the phase and are left alone. */
function bulletSplice(body: string, item: ListItem, shift: number): Splice[] {
  const start = startOf(item);
  const line = /^[^\r\n]*/u.exec(body.slice(start))?.[0] ?? '';
  const bullet = /^(?:[-*+]|\d{1,9}[.)])[ \t]+/u.exec(line)?.[0] ?? '';
  const words = line.slice(bullet.length);
  if (bullet === '' || words === '' || /^\[|^[☐☑☒🔲🔳⬜□◻]/u.test(words)) return [];
  if (readMetadata(words).length > 0 || /^[*_]{2}[^*_]{1,30}(?:[:：][*_]{2}|[*_]{2}[:：])/u.test(words))
    return [];
  const emoji = DONE_EMOJI.exec(words)?.[0] ?? '';
  const at = start + bullet.length + shift;
  return [{ start: at, end: at + emoji.length, text: emoji === '' ? '[ ] ' : '[x] ' }];
}
