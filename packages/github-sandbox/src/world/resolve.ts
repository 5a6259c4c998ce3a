/** From what a client calls a commit or a tree to its sha. */
import type { Repo } from './model.ts';

/** A branch, tag, full ref, or (abbreviated) sha as a commit. */
export function resolveCommit(repo: Repo, name: string): string | undefined {
  const ref = [name, `refs/${name}`, `refs/heads/${name}`, `refs/tags/${name}`].find((one) =>
    repo.refs.has(one),
  );
  if (ref !== undefined) return repo.refs.get(ref);
  if (name === 'HEAD') return repo.refs.get(`refs/heads/${repo.defaultBranch}`);
  if (!/^[0-9a-f]{4,40}$/.test(name)) return undefined;
  if (repo.git.commits.has(name)) return name;
  const matches = [...repo.git.commits.keys()].filter((sha) => sha.startsWith(name));
  return matches.length === 1 ? matches[0] : undefined;
}

/** Anything that names a tree: its sha, or a commit of it. */
export function resolveTree(repo: Repo, name: string): string | undefined {
  if (repo.git.trees.has(name)) return name;
  const commit = resolveCommit(repo, name);
  return commit === undefined ? undefined : repo.git.commits.get(commit)?.tree;
}
