/** How much memory and processor a process and its children have taken, as Linux counts it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** What was seen of a process since the last time that somebody began to count. */
export interface Peak {
  /** Megabytes that were resident at most. */
  readonly server: number;
  /** The same of whichever child took most; 0 without any. */
  readonly child: number;
  /** Children that ended. */
  readonly ended: number;
}

/** Watches a process until it is stopped. */
export interface MemoryWatch {
  /** Begins to count anew. */
  begin(): void;
  peak(): Peak;
  stop(): void;
}

const SAMPLE_MS = 100;

/** Watches a process. Children live longer than a sample, and their own peak counts, so that none is missed. */
export function watchMemory(pid: number): MemoryWatch {
  let child = 0;
  let ended = 0;
  let server = 0;
  let known = new Set<number>();
  const childrenOf = createFamily();
  const sample = (): void => {
    server = Math.max(server, peakOf(pid));
    const now = new Set(childrenOf(pid));
    for (const one of known) if (!now.has(one)) ended += 1;
    for (const one of now) child = Math.max(child, peakOf(one));
    known = now;
  };
  const timer = setInterval(sample, SAMPLE_MS);
  return {
    begin() {
      [child, ended, server] = [0, 0, 0];
      for (const one of [pid, ...known]) forgetPeak(one);
    },
    peak() {
      sample();
      return { server, child, ended };
    },
    stop: () => clearInterval(timer),
  };
}

/** Milliseconds of processor that the children have taken whose command line has a word; those that have ended do not count. */
export function childrensCpuMs(pid: number, word: string): number {
  return createFamily()(pid)
    .filter((child) => read(`/proc/${child}/cmdline`).includes(word))
    .reduce((sum, child) => sum + cpuMsOf(child), 0);
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: fields 14 and 15, in hundredths of a second. */
function cpuMsOf(pid: number): number {
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
}

/** 0 of a process that has ended. */
function peakOf(pid: number): number {
  const status = read(`/proc/${pid}/status`);
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html: 5 resets the peak. */
function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // It has ended meanwhile.
  }
}

/** Finds children; whose child a process is stays so, and is read once. */
function createFamily(): (pid: number) => number[] {
  let parents = new Map<number, number>();
  return (pid) => {
    const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
    parents = new Map(all.map((one) => [one, parents.get(one) ?? parentOf(one)]));
    return all.filter((one) => parents.get(one) === pid);
  };
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: after the name in brackets come state and parent. */
function parentOf(pid: number): number {
  return Number(/\) \S (\d+)/.exec(read(`/proc/${pid}/stat`))?.[1] ?? 0);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
