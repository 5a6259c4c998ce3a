/** Reads what a repository wants of a pass, from its config; the types of issues that it names are checked against GitHub's. */
import type { Config } from '../config/config.ts';
import { readIssueTypes } from '../github/read/issue-types.ts';
import type { Client } from '../github/transport/client.ts';
import type { Problem } from '../plan/types.ts';
import { typesAmong, type SyncPolicy } from '../sync/diff/sync-policy.ts';
import { problems } from '../sync/render/words.ts';
import type { Repository } from '../sync/types.ts';
import { policyFor } from './context.ts';

/**
 * The policy that a config sets. GitHub is asked for its issue types only where the config names some.
 *
 * @param text The text of the config.
 * @returns The policy, and what is wrong with the names.
 */
export async function readPolicy(
  { client, repository }: { readonly client: Client; readonly repository: Repository },
  config: Config,
  text: string,
): Promise<{ readonly policy: SyncPolicy; readonly problems: readonly Problem[] }> {
  const policy = policyFor(config);
  if (config.types.task === null && config.types.plan === null) return { policy, problems: [] };
  const there = await readIssueTypes(client, repository);
  const { types, unknown } = typesAmong(config.types, there);
  return {
    policy: { ...policy, types },
    problems: unknown.map((name) => problems.typeUnknown(there, name, lineNaming(text, name))),
  };
}

/** The line of a config where the word is first mentioned; 1 if it is not. */
export function lineNaming(text: string, word: string): number {
  return (
    Math.max(
      0,
      text.split('\n').findIndex((line) => line.includes(word)),
    ) + 1
  );
}
