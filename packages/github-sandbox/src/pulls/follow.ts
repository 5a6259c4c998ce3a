/** How open pull requests follow their branches. */
import { compareCommits } from '../git/compare.ts';
import { isAncestor } from '../git/history.ts';
import { closeIssue, emitIssue, noteEvent, type Doer, type OnIssue } from '../issues/changes.ts';
import { pullOf } from '../json/pull.ts';
import { markMerged } from './mark-merged.ts';
import type { Issue, Repo } from '../world/model.ts';
import type { World } from '../world/world.ts';

/** A branch that moved. */
export interface BranchMove {
  readonly repo: Repo;
  readonly branch: string;
  readonly before: string | undefined;
  readonly to: string | undefined;
  readonly by: Doer;
}

function openPulls(world: World, of: (repo: Repo, issue: Issue) => boolean): { repo: Repo; issue: Issue }[] {
  return [...world.repos.values()].flatMap((repo) =>
    [...repo.issues.values()]
      .filter((issue) => issue.pull && issue.state === 'open' && of(repo, issue))
      .map((issue) => ({ repo, issue })),
  );
}

/**
 * Pull requests from the branch: they take its new head; with nothing left to merge, or without the branch, they close
 * (https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-branches-in-your-repository/creating-and-deleting-branches-within-your-repository).
 */
export function followHead(world: World, { repo, branch, before, to, by }: BranchMove): void {
  const isHead = (_: Repo, issue: Issue) => issue.pull?.headRepo === repo && issue.pull.headBranch === branch;
  for (const found of openPulls(world, isHead)) {
    const on: OnIssue = { world, by, ...found };
    const pull = pullOf(found.issue);
    if (to === undefined) {
      noteEvent(on, 'head_ref_deleted');
      closeIssue(on, 'completed');
      continue;
    }
    const forced = before !== undefined && !isAncestor(repo.git, before, to);
    if (forced) noteEvent(on, 'head_ref_force_pushed', {}, to);
    pull.headSha = to;
    found.issue.updatedAt = world.now();
    if (compareCommits(found.repo.git, pull.baseSha, to).commits.length === 0) closeIssue(on, 'completed');
    else emitIssue(on, 'synchronize', { before, after: to });
  }
}

/** Pull requests into the branch: merged when it now holds their head, retargeted or closed when it is gone. */
export function followBase(world: World, { repo, branch, to, by }: BranchMove): void {
  const isBase = (place: Repo, issue: Issue) => place === repo && issue.pull?.baseBranch === branch;
  for (const found of openPulls(world, isBase)) {
    const on: OnIssue = { world, by, ...found };
    const pull = pullOf(found.issue);
    if (to === undefined) loseBase(on, branch);
    else if (isAncestor(repo.git, pull.headSha, to)) markMerged(on, to);
    else pull.baseSha = to;
  }
}

/** A deleted base that had been merged hands its pull requests on to where it went; else they close. */
function loseBase(on: OnIssue, branch: string): void {
  const { repo, issue } = on;
  const pull = pullOf(issue);
  const merged = [...repo.issues.values()].find(
    (other) => other.pull?.mergedAt && other.pull.headRepo === repo && other.pull.headBranch === branch,
  );
  const target = merged?.pull?.baseBranch;
  const targetSha = target === undefined ? undefined : repo.refs.get(`refs/heads/${target}`);
  if (target === undefined || targetSha === undefined) return closeIssue(on, 'completed');
  const from = { ref: { from: branch }, sha: { from: pull.baseSha } };
  pull.baseBranch = target;
  pull.baseSha = targetSha;
  noteEvent(on, 'base_ref_changed');
  emitIssue(on, 'edited', { changes: { base: from } });
}
