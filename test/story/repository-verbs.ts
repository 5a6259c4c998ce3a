/** What people do with files, branches, pull requests, and the settings of a repository. */
import type { Hands } from './issue-verbs.ts';
import { PLAN } from './place.ts';

/** Path → new text or bytes, or null to remove the file. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

export interface Push {
  /** Where to; a branch that is not there begins with this push. */
  readonly branch?: string;
  /** The commit whose files these change; the newest of the branch, or of `main` where the branch is new. */
  readonly onto?: string;
  /** The commits that it follows; if no others are named, the one whose files it changes. */
  readonly parents?: readonly string[];
  readonly message?: string;
  /** When its author says that it was made. */
  readonly date?: string;
  /** By force, where it is no successor of what the branch holds. */
  readonly force?: boolean;
}

export interface RepositoryVerbs {
  /** Puts a text where the plan stands, or at another path; on the default branch or another. */
  commits(text: string, path?: string, branch?: string): Promise<void>;
  /** Changes the plan or another file on the default branch; it must change. */
  edits(change: (text: string) => string, path?: string): Promise<void>;
  removes(path: string): Promise<void>;
  /** Several files in one commit, as `git push` brings it; returns its sha. */
  pushes(files: Files, how?: Push): Promise<string>;
  /** Renames a file, and changes it in the same push. */
  movesFile(from: string, to: string, change?: (text: string) => string): Promise<void>;
  /** Begins a branch at the newest commit of the default branch. */
  makesBranch(name: string): Promise<void>;
  /** Lets a branch begin anew at a commit. */
  resetsBranch(name: string, sha: string): Promise<void>;
  deletesBranch(name: string): Promise<void>;
  /** Opens a pull request that changes the plan or another file on a branch; returns its number. */
  proposes(
    change: (text: string) => string,
    options?: { readonly path?: string; readonly body?: string; readonly branch?: string },
  ): Promise<number>;
  /** Opens a pull request for a branch that is there, `owner:branch` for one of a fork; returns its number. */
  opensPull(branch: string): Promise<number>;
  /** Changes title, description or base of a pull request. */
  editsPull(
    pull: number,
    fields: { readonly title?: string; readonly body?: string; readonly base?: string },
  ): Promise<void>;
  /** Merges the default branch into a pull request, by its button. */
  updatesPull(pull: number): Promise<void>;
  mergesPull(pull: number, how?: 'merge' | 'squash' | 'rebase'): Promise<void>;
  closesPull(pull: number): Promise<void>;
  reopensPull(pull: number): Promise<void>;
  mergesWriteBack(how?: 'merge' | 'squash' | 'rebase'): Promise<void>;
  closesWriteBack(): Promise<void>;
  /** Changes the settings of the repository, or of one of another name. */
  changesSettings(settings: Settings, repository?: string): Promise<void>;
  /** Lets the default branch change by pull request only. */
  protects(): Promise<void>;
}

interface Settings {
  readonly name?: string;
  readonly archived?: boolean;
  readonly private?: boolean;
  readonly has_issues?: boolean;
  readonly default_branch?: string;
  readonly delete_branch_on_merge?: boolean;
}

/** What an account does with files, pull requests and settings. */
export function createRepositoryVerbs(hands: Hands): RepositoryVerbs {
  const { octokit, at, looks } = hands;
  const { repos } = octokit.rest;
  const files = createFileVerbs(hands);
  const pulls = createPullVerbs(hands);
  return {
    ...files,
    ...pulls,
    proposes: async (change, { path = PLAN, body = '', branch = 'change-the-plan' } = {}) => {
      await files.makesBranch(branch);
      const before = await looks.planText(path).catch(() => '');
      await files.commits(change(before), path, branch);
      const pull = await pulls.opensPull(branch);
      if (body !== '') await pulls.editsPull(pull, { body });
      return pull;
    },
    changesSettings: async (settings, repository = at.repo) => {
      await repos.update({ owner: at.owner, repo: repository, ...settings });
    },
    protects: async () => {
      await repos.updateBranchProtection({
        ...at,
        branch: 'main',
        required_status_checks: null,
        enforce_admins: false,
        required_pull_request_reviews: {},
        restrictions: null,
      });
    },
  };
}

type FileVerbs = Pick<
  RepositoryVerbs,
  'commits' | 'edits' | 'removes' | 'pushes' | 'movesFile' | 'makesBranch' | 'resetsBranch' | 'deletesBranch'
>;

function createFileVerbs(hands: Hands): FileVerbs {
  const { octokit, at, looks } = hands;
  const { repos, git } = octokit.rest;
  const commits: FileVerbs['commits'] = async (text, path = PLAN, branch = 'main') => {
    const sha = await blobAt(hands, path, branch);
    const content = Buffer.from(text).toString('base64');
    const message = `Change ${path}`;
    await repos.createOrUpdateFileContents({
      ...at,
      path,
      branch,
      message,
      content,
      ...(sha === null ? {} : { sha }),
    });
  };
  const pushes: FileVerbs['pushes'] = (changed, how) => push(hands, changed, how);
  return {
    commits,
    edits: async (change, path = PLAN) => {
      const before = await looks.planText(path);
      const after = change(before);
      if (after === before) throw new Error('Expected an edit that changes the plan.');
      await commits(after, path);
    },
    removes: async (path) => {
      const sha = (await blobAt(hands, path, 'main')) ?? '';
      await repos.deleteFile({ ...at, path, message: `Remove ${path}`, sha });
    },
    pushes,
    movesFile: async (from, to, change = (text) => text) => {
      await pushes({ [from]: null, [to]: change(await looks.planText(from)) });
    },
    makesBranch: async (name) => {
      const { sha } = await looks.commit();
      await git.createRef({ ...at, ref: `refs/heads/${name}`, sha });
    },
    resetsBranch: async (name, sha) => {
      await git.updateRef({ ...at, ref: `heads/${name}`, sha, force: true });
    },
    deletesBranch: async (name) => {
      await git.deleteRef({ ...at, ref: `heads/${name}` });
    },
  };
}

async function push(
  { octokit, at, looks }: Hands,
  files: Files,
  { branch = 'main', onto, parents, date, force = false, message }: Push = {},
): Promise<string> {
  const { git } = octokit.rest;
  const isNew = branch !== 'main' && !(await looks.branches()).includes(branch);
  const base = await looks.commit(onto ?? (isNew ? 'main' : branch));
  const entries = Object.entries(files).map(async ([path, content]) => {
    const entry = { path, mode: '100644', type: 'blob' } as const;
    if (content === null) return { ...entry, sha: null };
    if (typeof content === 'string') return { ...entry, content };
    const bytes = { content: Buffer.from(content).toString('base64'), encoding: 'base64' };
    return { ...entry, sha: (await git.createBlob({ ...at, ...bytes })).data.sha };
  });
  const tree =
    entries.length === 0
      ? base.tree
      : (await git.createTree({ ...at, base_tree: base.tree, tree: await Promise.all(entries) })).data.sha;
  const who = date === undefined ? {} : { author: { name: 'Ada', email: 'ada@example.com', date } };
  const { data } = await git.createCommit({
    ...at,
    message: message ?? `Change ${Object.keys(files).join(', ')}`,
    tree,
    parents: [...(parents ?? [base.sha])],
    ...who,
    ...(date === undefined ? {} : { committer: who.author }),
  });
  if (isNew) await git.createRef({ ...at, ref: `refs/heads/${branch}`, sha: data.sha });
  else await git.updateRef({ ...at, ref: `heads/${branch}`, sha: data.sha, force });
  return data.sha;
}

type PullVerbs = Pick<
  RepositoryVerbs,
  | 'opensPull'
  | 'editsPull'
  | 'updatesPull'
  | 'mergesPull'
  | 'closesPull'
  | 'reopensPull'
  | 'mergesWriteBack'
  | 'closesWriteBack'
>;

function createPullVerbs({ octokit, at, looks }: Hands): PullVerbs {
  const { pulls } = octokit.rest;
  const update = async (pull: number, fields: object): Promise<void> => {
    await pulls.update({ ...at, pull_number: pull, ...fields });
  };
  const mergesPull: PullVerbs['mergesPull'] = async (pull, how = 'merge') => {
    await pulls.merge({ ...at, pull_number: pull, merge_method: how });
  };
  return {
    opensPull: async (branch) => {
      const words = { title: 'Change the plan', body: '' };
      return (await pulls.create({ ...at, head: branch, base: 'main', ...words })).data.number;
    },
    editsPull: update,
    updatesPull: async (pull) => {
      await pulls.updateBranch({ ...at, pull_number: pull });
    },
    mergesPull,
    closesPull: (pull) => update(pull, { state: 'closed' }),
    reopensPull: (pull) => update(pull, { state: 'open' }),
    mergesWriteBack: async (how) => mergesPull((await looks.openPull()).number, how),
    closesWriteBack: async () => update((await looks.openPull()).number, { state: 'closed' }),
  };
}

/** The sha of a file on a branch; null if there is none. */
async function blobAt({ octokit, at }: Hands, path: string, branch: string): Promise<string | null> {
  try {
    const { data } = await octokit.rest.repos.getContent({ ...at, path, ref: branch });
    return 'sha' in data ? data.sha : null;
  } catch {
    return null;
  }
}
