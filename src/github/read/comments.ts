/** Reads a comment, and whether its author may tell the app what to do. */
import type { Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { statusOf } from '../transport/errors.ts';
import { listAll, listPage, PAGE_SIZE } from '../transport/list.ts';

/** A comment on an issue or pull request. */
export interface CommentReading {
  readonly id: number;
  readonly body: string;
  /** Login of its author; empty for a deleted account. */
  readonly author: string;
  /** Number of the issue or pull request it stands on. */
  readonly issue: number;
  readonly isPull: boolean;
  /** When it was written (ms since 1970). */
  readonly writtenAt: number;
  readonly isEdited: boolean;
  /** Somebody reacted to it. */
  readonly hasReactions: boolean;
}

interface CommentPayload {
  readonly id: number;
  readonly body?: string;
  readonly user: { readonly login: string } | null;
  readonly issue_url: string;
  readonly html_url: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly reactions?: { readonly total_count: number };
}

function commentOf(payload: CommentPayload): CommentReading {
  return {
    id: payload.id,
    body: payload.body ?? '',
    author: payload.user?.login ?? '',
    issue: Number(/\d+$/.exec(payload.issue_url)?.[0]),
    isPull: /\/pull\/\d+(?:#|$)/.test(payload.html_url),
    writtenAt: Date.parse(payload.created_at),
    isEdited: payload.created_at !== payload.updated_at,
    hasReactions: (payload.reactions?.total_count ?? 1) > 0,
  };
}

/** Reads a comment; null if it is gone. */
export async function readComment(
  client: Client,
  repository: Repository,
  comment: number,
): Promise<CommentReading | null> {
  try {
    const { data } = await client.rest.issues.getComment({ ...at(repository), comment_id: comment });
    return commentOf(data);
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 410) return null;
    throw error;
  }
}

/** Comments of one page. */
export const COMMENTS_PER_PAGE = PAGE_SIZE;

/** Reads a page of the repository's comments, newest first, in which commands without an answer are found. */
export async function readNewestComments(
  client: Client,
  repository: Repository,
  page: number,
): Promise<readonly CommentReading[]> {
  const comments = await listPage(client.rest.issues.listCommentsForRepo, {
    ...at(repository),
    sort: 'created',
    direction: 'desc',
    per_page: COMMENTS_PER_PAGE,
    page,
  });
  return comments.map(commentOf);
}

/** Whether one of these accounts reacted to a comment, which marks it as answered. Reactions of other bots do not count. */
export async function isAnswered(
  client: Client,
  repository: Repository,
  { id, hasReactions }: CommentReading,
  trusted: ReadonlySet<number>,
): Promise<boolean> {
  if (!hasReactions) return false;
  const reactions = await listAll(client, client.rest.reactions.listForIssueComment, {
    ...at(repository),
    comment_id: id,
  });
  return reactions.some(({ user }) => user !== null && trusted.has(user.id));
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
