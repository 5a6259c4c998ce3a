/** `planwright check` and `planwright parse`: what is read in a plan, and what is wrong with it. No network. */
import { writeFileSync } from 'node:fs';
import { fixPlan, type FixOptions } from '../plan/edit/fix.ts';
import { planToJson } from '../plan/json.ts';
import { refusalOf } from '../plan/text/limits.ts';
import { lintPlan } from '../plan/lint.ts';
import { parsePlan } from '../plan/parse.ts';
import { problemAnnotation, problemSummary, type FileProblem } from '../plan/lint/report.ts';
import { EXIT } from './exit.ts';
import { plansHere, readInput } from './files.ts';
import { complain, print, printProblem, say } from './terminal.ts';

/** How Problems are printed. */
export type Format = 'text' | 'json' | 'github';

/** Lints plans and prints their Problems; without names, all plans of this repository. */
export function check(named: readonly string[], format: Format): void {
  const files = named.length > 0 ? named : plansHere();
  const problems: FileProblem[] = [];
  for (const file of files) {
    const input = readInput(file);
    if ('error' in input) {
      fail(input.error);
      continue;
    }
    problems.push(...problemsIn(file, input.text));
  }
  if (problems.some(({ severity }) => severity === 'error')) process.exitCode = EXIT.failed;
  printProblems(problems, files.length, format);
}

/** Mends what is safe to mend in plans, and says which lines. What is left is said by {@link check}. */
export function fix(named: readonly string[], options: FixOptions): void {
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
    case 'text':
      for (const problem of problems) printProblem(problem);
      say(problemSummary(problems, files));
  }
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
