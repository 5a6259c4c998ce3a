/** Reads a comment, and whether its author may tell the app what to do. */
import type { Repository } from '../sync/types.ts';
import { at, type Client } from './client.ts';
import { statusOf } from './errors.ts';

/** A comment on an issue or pull request. */
export interface CommentReading {
  readonly body: string;
  /** Login of its author; empty for a deleted account. */
  readonly author: string;
  /** Number of the issue or pull request it stands on. */
  readonly issue: number;
}

/** Reads a comment; null if it is gone. */
export async function readComment(
  client: Client,
  repository: Repository,
  comment: number,
): Promise<CommentReading | null> {
  try {
    const { data } = await client.rest.issues.getComment({ ...at(repository), comment_id: comment });
    const issue = Number(/\d+$/.exec(data.issue_url)?.[0]);
    return { body: data.body ?? '', author: data.user?.login ?? '', issue };
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 410) return null;
    throw error;
  }
}

/**
 * Whether a person may write to the repository. GitHub tells "maintain" as `write` and "triage" as `read`
 * (https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user).
 */
export async function mayWrite(client: Client, repository: Repository, login: string): Promise<boolean> {
  if (login === '') return false;
  try {
    const { data } = await client.rest.repos.getCollaboratorPermissionLevel({
      ...at(repository),
      username: login,
    });
    return data.permission === 'write' || data.permission === 'admin';
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}
