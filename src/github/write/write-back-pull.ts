/**
 * The pull request of a write-back: opens it, and gives it new words. The check of its commit is written before either, so
 * that a pass that is cut short leaves no pull request that says these edits and waits for a check that nobody writes.
 */
import type { Refusal, Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { statusOf, TerminalError } from '../transport/errors.ts';
import { refusedOr } from '../transport/refused.ts';
import { reportCheck, type CheckReport } from './check-run.ts';

/** Where a write-back is written. */
export interface Shell {
  readonly client: Client;
  readonly repository: Repository;
}

/** What a pull request and the check of its commit say. */
interface PullWords {
  readonly title: string;
  readonly body: string;
  readonly check: Omit<CheckReport, 'headSha' | 'run'>;
}

/** The commit that a pull request holds. */
interface Holding {
  readonly commit: string;
  /** An earlier pass made it, and may have written its check. */
  readonly isOld?: boolean;
}

/** What became of opening it: GitHub may let this account open none. */
type Opened =
  | { readonly kind: 'created'; readonly number: number; readonly unchecked: Refusal | null }
  | { readonly kind: 'no-pulls'; readonly number: null };

/** Opens the pull request; a workflow's token may be kept from it by a setting of the repository (GITHUB-FACTS 6, "PR create"). */
export async function openFrom(
  shell: Shell,
  { branch: head, title, body, check }: PullWords & { readonly branch: string },
  held: Holding,
): Promise<Opened> {
  const { client, repository } = shell;
  const unchecked = await conclude(shell, check, held);
  const base = repository.defaultBranch;
  try {
    const { data } = await client.rest.pulls.create({ ...at(repository), head, base, title, body });
    return { kind: 'created', number: data.number, unchecked };
  } catch (error) {
    if (error instanceof TerminalError && statusOf(error.cause) === 403)
      return { kind: 'no-pulls', number: null };
    throw refusedOr({ act: 'open a pull request from', of: `the branch ${head}` }, error);
  }
}

/** Gives an open pull request these words; returns why its check could not be written. */
export async function patchPull(
  shell: Shell,
  number: number,
  { title, body, check, commit }: PullWords & { readonly commit: string },
): Promise<Refusal | null> {
  const { client, repository } = shell;
  const unchecked = await conclude(shell, check, { commit });
  const base = repository.defaultBranch;
  try {
    await client.rest.pulls.update({ ...at(repository), pull_number: number, title, body, base });
    return unchecked;
  } catch (error) {
    throw refusedOr({ act: 'change', of: `pull request #${number}` }, error);
  }
}

/** Concludes the check on the app's own commit, since a repository may require it of every pull request. */
async function conclude(
  { client, repository }: Shell,
  check: PullWords['check'],
  { commit, isOld = false }: Holding,
): Promise<Refusal | null> {
  const report = { ...check, headSha: commit, ...(isOld ? {} : { run: null }) };
  const reported = await reportCheck(client, repository, report);
  // A missing permission is not reported here: it concerns every check, and the log says it once.
  const refusal = reported.kind === 'refused' ? reported.refusal : null;
  return refusal?.permission == null ? refusal : null;
}
