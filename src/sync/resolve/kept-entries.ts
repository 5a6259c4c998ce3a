/** Entries whose line in the base is no task under today's rules, by config or by a newer parser: kept, and left alone. */
import type { Plan, Problem } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { sameText } from '../state/ids.ts';
import { issuesIn, type Base } from '../state/known.ts';
import type { Entry, NextEntry } from '../types.ts';
import { problems } from '../render/words.ts';

/** What carries entries from the lines of the base to those of now. */
export interface KeptEntriesInput {
  readonly base: Base | null;
  readonly plan: Plan;
  readonly file: { readonly blob: string; readonly text: string };
}

/** The entries, where their lines stand now. */
export function keptEntries({ base, plan, file }: KeptEntriesInput): NextEntry[] {
  if (base === null) return [];
  const tasks = allTasks(base.plan).map(({ task }) => task);
  const known = new Set([...tasks, ...base.plan.lookAlikes].map(({ line }) => line));
  const kept = [...base.entries].filter(([line]) => !known.has(line));
  if (kept.length === 0) return [];
  if (file.blob === base.blob) return kept.map(([line, entry]): NextEntry => ({ line, entry }));
  const taken = new Set(allTasks(plan).map(({ task }) => task.line));
  return carried(kept, base.text.split(/\r?\n/), file.text.split(/\r?\n/)).filter(
    ({ line }) => !taken.has(line),
  );
}

/** A Problem that names the issues of kept entries. */
export function leftAlone(kept: readonly NextEntry[]): Problem[] {
  const issues = issuesIn(kept.map(({ entry }) => entry));
  return issues.length === 0 ? [] : [problems.leftAlone(issues)];
}

/** Entries carried along with their lines. A line is known by its words: ticks, strikes and links come and go. */
function carried(
  kept: readonly (readonly [number, Entry])[],
  before: readonly string[],
  after: readonly string[],
): NextEntry[] {
  const [olds, news] = [linesByWords(before), linesByWords(after)];
  return kept.flatMap(([line, entry]) => {
    const text = words(before[line - 1] ?? '');
    const nth = olds.get(text)?.indexOf(line) ?? -1;
    const place = news.get(text)?.[nth];
    return place === undefined ? [] : [{ line: place, entry }];
  });
}

/** Which lines have the same words, in their order. */
function linesByWords(lines: readonly string[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const text = words(line);
    const same = found.get(text);
    if (same === undefined) found.set(text, [index + 1]);
    else same.push(index + 1);
  }
  return found;
}

const MARKS = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(?:\[.\]\s+)?/u;
/** Leaves the spaces before the link out: matching them takes time that grows with their square. {@link sameText} trims them. */
const LINK = /\(\[#\d+\]\([^()\s]*\)\)\s*$/u;

function words(line: string): string {
  return sameText(line.replace(MARKS, '').replace(LINK, '').replaceAll('~~', ''));
}
