/** Events become jobs. An event is a hint to look, never a fact to act on; nothing else happens here. */
import type { Probot } from 'probot';
import type { Hint, Queue } from './queue/types.ts';
import { planIdIn } from './sync/identity.ts';

/** What turning events into jobs needs. */
export interface Listening {
  readonly queue: Pick<Queue, 'add'>;
  /** Login of the account this process writes as: its own writes are no news. */
  readonly self: (installation: number) => Promise<string>;
  /** How long a closed or reopened issue waits for others, so that they share one branch update. */
  readonly writeBackDelayMs: number;
}

interface Sent {
  readonly installation?: { readonly id: number } | undefined;
  readonly repository?: { readonly name: string; readonly owner: { readonly login: string } | null };
}

/** Registers the webhook handlers. */
export function listen(probot: Pick<Probot, 'on'>, { queue, self, writeBackDelayMs }: Listening): void {
  const enqueue = async (payload: Sent, hint: Hint, delayMs = 0): Promise<void> => {
    const { installation, repository } = payload;
    if (installation === undefined || repository?.owner == null) return;
    const job = {
      installation: installation.id,
      owner: repository.owner.login,
      repo: repository.name,
      hints: [hint],
    };
    await queue.add(job, { delayMs });
  };

  const isOwnWrite = async ({
    sender,
    installation,
  }: Sent & { readonly sender: { readonly login: string } }) =>
    installation !== undefined && sender.login === (await self(installation.id));

  probot.on('push', async ({ payload }) => {
    const { ref, before, after, deleted } = payload;
    if (deleted || ref !== `refs/heads/${payload.repository.default_branch}`) return;
    await enqueue(payload, { kind: 'push', ref, before, after, touched: touchedBy(payload) });
  });

  probot.on(['issues.closed', 'issues.reopened'], async ({ payload }) => {
    if (!isPlanIssue(payload.issue) || (await isOwnWrite(payload))) return;
    await enqueue(payload, { kind: 'issue', number: payload.issue.number }, writeBackDelayMs);
  });

  probot.on(
    ['issues.edited', 'issues.deleted', 'issues.transferred', 'issues.labeled', 'issues.unlabeled'],
    async ({ payload }) => {
      if (!isPlanIssue(payload.issue) || (await isOwnWrite(payload))) return;
      await enqueue(payload, { kind: 'issue', number: payload.issue.number });
    },
  );

  probot.on('issue_comment.created', async ({ payload }) => {
    const { comment, issue } = payload;
    if (!/^ {0,3}\/plan\s/im.test(comment.body) || (await isOwnWrite(payload))) return;
    await enqueue(payload, { kind: 'comment', issue: issue.number, comment: comment.id });
  });

  probot.on(['pull_request.closed', 'pull_request.reopened'], async ({ payload }) => {
    const plan = planIdIn(payload.pull_request.head.ref);
    if (plan === null || (await isOwnWrite(payload))) return;
    await enqueue(payload, { kind: 'write-back', plan });
  });

  probot.on(
    [
      'pull_request.opened',
      'pull_request.synchronize',
      'pull_request.reopened',
      'pull_request.edited',
      'pull_request.closed',
    ],
    async ({ payload }) => {
      if (payload.pull_request.base.ref !== payload.repository.default_branch) return;
      await enqueue(payload, { kind: 'pull-request', number: payload.pull_request.number });
    },
  );

  probot.on(
    ['installation.created', 'installation.unsuspend', 'installation.new_permissions_accepted'],
    async ({ payload }) => {
      for (const { full_name } of payload.repositories ?? [])
        await enqueue(named(payload, full_name), { kind: 'sweep' });
    },
  );

  probot.on('installation_repositories.added', async ({ payload }) => {
    for (const { full_name } of payload.repositories_added)
      await enqueue(named(payload, full_name), { kind: 'sweep' });
  });
}

function named({ installation }: { readonly installation: { readonly id: number } }, fullName: string): Sent {
  const [login = '', name = ''] = fullName.split('/');
  return { installation, repository: { name, owner: { login } } };
}

function isPlanIssue(issue: {
  readonly body?: string | null;
  readonly labels?: readonly ({ readonly name?: string } | null | undefined)[] | undefined;
}): boolean {
  const labelled = (issue.labels ?? []).some((label) => planIdIn(label?.name ?? '') !== null);
  return labelled || (issue.body ?? '').includes('<!-- planwright ');
}

/** A list this long may have been cut short (GITHUB-FACTS 1). */
const COMMITS_LIMIT = 2048;
const FILES_LIMIT = 3000;

interface Pushed {
  readonly forced: boolean;
  readonly created: boolean;
  readonly commits: readonly {
    readonly message: string;
    readonly added?: readonly string[];
    readonly modified?: readonly string[];
    readonly removed?: readonly string[];
  }[];
}

/** The paths a push touched; what merge commits touched is not reliably listed (GITHUB-FACTS 1). */
function touchedBy({ forced, created, commits }: Pushed): readonly string[] | 'unknown' {
  const paths = new Set<string>();
  if (forced || created || commits.length >= COMMITS_LIMIT) return 'unknown';
  for (const { message, added = [], modified = [], removed = [] } of commits) {
    const files = [...added, ...modified, ...removed];
    if (message.startsWith('Merge ') || files.length >= FILES_LIMIT) return 'unknown';
    for (const path of files) paths.add(path);
  }
  return [...paths];
}
