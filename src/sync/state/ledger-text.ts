/** How the first line of a tracking issue writes down what it remembers. */
import { decode } from './marker-comment.ts';
import type { Joins } from '../../plan/types.ts';
import type { Known } from './known.ts';
import type {
  Entry,
  Ledger,
  NamedLine,
  Owed,
  OwedLink,
  PlanFile,
  PlanId,
  RecordedBase,
  Retire,
  TextLine,
} from '../types.ts';

/** The sha of the base, `lost`, or nothing. */
export function printBase(base: RecordedBase): string {
  if (base.kind === 'blob') return base.blob;
  return base.kind === 'lost' ? 'lost' : '';
}

/** Reads what {@link printBase} printed; what names no blob cannot be found. */
export function parseBase(text: string): RecordedBase {
  if (text === '') return { kind: 'unfinished' };
  return /^[0-9a-f]{40}$/.test(text) ? { kind: 'blob', blob: text } : { kind: 'lost' };
}

/** Entries as `12:5,14:0,15:-,16:7+,17:+`, by line; the plus stands where GitHub refused a write. */
export function printEntries(entries: Ledger['entries']): string {
  return [...entries]
    .sort(([a], [b]) => a - b)
    .map(([line, entry]) => `${line}:${printEntry(entry)}`)
    .join(',');
}

function printEntry(entry: Entry): string {
  switch (entry.kind) {
    case 'issue':
      return `${entry.number}${entry.unfinished === true ? '+' : ''}`;
    case 'owed':
      return '+';
    case 'gone':
      return '0';
    case 'none':
      return '-';
  }
}

/** Reads what {@link printEntries} printed; unknown forms are skipped. */
export function parseEntries(text: string): Map<number, Entry> {
  const entries = new Map<number, Entry>();
  for (const pair of text.split(',')) {
    const match = /^(\d+):(\d+\+?|-|\+)$/.exec(pair);
    if (match !== null) entries.set(Number(match[1]), parseEntry(match[2] ?? '-'));
  }
  return entries;
}

function parseEntry(value: string): Entry {
  if (value === '-') return { kind: 'none' };
  if (value === '+') return { kind: 'owed' };
  if (value === '0') return { kind: 'gone' };
  const number = Number.parseInt(value, 10);
  return { kind: 'issue', number, ...(value.endsWith('+') ? { unfinished: true } : {}) };
}

/** `30:12,41:12`: each line with the one whose words it follows. */
export function printSame(same: Joins['together']): string {
  return same.map(([leader, follower]) => `${follower}:${leader}`).join(',');
}

/** Reads what {@link printSame} printed; unknown forms are skipped. */
export function parseSame(text: string): Joins['together'] {
  return text.split(',').flatMap((pair): [number, number][] => {
    const match = /^(\d+):(\d+)$/.exec(pair);
    return match === null ? [] : [[Number(match[2]), Number(match[1])]];
  });
}

/** `31.0:12`: task, dependency, and the line of what it names. */
export function printNamed(named: readonly NamedLine[]): string {
  return named.map(({ line, index, target }) => `${line}.${index}:${target}`).join(',');
}

/** Reads what {@link printNamed} printed; unknown forms are skipped. */
export function parseNamed(text: string): NamedLine[] {
  return text.split(',').flatMap((item): NamedLine[] => {
    const match = /^(\d+)\.(\d+):(\d+)$/.exec(item);
    return match === null
      ? []
      : [{ line: Number(match[1]), index: Number(match[2]), target: Number(match[3]) }];
  });
}

/** `issue.12.<blob>.7,milestone.3.<blob>.4,add-sub-issue.12.5`, each in its order. */
export function printOwed({ issues, milestones, links }: Owed): string {
  const texts = (name: string, lines: ReadonlyMap<number, TextLine>): string[] =>
    [...lines]
      .sort(([a], [b]) => a - b)
      .map(([number, { blob, line }]) => [name, number, blob, line].join('.'));
  return [
    ...texts('issue', issues),
    ...texts('milestone', milestones),
    ...links.map(({ kind, issue, other }) => [kind, issue, other].join('.')).sort(),
  ].join(',');
}

const LINK_KINDS = [
  'add-sub-issue',
  'move-sub-issue',
  'remove-sub-issue',
  'add-blocked-by',
  'remove-blocked-by',
] as const;

/** Reads what {@link printOwed} printed; unknown forms are skipped. */
export function parseOwed(text: string): Owed {
  const issues = new Map<number, TextLine>();
  const milestones = new Map<number, TextLine>();
  const links: OwedLink[] = [];
  for (const item of text.split(',')) {
    const [name, number, ...rest] = item.split('.');
    const kind = LINK_KINDS.find((one) => one === name);
    const [value = '', line] = rest;
    if (kind !== undefined) links.push({ kind, issue: Number(number), other: Number(value) });
    if (name === 'issue') issues.set(Number(number), { blob: value, line: Number(line) });
    if (name === 'milestone') milestones.set(Number(number), { blob: value, line: Number(line) });
  }
  return { issues, milestones, links };
}

/** `asked`, `back`, or the blob at which a plan was retired. */
export function printRetire(retire: Retire): string {
  return retire.kind === 'over' ? retire.blob : retire.kind;
}

/**
 * Reads what {@link printRetire} printed.
 *
 * @param by Who asked, as the marker has it.
 */
export function parseRetire(text: string, by?: string): Retire {
  if (text === 'asked') return by === undefined ? { kind: text } : { kind: text, by: decode(by) };
  return text === 'back' ? { kind: text } : { kind: 'over', blob: text };
}

/** What a tracking issue remembers when it is made: whether there was a base once, and the text that is about to be applied. */
export function newLedger({
  id,
  label,
  file,
  prefix,
  known,
}: {
  readonly id: PlanId;
  readonly label: string;
  readonly file: Pick<PlanFile, 'path' | 'blob'>;
  readonly prefix: string | null;
  readonly known: Known;
}): Ledger {
  const base = { kind: known.kind === 'lost' ? known.kind : 'unfinished' } as const;
  const named = prefix === null ? {} : { prefix };
  const { path, blob } = file;
  return { plan: id, path, base, entries: new Map(), confirmed: null, inFlight: [blob], ...named, label };
}

/** The parts of a ledger that are kept whenever a new one is written. */
export function lastingIn({
  answered,
  prefix,
  label,
  unlabelled,
}: Ledger): Pick<Ledger, 'prefix' | 'label' | 'unlabelled' | 'answered'> {
  return {
    ...(answered === undefined ? {} : { answered }),
    ...(prefix === undefined ? {} : { prefix }),
    ...(label === undefined ? {} : { label }),
    ...(unlabelled === undefined ? {} : { unlabelled }),
  };
}
