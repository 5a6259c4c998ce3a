/** The arguments of a field, variables filled in. */
export type Args = Readonly<Record<string, unknown>>;
