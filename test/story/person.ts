/** An account in a person's hands: an Octokit for what they do, and a cheaper way to read what they see. */
import type { Octokit } from '@octokit/rest';
import type { Sandbox, UserAccount } from '@planwright/github-sandbox';

/** An Octokit that also reads without what Octokit does for each request: that takes longer than the answer does, and looks are many. */
export type Person = Octokit & { readonly reads: Reads };

/**
 * Reads what stands under a path of the REST API, such as `/repos/ada/engine`; a list to its end.
 *
 * @throws Error if GitHub refuses.
 */
export type Reads = <Data>(path: string) => Promise<Data>;

/** Makes an account read in its own name. */
export function readsAs(github: Sandbox, { token }: Pick<UserAccount, 'token'>): Reads {
  const headers = {
    accept: 'application/vnd.github.v3+json',
    authorization: `token ${token}`,
    'user-agent': 'a person',
  };
  return async <Data>(path: string): Promise<Data> => {
    const pages: unknown[] = [];
    for (let next: string | undefined = `${github.url}/api/v3${path}`; next !== undefined;) {
      const answer = await github.fetch(next, { headers });
      if (!answer.ok) throw new Error(`Expected to read ${path}, found ${answer.status}.`);
      pages.push(await answer.json());
      next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    return (pages.length === 1 ? pages[0] : pages.flat()) as Data;
  };
}
