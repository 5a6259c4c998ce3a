/** `Closes #12`: https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue */
import { closeIssue, type Doer } from './changes.ts';
import type { Repo } from '../world/model.ts';
import { findRepo, type World } from '../world/world.ts';

const KEYWORD =
  /(?<![\w-])(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:(?<place>[\w.-]+\/[\w.-]+)?#|GH-|https?:\/\/[^/\s]+\/(?<urlPlace>[\w.-]+\/[\w.-]+)\/issues\/)(?<number>\d+)\b/gi;

/** Close what a text that reached the default branch says it closes. */
export function closeMentioned(
  world: World,
  repo: Repo,
  by: Doer,
  source: { readonly text: string; readonly commitId: string | null },
): void {
  for (const match of source.text.matchAll(KEYWORD)) {
    const place = match.groups?.['place'] ?? match.groups?.['urlPlace'];
    const [owner, name] = (place ?? `${repo.owner.login}/${repo.name}`).split('/');
    const target = findRepo(world, owner ?? '', name ?? '');
    const issue = target?.issues.get(Number(match.groups?.['number']));
    if (!target || !issue || issue.pull) continue;
    closeIssue({ world, repo: target, issue, by }, 'completed', source.commitId);
  }
}

/** A description without code and comments, where keywords mean nothing. */
export function withoutCode(markdown: string): string {
  return markdown
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, '')
    .replace(/`[^`\n]*`/g, '');
}
