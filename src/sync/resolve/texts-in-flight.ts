/**
 * Texts that a pass began to apply and was cut short in: what it had done by then is explained by them, since the base does
 * not know of it yet (DESIGN 4).
 */
import type { Plan, Task } from '../../plan/types.ts';
import { allTasks, type PlacedTask } from '../../plan/walk.ts';
import { matchTasks, type Match } from '../match/match.ts';
import { isMadeFrom, taskKeys } from '../state/ids.ts';
import type { TaskMarker } from '../state/markers.ts';
import type { ObservedIssue, TaskKey } from '../types.ts';

/** An issue with this plan's marker that no entry holds. */
export interface Loose {
  readonly issue: ObservedIssue;
  readonly marker: TaskMarker;
}

/** A text in flight, and how it and the text of now go together. */
export interface TextInFlight {
  readonly byKey: ReadonlyMap<TaskKey, PlacedTask>;
  readonly match: Match;
  /** Task of this text → task of the current text that continues it. */
  readonly heirs: ReadonlyMap<Task, Task>;
}

/** The task, in a text in flight, that an issue was made for. */
export interface Origin extends TextInFlight {
  readonly placed: PlacedTask;
}

/** Matches the texts in flight with the text of now, each in turn. */
export function matchInFlight(
  plan: Plan,
  inFlight: readonly Plan[],
  loose: readonly Loose[],
): readonly TextInFlight[] {
  return inFlight.map((text) => {
    const keys = taskKeys(text);
    const byKey = new Map(allTasks(text).map((placed) => [keys.get(placed.task) ?? '', placed]));
    const entries = new Map(
      loose.flatMap(({ issue: { number }, marker }) => {
        const made = byKey.get(marker.task);
        return made === undefined ? [] : [[made.task.line, { kind: 'issue', number } as const] as const];
      }),
    );
    const match = matchTasks(text, plan, entries);
    const heirs = new Map([...match.pairs].map(([now, old]) => [old, now]));
    return { byKey, match, heirs };
  });
}

/** The text in flight that an issue was made from; null if it was made from none of them. */
export function originOf(texts: readonly TextInFlight[], { marker }: Loose): Origin | null {
  const known = texts.flatMap((text): Origin[] => {
    const placed = text.byKey.get(marker.task);
    return placed === undefined ? [] : [{ ...text, placed }];
  });
  return known.find(({ placed }) => isMadeFrom(placed.task, marker)) ?? known[0] ?? null;
}

/** What a task of the current text was in the texts in flight. */
export function versionsInFlight(texts: readonly TextInFlight[], task: Task): readonly Task[] {
  return texts.flatMap(({ match }) => match.pairs.get(task) ?? []);
}
