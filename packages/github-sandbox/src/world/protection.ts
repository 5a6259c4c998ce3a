/** What a protected branch refuses (GITHUB-FACTS 6; which of 409 and 422 GitHub answers where is still unverified). */
import { failure } from '../http/answer.ts';
import { isAncestor } from '../git/history.ts';
import type { Repo } from './model.ts';
import type { Principal } from './principal.ts';
import { atLeast, roleOf } from './world.ts';

/** A direct change of a branch that someone wants to make. */
export interface DirectChange {
  readonly repo: Repo;
  readonly ref: string;
  /** Undefined: delete it. */
  readonly to: string | undefined;
  readonly principal: Principal;
}

/** Throws when a branch takes changes only by pull request, or never backwards. */
export function requireUnprotected(change: DirectChange, status: 409 | 422): void {
  const { repo, ref, to, principal } = change;
  const rules = repo.protectedBranches.get(ref.replace(/^refs\/heads\//, ''));
  const before = repo.refs.get(ref);
  if (!rules || before === undefined) return;
  if (to === undefined) throw failure(422, 'Cannot delete this branch');
  if (!isAncestor(repo.git, before, to)) throw failure(422, 'Cannot force-push to this branch');
  const isAdmin = principal.kind === 'user' && atLeast(roleOf(repo, principal.account), 'admin');
  if (!rules.requiresPullRequest || (isAdmin && !rules.enforceAdmins)) return;
  throw failure(
    status,
    'Repository rule violations found\n\nChanges must be made through a pull request.\n\n',
  );
}
