/** From a node id, as REST answers carry it, to the row that it names. */
import type { Account, Issue, Label, Milestone, Repo } from '../world/model.ts';
import { findIssueById, nodeId, type World } from '../world/world.ts';

/** The repository of this node id. */
export function repoOf(world: World, id: string): Repo | undefined {
  return world.repos.get(numberIn(id, 'R') ?? 0);
}

/** The issue of this node id; a pull request has another kind of id. */
export function issueOf(
  world: World,
  id: string,
): { readonly repo: Repo; readonly issue: Issue } | undefined {
  const number = numberIn(id, 'I');
  return number === undefined ? undefined : findIssueById(world, number);
}

/** The label of this node id, in this repository. */
export function labelOf(repo: Repo, id: string): Label | undefined {
  const number = numberIn(id, 'LA');
  return [...repo.labels.values()].find((label) => label.id === number);
}

/** The milestone of this node id, in this repository. */
export function milestoneOf(repo: Repo, id: string): Milestone | undefined {
  const number = numberIn(id, 'MI');
  return [...repo.milestones.values()].find((milestone) => milestone.id === number);
}

/** The person of this node id. */
export function userOf(world: World, id: string): Account | undefined {
  const number = numberIn(id, 'U');
  return [...world.accounts.values()].find((account) => account.kind === 'User' && account.id === number);
}

/** The database id behind a node id of a kind; undefined if the id is of no such kind. */
function numberIn(id: string, prefix: string): number | undefined {
  const number = Number(
    Buffer.from(id.slice(prefix.length + 1), 'base64url')
      .toString()
      .replace(`0:${prefix}`, ''),
  );
  return nodeId(prefix, number) === id ? number : undefined;
}
