import { readFileSync, statSync } from 'node:fs';
import { Command, Option } from 'commander';
import pc from 'picocolors';
import { decodePlan } from './plan/decode.ts';
import { planToJson } from './plan/json.ts';
import { MOST_BYTES, refusalOf } from './plan/limits.ts';
import { lintPlan } from './plan/lint.ts';
import { parsePlan } from './plan/parse.ts';
import { problemAnnotation, problemLine, problemSummary } from './plan/report.ts';
import type { FileProblem, Paint } from './plan/report.ts';

/** A file's text, or why it has none, in words for the person at the terminal. */
type Input = { readonly text: string } | { readonly error: string };
type Format = 'text' | 'json' | 'github';

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

const program = new Command('planwright').description('Keeps Markdown plans and GitHub issues in step.');

program
  .command('check')
  .description('lint plans; exits with 1 if there are errors')
  .argument('<file...>', 'plans; - reads standard input')
  .option('--json', 'the same as --format json')
  .addOption(
    new Option('--format <format>', 'how to print').choices(['text', 'json', 'github']).default('text'),
  )
  .action((files: string[], options: { json?: boolean; format: Format }) => {
    check(files, options.json === true ? 'json' : options.format);
  });

program
  .command('parse')
  .description('print what Planwright reads in a plan, as JSON')
  .argument('<file>', 'a plan; - reads standard input')
  .option('--json', 'JSON is the only format so far')
  .action(parse);

process.stdout.on('error', () => {
  // The reader closed the pipe, as `head` does: nobody is left to print for.
  process.exitCode = 1;
});
await program.parseAsync();

function check(files: readonly string[], format: Format): void {
  const problems: FileProblem[] = [];
  for (const file of files) {
    const input = readInput(file);
    if ('error' in input) {
      fail(input.error);
      continue;
    }
    const plan = parsePlan(input.text, pathOption(file));
    const found = refusalOf(plan) ? plan.problems : [...plan.problems, ...lintPlan(plan)];
    const sorted = [...found].sort((a, b) => a.line - b.line || a.column - b.column);
    problems.push(...sorted.map((problem) => ({ file, ...problem })));
  }
  if (problems.some(({ severity }) => severity === 'error')) process.exitCode = 1;
  switch (format) {
    case 'json':
      print(JSON.stringify(problems, null, 2));
      return;
    case 'github':
      for (const problem of problems) print(problemAnnotation(problem));
      return;
    case 'text':
      for (const problem of problems) print(problemLine(problem, paint));
      process.stderr.write(`${problemSummary(problems, files.length)}\n`);
  }
}

function parse(file: string): void {
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

function readInput(file: string): Input {
  try {
    if (file !== '-' && statSync(file).isDirectory())
      return { error: `${file}: Expected a file, found a directory.` };
    if (file !== '-' && statSync(file).size > MOST_BYTES)
      return { error: `${file}: ${tooLarge(statSync(file).size)}` };
    const bytes = readFileSync(file === '-' ? 0 : file);
    if (bytes.length > MOST_BYTES) return { error: `${file}: ${tooLarge(bytes.length)}` };
    const decoded = decodePlan(bytes);
    return decoded.kind === 'text' ? { text: decoded.text } : { error: `${file}: ${decoded.message}` };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { error: `${file}: Expected a file, found none.` };
    return {
      error: `${file}: Expected a readable file. ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function tooLarge(bytes: number): string {
  return `Expected at most ${String(MOST_BYTES)} bytes, found ${String(bytes)}. Split the plan into several files.`;
}

function pathOption(file: string): { path?: string } {
  return file === '-' ? {} : { path: file };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(message: string): void {
  process.stderr.write(`planwright: ${message}\n`);
  process.exitCode = 1;
}
