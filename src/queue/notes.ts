/** Values by name that the queue in memory remembers; beyond a limit the oldest is forgotten. */

const MOST = 10_000;

/** What is remembered. */
export interface Notes {
  recall(name: string): unknown;
  /** Null forgets. */
  note(name: string, value: unknown): void;
}

/** Nothing noted yet. */
export function createNotes(most = MOST): Notes {
  const noted = new Map<string, unknown>();
  return {
    recall: (name) => noted.get(name) ?? null,
    note(name, value) {
      noted.delete(name);
      if (value !== null) noted.set(name, value);
      const [oldest] = noted.keys();
      if (noted.size > most && oldest !== undefined) noted.delete(oldest);
    },
  };
}
