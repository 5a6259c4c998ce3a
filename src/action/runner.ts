/** The runner's side of an Action: inputs, workflow commands, outputs and the job summary. */
import { appendFileSync, readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { visible } from '../plan/text/unseen.ts';

/** The environment a step runs in. */
export type RunnerEnv = Readonly<Record<string, string | undefined>>;

/** GitHub refuses a summary of a step that is larger (https://docs.github.com/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits). */
const SUMMARY_BYTES = 1024 * 1024;

/** An input of action.yml; empty if it was not given. */
export function input(env: RunnerEnv, name: string): string {
  return (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
}

/** The payload of the event that started the workflow; null if there is none. */
export function readEvent({ GITHUB_EVENT_PATH: path }: RunnerEnv): unknown {
  return path === undefined || path === '' ? null : JSON.parse(readFileSync(path, 'utf8'));
}

/** Says a line in the log as an annotation of the run. */
export function annotate(level: 'error' | 'warning' | 'notice', message: string): void {
  process.stdout.write(`::${level} title=Planwright::${escaped(visible(message))}\n`);
}

/** Keeps a text out of the log, whoever prints it. */
export function mask(secret: string): void {
  process.stdout.write(`::add-mask::${escaped(secret)}\n`);
}

/**
 * Says a line in the log. What comes from a plan must be no workflow command: the runner knows those that begin a line
 * with `::`, and older ones that begin anywhere in it with `##[` (actions/runner, ActionCommand.cs). Nor may it steer the
 * terminal of whoever reads the log, so whatever could is shown as what it is.
 */
export function log(text: string): void {
  process.stdout.write(`${visible(text).replaceAll(/^(?=\s*::)|(?<=##)(?=\[)/gm, '\u200b')}\n`);
}

/** Sets an output of the step. */
export function output(env: RunnerEnv, name: string, value: string): void {
  const { GITHUB_OUTPUT: file } = env;
  const end = `end_${randomUUID()}`;
  if (file !== undefined && file !== '') appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
}

/** Adds Markdown to the summary of the job. */
export function summarise(env: RunnerEnv, markdown: string): void {
  const { GITHUB_STEP_SUMMARY: file } = env;
  const fits = Buffer.byteLength(markdown) < SUMMARY_BYTES;
  const text = fits ? markdown : 'There is more to tell than a summary holds; the log has it.';
  if (file !== undefined && file !== '') appendFileSync(file, `${text}\n`);
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
