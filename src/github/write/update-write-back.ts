/**
 * Writes a plan's write-back pull request: one commit on the default branch's head, ONE move of the branch onto it (a
 * reset followed by a commit makes GitHub close the pull request for having no diff), its check, then the pull request.
 */
import type { BranchRules, Refusal, Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { readBranch } from '../read/branch.ts';
import { RetryableError, statusOf } from '../transport/errors.ts';
import type { CheckReport } from './check-run.ts';
import { isProtected } from './protected.ts';
import { openFrom, patchPull, type Shell } from './write-back-pull.ts';
import { RefusedError, refusedOr } from '../transport/refused.ts';
import { findUnlistedPull, readWriteBack } from '../read/write-back-pulls.ts';
import type { Head, TreeFile } from '../read/repository.ts';

/** The edited plan and the pull request that carries it. */
export interface WriteBack {
  /** The default branch's head whose tree holds the plan that was edited: the one this pass read at its start. */
  readonly head: Head;
  readonly branch: string;
  readonly path: string;
  /** The file's mode, which stays; 100644 if absent. */
  readonly mode?: TreeFile['mode'];
  readonly text: string;
  /** Ends with the trailers by which the commit is known as the app's. */
  readonly message: string;
  readonly title: string;
  readonly body: string;
  /** What the check of its commit says. */
  readonly check: Omit<CheckReport, 'headSha' | 'run'>;
  /** Tells the app's work on the branch from a person's. */
  readonly rules: BranchRules;
  /** The open pull request, if there is one. */
  readonly pull: { readonly number: number; readonly headSha: string } | null;
  /** The commit of these edits, if it was made already. */
  readonly commit?: string;
  /** The plan was never written back, so that the branch is made without a look at it: GitHub refuses that if it is there. */
  readonly isFirst?: boolean;
}

/** What became of a commit on the default branch. */
export type CommitResult =
  | { readonly kind: 'committed'; readonly head: Head }
  /** The branch takes changes by pull request only; the commit exists, but no branch holds it. */
  | { readonly kind: 'protected'; readonly commit: string };

/** The result of writing the pull request. */
export type WriteBackResult =
  | {
      readonly kind: 'created' | 'updated';
      readonly number: number;
      /** Why its check could not be written. */
      readonly unchecked: Refusal | null;
    }
  /** A person committed to the branch: nothing was touched. */
  | { readonly kind: 'blocked-by-person'; readonly number: number | null; readonly commit: string }
  /** The branch holds the edits, but GitHub lets this account open no pull request. */
  | { readonly kind: 'no-pulls'; readonly number: null };

/** The result of closing it; `left` says why the branch still exists. */
export type CloseResult =
  | { readonly kind: 'closed'; readonly left: Refusal | null }
  | { readonly kind: 'blocked-by-person'; readonly commit: string };

type Target =
  | { readonly kind: 'create' }
  | { readonly kind: 'move'; readonly tip: string; readonly ahead: boolean }
  | { readonly kind: 'blocked'; readonly commit: string };

/** Brings branch and pull request to this text, unless a person's commits stand on the branch. */
export async function updateWriteBack(
  client: Client,
  repository: Repository,
  writeBack: WriteBack,
): Promise<WriteBackResult> {
  try {
    return await bring({ client, repository }, writeBack);
  } catch (error) {
    throw refusedOr({ act: 'write the edits to', of: `the branch ${writeBack.branch}` }, error);
  }
}

async function bring(shell: Shell, writeBack: WriteBack): Promise<WriteBackResult> {
  if (writeBack.isFirst === true) return bringFirst(shell, writeBack);
  const { branch, title, body } = writeBack;
  const target = await targetOf(shell, writeBack);
  let { pull } = writeBack;
  if (pull === null && target.kind === 'move' && target.ahead) {
    const hidden = await findUnlistedPull(shell, branch);
    if (hidden?.title === title && hidden.body === body)
      return { kind: 'updated', number: hidden.number, unchecked: null };
    pull = hidden;
    if (pull === null && (await holdsEdits(shell, target.tip, writeBack)))
      return openFrom(shell, writeBack, { commit: target.tip, isOld: true });
  }
  const pushed = await push(shell, writeBack, target);
  if (pushed.kind === 'blocked')
    return { kind: 'blocked-by-person', number: pull?.number ?? null, commit: pushed.commit };
  const { commit } = pushed;
  if (pull === null) return openFrom(shell, writeBack, { commit });
  const unchecked = await patchPull(shell, pull.number, { ...writeBack, commit });
  return { kind: 'updated', number: pull.number, unchecked };
}

/** Before a first sync there is no branch, so that none is looked for. */
async function bringFirst(shell: Shell, writeBack: WriteBack): Promise<WriteBackResult> {
  const commit = writeBack.commit ?? (await makeCommit(shell, writeBack)).commit;
  if (await createRef(shell, writeBack.branch, commit)) return openFrom(shell, writeBack, { commit });
  return bring(shell, { ...writeBack, commit, isFirst: false });
}

/** Brings the branch to the commit of these edits, unless a person's commits stand on it. */
async function push(
  shell: Shell,
  writeBack: WriteBack,
  found: Target,
): Promise<{ readonly kind: 'pushed' | 'blocked'; readonly commit: string }> {
  if (found.kind === 'blocked') return found;
  const { branch } = writeBack;
  const commit = writeBack.commit ?? (await makeCommit(shell, writeBack)).commit;
  if (found.kind === 'create' && (await createRef(shell, branch, commit))) return { kind: 'pushed', commit };
  // The branch was created meanwhile: its commits are checked as on any other branch.
  const target = found.kind === 'create' ? await targetOf(shell, writeBack) : found;
  if (target.kind === 'blocked') return target;
  if (target.kind === 'move') await moveRef(shell, { branch, commit, tip: target.tip });
  return { kind: 'pushed', commit };
}

/**
 * Puts the edits as one commit on the default branch, if that still is where this pass read it. A branch that takes
 * changes by pull request only refuses with 403, 409 or 422, and GitHub's words tell it from other refusals
 * (GITHUB-FACTS 6).
 */
export async function commitWriteBack(
  client: Client,
  repository: Repository,
  edited: Pick<WriteBack, 'head' | 'path' | 'mode' | 'text' | 'message'>,
): Promise<CommitResult> {
  const branch = repository.defaultBranch;
  try {
    const head = await makeCommit({ client, repository }, edited);
    try {
      const ref = { ...at(repository), ref: `heads/${branch}` };
      await client.rest.git.updateRef({ ...ref, sha: head.commit, force: false });
      return { kind: 'committed', head };
    } catch (error) {
      if (isProtected(error)) return { kind: 'protected', commit: head.commit };
      throw error;
    }
  } catch (error) {
    throw refusedOr({ act: 'commit to', of: branch }, error);
  }
}

/**
 * Closes the write-back pull request, because nothing is left to propose. One request marks the body and closes, so that the
 * app's own closing can always be told from a person's; then the branch is deleted. If a person committed to the branch, both stay.
 */
export async function closeWriteBack(
  client: Client,
  repository: Repository,
  { number, body, ...branch }: Pick<WriteBack, 'branch' | 'body' | 'rules'> & { readonly number: number },
): Promise<CloseResult> {
  try {
    const reading = await readBranch(client, repository, branch);
    if (reading.kind === 'person') return { kind: 'blocked-by-person', commit: reading.commit };
    await client.rest.pulls.update({ ...at(repository), pull_number: number, body, state: 'closed' });
    const left = reading.kind === 'own' ? await deleteRef({ client, repository }, branch.branch) : null;
    return { kind: 'closed', left };
  } catch (error) {
    throw refusedOr({ act: 'close', of: `pull request #${number}` }, error);
  }
}

async function deleteRef({ client, repository }: Shell, branch: string): Promise<Refusal | null> {
  try {
    await client.rest.git.deleteRef({ ...at(repository), ref: `heads/${branch}` });
    return null;
  } catch (error) {
    // 422 "Reference does not exist": a person or a setting deleted it first.
    const isThere = statusOf(error) !== 404 && !/does not exist/i.test((error as Error).message);
    const meaning = refusedOr({ act: 'delete', of: `the branch ${branch}` }, error);
    if (!(meaning instanceof RefusedError)) throw meaning;
    return isThere ? meaning.refusal : null;
  }
}

async function targetOf(shell: Shell, { branch, pull, rules }: WriteBack): Promise<Target> {
  const reading = await readBranch(shell.client, shell.repository, { branch, rules });
  switch (reading.kind) {
    case 'absent':
      return { kind: 'create' };
    case 'own':
      return { kind: 'move', tip: reading.tip, ahead: reading.ahead };
    case 'person': {
      // After a squash merge the person's commits are still on the branch, though their changes are on the default branch.
      const isMerged = pull === null && (await wasMergedAt(shell, branch, reading.tip));
      return isMerged
        ? { kind: 'move', tip: reading.tip, ahead: false }
        : { kind: 'blocked', commit: reading.commit };
    }
  }
}

async function wasMergedAt({ client, repository }: Shell, branch: string, tip: string): Promise<boolean> {
  const { pulls } = await readWriteBack(client, repository, { branch, named: [] });
  return pulls.some((pull) => pull.merged && pull.headSha === tip);
}

async function makeCommit(
  { client, repository }: Shell,
  writeBack: Pick<WriteBack, 'head' | 'path' | 'mode' | 'text' | 'message'>,
): Promise<Head> {
  const { head, path, text: content, message } = writeBack;
  const mode = writeBack.mode ?? '100644';
  const tree = await client.rest.git.createTree({
    ...at(repository),
    base_tree: head.tree,
    tree: [{ path, mode, type: 'blob', content }],
  });
  // No author: GitHub then signs the commit as the app's (GITHUB-FACTS 6).
  const commit = await client.rest.git.createCommit({
    ...at(repository),
    message,
    tree: tree.data.sha,
    parents: [head.commit],
  });
  return { commit: commit.data.sha, tree: tree.data.sha };
}

async function createRef({ client, repository }: Shell, branch: string, sha: string): Promise<boolean> {
  try {
    await client.rest.git.createRef({ ...at(repository), ref: `refs/heads/${branch}`, sha });
    return true;
  } catch (error) {
    if (statusOf(error) === 422 && /already exists/i.test((error as Error).message)) return false;
    throw refusedOr({ act: 'make', of: `the branch ${branch}` }, error);
  }
}

/** Moves the branch, if it still is where its commits were looked at: GitHub's REST knows no compare-and-swap of refs. */
async function moveRef(
  { client, repository }: Shell,
  move: { readonly branch: string; readonly commit: string; readonly tip: string },
): Promise<void> {
  const ref = { ...at(repository), ref: `heads/${move.branch}` };
  try {
    const { data } = await client.rest.git.getRef(ref);
    if (data.object.sha !== move.tip) {
      throw new RetryableError(
        `Expected ${move.branch} at ${move.tip}, found ${data.object.sha}: someone pushed.`,
      );
    }
    await client.rest.git.updateRef({ ...ref, sha: move.commit, force: true });
  } catch (error) {
    throw refusedOr({ act: 'move', of: `the branch ${move.branch}` }, error);
  }
}

/** Whether a commit on the branch makes these very edits on the default branch's head: then only its pull request is missing. */
async function holdsEdits(
  { client, repository }: Shell,
  tip: string,
  { head, path, text }: WriteBack,
): Promise<boolean> {
  const { data: commit } = await client.rest.git.getCommit({ ...at(repository), commit_sha: tip });
  if (commit.parents.length !== 1 || commit.parents[0]?.sha !== head.commit) return false;
  try {
    const { data } = await client.rest.repos.getContent({ ...at(repository), path, ref: tip });
    return 'content' in data && Buffer.from(data.content, 'base64').toString('utf8') === text;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}
