/** Which paths a push event says were touched. */

/** A list this long may have been cut short (GITHUB-FACTS 1). */
const COMMITS_LIMIT = 2048;
const FILES_LIMIT = 3000;

/** What of a push event is read. */
export interface Pushed {
  readonly forced: boolean;
  readonly created: boolean;
  readonly commits: readonly {
    readonly message: string;
    readonly added?: readonly string[];
    readonly modified?: readonly string[];
    readonly removed?: readonly string[];
  }[];
}

/** The paths a push touched; what merge commits touched is not reliably listed (GITHUB-FACTS 1). */
export function touchedBy({ forced, created, commits }: Pushed): readonly string[] | 'unknown' {
  const paths = new Set<string>();
  if (forced || created || commits.length >= COMMITS_LIMIT) return 'unknown';
  for (const { message, added = [], modified = [], removed = [] } of commits) {
    const files = [...added, ...modified, ...removed];
    if (message.startsWith('Merge ') || files.length >= FILES_LIMIT) return 'unknown';
    for (const path of files) paths.add(path);
  }
  return [...paths];
}
