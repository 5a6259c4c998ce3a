/**
 * Measures parsePlan (without lint) against bare remark + remark-gfm on the same texts in the same run, in turns.
 * `npx tsx bench/parse.ts [folder of Markdown files]`; without a folder, `../shared/corpus/files` if it is there.
 * Exits with 1 if a limit is broken: 1.15 times over the folder, 1.3 times on each hostile text, 50 ms to refuse depth.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { parsePlan } from '../src/plan/parse.ts';

const FOLDER = process.argv[2] ?? '../shared/corpus/files';
const bare = remark().use(remarkGfm).freeze();

/**
 * Best times of both for each text, taken in turns and added up; time of the processor, so that a busy machine and the
 * garbage of another text count as little as can be.
 */
function compare(name: string, texts: readonly string[], rounds: number, limit: number): void {
  let bareMs = 0;
  let planMs = 0;
  for (const text of texts) {
    const best = { bare: Infinity, plan: Infinity };
    for (let round = 0; round < rounds; round += 1) {
      best.bare = Math.min(
        best.bare,
        timeOf(() => bare.parse(text)),
      );
      best.plan = Math.min(
        best.plan,
        timeOf(() => parsePlan(text)),
      );
    }
    bareMs += best.bare;
    planMs += best.plan;
  }
  const ratio = planMs / bareMs;
  if (ratio > limit) process.exitCode = 1;
  const times = `remark ${bareMs.toFixed(0).padStart(6)} ms  parsePlan ${planMs.toFixed(0).padStart(6)} ms`;
  print(`${name.padEnd(22)} ${times}  ${ratio.toFixed(2)} times (at most ${String(limit)})`);
}

function refuse(name: string, text: string): void {
  const ms = timeOf(() => parsePlan(text));
  if (ms > 50) process.exitCode = 1;
  print(`${name.padEnd(22)} refused in ${ms.toFixed(1)} ms (at most 50)`);
}

function timeOf(work: () => void): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user / 1000;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

compare('warm-up', ['# A\n\n- [ ] b\n\n| Task | Priority |\n|---|---|\n| c | High |\n'.repeat(200)], 3, 9);
refuse('quotes, 6,000 deep', `${'>'.repeat(6000)} a\n`);
refuse('quotes, 1 MB deep', '>'.repeat(1_000_000));
refuse('lists, 6,000 deep', `${'- '.repeat(6000)}a\n`);
refuse('lists by indent', Array.from({ length: 1000 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n'));
if (existsSync(FOLDER)) {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.md'));
  const texts = files.map((file) => readFileSync(`${FOLDER}/${file}`, 'utf8'));
  compare(`${String(texts.length)} files`, texts, 5, 1.15);
}
const row = '| Build it well, and then some more | High | Todo |\n';
compare('100,000 [', ['['.repeat(100_000)], 2, 1.3);
compare('one line of 1 MB', ['word '.repeat(200_000)], 2, 1.3);
compare('one task of 1 MB', [`- [ ] ${'word '.repeat(199_998)}`], 2, 1.3);
compare('20,000-row table', [`| Task | Priority | Status |\n|---|---|---|\n${row.repeat(20_000)}`], 1, 1.3);
compare('100,000 list items', ['- [ ] a\n'.repeat(100_000)], 1, 1.3);
