/** Events become jobs. An event is a hint to look, never a fact to act on; nothing else happens here. */
import type { Probot } from 'probot';
import type { Hint, Queue } from './queue/types.ts';
import { planIdIn } from './sync/identity.ts';
import { touchedBy } from './touched.ts';

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
  const enqueue: Enqueue = async ({ installation, repository }, hint, delayMs = 0) => {
    if (installation === undefined || repository?.owner == null) return;
    const { name: repo, owner } = repository;
    await queue.add({ installation: installation.id, owner: owner.login, repo, hints: [hint] }, { delayMs });
  };
  const isOwn: IsOwn = async ({ sender, installation }) =>
    installation !== undefined && sender?.login === (await self(installation.id));

  probot.on('push', async ({ payload }) => {
    const { ref, before, after, deleted } = payload;
    if (deleted || ref !== `refs/heads/${payload.repository.default_branch}`) return;
    await enqueue(payload, { kind: 'push', ref, before, after, touched: touchedBy(payload) });
  });
  probot.on(['issues.closed', 'issues.reopened'], async ({ payload }) => {
    if (!isPlanIssue(payload.issue) || (await isOwn(payload))) return;
    await enqueue(payload, { kind: 'issue', number: payload.issue.number }, writeBackDelayMs);
  });
  probot.on(
    ['issues.edited', 'issues.deleted', 'issues.transferred', 'issues.labeled', 'issues.unlabeled'],
    async ({ payload }) => {
      if (!isPlanIssue(payload.issue) || (await isOwn(payload))) return;
      await enqueue(payload, { kind: 'issue', number: payload.issue.number });
    },
  );
  probot.on('issue_comment.created', async ({ payload }) => {
    const { comment, issue } = payload;
    if (!/^ {0,3}\/plan(?:\s|$)/im.test(comment.body) || (await isOwn(payload))) return;
    await enqueue(payload, { kind: 'comment', issue: issue.number, comment: comment.id });
  });
  listenToPulls(probot, enqueue, isOwn);
  listenToInstallations(probot, enqueue);
}

type Enqueue = (sent: Sent, hint: Hint, delayMs?: number) => Promise<void>;
type IsOwn = (sent: Sent & { readonly sender?: { readonly login: string } }) => Promise<boolean>;

function listenToPulls(probot: Pick<Probot, 'on'>, enqueue: Enqueue, isOwn: IsOwn): void {
  probot.on(['pull_request.closed', 'pull_request.reopened'], async ({ payload }) => {
    const plan = planIdIn(payload.pull_request.head.ref);
    if (plan === null || (await isOwn(payload))) return;
    await enqueue(payload, { kind: 'write-back', plan });
  });
  const seen = ['opened', 'synchronize', 'reopened', 'edited', 'closed'] as const;
  probot.on(
    seen.map((action) => `pull_request.${action}` as const),
    async ({ payload }) => {
      if (payload.pull_request.base.ref !== payload.repository.default_branch) return;
      // A write-back gets its check from the pass that makes it.
      if (planIdIn(payload.pull_request.head.ref) !== null && (await isOwn(payload))) return;
      await enqueue(payload, { kind: 'pull-request', number: payload.pull_request.number });
    },
  );
}

function listenToInstallations(probot: Pick<Probot, 'on'>, enqueue: Enqueue): void {
  probot.on(
    ['installation.created', 'installation.unsuspend', 'installation.new_permissions_accepted'],
    async ({ payload }) => {
      for (const { full_name } of payload.repositories ?? []) {
        await enqueue(named(payload, full_name), { kind: 'sweep' });
      }
    },
  );
  probot.on('installation_repositories.added', async ({ payload }) => {
    for (const { full_name } of payload.repositories_added) {
      await enqueue(named(payload, full_name), { kind: 'sweep' });
    }
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
