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

/** What becomes of such entries. */
export interface KeptEntries {
  /** Where their lines stand now. */
  readonly entries: readonly NextEntry[];
  /** Issues of those whose line is gone, or is a task now: no entry holds them any more. */
  readonly released: ReadonlySet<number>;
}

const NOTHING_KEPT: KeptEntries = { entries: [], released: new Set() };

/** Carries the entries to where their lines stand now. */
export function keptEntries({ base, plan, file }: KeptEntriesInput): KeptEntries {
  if (base === null) return NOTHING_KEPT;
  const tasks = allTasks(base.plan).map(({ task }) => task);
  const known = new Set([...tasks, ...base.plan.lookAlikes].map(({ line }) => line));
  const kept = [...base.entries].filter(([line]) => !known.has(line));
  if (kept.length === 0) return NOTHING_KEPT;
  const taken = new Set(allTasks(plan).flatMap(({ task }) => task.places.map(({ line }) => line)));
  const entries = (
    file.blob === base.blob
      ? kept.map(([line, entry]): NextEntry => ({ line, entry }))
      : carried(kept, base.text.split(/\r?\n/), file.text.split(/\r?\n/))
  ).filter(({ line }) => !taken.has(line));
  const released = new Set(issuesIn(kept.map(([, entry]) => entry)));
  for (const number of issuesIn(entries.map(({ entry }) => entry))) released.delete(number);
  return { entries, released };
}

/** A Problem that names the issues of kept entries. */
export function leftAlone({ entries }: KeptEntries): Problem[] {
  const issues = issuesIn(entries.map(({ entry }) => entry));
  return issues.length === 0 ? [] : [problems.leftAlone(issues)];
}

/**
 * Entries carried along with their lines. A line is known by its words: ticks, strikes and links come and go. Where those are
 * gone the line is known by its link.
 */
function carried(
  kept: readonly (readonly [number, Entry])[],
  before: readonly string[],
  after: readonly string[],
): NextEntry[] {
  const [olds, news] = [linesByWords(before), linesByWords(after)];
  const linked = linesByLink(after);
  const byWords = new Map(
    kept.flatMap(([line, entry]) => {
      const text = words(before[line - 1] ?? '');
      const place = news.get(text)?.[olds.get(text)?.indexOf(line) ?? -1];
      return place === undefined ? [] : [[entry, place] as const];
    }),
  );
  const taken = new Set(byWords.values());
  return kept.flatMap(([, entry]) => {
    const link = entry.kind === 'issue' ? linked.get(entry.number) : undefined;
    const line = byWords.get(entry) ?? (link === undefined || taken.has(link) ? undefined : link);
    return line === undefined ? [] : [{ line, entry }];
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

function linesByLink(lines: readonly string[]): ReadonlyMap<number, number> {
  return new Map(
    lines.flatMap((line, index) => {
      const number = LINK.exec(line)?.[1];
      return number === undefined ? [] : [[Number(number), index + 1] as const];
    }),
  );
}

const MARKS = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(?:\[.\]\s+)?/u;
/** Leaves the spaces before the link out: matching them takes time that grows with their square. {@link sameText} trims them. */
const LINK = /\(\[#(\d+)\]\([^()\s]*\)\)\s*$/u;

function words(line: string): string {
  return sameText(line.replace(MARKS, '').replace(LINK, '').replaceAll('~~', ''));
}
