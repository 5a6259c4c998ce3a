/** People who type commands into comments, and what the app makes of them. */
import type { Octokit } from '@octokit/rest';
import type { Story } from './scenario.ts';

const AT = { owner: 'ada', repo: 'engine' };

/** A comment with the app's reactions to it. */
export interface Typed {
  /** What the app reacted with: `+1`, `-1`, `confused`. */
  reactions(): Promise<string[]>;
  /** What the app answered to it, without its marker; null if nothing, an error if twice. */
  answer(): Promise<string | null>;
}

/** Types a comment on an issue or pull request. */
export async function types(
  { human }: Pick<Story, 'human'>,
  where: number,
  words: string,
  person: Octokit = human.octokit,
): Promise<Typed> {
  const { data: comment } = await person.rest.issues.createComment({
    ...AT,
    issue_number: where,
    body: words,
  });
  return typed(human.octokit, { id: comment.id, where });
}

function typed(octokit: Octokit, { id, where }: { readonly id: number; readonly where: number }): Typed {
  return {
    async reactions() {
      const { data } = await octokit.rest.reactions.listForIssueComment({ ...AT, comment_id: id });
      return data.filter(({ user }) => user?.type === 'Bot').map(({ content }) => content);
    },
    async answer() {
      const { data } = await octokit.rest.issues.listComments({ ...AT, issue_number: where, per_page: 100 });
      const marker = `<!-- planwright answer=${id} -->`;
      const answers = data.filter(({ body, user }) => user?.type === 'Bot' && body?.startsWith(marker));
      if (answers.length > 1) throw new Error(`Expected one answer, found ${answers.length}.`);
      return answers[0]?.body?.slice(marker.length).trim() ?? null;
    },
  };
}
