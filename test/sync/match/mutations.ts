/** Mutations of plans that carry the true identity of every task through: what matching is measured with. */
import { indentOf, isTask, siblingRuns, type Block } from './mutant-plan.ts';
import {
  inventSibling,
  inventTask,
  pick,
  rewordHeavily,
  rewordLightly,
  shuffled,
  type Random,
  type Reworded,
} from './wording.ts';

type Mutation = (blocks: readonly Block[], random: Random) => Block[];

/** Every kind of mutation. Each changes a part of the plan, as one edit does; `regenerated` changes all of it. */
export const MUTATIONS = {
  'reworded lightly': rewording(0.25, rewordLightly),
  'reworded heavily': rewording(0.25, rewordHeavily),
  'all reworded lightly': rewording(1, rewordLightly),
  'moved in its phase': moving('same run'),
  'moved across phases': moving('any run'),
  'moved and reworded': (blocks, random) =>
    rewording(0.25, rewordLightly)(moving('any run')(blocks, random), random),
  reordered,
  'ids renumbered': renumbered,
  split,
  merged,
  'texts swapped': swapped,
  duplicated,
  'promoted or demoted': relevelledTasks,
  'phases renamed': headings((random, block) => ({ ...block, text: rewordHeavily(random, block.text).text })),
  'headings re-levelled': headings((_, block) => ({ ...block, before: `#${block.before}` })),
  'neighbours inserted': inserted,
  'neighbours removed': removed,
  replaced,
  regenerated,
  'several at once': several,
  'one place reworded': places((random, [one]) => [lightlyReworded(random, one)]),
  'one place cut': places(() => []),
  'words swapped between places': swappedPlaces,
  'both places reworded': places((random, [one, other]) => [
    lightlyReworded(random, one),
    lightlyReworded(random, other),
  ]),
} satisfies Record<string, Mutation>;

export type MutationKind = keyof typeof MUTATIONS;

/** What nobody would know again is neither missed nor mistaken: it has no true identity. */
function rewording(share: number, reword: (random: Random, text: string) => Reworded): Mutation {
  return (blocks, random) => {
    const chosen = new Set(chooseTasks(blocks, random, share).flatMap(({ ids }) => ids));
    const words = new Map<string, Reworded>();
    return blocks.map((block) => {
      if (!isTask(block) || !block.ids.some((id) => chosen.has(id))) return block;
      // The two places of one task are reworded alike.
      const key = `${block.ids.join()} ${block.text}`;
      const now = words.get(key) ?? reword(random, block.text);
      words.set(key, now);
      return { ...block, text: now.text, ids: now.isRecognisable ? block.ids : [] };
    });
  };
}

/** Changes one place, or both, of some tasks that stand in two: what is not given back is cut. */
function places(change: (random: Random, pair: readonly [Block, Block]) => readonly Block[]): Mutation {
  return (blocks, random) => {
    const next = new Map<Block, readonly Block[]>();
    for (const first of blocks.filter(isTask)) {
      const other = blocks.find((one) => one !== first && isTask(one) && one.ids.join() === first.ids.join());
      if (other === undefined || next.has(first) || next.has(other) || random() < 0.4) continue;
      const pair = random() < 0.5 ? ([first, other] as const) : ([other, first] as const);
      const [one, ...more] = change(random, pair);
      next.set(pair[0], one === undefined ? [] : [one]);
      if (more.length > 0) next.set(pair[1], more);
    }
    return blocks.flatMap((block) => next.get(block) ?? [block]);
  };
}

/** Of two places one still tells what the task is, whatever becomes of the other. */
function lightlyReworded(random: Random, block: Block): Block {
  return { ...block, text: rewordLightly(random, block.text).text };
}

function chooseTasks(blocks: readonly Block[], random: Random, share: number): Block[] {
  const tasks = blocks.filter(isTask);
  return shuffled(random, tasks).slice(0, Math.max(1, Math.round(tasks.length * share)));
}

type Range = { readonly start: number; readonly end: number };

/** Cuts ranges out of the plan and puts them before others. */
function relocated(blocks: readonly Block[], moves: ReadonlyMap<Range, Range>): Block[] {
  const leaving = new Set([...moves.keys()].flatMap(({ start, end }) => blocks.slice(start, end)));
  const arriving = new Map<Block | undefined, Block[]>();
  for (const [from, to] of moves) {
    const target = blocks[to.start];
    const shift = indentOf(target?.before ?? '') - indentOf(blocks[from.start]?.before ?? '');
    const moved = blocks.slice(from.start, from.end).map((block) => indented(block, shift));
    arriving.set(target, [...(arriving.get(target) ?? []), ...moved]);
  }
  return blocks.flatMap((block) => [...(arriving.get(block) ?? []), ...(leaving.has(block) ? [] : [block])]);
}

function indented(block: Block, shift: number): Block {
  const move = (line: string): string =>
    shift >= 0 ? ' '.repeat(shift) + line : line.slice(Math.min(-shift, indentOf(line)));
  return { ...block, before: move(block.before), rest: block.rest.map(move) };
}

function moving(where: 'same run' | 'any run'): Mutation {
  return (blocks, random) => {
    const runs = siblingRuns(blocks);
    const items = runs.flatMap((run) => run.map((item) => ({ item, run })));
    const moves = new Map<Range, Range>();
    const still = new Set<Range>();
    for (const { item, run } of shuffled(random, items).slice(0, Math.ceil(items.length * 0.15))) {
      const kind = blocks[item.start]?.kind;
      const fitting =
        where === 'same run'
          ? [run]
          : runs.filter(
              (one) => one !== run && blocks[one[0]?.start ?? 0]?.kind === kind && kind === 'checkbox',
            );
      const targets = fitting.flat().filter((one) => one !== item && !moves.has(one));
      if (targets.length === 0 || still.has(item)) continue;
      const target = pick(random, targets);
      still.add(target);
      moves.set(item, target);
    }
    return relocated(blocks, moves);
  };
}

function reordered(blocks: readonly Block[], random: Random): Block[] {
  const order = new Map<number, Range>();
  for (const run of siblingRuns(blocks)) {
    const mixed = shuffled(random, run);
    for (const [index, item] of run.entries()) order.set(item.start, mixed[index] ?? item);
  }
  const result: Block[] = [];
  const inRun = new Set(
    siblingRuns(blocks).flatMap((run) => run.flatMap(({ start, end }) => blocks.slice(start, end))),
  );
  for (const [index, block] of blocks.entries()) {
    const now = order.get(index);
    if (now !== undefined) result.push(...blocks.slice(now.start, now.end));
    else if (!inRun.has(block)) result.push(block);
  }
  return result;
}

/** Inserts some new tasks, and renumbers every id behind them. */
function renumbered(blocks: readonly Block[], random: Random): Block[] {
  const from = Math.floor(random() * blocks.length * 0.6);
  const by = 1 + Math.floor(random() * 3);
  return inserted(blocks, random, 0.03).map((block, index) =>
    index < from ? block : { ...block, id: countedOn(block.id, by) },
  );
}

function countedOn(id: string, by: number): string {
  return id.replace(/(\d+)(?=\D*$)/, (digits) => String(Number(digits) + by).padStart(digits.length, '0'));
}

function split(blocks: readonly Block[], random: Random): Block[] {
  const chosen = new Set(chooseTasks(blocks, random, 0.12));
  return blocks.flatMap((block) => {
    const words = block.text.split(' ');
    if (!chosen.has(block) || words.length < 4) return [block];
    const joint = words.findIndex(
      (word, index) => index > 1 && index < words.length - 1 && /^(and|with|for|to)$/.test(word),
    );
    const at = joint === -1 ? Math.ceil(words.length / 2) : joint;
    const second = words.slice(joint === -1 ? at : at + 1).join(' ');
    return [
      { ...block, text: words.slice(0, at).join(' '), rest: [] },
      {
        ...block,
        text: `${pick(random, ['Add', 'Also', 'Finish', ''])} ${second}`.trim(),
        id: countedOn(block.id, 500),
      },
    ];
  });
}

function merged(blocks: readonly Block[], random: Random): Block[] {
  const result: Block[] = [];
  for (const block of blocks) {
    const last = result.at(-1);
    const fits = last !== undefined && isTask(last) && last.kind === block.kind && last.rest.length === 0;
    if (!fits || last.ids.length > 1 || indentOf(last.before) !== indentOf(block.before) || random() > 0.12)
      result.push(block);
    else
      result[result.length - 1] = {
        ...last,
        ids: [...last.ids, ...block.ids],
        text: `${last.text} and ${block.text}`,
      };
  }
  return result;
}

/** Two tasks change places, but their ids stay where they were. */
function swapped(blocks: readonly Block[], random: Random): Block[] {
  const result = [...blocks];
  for (const run of siblingRuns(blocks)) {
    if (run.length < 2 || random() < 0.5) continue;
    const [one, other] = shuffled(random, run).map(({ start }) => start);
    const [a, b] = [blocks[one ?? 0], blocks[other ?? 0]];
    if (a === undefined || b === undefined) continue;
    result[one ?? 0] = { ...a, text: b.text, ids: b.ids };
    result[other ?? 0] = { ...b, text: a.text, ids: a.ids };
  }
  return result;
}

/** Where two tasks have a box and a row each, their boxes change words, and the rows stay as they are. */
function swappedPlaces(blocks: readonly Block[], random: Random): Block[] {
  const rows = new Set(blocks.flatMap(({ kind, ids }) => (kind === 'row' ? [ids.join()] : [])));
  const boxes = blocks.flatMap(({ kind, ids }, at) =>
    kind === 'checkbox' && rows.has(ids.join()) ? [at] : [],
  );
  const mixed = shuffled(random, boxes);
  const result = [...blocks];
  for (let turn = 0; turn + 1 < mixed.length; turn += 2) {
    const [one, other] = [mixed[turn] ?? 0, mixed[turn + 1] ?? 0];
    const [a, b] = [result[one], result[other]];
    if (a === undefined || b === undefined) continue;
    result[one] = { ...a, id: b.id, text: b.text, ids: b.ids };
    result[other] = { ...b, id: a.id, text: a.text, ids: a.ids };
  }
  return result;
}

function duplicated(blocks: readonly Block[], random: Random): Block[] {
  const chosen = new Set(chooseTasks(blocks, random, 0.1));
  return blocks.flatMap((block) => (chosen.has(block) ? [block, { ...block, rest: [] }] : [block]));
}

/** A sub-task becomes a task of its own, a task becomes the sub-task of the one before it. */
function relevelledTasks(blocks: readonly Block[], random: Random): Block[] {
  return blocks.map((block, index) => {
    const [before, next] = [blocks[index - 1], blocks[index + 1]];
    if (block.kind !== 'checkbox' || before?.kind !== 'checkbox' || random() > 0.25) return block;
    const indent = indentOf(block.before);
    if (indent > indentOf(before.before)) return indented(block, -indent);
    const isLeaf = next === undefined || !isTask(next) || indentOf(next.before) <= indent;
    return isLeaf && indent === indentOf(before.before) ? indented(block, 2) : block;
  });
}

function headings(change: (random: Random, block: Block) => Block): Mutation {
  return (blocks, random) =>
    blocks.map((block) => (block.kind === 'heading' ? change(random, block) : block));
}

let newest = 0;

/** A new task has an identity of its own, which no task of the base has. */
function fresh(like: Block, text: string): Block {
  newest -= 1;
  return { ...like, ids: [newest], text, rest: [], after: like.kind === 'row' ? like.after : '' };
}

function invented(random: Random, like: Block): Block {
  return fresh(like, random() < 0.5 ? inventTask(random) : inventSibling(random, like.text));
}

function inserted(blocks: readonly Block[], random: Random, share = 0.2): Block[] {
  const chosen = new Set(chooseTasks(blocks, random, share));
  return blocks.flatMap((block) => {
    if (!chosen.has(block) || block.kind === 'task-heading') return [block];
    const added = invented(random, block);
    return random() < 0.5
      ? [
          { ...added, id: block.id },
          { ...block, id: countedOn(block.id, 1) },
        ]
      : [block, { ...added, id: countedOn(block.id, 300) }];
  });
}

function removed(blocks: readonly Block[], random: Random, share = 0.2): Block[] {
  const gone = new Set(chooseTasks(blocks, random, share).flatMap(({ ids }) => ids));
  return blocks.filter((block) => !isTask(block) || !block.ids.every((id) => gone.has(id)));
}

/** Replaces a task by another piece of work, worded like its neighbour. */
function replaced(blocks: readonly Block[], random: Random): Block[] {
  const chosen = new Set(chooseTasks(blocks, random, 0.15).flatMap(({ ids }) => ids));
  let neighbour = '';
  return blocks.map((block) => {
    if (!isTask(block)) return block;
    const like = neighbour;
    neighbour = block.text;
    if (!block.ids.some((id) => chosen.has(id))) return block;
    return fresh(block, like === '' || random() < 0.5 ? inventTask(random) : inventSibling(random, like));
  });
}

/** Writes the whole plan anew: half the words and all ids changed, some tasks cut, some new, phases retitled. */
function regenerated(blocks: readonly Block[], random: Random): Block[] {
  const kept = inserted(removed(blocks, random, 0.07), random, 0.07);
  const reworded = rewording(1, rewordHeavily)(kept, random);
  const renamed = reworded.map((block) =>
    block.kind === 'heading' && random() < 0.5
      ? { ...block, text: rewordHeavily(random, block.text).text }
      : block,
  );
  const counts = new Map<string, number>();
  return renamed.map((block) => {
    const group = block.id.replace(/\d+(?=\D*$)/, '');
    counts.set(group, (counts.get(group) ?? 0) + 1);
    return {
      ...block,
      id: block.id.replace(/(\d+)(?=\D*$)/, (digits) =>
        String(counts.get(group)).padStart(digits.length, '0'),
      ),
    };
  });
}

function several(blocks: readonly Block[], random: Random): Block[] {
  const kinds: MutationKind[] = [
    'reworded lightly',
    'moved in its phase',
    'moved across phases',
    'ids renumbered',
    'split',
    'merged',
    'duplicated',
    'promoted or demoted',
    'phases renamed',
    'neighbours inserted',
    'neighbours removed',
    'replaced',
  ];
  let result = [...blocks];
  for (const kind of shuffled(random, kinds).slice(0, 3)) result = MUTATIONS[kind](result, random);
  return result;
}
