/** Reads what a merge of a pull request would leave of the files that it changes. */
import { parseConfig, CONFIG_PATH, type Config, type ConfigReading } from '../../config/config.ts';
import { readMergeBase, type ProposedHead, type PullFile } from '../../github/read/pull-files.ts';
import { readText, readTree } from '../../github/read.ts';
import type { Problem } from '../../plan/types.ts';
import type { SyncPolicy } from '../../sync/diff/sync-policy.ts';
import type { RepositoryFile } from '../../sync/plans/pairing.ts';
import {
  mergeBlobs,
  mergeContents,
  mergeTree,
  versionsOf,
  type Content,
  type FileMerge,
  type MergedTree,
  type Versions,
} from '../../sync/plans/preview-tree.ts';
import { problems } from '../../sync/render/words.ts';
import { problemsIfLasting, UnclearTextError, orThrowUnclear } from '../unclear/unclear.ts';
import { policyFor, textOf, type PassContext } from '../context.ts';
import { readPolicy } from '../read-policy.ts';

/** The merged files, and the problems of those that could not be read or merged yet. */
export interface MergedFiles extends MergedTree {
  readonly unclear: readonly (readonly [path: string, said: readonly Problem[]])[];
}

/** The files of the default branch as a merge would leave them, unreadable ones included. */
export async function mergedTree(
  context: PassContext,
  tree: readonly RepositoryFile[],
  { pull, touched }: { readonly pull: ProposedHead; readonly touched: readonly PullFile[] },
): Promise<MergedFiles> {
  const { client, repository, head } = context;
  const baseTree = await readMergeBase(client, repository, pull.headSha);
  const base = baseTree === head.tree ? tree : await readTree(client, repository, baseTree);
  const merges = [];
  const unclear: [string, readonly Problem[]][] = [];
  for (const changed of touched) {
    const { file, versions } = versionsOf(changed, base, tree);
    try {
      merges.push({ file, merge: mergeBlobs(versions) ?? (await mergeTexts(context, file.path, versions)) });
    } catch (error) {
      unclear.push([file.path, problemsIfLasting(error)]);
    }
  }
  return { ...mergeTree(tree, merges), unclear };
}

async function mergeTexts(
  { client, repository, reader }: PassContext,
  path: string,
  blobs: Versions<string>,
): Promise<FileMerge> {
  const read = async (blob: string | null): Promise<Content | null> =>
    blob === null ? null : readText(client, repository, blob);
  const contents = {
    base: await read(blobs.base),
    ours: await read(blobs.ours),
    theirs: await read(blobs.theirs),
  };
  const merged = mergeContents(contents, blobs);
  if (merged.kind !== 'texts') return merged;
  const { merge } = orThrowUnclear(path, await reader.merge(merged));
  return merge.kind === 'clean' ? { kind: 'text', text: merge.text } : merge;
}

/** The config after the merge. That of a fork is only checked for problems: a stranger's config has no effect before it is merged. */
export async function configAfter(
  context: PassContext,
  config: Config,
  {
    pull,
    touched,
    merged,
  }: { readonly pull: ProposedHead; readonly touched: readonly PullFile[]; readonly merged: MergedTree },
): Promise<ConfigAfter> {
  const { policy } = context;
  const isTouched = touched.some(({ path, previous }) => path === CONFIG_PATH || previous === CONFIG_PATH);
  if (!isTouched || merged.conflicts.includes(CONFIG_PATH)) return { config, problems: [], policy };
  const file = merged.files.find(({ path }) => path === CONFIG_PATH);
  const after = await configIn({ ...context, texts: merged.texts }, file);
  return pull.isFork ? { ...after, config, policy } : after;
}

/** The config after a merge, and what it asks of a pass. */
export interface ConfigAfter extends ConfigReading {
  readonly policy: SyncPolicy;
}

/** Reads the config; the defaults if it cannot be read, as after the merge. */
async function configIn(context: PassContext, file: RepositoryFile | undefined): Promise<ConfigAfter> {
  const withoutAny = parseConfig(null);
  const defaults = { ...withoutAny, policy: policyFor(withoutAny.config) };
  if (file === undefined) return defaults;
  const reading = await textOf(context, file);
  if (reading.kind === 'text') {
    const after = await context.reader.config(reading.text);
    if (after.kind !== 'unclear') {
      const wanted = await readPolicy(context, after.config, reading.text);
      return { ...after, problems: [...after.problems, ...wanted.problems], policy: wanted.policy };
    }
    return { ...defaults, problems: problemsIfLasting(new UnclearTextError(CONFIG_PATH, after)) };
  }
  return { ...defaults, problems: [problems.configUnreadable(reading.reason)] };
}
