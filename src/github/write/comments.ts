/** Writes the app's comments, each edited in place, since an edit notifies nobody (GITHUB-FACTS 8), and its reactions. */
import type { Repository } from '../../sync/types.ts';
import type { Account } from '../read/accounts.ts';
import { at, type Client } from '../transport/client.ts';
import { statusOf } from '../transport/errors.ts';
import { listAll } from '../transport/list.ts';
import { refusedOr } from '../transport/refused.ts';

/** Which comment to write, and its text. */
export interface StickyComment {
  readonly number: number;
  /** The running account: anyone could copy the marker. */
  readonly account: Account;
  /** The comment's first line. */
  readonly marker: string;
  /** Gets the comment's text, null if there is none yet; returns the whole new text, or null to leave it. */
  readonly edit: (before: string | null) => string | null;
}

/** Creates the comment or edits it; writes nothing if the text stays the same. */
export async function updateComment(
  client: Client,
  repository: Repository,
  comment: StickyComment,
): Promise<void> {
  const { number, account, marker, edit } = comment;
  try {
    const comments = await listAll(client, client.rest.issues.listComments, {
      ...at(repository),
      issue_number: number,
    });
    const own = comments.find(({ user, body }) => user?.id === account.id && (body ?? '').startsWith(marker));
    const before = own === undefined ? null : (own.body ?? '').replaceAll('\r\n', '\n');
    const body = edit(before);
    if (body === null || body === before) return;
    if (own === undefined)
      await client.rest.issues.createComment({ ...at(repository), issue_number: number, body });
    else await client.rest.issues.updateComment({ ...at(repository), comment_id: own.id, body });
  } catch (error) {
    throw refusedOr({ act: 'comment on', of: `#${number}` }, error);
  }
}

/** The reactions that answer a command. */
export type Reaction = '+1' | '-1' | 'confused';

/**
 * Reacts to a comment. GitHub keeps one reaction of each kind, so that repeating it changes nothing.
 *
 * @returns False if there is no such comment (any more).
 */
export async function react(
  client: Client,
  repository: Repository,
  comment: number,
  content: Reaction,
): Promise<boolean> {
  try {
    await client.rest.reactions.createForIssueComment({ ...at(repository), comment_id: comment, content });
    return true;
  } catch (error) {
    if (statusOf(error) !== 404) throw refusedOr({ act: 'react to', of: `comment ${comment}` }, error);
    return false;
  }
}
