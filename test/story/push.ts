import type { Octokit } from '@octokit/rest';

const AT = { owner: 'ada', repo: 'engine' };

/**
 * One push that changes several files of the default branch.
 *
 * @param files Path → new text, or null to remove the file.
 */
export async function pushes(
  octokit: Octokit,
  files: Readonly<Record<string, string | null>>,
): Promise<void> {
  const { data: branch } = await octokit.rest.repos.getBranch({ ...AT, branch: 'main' });
  const { data: tree } = await octokit.rest.git.createTree({
    ...AT,
    base_tree: branch.commit.commit.tree.sha,
    tree: Object.entries(files).map(([path, text]) => ({
      path,
      mode: '100644' as const,
      type: 'blob' as const,
      ...(text === null ? { sha: null } : { content: text }),
    })),
  });
  const { data: commit } = await octokit.rest.git.createCommit({
    ...AT,
    message: `Change ${Object.keys(files).join(', ')}`,
    tree: tree.sha,
    parents: [branch.commit.sha],
  });
  await octokit.rest.git.updateRef({ ...AT, ref: 'heads/main', sha: commit.sha });
}
