/** Pull requests: https://docs.github.com/rest/pulls/pulls */
import {
  created,
  failure,
  invalid,
  invalidCustom,
  noContent,
  notFound,
  ok,
  type Answer,
} from '../http/answer.ts';
import { webFlow } from '../git/commit-author.ts';
import { compareCommits, mergeCommits } from '../git/compare.ts';
import {
  fieldsOf,
  nullableText,
  optionalFlag,
  optionalText,
  optionalWord,
  requiredText,
} from '../http/fields.ts';
import { findIssue } from '../issues/find.ts';
import { writeCommit } from '../git/store.ts';
import { addIssue, editIssue, emitIssue, noteEvent, type OnIssue } from '../issues/changes.ts';
import { requireBodyLength, requiredTitle, titleField } from '../issues/fields.ts';
import { commitJson, fileChangeJson } from '../json/git.ts';
import { pullJson, pullOf, pullSummaryJson } from '../json/pull.ts';
import { repoUrl } from '../json/repository.ts';
import { isListed } from '../issues/list.ts';
import type { Issue, Pull, Repo } from '../world/model.ts';
import { listAnswer } from '../http/paging.ts';
import { accountOf, appOf, hasRole } from '../world/principal.ts';
import { mergePull } from '../pulls/merge.ts';
import { changePullState } from '../pulls/state.ts';
import { moveRef } from '../git/ref-moves.ts';
import { repoRoute, type RepoCall, type Route } from '../http/router.ts';
import { findRepo, nextId } from '../world/world.ts';

function findPull(call: RepoCall): OnIssue {
  const issue = findIssue(call);
  if (!issue.pull) throw notFound();
  return { world: call.world, repo: call.repo, issue, by: doer(call) };
}

function doer(call: RepoCall) {
  return { account: accountOf(call.principal), app: appOf(call.principal) };
}

/** `branch`, or `owner:branch` of this repository or of its fork. */
function findHead(call: RepoCall, head: string): { repo: Repo; branch: string; sha: string } {
  const { world, repo } = call;
  const [owner, branch] = head.includes(':') ? head.split(/:(.*)/s) : [repo.owner.login, head];
  const isOwn = owner?.toLowerCase() === repo.owner.login.toLowerCase();
  const place = isOwn ? repo : findRepo(world, owner ?? '', repo.name);
  const sha = place?.refs.get(`refs/heads/${branch}`);
  if (!place || place.git !== repo.git || branch === undefined || sha === undefined) {
    throw invalid([{ resource: 'PullRequest', field: 'head', code: 'invalid' }]);
  }
  return { repo: place, branch, sha };
}

function createPull(call: RepoCall): Answer {
  const { world, repo } = call;
  const fields = fieldsOf(call.body);
  if (appOf(call.principal)?.slug === 'github-actions' && !repo.workflowsOpenPulls)
    throw failure(403, 'GitHub Actions is not permitted to create or approve pull requests.');
  const headName = requiredText(fields, 'head');
  const baseBranch = requiredText(fields, 'base');
  const title = requiredTitle(fields, 'PullRequest');
  const body = nullableText(fields, 'body') ?? null;
  requireBodyLength(body, 'PullRequest');
  const baseSha = repo.refs.get(`refs/heads/${baseBranch}`);
  if (baseSha === undefined) throw invalid([{ resource: 'PullRequest', field: 'base', code: 'invalid' }]);
  const head = findHead(call, headName);
  requireNew(repo, head, baseBranch);
  if (compareCommits(repo.git, baseSha, head.sha).commits.length === 0) {
    throw invalidCustom('PullRequest', 'base', `No commits between ${baseBranch} and ${headName}`);
  }
  const pull: Pull = {
    id: nextId(world, 'pull'),
    headRepo: head.repo,
    headBranch: head.branch,
    headSha: head.sha,
    baseBranch,
    baseSha,
    draft: optionalFlag(fields, 'draft') ?? false,
    maintainerCanModify: head.repo !== repo && (optionalFlag(fields, 'maintainer_can_modify') ?? true),
    mergedAt: undefined,
    mergedBy: undefined,
    mergeCommitSha: undefined,
  };
  const issue = addIssue(world, repo, doer(call), { title, body, pull });
  emitIssue({ world, repo, issue, by: doer(call) }, 'opened');
  return created(pullJson(world, repo, issue));
}

function requireNew(repo: Repo, head: { repo: Repo; branch: string }, baseBranch: string): void {
  const same = [...repo.issues.values()].some(
    ({ pull, state }) =>
      state === 'open' &&
      pull?.headRepo === head.repo &&
      pull.headBranch === head.branch &&
      pull.baseBranch === baseBranch,
  );
  if (!same) return;
  const message = `A pull request already exists for ${head.repo.owner.login}:${head.branch}.`;
  throw invalid([{ resource: 'PullRequest', code: 'custom', message }]);
}

/** `head` filters only as `owner:branch`; anything else is silently ignored (GITHUB-FACTS 6). */
function listPulls(call: RepoCall): Answer {
  const { world, repo, query } = call;
  const state = query.get('state') ?? 'open';
  const base = query.get('base');
  const head = query.get('head')?.includes(':') ? query.get('head')?.toLowerCase() : undefined;
  const key = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const sign = (query.get('direction') ?? (query.has('sort') ? 'asc' : 'desc')) === 'asc' ? 1 : -1;
  const pulls = [...repo.issues.values()]
    .filter(
      (issue) =>
        issue.pull &&
        isListed(world, issue) &&
        (state === 'all' || issue.state === state) &&
        (!base || issue.pull.baseBranch === base) &&
        (head === undefined || headLabel(issue) === head),
    )
    .sort((a, b) => sign * (a[key].getTime() - b[key].getTime() || a.number - b.number));
  return listAnswer(call, pulls, (issue) => pullSummaryJson(world, repo, issue));
}

function headLabel(issue: Issue): string {
  const pull = pullOf(issue);
  return `${pull.headRepo.owner.login}:${pull.headBranch}`.toLowerCase();
}

function updatePull(call: RepoCall): Answer {
  const on = findPull(call);
  const { world, repo, issue } = on;
  const { principal } = call;
  if (!hasRole(principal, repo, 'write', 'pull_requests') && issue.author !== accountOf(principal)) {
    throw failure(403, 'Must have admin rights to Repository.');
  }
  const fields = fieldsOf(call.body);
  const title = titleField(fields, 'PullRequest');
  const body = nullableText(fields, 'body');
  requireBodyLength(body, 'PullRequest');
  const state = optionalWord(fields, 'state', ['open', 'closed']);
  const base = optionalText(fields, 'base');
  if (base !== undefined && base !== pullOf(issue).baseBranch) changeBase(on, base);
  if (state !== undefined) changePullState(on, state);
  editIssue(on, { title, body });
  return ok(pullJson(world, repo, issue));
}

function changeBase(on: OnIssue, base: string): void {
  const { repo, issue } = on;
  const pull = pullOf(issue);
  const sha = repo.refs.get(`refs/heads/${base}`);
  if (sha === undefined) {
    const message = `Proposed base branch '${base}' was not found`;
    throw invalid([{ resource: 'PullRequest', field: 'base', code: 'invalid', message }]);
  }
  const from = { ref: { from: pull.baseBranch }, sha: { from: pull.baseSha } };
  pull.baseBranch = base;
  pull.baseSha = sha;
  noteEvent(on, 'base_ref_changed');
  emitIssue(on, 'edited', { changes: { base: from } });
}

function listFiles(call: RepoCall): Answer {
  const { world, repo, issue } = findPull(call);
  const pull = pullOf(issue);
  const { files } = compareCommits(repo.git, pull.baseSha, pull.headSha);
  return listAnswer(call, files.slice(0, 3_000), (file) => fileChangeJson(world, repo, pull.headSha, file));
}

function listPullCommits(call: RepoCall): Answer {
  const { world, repo, issue } = findPull(call);
  const pull = pullOf(issue);
  const { commits } = compareCommits(repo.git, pull.baseSha, pull.headSha);
  return listAnswer(call, commits.slice(0, 250), (sha) => commitJson(world, repo, sha));
}

function merge(call: RepoCall): Answer {
  const on = findPull(call);
  const pull = pullOf(on.issue);
  const fields = fieldsOf(call.body);
  const method = optionalWord(fields, 'merge_method', ['merge', 'squash', 'rebase']) ?? 'merge';
  const guard = optionalText(fields, 'sha');
  if (on.issue.state === 'closed' || pull.draft) throw failure(405, 'Pull Request is not mergeable');
  if (guard !== undefined && guard !== pull.headSha) {
    throw failure(409, 'Head branch was modified. Review and try the merge again.');
  }
  const wish = {
    title: optionalText(fields, 'commit_title'),
    message: optionalText(fields, 'commit_message'),
  };
  const sha = mergePull(on, { method, ...wish });
  return ok({ sha, merged: true, message: 'Pull Request successfully merged' });
}

/** Merge the base into the head, as the "Update branch" button does. */
function updateBranch(call: RepoCall): Answer {
  const { world, repo, issue, by } = findPull(call);
  const pull = pullOf(issue);
  const expected = optionalText(fieldsOf(call.body), 'expected_head_sha');
  if (expected !== undefined && expected !== pull.headSha) {
    throw failure(422, `expected head sha didn’t match current head ref.`);
  }
  if (compareCommits(repo.git, pull.baseSha, pull.headSha).behindBy === 0) {
    throw failure(422, 'There are no new commits on the base branch.');
  }
  const merged = mergeCommits(repo.git, pull.baseSha, pull.headSha);
  if (merged.kind === 'conflict') throw failure(422, 'merge conflict between base and head');
  const sha = writeCommit(repo.git, {
    tree: merged.tree,
    parents: [pull.headSha, pull.baseSha],
    author: { name: by.account.login, email: by.account.email, date: world.now() },
    committer: webFlow(world),
    message: `Merge branch '${pull.baseBranch}' into ${pull.headBranch}`,
  });
  repo.git.signed.add(sha);
  moveRef(world, { repo: pull.headRepo, ref: `refs/heads/${pull.headBranch}`, to: sha, by });
  const url = `${repoUrl(world, repo)}/pulls/${issue.number}`;
  const body = { message: 'Updating pull request branch.', url };
  return { status: 202, body, headers: { location: url } };
}

const READ = { app: { pull_requests: 'read' } } as const;
const WRITE = { app: { pull_requests: 'write' }, user: 'read' } as const;
const MERGE = { app: { contents: 'write' } } as const;

/** The routes. */
export const pullRoutes: readonly Route[] = [
  repoRoute('GET', '/pulls', READ, listPulls),
  repoRoute('POST', '/pulls', WRITE, createPull),
  repoRoute('GET', '/pulls/{pull_number}', READ, (call) => {
    const { world, repo, issue } = findPull(call);
    return ok(pullJson(world, repo, issue));
  }),
  repoRoute('PATCH', '/pulls/{pull_number}', WRITE, updatePull),
  repoRoute('GET', '/pulls/{pull_number}/files', READ, listFiles),
  repoRoute('GET', '/pulls/{pull_number}/commits', READ, listPullCommits),
  repoRoute('GET', '/pulls/{pull_number}/merge', READ, (call) => {
    if (!pullOf(findPull(call).issue).mergedAt) throw notFound();
    return noContent();
  }),
  repoRoute('PUT', '/pulls/{pull_number}/merge', MERGE, merge),
  repoRoute('PUT', '/pulls/{pull_number}/update-branch', { app: { pull_requests: 'write' } }, updateBranch),
];
