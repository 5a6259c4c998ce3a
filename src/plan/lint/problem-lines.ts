import type { Problem, Severity } from '../types.ts';
import { visibleLine } from '../text/unseen.ts';

/** A Problem with the file it stands in. */
export interface FileProblem extends Problem {
  readonly file: string;
}

/** Puts colour around a word; gets the severity it stands for. */
export type Paint = (text: string, severity: Severity | 'dim') => string;

/**
 * One line for people and editors: `file:line:column severity code message`.
 *
 * @param problem The Problem.
 * @param paint Colours severity and code; leave it out for plain text.
 */
export function problemLine(problem: FileProblem, paint: Paint = (text) => text): string {
  const { file, line, column, severity, code, message, hint } = problem;
  const place = `${visibleLine(file)}:${String(line)}:${String(column)}`;
  return `${place} ${paint(severity, severity)} ${paint(code, 'dim')} ${visibleLine(`${message} ${hint}`)}`;
}

/**
 * One workflow command that GitHub Actions shows as an annotation.
 *
 * @param problem The Problem.
 */
export function problemAnnotation({
  file,
  line,
  column,
  severity,
  code,
  message,
  hint,
}: FileProblem): string {
  const place = `file=${property(file)},line=${String(line)},col=${String(column)},title=${property(code)}`;
  return `::${severity} ${place}::${data(`${message} ${hint}`)}`;
}

/** How many Problems of each severity there are, in words. */
export function problemSummary(problems: readonly Problem[], files: number): string {
  const count = (severity: Severity): string => {
    const number = problems.filter((one) => one.severity === severity).length;
    return `${String(number)} ${severity}${number === 1 ? '' : 's'}`;
  };
  return `${count('error')}, ${count('warning')}, ${count('notice')} in ${String(files)} file${files === 1 ? '' : 's'}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
