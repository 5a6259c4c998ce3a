/** Finds files that hold tasks and are no plans by any glob: a roadmap, a tasks.md of another tool. */
import { join } from 'node:path';
import { parsePlan } from '../plan/parse.ts';
import { allTasks } from '../plan/walk.ts';
import { localConfig, markdownFiles, readInput, repositoryRoot } from './files.ts';

/** A file outside the globs looks like a plan if it has at least so many tasks. */
const PLAN_LIKE = 3;
/** How many files are searched for tasks at most. */
const LOOKED_INTO = 500;
/** At most this many of them are named. */
const NAMED = 5;

/** The files below a folder that have tasks, by their paths from there; of those whose path matches, if that is asked. */
export function filesWithTasks(root: string, named: RegExp = /./): string[] {
  return markdownFiles(root)
    .filter((path) => named.test(path))
    .slice(0, LOOKED_INTO)
    .filter((path) => {
      const input = readInput(join(root, path));
      return 'text' in input && allTasks(parsePlan(input.text, { path })).length >= PLAN_LIKE;
    });
}

/** What is said where no file is a plan: where plans are looked for, and which files have tasks all the same. */
export function noPlansHere(): string {
  const files = filesWithTasks(repositoryRoot('.') ?? '.');
  const more = files.length > NAMED ? ` and ${String(files.length - NAMED)} more` : '';
  const found =
    files.length === 0
      ? 'no other file has tasks'
      : `there are tasks in ${files.slice(0, NAMED).join(', ')}${more}`;
  return `Expected plans (${localConfig().plans.join(', ')}), found none; ${found}. \`planwright init\` makes a config or a first plan.`;
}
