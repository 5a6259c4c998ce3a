/** Reads whether a write-back branch holds a person's commits beside the app's own. */
import type { BranchCommit, BranchEdits, BranchFile, BranchRules, Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { statusOf } from '../transport/errors.ts';
import { listAllOf } from '../transport/list.ts';
import { readText } from './repository.ts';

/** What stands on a branch beyond the default branch. */
export type BranchReading =
  | { readonly kind: 'absent' }
  /** Nothing but the app's commit and merges of the default branch. */
  | {
      readonly kind: 'own';
      readonly tip: string;
      /** It holds commits that the default branch does not. */
      readonly ahead: boolean;
    }
  | { readonly kind: 'person'; readonly tip: string; readonly commit: string };

interface RepositoryClient {
  readonly client: Client;
  readonly repository: Repository;
}

/**
 * Reads the commits of a branch beyond the default branch, and decides whether all are the app's own (DESIGN 4, "Own work on
 * the write-back branch"). That costs one request; merges of the default branch and rebases cost up to five more.
 */
export async function readBranch(
  client: Client,
  repository: Repository,
  { branch, rules }: { readonly branch: string; readonly rules: BranchRules },
): Promise<BranchReading> {
  const place = { client, repository };
  const beyond = await compare(place, branch);
  if (beyond === null) return { kind: 'absent' };
  const { commits, files, mergeBase } = beyond;
  const tip = commits.at(-1)?.sha ?? mergeBase;
  const owner = rules.ownerOf({ commits, files });
  const ahead = commits.length > 0;
  switch (owner.kind) {
    case 'own':
      return { kind: 'own', tip, ahead };
    case 'person':
      return { kind: 'person', tip, commit: owner.commit };
    case 'own-if-merged': {
      const { file, own, commit } = owner;
      const edits = owner.edits ?? (await readEdits(place, own));
      const isOwn = edits !== null && (await isMerged(place, { edits, file, mergeBase, rules }));
      return isOwn ? { kind: 'own', tip, ahead } : { kind: 'person', tip, commit };
    }
  }
}

interface Beyond {
  readonly commits: readonly BranchCommit[];
  readonly files: readonly BranchFile[];
  readonly mergeBase: string;
}

/** Three-dot comparison; its first page lists the files (https://docs.github.com/rest/commits/commits#compare-two-commits). */
async function compare({ client, repository }: RepositoryClient, branch: string): Promise<Beyond | null> {
  let mergeBase = '';
  let files: readonly BranchFile[] | null = null;
  try {
    const commits = await listAllOf({
      client,
      list: client.rest.repos.compareCommitsWithBasehead,
      parameters: { ...at(repository), basehead: `${repository.defaultBranch}...${branch}` },
      pick: (data) => {
        mergeBase = data.merge_base_commit.sha;
        files ??= (data.files ?? []).map(fileOf);
        return data.commits.map(commitOf);
      },
    });
    return { commits, files: files ?? [], mergeBase };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

type CommitPayload = Awaited<ReturnType<Client['rest']['repos']['getCommit']>>['data'];

function commitOf({ sha, commit, parents, author }: CommitPayload): BranchCommit {
  const written = commit.author?.email ?? '';
  const committed = commit.committer?.email ?? '';
  return {
    sha,
    message: commit.message,
    parents: parents.length,
    // GitHub itself is the committer of what it signs for a bot (GITHUB-FACTS 6, "Verified commits").
    byBot:
      author !== null &&
      'type' in author &&
      author.type === 'Bot' &&
      (committed === written || /^noreply@/i.test(committed)),
  };
}

function fileOf({ filename, sha, status }: NonNullable<CommitPayload['files']>[number]): BranchFile {
  return { path: filename, blob: sha ?? '', modified: status === 'modified' };
}

/** The edits of a commit whose trailers name no blobs: the blobs of its one file; null if it changed more files. */
async function readEdits({ client, repository }: RepositoryClient, sha: string): Promise<BranchEdits | null> {
  const { data } = await client.rest.repos.getCommit({ ...at(repository), ref: sha });
  const [file, another] = (data.files ?? []).map(fileOf);
  const parent = data.parents[0]?.sha;
  if (file === undefined || another !== undefined || !file.modified || parent === undefined) return null;
  const base = await blobAt({ client, repository }, file.path, parent);
  return base === null ? null : { base, made: file.blob };
}

/** Whether the branch's file is exactly what merging the app's edits with the default branch gives. */
async function isMerged(
  { client, repository }: RepositoryClient,
  {
    edits,
    file,
    mergeBase,
    rules,
  }: {
    readonly edits: BranchEdits;
    readonly file: BranchFile;
    readonly mergeBase: string;
    readonly rules: BranchRules;
  },
): Promise<boolean> {
  const blob = await blobAt({ client, repository }, file.path, mergeBase);
  if (blob === edits.base) return file.blob === edits.made;
  if (blob === null) return false;
  const [base, ours, made] = await Promise.all(
    [edits.base, blob, edits.made].map((one) => readText(client, repository, one)),
  );
  if (base?.kind !== 'text' || ours?.kind !== 'text' || made?.kind !== 'text') return false;
  return rules.isMerged({ base: base.text, ours: ours.text, made: made.text }, file.blob);
}

async function blobAt(
  { client, repository }: RepositoryClient,
  path: string,
  ref: string,
): Promise<string | null> {
  try {
    const { data } = await client.rest.repos.getContent({ ...at(repository), path, ref });
    return 'sha' in data ? data.sha : null;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}
