/** A plan's text as blocks of lines that know which task they are: what mutations move about. */
import { parsePlan } from '../../../src/plan/parse.ts';
import type { Joins, Place, Plan, Task } from '../../../src/plan/types.ts';
import { allTasks } from '../../../src/plan/walk.ts';

/** Lines that stay together: a task with its details, a heading, or anything else. */
export interface Block {
  readonly kind: 'checkbox' | 'row' | 'task-heading' | 'heading' | 'other';
  /** The true identities of a task: none for what is new, two where two tasks were merged. */
  readonly ids: readonly number[];
  /** The first line is `before + id + text + after`. */
  readonly before: string;
  readonly id: string;
  readonly text: string;
  readonly after: string;
  readonly rest: readonly string[];
}

const ID = /^(?:\*\*)?(?:[A-Z]{1,5}-?\d+(?:[.-]\d+)*|\d+(?:\.\d+)*)(?:\*\*)?[.:)]?\s+(?=\S)/;
const LISTED = /^\s*(?:[-*+]|\d+[.)])\s/;

export function isTask(block: Block): boolean {
  return block.kind === 'checkbox' || block.kind === 'row' || block.kind === 'task-heading';
}

interface Cut {
  readonly blocks: readonly Block[];
  readonly plan: Plan;
}

const known = new Map<string, Cut>();

/** Cuts a plan into blocks; each task gets its place among the tasks as its true identity. Once for each text. */
export function blocksOf(text: string): Cut {
  const cut = known.get(text) ?? cutUp(text);
  known.set(text, cut);
  return cut;
}

/** A todo of the front matter is moved about by no mutation. */
function kindOf(kind: Place['kind']): Block['kind'] {
  if (kind === 'heading') return 'task-heading';
  return kind === 'todo' ? 'other' : kind;
}

function cutUp(text: string): Cut {
  const plan = parsePlan(text);
  const places = new Map<number, { identity: number; end: number; start: number; kind: Block['kind'] }>();
  for (const [identity, { task }] of allTasks(plan).entries()) {
    for (const { kind, line, text: span } of task.places)
      places.set(line, { identity, kind: kindOf(kind), ...span });
  }
  const headings = new Set([...plan.phases, ...plan.groups].map(({ line }) => line));
  const blocks: Block[] = [];
  let offset = 0;
  for (const [index, raw] of text.split('\n').entries()) {
    const place = places.get(index + 1);
    const last = blocks.at(-1);
    if (place !== undefined) {
      const line = raw.replace(/\r$/, '');
      const [start, end] = [place.start - offset, Math.min(place.end - offset, line.length)];
      const whole = raw.slice(start, end).replace(/\s*\(?\[?#\d+.*$/, '');
      const id = ID.exec(whole)?.[0] ?? '';
      blocks.push({
        kind: place.kind,
        ids: [place.identity],
        before: raw.slice(0, start),
        id,
        text: whole.slice(id.length),
        after: raw.slice(start + whole.length),
        rest: [],
      });
    } else if (headings.has(index + 1)) {
      const [before = ''] = /^#+\s+/.exec(raw) ?? [];
      blocks.push({
        kind: 'heading',
        ids: [],
        before,
        id: '',
        text: raw.slice(before.length),
        after: '',
        rest: [],
      });
    } else if (last?.kind === 'checkbox' && /^\s+\S/.test(raw) && indentOf(raw) > indentOf(last.before)) {
      blocks[blocks.length - 1] = { ...last, rest: [...last.rest, raw] };
    } else blocks.push(otherBlock(raw));
    offset += raw.length + 1;
  }
  return { blocks, plan };
}

function otherBlock(raw: string): Block {
  return { kind: 'other', ids: [], before: raw, id: '', text: '', after: '', rest: [] };
}

export function indentOf(line: string): number {
  return /^\s*/.exec(line)?.[0].length ?? 0;
}

/** Prints the blocks, and parses what they make. */
export function printBlocks(
  blocks: readonly Block[],
  joins: Joins = { together: [], apart: [] },
): {
  text: string;
  identities: Map<Task, readonly number[]>;
} & {
  plan: Plan;
} {
  const lines: string[] = [];
  const idsAt = new Map<number, readonly number[]>();
  for (const { before, id, text, after, rest, ids, kind } of blocks) {
    lines.push(before + id + text + after, ...rest);
    if (ids.length > 0 && kind !== 'other' && kind !== 'heading') idsAt.set(lines.length - rest.length, ids);
  }
  const text = lines.join('\n');
  const plan = parsePlan(text, { joins });
  const identities = new Map<Task, readonly number[]>();
  for (const { task } of allTasks(plan)) {
    const ids = task.places.flatMap(({ line }) => (idsAt.has(line) ? [idsAt.get(line) ?? []] : []));
    if (ids.length > 0) identities.set(task, ids.flat());
  }
  return { text, plan, identities };
}

/** Runs of sibling tasks, each with what is nested in it: what can be moved without breaking a list or a table. */
export function siblingRuns(blocks: readonly Block[]): { start: number; end: number }[][] {
  const runs: { start: number; end: number }[][] = [];
  let run: { start: number; end: number }[] = [];
  const close = (): void => {
    if (run.length > 0) runs.push(run);
    run = [];
  };
  for (let at = 0; at < blocks.length; at += 1) {
    const block = blocks[at] as Block;
    const first = run[0] === undefined ? undefined : blocks[run[0].start];
    const isItem = block.kind === 'row' || (block.kind === 'checkbox' && LISTED.test(block.before));
    if (!isItem || (first !== undefined && first.kind !== block.kind)) close();
    if (!isItem) continue;
    let end = at + 1;
    if (block.kind === 'checkbox')
      while (blocks[end]?.kind === 'checkbox' && indentOf(blocks[end]?.before ?? '') > indentOf(block.before))
        end += 1;
    run.push({ start: at, end });
    at = end - 1;
  }
  close();
  return runs;
}
