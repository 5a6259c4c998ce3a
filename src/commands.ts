/** Carries out what people with write access type: each command first writes its effect into GitHub, then a pass runs. */
import { mayWrite, readComment } from './github/read-comments.ts';
import { updateTracking } from './github/tracking.ts';
import type { Client } from './github/client.ts';
import type { Hint } from './queue/types.ts';
import { parseCommands } from './sync/commands.ts';
import { confirmIn } from './sync/markers.ts';
import type { ObservedIssue, Repository } from './sync/types.ts';

/**
 * Obeys the commands that the hints' comments hold, so that a crash loses none.
 *
 * @param trackings The repository's tracking issues, whoever opened them: those of others are not written to.
 * @returns The tracking issues as they are afterwards.
 */
export async function obey(
  {
    client,
    repository,
    trusted,
  }: {
    readonly client: Client;
    readonly repository: Repository;
    readonly trusted: ReadonlySet<number>;
  },
  hints: readonly Hint[],
  trackings: readonly ObservedIssue[],
): Promise<readonly ObservedIssue[]> {
  const bodies = new Map<number, string>();
  const own = new Set(trackings.filter(({ creator }) => trusted.has(creator)).map(({ number }) => number));
  for (const hint of hints) {
    if (hint.kind !== 'comment' || !own.has(hint.issue)) continue;
    const comment = await readComment(client, repository, hint.comment);
    if (comment === null || comment.issue !== hint.issue) continue;
    for (const command of parseCommands(comment.body)) {
      if (command.kind !== 'confirm' || !(await mayWrite(client, repository, comment.author))) continue;
      const edit = (body: string): string | null => confirmIn(body, command.id);
      const { body } = await updateTracking(client, repository, hint.issue, { edit });
      bodies.set(hint.issue, body);
    }
  }
  return trackings.map((issue) => ({ ...issue, body: bodies.get(issue.number) ?? issue.body }));
}
