/**
 * What matching 1,990 tasks with 1,990 others costs, none of them alike: `npx tsx --conditions=planwright-source bench/match.ts`.
 * Prints seconds of processor, and how many times that is what parsing both texts costs in the same run.
 * Goal (DESIGN 6): at most 1 s.
 */
import { parsePlan } from '../src/plan/parse.ts';
import { matchTasks } from '../src/sync/match/match.ts';

const TASKS = 1_990;
let state = 7;

function oneOf<T>(values: readonly T[]): T {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  const value = values[Math.floor((state / 2 ** 32) * values.length)];
  if (value === undefined) throw new Error('Expected a value to choose.');
  return value;
}

const some = (length: number, of: () => string, between: string): string =>
  Array.from({ length }, of).join(between);
const HAN = Array.from({ length: 500 }, (_, index) => String.fromCodePoint(0x4e00 + index));
const WORDS = Array.from({ length: 300 }, (_, index) => `word${index}`);
const TITLES: Readonly<Record<string, () => string>> = {
  'twenty Han characters': () => some(20, () => oneOf(HAN), ''),
  'forty single letters': () => some(40, () => oneOf([...'abcdefghij']), ' '),
  'twelve common words': () => some(12, () => oneOf(WORDS.slice(0, 30)), ' '),
  'sixty words': () => some(60, () => oneOf(WORDS), ' '),
};

function secondsOf<T>(work: () => T): { readonly seconds: number; readonly result: T } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, result };
}

for (const [name, title] of Object.entries(TITLES)) {
  const text = (): string => `# Plan\n\n## Phase 1: Begin\n${some(TASKS, () => `- [ ] ${title()}`, '\n')}\n`;
  const [before, after] = [text(), text()];
  const parsing = secondsOf(() => [parsePlan(before), parsePlan(after)] as const);
  const matching = secondsOf(() => matchTasks(...parsing.result, new Map()));
  const ratio = matching.seconds / parsing.seconds;
  console.log(`${name}: ${matching.seconds.toFixed(2)} s, ${ratio.toFixed(2)} times the parsing`);
}
