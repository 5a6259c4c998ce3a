/** What became of hostile texts and of everybody else meanwhile, in lines to read. */
import type { Case } from './hostile-cases.ts';
import type { Peak } from './process-memory.ts';
import type { Probe } from './prober.ts';

/**
 * What became of a text. `busy`: the server is well, and still at work for it when the limit is over. `refused`: the embedded GitHub
 * did not take it.
 */
export type End = 'done' | 'busy' | 'stalled' | 'died' | 'refused';

/** A text that was brought, and what was seen meanwhile. */
export interface Result {
  readonly of: Case;
  readonly end: End;
  readonly seconds: number;
  readonly probes: readonly Probe[];
  readonly peak: Peak;
  readonly said: string;
}

/** Texts that came one after the other, and all that was asked from the first to the last. */
export interface Phase {
  readonly results: readonly Result[];
  readonly probes: readonly Probe[];
}

/** Everything that was measured. */
export interface Measured {
  readonly calm: Phase;
  readonly hostile: Phase;
  /** Texts that there was no time for. */
  readonly left: number;
  /** Tasks of others, and how many of them have no issue; null if nobody waited for them. */
  readonly tasks: { readonly all: number; readonly missing: number | null };
  readonly mostChildMb: number;
  /** Processes that wanted a processor, per processor: what else the machine did. */
  readonly load: readonly [number, number];
}

const MOST_SERVER_MB = 256;
const MOST_TIMES = 2;
const MOST_NAMED = 5;

/** One text in one line, with the last words of a server that ended over it. */
export function lineOf({ of, end, seconds, probes, peak, said }: Result): string {
  const figures = [
    `healthz ${worst(probes, 'health').toFixed(0)} ms`,
    `push ${worst(probes, 'push').toFixed(0)} ms`,
    `server ${peak.server.toFixed(0)} MB`,
    `child ${peak.child.toFixed(0)} MB${peak.ended > 0 ? ` (${peak.ended} ended)` : ''}`,
  ];
  const words = said === '' ? '' : `\n      ${said.replaceAll('\n', '\n      ')}`;
  const label = `${of.name}, ${of.kb} KB, ${of.way}`;
  return `${end.padEnd(8)}${label.padEnd(42)}${seconds.toFixed(1).padStart(6)} s  ${figures.join(', ')}${words}`;
}

/** All lines, and whether every goal was reached. */
export function reportOf(measured: Measured): {
  readonly lines: readonly string[];
  readonly isGood: boolean;
} {
  const { calm, hostile, left, tasks, mostChildMb, load } = measured;
  const times = p99(hostile.probes) / p99(calm.probes);
  const serverMb = most(hostile, ({ server }) => server);
  const childMb = most(hostile, ({ child }) => child);
  const count = (end: End): number => hostile.results.filter((result) => result.end === end).length;
  const unanswered = hostile.probes.filter(({ isAnswered }) => !isAnswered).length;
  const ended = hostile.results.reduce((sum, { peak }) => sum + peak.ended, 0);
  const pair = (name: string, of: (phase: Phase) => string, goal = ''): string =>
    row(name, of(calm), of(hostile), goal);
  const lines = [
    row('', 'harmless', 'hostile', 'goal'),
    row('load of the machine', load[0].toFixed(1), load[1].toFixed(1)),
    pair('worst /healthz', ({ probes }) => ms(worst(probes, 'health'))),
    pair('worst push of others', ({ probes }) => ms(worst(probes, 'push'))),
    pair(
      'p99 of pushes of others',
      ({ probes }) => ms(p99(probes)),
      `${times.toFixed(2)} times (at most ${MOST_TIMES})`,
    ),
    pair('peak of the server', (phase) => mb(most(phase, ({ server }) => server)), `≤ ${MOST_SERVER_MB} MB`),
    pair('peak of a child', (phase) => mb(most(phase, ({ child }) => child)), `≤ ${mostChildMb} MB`),
    row('children that ended', '', String(ended)),
    row('texts that were done', String(calm.results.length), String(count('done'))),
    row('still at work after the limit', '', String(count('busy'))),
    row('refused by the embedded GitHub', '', String(count('refused'))),
    row('texts there was no time for', '', String(left)),
    row('server stood still', '', String(count('stalled')), 'none'),
    row('server died', '', String(count('died')), 'none'),
    row('asked without an answer', '', `${unanswered} of ${hostile.probes.length}`, 'none'),
    row('tasks of others without an issue', '', `${tasks.missing ?? 'not seen'} of ${tasks.all}`, 'none'),
    '',
    'The slowest for others:',
    ...first(hostile, ({ probes }) => worst(probes, 'push')),
    '',
    'Those that took most memory:',
    ...first(hostile, ({ peak }) => peak.server),
  ];
  const isGood =
    times <= MOST_TIMES &&
    serverMb <= MOST_SERVER_MB &&
    childMb <= mostChildMb &&
    count('stalled') + count('died') + unanswered === 0 &&
    tasks.missing === 0;
  return { lines, isGood };
}

function first({ results }: Phase, weight: (result: Result) => number): string[] {
  return [...results]
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, MOST_NAMED)
    .map(lineOf);
}

function most({ results }: Phase, of: (peak: Peak) => number): number {
  return Math.max(0, ...results.map(({ peak }) => of(peak)));
}

function worst(probes: readonly Probe[], kind: Probe['kind']): number {
  return probes.reduce((longest, probe) => (probe.kind === kind ? Math.max(longest, probe.ms) : longest), 0);
}

function p99(probes: readonly Probe[]): number {
  const times = probes.filter(({ kind }) => kind === 'push').map(({ ms: took }) => took);
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
}

function row(name: string, one: string, other: string, goal = ''): string {
  return `${name.padEnd(34)}${one.padStart(12)}${other.padStart(14)}  ${goal}`.trimEnd();
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;
const mb = (value: number): string => `${value.toFixed(0)} MB`;
