/** Answers commands: with a comment where there is something to say, and with the reaction that marks a command as answered. */
import { react, updateComment, type Reaction } from '../../github/write/comments.ts';
import type { CommentReading } from '../../github/read/comments.ts';
import { RefusedError, refusalIn } from '../../github/transport/refused.ts';
import type { Sayable } from '../head-check.ts';
import { answerMarker, answers } from '../../sync/render/answer.ts';
import { refusalProblems } from '../../sync/render/words/refusal-problems.ts';
import type { PassContext } from '../context.ts';

/** The answer to one command. */
export interface Answer {
  /** The text of the answer, if there is one. */
  readonly words: string | null;
  readonly isRefusal: boolean;
}

export const DONE: Answer = { words: null, isRefusal: false };

/** The answer where GitHub refused the effect of a command; any other error is thrown on. */
export function unobeyed(error: unknown): Answer {
  if (!(error instanceof RefusedError)) throw error;
  return { words: answers.refused(error.refusal), isRefusal: true };
}

/** What became of an answer. */
export interface Replied {
  /** What GitHub refused of it, for the check to say. */
  readonly unsaid: readonly Sayable[];
  /** Whether the reaction stands by which the comment counts as answered. */
  readonly isMarked: boolean;
}

/** Answers a comment; refused words do not stop the reaction. */
export async function reply(
  context: PassContext,
  comment: CommentReading,
  { words, reaction }: { readonly words: string | null; readonly reaction: Reaction },
): Promise<Replied> {
  const { client, repository } = context;
  const unworded = words === null ? null : await refusalIn(() => answer(context, comment, words));
  let isMarked = false;
  const unmarked = await refusalIn(async () => {
    isMarked = await react(client, repository, comment.id, reaction);
  });
  const refusals = [unworded, unmarked].flatMap((refusal) => refusal ?? []);
  // A permission that is missing here keeps no plan from being synced.
  const said = { path: `comments on #${comment.issue}`, problems: refusalProblems(refusals) };
  return {
    unsaid: refusals.length === 0 ? [] : [{ ...said, isPlaceless: true }],
    isMarked,
  };
}

/** Writes the answer to a comment, or adds to the answer that exists. */
export async function answer(
  { client, repository, me }: PassContext,
  comment: CommentReading,
  words: string,
): Promise<void> {
  const marker = answerMarker(comment.id);
  await updateComment(client, repository, {
    number: comment.issue,
    account: me,
    marker,
    edit: (before) =>
      before === null ? `${marker}\n\n${words}` : before.includes(words) ? null : `${before}\n\n${words}`,
  });
}
