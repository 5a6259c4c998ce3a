/** Commits and comparisons: https://docs.github.com/rest/commits */
import { failure, notFound, ok, type Answer } from '../http/answer.ts';
import { compareCommits } from '../git/compare.ts';
import { ancestors, commitsBetween } from '../git/history.ts';
import { findEntry, readCommit } from '../git/store.ts';
import { commitJson, fileChangeJson, singleCommitJson } from '../json/git.ts';
import { repoPage, repoUrl } from '../json/repository.ts';
import { pullSummaryJson } from '../json/pull.ts';
import type { Repo } from '../world/model.ts';
import { listAnswer, pageOf } from '../http/paging.ts';
import { resolveCommit } from '../world/resolve.ts';
import { repoRoute, type RepoCall, type Route } from '../http/router.ts';
import { accountByEmail, findRepo } from '../world/world.ts';

function showCommit(call: RepoCall): Answer {
  const name = call.params['ref'] ?? '';
  const sha = resolveCommit(call.repo, name);
  if (sha === undefined) throw failure(422, `No commit found for SHA: ${name}`);
  if (/vnd\.github\.(v3\.)?sha/.test(call.headers['accept'] ?? '')) {
    return {
      status: 200,
      raw: { type: 'application/vnd.github.sha; charset=utf-8', bytes: Buffer.from(sha) },
    };
  }
  return ok(singleCommitJson(call.world, call.repo, sha));
}

/** History of a branch, perhaps of one path, author or time. */
function listCommits(call: RepoCall): Answer {
  const { world, repo, query } = call;
  if (repo.refs.size === 0) throw failure(409, 'Git Repository is empty.');
  const start = resolveCommit(repo, query.get('sha') ?? 'HEAD');
  if (start === undefined) throw notFound();
  const path = query.get('path');
  const author = query.get('author');
  const since = query.get('since');
  const until = query.get('until');
  const commits = commitsBetween(repo.git, start, []).filter((sha) => {
    const commit = readCommit(repo.git, sha);
    const login = accountByEmail(world, commit.author.email)?.login;
    return (
      (!path || touches(repo, sha, path)) &&
      (!author || author === login || author === commit.author.email) &&
      (!since || commit.committer.date >= new Date(since)) &&
      (!until || commit.committer.date <= new Date(until))
    );
  });
  return listAnswer(call, commits, (sha) => commitJson(world, repo, sha));
}

/** True when a commit left a path different from every parent's, as `git log -- path` asks. */
function touches(repo: Repo, sha: string, path: string): boolean {
  const commit = readCommit(repo.git, sha);
  const now = findEntry(repo.git, commit.tree, path)?.sha;
  if (commit.parents.length === 0) return now !== undefined;
  return commit.parents.every(
    (parent) => findEntry(repo.git, readCommit(repo.git, parent).tree, path)?.sha !== now,
  );
}

/** GitHub lists no more files than this. */
const MAX_FILES = 300;
/** Commits without paging. */
const MAX_COMMITS = 250;

function compare(call: RepoCall): Answer {
  const { world, repo, query } = call;
  const [baseName = '', headName = ''] = (call.params['basehead'] ?? '').split('...');
  const base = resolveEnd(call, baseName);
  const head = resolveEnd(call, headName);
  if (base === undefined || head === undefined) throw notFound();
  const found = compareCommits(repo.git, base, head);
  if (found.mergeBase === undefined)
    throw failure(404, `No common ancestor between ${baseName} and ${headName}.`);
  const paged = query.has('page') || query.has('per_page');
  const page = paged
    ? pageOf(call, found.commits)
    : { items: found.commits.slice(-MAX_COMMITS), headers: {} };
  const isFirst = Number(query.get('page') ?? 1) <= 1;
  const name = `${repoPage(world, repo)}/compare/${baseName}...${headName}`;
  return {
    status: 200,
    headers: page.headers,
    body: {
      url: `${repoUrl(world, repo)}/compare/${baseName}...${headName}`,
      html_url: name,
      permalink_url: `${repoPage(world, repo)}/compare/${base.slice(0, 7)}...${head.slice(0, 7)}`,
      diff_url: `${name}.diff`,
      patch_url: `${name}.patch`,
      base_commit: commitJson(world, repo, base),
      merge_base_commit: commitJson(world, repo, found.mergeBase),
      status: statusOf(found.commits.length, found.behindBy),
      ahead_by: found.commits.length,
      behind_by: found.behindBy,
      total_commits: found.commits.length,
      commits: page.items.map((sha) => commitJson(world, repo, sha)),
      files: isFirst
        ? found.files.slice(0, MAX_FILES).map((file) => fileChangeJson(world, repo, head, file))
        : [],
    },
  };
}

/** One end of `base...head`; `owner:branch` names a branch of a fork. */
function resolveEnd(call: RepoCall, name: string): string | undefined {
  const [owner, branch] = name.includes(':') ? name.split(/:(.*)/s) : [undefined, name];
  if (owner === undefined) return resolveCommit(call.repo, branch ?? '');
  const other = findRepo(call.world, owner, call.repo.name);
  return other && other.git === call.repo.git ? resolveCommit(other, branch ?? '') : undefined;
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return 'diverged';
  if (ahead > 0) return 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}

/** Pull requests that brought a commit: merged with it, or open with it. */
function pullsOfCommit(repo: Repo, sha: string) {
  return [...repo.issues.values()].filter((issue) => {
    const pull = issue.pull;
    if (!pull) return false;
    if (pull.mergeCommitSha === sha || pull.headSha === sha) return true;
    return ancestors(repo.git, pull.headSha).has(sha) && !ancestors(repo.git, pull.baseSha).has(sha);
  });
}

function listPullsOfCommit(call: RepoCall): Answer {
  const sha = resolveCommit(call.repo, call.params['commit_sha'] ?? '');
  if (sha === undefined) throw failure(422, `No commit found for SHA: ${call.params['commit_sha']}`);
  return listAnswer(call, pullsOfCommit(call.repo, sha), (issue) =>
    pullSummaryJson(call.world, call.repo, issue),
  );
}

const READ = { app: { contents: 'read' } } as const;

/** The routes. */
export const commitRoutes: readonly Route[] = [
  repoRoute('GET', '/commits', READ, listCommits),
  repoRoute('GET', '/commits/{ref}', READ, showCommit),
  repoRoute('GET', '/commits/{commit_sha}/pulls', { app: { pull_requests: 'read' } }, listPullsOfCommit),
  repoRoute('GET', '/compare/{basehead}', READ, compare),
];
