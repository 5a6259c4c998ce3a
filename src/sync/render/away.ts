/** Why a repository is left alone, for whoever started a run by hand. */
export function awayText(
  repository: string,
  reason: 'gone' | 'archived' | 'disabled' | 'no-issues' | 'fork' | 'empty',
): string {
  const expected = `Expected a repository to work in, found that ${repository}`;
  switch (reason) {
    case 'gone':
      return `${expected} does not exist or is hidden from this token. Check the name, and that the token may see it.`;
    case 'archived':
      return `${expected} is archived, so nothing in it can change.`;
    case 'disabled':
      return `${expected} was disabled by GitHub.`;
    case 'no-issues':
      return `${expected} has issues switched off. Switch them on under Settings → General → Features.`;
    case 'fork':
      return `${expected} is a fork. Plans are synced in the repository it was forked from.`;
    case 'empty':
      return `${expected} has no commit yet. Commit a plan to its default branch first.`;
  }
}
