/** Finds the comments that hold commands, and separates those by people with write access from the others. */
import {
  COMMENTS_PER_PAGE,
  readComment,
  readNewestComments,
  type CommentReading,
} from '../../github/read/comments.ts';
import type { Hint } from '../../queue/types.ts';
import { parseCommands } from '../../sync/plans/parse-commands.ts';
import type { PassContext } from '../context.ts';
import { askingOnce, type IsWriter } from '../write-back/writers.ts';

/** At most this many people without write access get an answer in an hour, each of them once; the others get none. */
const REFUSED = 3;
const HOUR_MS = 3_600_000;
/** How many comments are read at least, to find missed commands; commands of people without write access do not count. */
const LOOKED_BACK = COMMENTS_PER_PAGE / 2;
/** How many pages are read at most. Many commands of strangers make the app read more pages, so that they hide no writer's command. */
const MOST_PAGES = 10;

/** The comments with commands that a job has to answer. */
export interface CommandComments {
  /** By people who may write to the repository, oldest first. */
  readonly obeyed: readonly CommentReading[];
  /** By others, as many as are answered. */
  readonly refused: readonly CommentReading[];
}

type Reader = Pick<PassContext, 'client' | 'repository'>;

/**
 * Reads the comments that hints name, and missed commands: of the newest comments, the unedited ones on these issues and on
 * pull requests. Write access is asked of GitHub once for each person.
 *
 * @param places Numbers of the issues on which a missed command counts.
 */
export async function readCommands(
  context: Reader,
  hints: readonly Hint[],
  places: ReadonlySet<number>,
): Promise<CommandComments> {
  const hinted = new Set(hints.flatMap((hint) => (hint.kind === 'comment' ? [hint.comment] : [])));
  const looksBack = hinted.size > 0 || (places.size > 0 && hints.some(({ kind }) => kind === 'sweep'));
  if (!looksBack) return { obeyed: [], refused: [] };
  const isWriter = askingOnce(context);
  const newest = await readBack(context, isWriter);
  const known = new Set(newest.map(({ id }) => id));
  const older: CommentReading[] = [];
  for (const id of hinted) {
    const comment = known.has(id) ? null : await readComment(context.client, context.repository, id);
    if (comment !== null) older.push(comment);
  }
  const isMissed = ({ isEdited, issue, isPull }: CommentReading): boolean =>
    !isEdited && (places.has(issue) || isPull);
  const commands = [...newest, ...older]
    .filter((comment) => (hinted.has(comment.id) || isMissed(comment)) && hasCommand(comment))
    .sort((a, b) => a.id - b.id);
  const obeyed: CommentReading[] = [];
  const others: CommentReading[] = [];
  for (const comment of commands) ((await isWriter(comment.author)) ? obeyed : others).push(comment);
  const refused = others.filter((comment) => hinted.has(comment.id) && isToldSo(comment, others));
  return { obeyed, refused };
}

/** Whether somebody without write access gets an answer: not if they got one in the last hour, nor if several others did. */
function isToldSo({ id, author, writtenAt }: CommentReading, others: readonly CommentReading[]): boolean {
  const before = others.filter((one) => one.id < id && one.writtenAt > writtenAt - HOUR_MS);
  const people = new Set(before.map((one) => one.author));
  return !people.has(author) && people.size < REFUSED;
}

/** The newest comments, and older ones where many of them are commands of strangers. */
async function readBack({ client, repository }: Reader, isWriter: IsWriter): Promise<CommentReading[]> {
  const comments: CommentReading[] = [];
  let counted = 0;
  for (let page = 1; page <= MOST_PAGES && counted < LOOKED_BACK; page += 1) {
    const found = await readNewestComments(client, repository, page);
    comments.push(...found);
    if (found.length < COMMENTS_PER_PAGE) break;
    for (const comment of found) if (!hasCommand(comment) || (await isWriter(comment.author))) counted += 1;
  }
  return comments;
}

function hasCommand({ body }: CommentReading): boolean {
  return parseCommands(body).length > 0;
}
