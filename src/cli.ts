import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { planToJson } from './plan/json.ts';
import { parsePlan } from './plan/parse.ts';

const program = new Command('planwright').description('Keeps Markdown plans and GitHub issues in step.');

program
  .command('parse')
  .description('print what Planwright reads in a plan')
  .argument('<file>', 'a plan; - reads standard input')
  .option('--json', 'as JSON (the only format so far, and the default)')
  .action((file: string) => {
    const text = readFileSync(file === '-' ? 0 : file, 'utf8');
    const plan = parsePlan(text, file === '-' ? {} : { path: file });
    process.stdout.write(`${JSON.stringify(planToJson(plan), null, 2)}\n`);
  });

await program.parseAsync();
