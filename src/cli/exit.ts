/** What the exit codes mean; docs/cli.md has them as a table. */
export const EXIT = {
  /** Done: plan and issues agree, or a check found no errors. */
  ok: 0,
  /** A plan has errors, a file cannot be read, or Planwright itself failed. */
  failed: 1,
  /** The command was typed wrongly. */
  usage: 2,
  /** A change waits for a person: run again with `--confirm ID`. */
  held: 3,
  /** No token, or one without the rights that are needed. */
  refused: 4,
  /** GitHub did not answer clearly, or wants us to wait: run again later. */
  later: 5,
} as const;

/** Ends a command with a message that says what was expected, what was found and what to do. */
export class Stop extends Error {
  override readonly name = 'Stop';
  /** One of {@link EXIT}. */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
