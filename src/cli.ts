#!/usr/bin/env node
/** The command line. What each command does stands in cli/. */
import { CommanderError } from 'commander';
import { createProgram } from './cli/program.ts';
import { EXIT, Stop } from './cli/exit.ts';
import { complain } from './cli/terminal.ts';

process.stdout.on('error', () => {
  // The reader closed the pipe, as `head` does: nobody is left to print for.
  process.exitCode = EXIT.failed;
});

const program = createProgram();
// Every command, or commander exits with 1 by itself for those below the first.
for (const command of [program, ...program.commands]) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  else {
    complain(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof Stop ? error.code : EXIT.failed;
  }
}
