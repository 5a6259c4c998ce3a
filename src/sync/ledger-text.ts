/** How the first line of a tracking issue writes down what it remembers. */
import type { Entry, Ledger, Retire } from './types.ts';

/** Entries as `12:5,14:0,15:-`, by line. */
export function printEntries(entries: Ledger['entries']): string {
  return [...entries]
    .sort(([a], [b]) => a - b)
    .map(([line, entry]) => `${line}:${printEntry(entry)}`)
    .join(',');
}

function printEntry(entry: Entry): string {
  switch (entry.kind) {
    case 'issue':
      return String(entry.number);
    case 'gone':
      return '0';
    case 'none':
      return '-';
  }
}

/** Reads what {@link printEntries} printed; what it does not know is passed by. */
export function parseEntries(text: string): Map<number, Entry> {
  const entries = new Map<number, Entry>();
  for (const pair of text.split(',')) {
    const match = /^(\d+):(\d+|-)$/.exec(pair);
    if (match === null) continue;
    const value = match[2] ?? '-';
    const entry: Entry =
      value === '-'
        ? { kind: 'none' }
        : value === '0'
          ? { kind: 'gone' }
          : { kind: 'issue', number: Number(value) };
    entries.set(Number(match[1]), entry);
  }
  return entries;
}

/** `asked`, `back`, or the blob at which a plan was retired. */
export function printRetire(retire: Retire): string {
  return retire.kind === 'over' ? retire.blob : retire.kind;
}

/** Reads what {@link printRetire} printed. */
export function parseRetire(text: string): Retire {
  return text === 'asked' || text === 'back' ? { kind: text } : { kind: 'over', blob: text };
}

/** What of a plan's memory every next one has, too. */
export function lastingIn(ledger: Ledger | null): Pick<Ledger, 'prefix' | 'unlabelled'> {
  return {
    ...(ledger?.prefix === undefined ? {} : { prefix: ledger.prefix }),
    ...(ledger?.unlabelled === undefined ? {} : { unlabelled: true }),
  };
}
