/** `planwright check` and `planwright parse`: what is read in a plan, and what is wrong with it. No network. */
import { writeFileSync } from 'node:fs';
import { fixPlan, type FixOptions } from '../plan/edit/fix.ts';
import { planToJson } from '../plan/json.ts';
import { refusalOf } from '../plan/text/limits.ts';
import { lintPlan } from '../plan/lint.ts';
import { parsePlan } from '../plan/parse.ts';
import { problemAnnotation, problemSummary, type FileProblem } from '../plan/lint/problem-lines.ts';
import { EXIT } from './exit.ts';
import { plansHere, readInput, repositoryRoot } from './files.ts';
import { noPlansHere } from './plan-like.ts';
import { sarifOf } from './check/sarif.ts';
import { complain, print, printProblem, say } from './terminal.ts';
import { version } from '../version.ts';
import { whenever } from './check/watch.ts';

/** How Problems are printed. */
export type Format = 'text' | 'json' | 'github' | 'sarif';

/** What `planwright check` takes. */
export interface CheckOptions {
  readonly format: Format;
  readonly json?: boolean;
  readonly fix?: boolean;
  readonly bullets?: boolean;
  /** Warnings count like errors. */
  readonly strict?: boolean;
  /** Up to this many warnings are no failure. */
  readonly maxWarnings?: number;
  readonly watch?: boolean;
}

/** Mends plans if that is wanted, and says what is wrong in them; with `watch` again after each change. */
export function runCheck(named: readonly string[], options: CheckOptions): void {
  const once = (): void => {
    process.exitCode = EXIT.ok;
    if (options.fix === true) fix(named, { bullets: options.bullets === true });
    check(named, options);
  };
  if (options.watch === true) whenever(repositoryRoot('.') ?? '.', once);
  else once();
}

/** Lints plans and prints their Problems; without names, all plans of this repository. */
function check(named: readonly string[], options: CheckOptions): void {
  const files = named.length > 0 ? named : plansHere();
  if (files.length === 0) complain(noPlansHere());
  const problems: FileProblem[] = [];
  let read = 0;
  for (const file of files) {
    const input = readInput(file);
    if ('error' in input) {
      fail(input.error);
      continue;
    }
    read += 1;
    problems.push(...problemsIn(file, input.text));
  }
  if (isFailure(problems, options)) process.exitCode = EXIT.failed;
  printProblems(problems, read, options.json === true ? 'json' : options.format);
}

/** Whether the Problems are more than may be. */
function isFailure(problems: readonly FileProblem[], { strict, maxWarnings }: CheckOptions): boolean {
  const of = (severity: FileProblem['severity']): number =>
    problems.filter((one) => one.severity === severity).length;
  return of('error') > 0 || of('warning') > (strict === true ? 0 : (maxWarnings ?? Infinity));
}

/** Mends what is safe to mend in plans, and says which lines. What is left is said by {@link check}. */
function fix(named: readonly string[], options: FixOptions): void {
  for (const file of named.length > 0 ? named : plansHere()) {
    if (file === '-') {
      fail('Expected files to mend, found standard input.');
      continue;
    }
    const input = readInput(file);
    if ('error' in input) continue;
    const { text, lines } = fixPlan(input.text, options);
    if (lines.length === 0) continue;
    writeFileSync(file, text);
    say(`${file}: mended ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`);
  }
}

/** The Problems of a text, in the order of its lines. */
export function problemsIn(file: string, text: string): FileProblem[] {
  const plan = parsePlan(text, pathOption(file));
  const found = refusalOf(plan) ? plan.problems : [...plan.problems, ...lintPlan(plan)];
  const sorted = [...found].sort((a, b) => a.line - b.line || a.column - b.column);
  return sorted.map((problem) => ({ file, ...problem }));
}

function printProblems(problems: readonly FileProblem[], files: number, format: Format): void {
  switch (format) {
    case 'json':
      print(JSON.stringify(problems, null, 2));
      return;
    case 'github':
      for (const problem of problems) print(problemAnnotation(problem));
      return;
    case 'sarif':
      print(JSON.stringify(sarifOf(problems, version()), null, 2));
      return;
    case 'text':
      for (const problem of gathered(problems)) printProblem(problem);
      say(problemSummary(problems, files));
  }
}

/** At most this many placeholders of a file are listed one by one. */
const FEW = 3;

/** The Problems of files, where many placeholders of one are a single line: a template that nobody filled in yet. */
function gathered(problems: readonly FileProblem[]): FileProblem[] {
  const inFile = new Map<string, FileProblem[]>();
  for (const problem of problems.filter(({ code }) => code === 'placeholder'))
    inFile.set(problem.file, [...(inFile.get(problem.file) ?? []), problem]);
  return problems.flatMap((problem) => {
    const all = problem.code === 'placeholder' ? (inFile.get(problem.file) ?? []) : [];
    if (all.length <= FEW) return [problem];
    if (all[0] !== problem) return [];
    const lines = [...new Set(all.map(({ line }) => line))];
    const message = `${String(all.length)} placeholders stand for tasks, on lines ${lines.join(', ')}.`;
    return [{ ...problem, message }];
  });
}

/** Prints what is read in a plan. */
export function parse(file: string): void {
  const input = readInput(file);
  if ('error' in input) {
    fail(input.error);
    return;
  }
  const plan = parsePlan(input.text, pathOption(file));
  print(JSON.stringify(planToJson(plan), null, 2));
  const refusal = refusalOf(plan);
  if (refusal) fail(`${file}: ${refusal.message} ${refusal.hint}`);
}

/** Standard input has no path, and so no title by its file name. */
export function pathOption(file: string): { path?: string } {
  return file === '-' ? {} : { path: file };
}

function fail(message: string): void {
  complain(message);
  process.exitCode = EXIT.failed;
}
