/** From the number in a path to the issue, or to what GitHub says about numbers that are none any more. */
import { ApiError, failure, movedTo, notFound } from '../http/answer.ts';
import { apiUrl } from '../json/account.ts';
import type { Issue } from '../world/model.ts';
import { canSee } from '../world/principal.ts';
import type { RepoCall } from '../http/router.ts';

/** The issue or pull request of the path; 410 deleted, 301 transferred, 404 never there (GITHUB-FACTS 3, "Gone"). */
export function findIssue(call: RepoCall): Issue {
  const { repo, world, params } = call;
  const number = Number(params['issue_number'] ?? params['pull_number']);
  const issue = repo.issues.get(number);
  if (issue) {
    if (!issue.pull && !repo.hasIssues) throw issuesDisabled();
    return issue;
  }
  const gone = repo.gone.get(number);
  if (gone === undefined) throw notFound();
  if (gone === 'deleted') throw failure(410, 'This issue was deleted');
  if (!canSee(call.principal, gone.repo)) throw notFound();
  const answer = movedTo(301, `${apiUrl(world)}/repositories/${gone.repo.id}/issues/${gone.number}`);
  throw new ApiError(answer, 'the issue was transferred');
}

/** 410 for everything about issues in a repository that has none. */
export function issuesDisabled(): ApiError {
  return failure(410, 'Issues are disabled for this repo');
}
