/** Branch protection: https://docs.github.com/rest/branches/branch-protection */
import { failure, invalid, noContent, ok, type Answer } from '../http/answer.ts';
import { fieldsOf, notSupplied, optionalFlag } from '../http/fields.ts';
import { repoUrl } from '../json/repository.ts';
import type { BranchRules } from '../world/model.ts';
import { repoRoute, type RepoCall, type Route } from '../http/router.ts';

function branchOf(call: RepoCall): string {
  const branch = call.params['branch'] ?? '';
  if (!call.repo.refs.has(`refs/heads/${branch}`)) throw failure(404, 'Branch not found');
  return branch;
}

function protectionJson(call: RepoCall, branch: string, rules: BranchRules) {
  const url = `${repoUrl(call.world, call.repo)}/branches/${encodeURIComponent(branch)}/protection`;
  const reviews = {
    url: `${url}/required_pull_request_reviews`,
    dismiss_stale_reviews: false,
    require_code_owner_reviews: false,
    require_last_push_approval: false,
    required_approving_review_count: 0,
  };
  return {
    url,
    required_signatures: { url: `${url}/required_signatures`, enabled: false },
    ...(rules.requiresPullRequest ? { required_pull_request_reviews: reviews } : {}),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: rules.enforceAdmins },
    required_linear_history: { enabled: false },
    allow_force_pushes: { enabled: false },
    allow_deletions: { enabled: false },
    block_creations: { enabled: false },
    required_conversation_resolution: { enabled: false },
    lock_branch: { enabled: false },
    allow_fork_syncing: { enabled: false },
  };
}

function protect(call: RepoCall): Answer {
  const branch = branchOf(call);
  const fields = fieldsOf(call.body);
  for (const name of [
    'required_status_checks',
    'enforce_admins',
    'required_pull_request_reviews',
    'restrictions',
  ]) {
    if (fields[name] === undefined) throw notSupplied(name);
  }
  if (fields['restrictions'] !== null && call.repo.owner.kind !== 'Organization')
    throw invalid(['Only organization repositories can have users and team restrictions']);
  const rules: BranchRules = {
    requiresPullRequest: fields['required_pull_request_reviews'] !== null,
    enforceAdmins: optionalFlag(fields, 'enforce_admins') ?? false,
  };
  call.repo.protectedBranches.set(branch, rules);
  return ok(protectionJson(call, branch, rules));
}

function rulesOf(call: RepoCall): { branch: string; rules: BranchRules } {
  const branch = branchOf(call);
  const rules = call.repo.protectedBranches.get(branch);
  if (!rules) throw failure(404, 'Branch not protected');
  return { branch, rules };
}

function showProtection(call: RepoCall): Answer {
  const { branch, rules } = rulesOf(call);
  return ok(protectionJson(call, branch, rules));
}

function unprotect(call: RepoCall): Answer {
  call.repo.protectedBranches.delete(rulesOf(call).branch);
  return noContent();
}

const PATH = '/branches/{branch}/protection';

/** The routes. */
export const protectionRoutes: readonly Route[] = [
  repoRoute('GET', PATH, { app: { administration: 'read' }, user: 'admin' }, showProtection),
  repoRoute('PUT', PATH, { app: { administration: 'write' }, user: 'admin' }, protect),
  repoRoute('DELETE', PATH, { app: { administration: 'write' }, user: 'admin' }, unprotect),
];
