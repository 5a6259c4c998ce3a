/** Who may write to the repository; GitHub is asked once for each person in a pass. */
import { mayWrite } from '../../github/read/comments.ts';
import type { PassContext } from '../context.ts';

/** Whether the person with this login may write to the repository. */
export type IsWriter = (login: string) => Promise<boolean>;

/** Creates the question; it remembers the answers, so that each person costs one request. */
export function askingOnce({ client, repository }: Pick<PassContext, 'client' | 'repository'>): IsWriter {
  const known = new Map<string, Promise<boolean>>();
  return async (login) => {
    const asked = known.get(login) ?? mayWrite(client, repository, login);
    known.set(login, asked);
    return asked;
  };
}
