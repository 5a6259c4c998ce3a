/**
 * Holds the boxes that Planwright accounts for against those that GitHub's own parser shows: `npx tsx
 * --conditions=planwright-source tools/box-accounting.ts FOLDER...` reads every Markdown file of the folders, and `--fuzz=N`
 * texts made by chance of what parsers of Markdown may read differently. Needs cmark-gfm (Debian: `apt-get install cmark-gfm`).
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parsePlan } from '../src/plan/parse.ts';
import { readSource } from '../src/plan/text/source.ts';
import type { Task } from '../src/plan/types.ts';
import { randomFrom } from './fuzz-mutations.ts';
import type { Random } from './fuzz-mutations.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { fuzz: { type: 'string', default: '0' }, seed: { type: 'string', default: '1' } },
});

/** What cmark-gfm and micromark may take for different blocks, and what stands around it. */
const LINES = [
  '- [ ] one',
  '  - [x] two',
  '* [ ] three',
  '1. [X] four',
  '2) [ ] five',
  '> - [ ] six',
  '   - [ ] seven',
  '    - [ ] eight',
  '\t- [ ] nine',
  '- [ ]',
  '  ten',
  '- [ ]\televen',
  '-   [ ] twelve',
  '-     [ ] thirteen',
  '- - [ ] fourteen',
  '- [ ] [ ] fifteen',
  '- [ ] ```',
  '- [ ] # sixteen',
  '- [ ] > seventeen',
  '- [ ] | a | b |',
  '| --- | --- |',
  'text',
  '  text',
  '',
  '<card>',
  '</card>',
  '<div>',
  '<!-- a',
  'b -->',
  '<?php',
  '```',
  '~~~',
  '---',
  '***',
  '===',
  '# heading',
  '[^1]: note',
  '[a]: /b',
  '14. text',
  '\u000B',
];
const BOX = /\[[ xX]\](?=\s|$)/u;
/** An item whose words begin with a box. */
const ITEM =
  /<item sourcepos="(\d+):[^>]*>\s*<(?:paragraph|heading)[^>]*>\s*<text[^>]*>\[[ xX]\](?:[ \t][^<]*)?<\/text>\s*(<softbreak)?/gu;
const MOST_LINES = 7;
const MOST_SHOWN = 30;

const differing: string[] = [];
let texts = 0;
let boxes = 0;
for (const folder of positionals)
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
    if (/\.(?:md|markdown)$/u.test(name)) compare(readFileSync(join(folder, name), 'utf8'), name);
for (let seed = Number(values.seed); seed < Number(values.seed) + Number(values.fuzz); seed += 1) {
  const text = textOf(randomFrom(seed));
  compare(text, `seed ${String(seed)} ${JSON.stringify(text)}`);
}
console.log(`${String(texts)} texts, ${String(boxes)} boxes, ${String(differing.length)} texts differ`);
for (const one of differing.slice(0, MOST_SHOWN)) console.log(one);
process.exitCode = differing.length > 0 ? 1 : 0;

function textOf(random: Random): string {
  const count = 2 + Math.floor(random() * (MOST_LINES - 1));
  return `${Array.from({ length: count }, () => LINES[Math.floor(random() * LINES.length)] ?? '').join('\n')}\n`;
}

function compare(text: string, name: string): void {
  const shown = boxesOnGitHub(text);
  const read = accountedFor(text);
  texts += 1;
  boxes += shown.size;
  const missed = [...shown].filter((line) => !read.has(line));
  const lines = text.split(/\r\n|\r|\n/u);
  // `[-]` and Kiro's `[ ]*` are open tasks, said; a todo that names a phase is left out with a reason.
  const invented = [...read].filter((line) => !shown.has(line) && BOX.test(lines[line - 1] ?? ''));
  if (missed.length + invented.length > 0)
    differing.push(
      `${name}: missed ${missed.join(', ') || 'none'}; invented ${invented.join(', ') || 'none'}`,
    );
}

/**
 * Lines with a box by cmark-gfm: GitHub makes boxes of the list items that it renders, in quotes, too, which the
 * extension of cmark-gfm does not. Front matter is blanked out: GitHub shows it as a table.
 */
function boxesOnGitHub(text: string): ReadonlySet<number> {
  const input = readSource(text).markdown;
  const args = [
    '--sourcepos',
    '-t',
    'xml',
    '-e',
    'table',
    '-e',
    'strikethrough',
    '-e',
    'autolink',
    '-e',
    'footnotes',
  ];
  const { stdout, status, stderr } = spawnSync('cmark-gfm', args, {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`cmark-gfm: ${stderr}`);
  return new Set(Array.from(stdout.matchAll(ITEM), ([, line]) => Number(line)));
}

/** Lines that Planwright has a box on: tasks, steps, conditions, and what it left out with a reason. */
function accountedFor(text: string): ReadonlySet<number> {
  const { tasks, phases, groups, checklists, ignored } = parsePlan(text);
  const lines = new Set<number>(ignored.map(({ line }) => line));
  for (const { items } of checklists) for (const { line } of items) lines.add(line);
  const take = (all: readonly Task[]): void => {
    for (const { places, steps, subtasks } of all) {
      for (const { kind, line } of places) if (kind === 'checkbox') lines.add(line);
      for (const { line } of steps) lines.add(line);
      take(subtasks);
    }
  };
  take(tasks);
  for (const { tasks: own } of [...phases, ...groups]) take(own);
  return lines;
}
