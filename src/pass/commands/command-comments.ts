/** Finds the comments that hold commands, and tells those of people who may write to the repository from the others. */
import {
  COMMENTS_PER_PAGE,
  readComment,
  readNewestComments,
  type CommentReading,
} from '../../github/read/comments.ts';
import type { Hint } from '../../queue/types.ts';
import { parseCommands } from '../../sync/plans/commands.ts';
import type { PassContext } from '../context.ts';
import { askingOnce, type IsWriter } from '../write-back/writers.ts';

/** Of people who may give no commands, so many are told so in an hour, each of them once; the others get no answer. */
const REFUSED = 3;
const HOUR_MS = 3_600_000;
/** Comments that are looked back at, at least; commands of people who may not give any do not count. */
const LOOKED_BACK = COMMENTS_PER_PAGE / 2;
/** Pages that are looked back at, at most: so many commands of strangers cannot hide a writer's. */
const MOST_PAGES = 10;

/** The comments with commands that a look has to answer. */
export interface CommandComments {
  /** By people who may write to the repository, oldest first. */
  readonly obeyed: readonly CommentReading[];
  /** By others, as many as are answered. */
  readonly refused: readonly CommentReading[];
}

type Reader = Pick<PassContext, 'client' | 'repository'>;

/**
 * Reads the comments that events told of, and those that were missed: of the newest comments, the unedited ones at these
 * places and on pull requests. What a person may do is asked once for each person, however much they comment.
 *
 * @param places Numbers of the issues at which a missed command counts.
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

/** Whether somebody who may give no commands is told so: not the one who was told a while ago, and none of a crowd. */
function isToldSo({ id, author, writtenAt }: CommentReading, others: readonly CommentReading[]): boolean {
  const before = others.filter((one) => one.id < id && one.writtenAt > writtenAt - HOUR_MS);
  const people = new Set(before.map((one) => one.author));
  return !people.has(author) && people.size < REFUSED;
}

/** The newest comments; where strangers typed many commands among them, those before these, too. */
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
