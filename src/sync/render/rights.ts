/**
 * Which line of a workflow gives the right that a refusal names, such as `(permission issues=write)`.
 *
 * @param refusal GitHub's refusal, as the shell words it.
 * @returns One sentence; empty if the refusal names no permission.
 */
export function missingRight(refusal: string): string {
  const [, name, level] = /\(permission (\w+)=(\w+)/.exec(refusal) ?? [];
  if (name === undefined || level === undefined) return '';
  return `Add \`${name.replaceAll('_', '-')}: ${level}\` to the \`permissions\` of the job.`;
}
