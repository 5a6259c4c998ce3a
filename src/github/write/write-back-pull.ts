/** The pull request of a write-back: opens it, and gives it new words. */
import type { Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { statusOf, TerminalError } from '../transport/errors.ts';
import { refusedOr } from '../transport/refused.ts';

/** Where a write-back is written. */
export interface Shell {
  readonly client: Client;
  readonly repository: Repository;
}

interface PullWords {
  readonly title: string;
  readonly body: string;
}

/** What became of opening it: GitHub may let this account open none. */
type Opened =
  | { readonly kind: 'created'; readonly number: number; readonly commit: string }
  | { readonly kind: 'no-pulls'; readonly number: null };

/** Opens the pull request; a workflow's token may be kept from it by a setting of the repository (GITHUB-FACTS 6, "PR create"). */
export async function openFrom(
  { client, repository }: Shell,
  { branch: head, title, body }: PullWords & { readonly branch: string },
  commit: string,
): Promise<Opened> {
  const base = repository.defaultBranch;
  try {
    const { data } = await client.rest.pulls.create({ ...at(repository), head, base, title, body });
    return { kind: 'created', number: data.number, commit };
  } catch (error) {
    if (error instanceof TerminalError && statusOf(error.cause) === 403)
      return { kind: 'no-pulls', number: null };
    throw refusedOr({ act: 'open a pull request from', of: `the branch ${head}` }, error);
  }
}

/** Gives an open pull request these words. */
export async function patchPull(
  { client, repository }: Shell,
  number: number,
  { title, body }: PullWords,
): Promise<void> {
  const base = repository.defaultBranch;
  try {
    await client.rest.pulls.update({ ...at(repository), pull_number: number, title, body, base });
  } catch (error) {
    throw refusedOr({ act: 'change', of: `pull request #${number}` }, error);
  }
}
