/** Who can be assigned to issues. */
import type { Repo } from './model.ts';

/** People with any explicit part in a repository can be assigned; organisations and bots cannot. */
export function isAssignable(repo: Repo, login: string): boolean {
  const owner = repo.owner.kind === 'Organization' ? repo.owner.admins : [repo.owner.login];
  const wanted = login.toLowerCase();
  return [...owner, ...repo.collaborators.keys()].some((one) => one.toLowerCase() === wanted);
}
