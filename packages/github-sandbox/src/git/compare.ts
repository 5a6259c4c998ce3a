/** Three-dot comparison of two commits, remembered because pull requests ask for it on every look. */
import { commitsBetween, mergeBase } from './history.ts';
import { diffTrees, type FileChange } from './diff.ts';
import { mergeTrees, type TreeMerge } from './merge.ts';
import { EMPTY_TREE, readCommit, type GitStore } from './store.ts';

/** What head has that base has not. */
export interface Comparison {
  readonly mergeBase: string | undefined;
  /** Oldest first. */
  readonly commits: readonly string[];
  readonly behindBy: number;
  /** From the merge base to head. */
  readonly files: readonly FileChange[];
}

const known = new WeakMap<GitStore, Map<string, Comparison>>();
const merges = new WeakMap<GitStore, Map<string, TreeMerge>>();

/** Compare head with base. Commits never change, so the answer is kept. */
export function compareCommits(store: GitStore, base: string, head: string): Comparison {
  return remembered(known, store, `${base}...${head}`, () => {
    const common = mergeBase(store, base, head);
    const commonTree = common ? readCommit(store, common).tree : EMPTY_TREE;
    return {
      mergeBase: common,
      commits: commitsBetween(store, head, [base]).reverse(),
      behindBy: commitsBetween(store, base, [head]).length,
      files: diffTrees(store, commonTree, readCommit(store, head).tree),
    };
  });
}

/** What merging head into base gives. */
export function mergeCommits(store: GitStore, base: string, head: string): TreeMerge {
  return remembered(merges, store, `${base}...${head}`, () => {
    const common = mergeBase(store, base, head);
    const commonTree = common ? readCommit(store, common).tree : EMPTY_TREE;
    return mergeTrees(store, commonTree, readCommit(store, base).tree, readCommit(store, head).tree);
  });
}

function remembered<Value>(
  memory: WeakMap<GitStore, Map<string, Value>>,
  store: GitStore,
  key: string,
  compute: () => Value,
): Value {
  const values = memory.get(store) ?? new Map<string, Value>();
  memory.set(store, values);
  const value = values.get(key) ?? compute();
  values.set(key, value);
  return value;
}
