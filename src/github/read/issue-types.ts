/** Reads which types the issues of a repository can have. */
import type { Repository } from '../../sync/types.ts';
import { at, type Client } from '../transport/client.ts';
import { statusOf, TerminalError } from '../transport/errors.ts';
import { listAll } from '../transport/list.ts';

interface TypePayload {
  readonly name: string;
  readonly is_enabled?: boolean;
}

/**
 * The names of the types, those that are switched off left out; none in the repository of a person, on a GitHub Enterprise Server
 * that knows none, and where GitHub does not tell (https://docs.github.com/rest/repos/issue-types#list-issue-types-for-a-repository).
 */
export async function readIssueTypes(client: Client, repository: Repository): Promise<readonly string[]> {
  const list = async (parameters: { owner: string; repo: string }) => {
    const answer = await client.request('GET /repos/{owner}/{repo}/issue-types', parameters);
    return { ...answer, data: answer.data as TypePayload[] };
  };
  try {
    const types = await listAll(client, list, at(repository));
    return types.filter(({ is_enabled: isOn }) => isOn !== false).map(({ name }) => name);
  } catch (error) {
    if (statusOf(error) === 404 || error instanceof TerminalError) return [];
    throw error;
  }
}
