/** Prints to the terminal: results on standard output, everything else on standard error. */
import { SingleBar } from 'cli-progress';
import pc from 'picocolors';
import { problemLine, type FileProblem, type Paint } from '../plan/lint/problem-lines.ts';
import { comma } from '../sync/render/under-way/pace.ts';
import { visible, visibleLine } from '../plan/text/unseen.ts';

/** Colours by severity; none if NO_COLOR is set or the output is no terminal. */
const paint: Paint = (text, severity) => {
  switch (severity) {
    case 'error':
      return pc.red(text);
    case 'warning':
      return pc.yellow(text);
    case 'notice':
      return pc.cyan(text);
    case 'dim':
      return pc.dim(text);
  }
};

/** Prints a result. A plan's text must not control the terminal, so control characters are printed visibly. */
export function print(text: string): void {
  process.stdout.write(`${visible(text)}\n`);
}

/** Prints the line of a Problem, in colour. */
export function printProblem(problem: FileProblem, indent = ''): void {
  process.stdout.write(`${indent}${problemLine(problem, paint)}\n`);
}

/** Prints a message beside the result, with control characters visible as in {@link print}. */
export function say(text: string): void {
  process.stderr.write(`${visible(text)}\n`);
}

/** Says what went wrong. */
export function complain(message: string): void {
  say(`planwright: ${message}`);
}

/** How far a sync is. */
export interface Progress {
  readonly path: string;
  readonly done: number;
  readonly total: number;
  /** How long the rest takes, in words; empty where nobody knows. Costs a moment to work out. */
  readonly left: () => string;
}

/** Shows progress on standard error: a bar on a terminal, a line now and then elsewhere. */
export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Puts a line above the bar. */
  note(text: string): void;
  end(): void;
}

/** For fewer changes than this no progress is shown. */
const WORTH_SHOWING = 3;
const LINE_EVERY_MS = 10_000;
const LOOK_EVERY_MS = 1_000;

/** Makes the display. */
export function createProgress(): ProgressDisplay {
  return process.stderr.isTTY ? createBar() : createLines();
}

function createBar(): ProgressDisplay {
  let bar: SingleBar | null = null;
  let path = '';
  let left = '';
  let lookedAt = 0;
  const end = (): void => {
    bar?.stop();
    bar = null;
  };
  return {
    show(progress) {
      if (progress.total < WORTH_SHOWING) return;
      if (progress.path !== path) end();
      if (Date.now() - lookedAt >= LOOK_EVERY_MS) {
        lookedAt = Date.now();
        left = comma(progress.left());
      }
      if (bar === null) {
        bar = new SingleBar({
          format: '{bar} {value} of {total} changes for {path}{left}',
          barCompleteChar: '█',
          barIncompleteChar: '░',
          barsize: 24,
          hideCursor: true,
          stopOnComplete: true,
          gracefulExit: true,
        });
        bar.start(progress.total, progress.done, { path: visibleLine(progress.path), left });
      } else bar.update(progress.done, { left });
      path = progress.path;
    },
    note(text) {
      end();
      say(text);
    },
    end,
  };
}

function createLines(): ProgressDisplay {
  let saidAt = Date.now();
  return {
    show({ path, done, total, left }) {
      const isDue = Date.now() - saidAt >= LINE_EVERY_MS;
      if (total < WORTH_SHOWING || (done !== total && !isDue)) return;
      saidAt = Date.now();
      say(`${path}: ${String(done)} of ${String(total)} changes${done === total ? '' : comma(left())}`);
    },
    note: say,
    end() {},
  };
}
