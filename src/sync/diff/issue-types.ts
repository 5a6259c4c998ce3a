/** The types that a plan's new issues get: those that the config wants and that GitHub knows. */

/** Names of types, as GitHub writes them; null for none. */
export interface IssueTypes {
  readonly task: string | null;
  readonly plan: string | null;
}

/** No issue gets a type. */
export const NO_TYPES: IssueTypes = { task: null, plan: null };

/**
 * Holds the wanted types against those that there are; case does not count, as to GitHub.
 *
 * @param there Names of the types that issues of the repository can have.
 * @returns The types to set, and the wanted names that GitHub does not know.
 */
export function typesAmong(
  wanted: IssueTypes,
  there: readonly string[],
): { readonly types: IssueTypes; readonly unknown: readonly string[] } {
  const known = new Map(there.map((name) => [name.toLowerCase(), name]));
  const named = (name: string | null): string | null =>
    name === null ? null : (known.get(name.toLowerCase()) ?? null);
  const names = [wanted.task, wanted.plan].filter((name) => name !== null);
  return {
    types: { task: named(wanted.task), plan: named(wanted.plan) },
    unknown: [...new Set(names)].filter((name) => named(name) === null),
  };
}
