/** Turns webhook events into jobs. An event is only a hint to look at GitHub, so handlers do nothing but enqueue. */
import type { Probot } from 'probot';
import type { Hint, Queue } from './queue/types.ts';
import { planIdIn } from './sync/state/plan-label.ts';
import { touchedBy } from './pushed-paths.ts';

/** What turning events into jobs needs. */
export interface HandlerOptions {
  readonly queue: Pick<Queue, 'add' | 'tell'>;
  /** Login of the account this process writes as, once it is known: events of its own writes make no job. */
  readonly self: () => string | null;
  /** How long a closed or reopened issue waits for others, so that they share one branch update. */
  readonly writeBackDelayMs: number;
}

interface Sent {
  readonly installation?: { readonly id: number } | undefined;
  readonly repository?: { readonly name: string; readonly owner: { readonly login: string } | null };
}

/** Registers the webhook handlers. */
export function listen(probot: Pick<Probot, 'on'>, { queue, self, writeBackDelayMs }: HandlerOptions): void {
  const enqueue: Enqueue = async ({ installation, repository }, hint, delayMs = 0) => {
    if (installation === undefined || repository?.owner == null) return;
    const { name: repo, owner } = repository;
    await queue.add(
      { kind: 'repository', installation: installation.id, owner: owner.login, repo, hints: [hint] },
      { delayMs },
    );
  };
  const isOwn: IsOwn = ({ sender }) => sender !== undefined && sender.login === self();

  probot.on('push', async ({ payload }) => {
    const { ref, before, after, deleted } = payload;
    const { default_branch: branch } = payload.repository;
    if (deleted) return;
    if (ref === `refs/heads/${branch}`)
      await enqueue(payload, { kind: 'push', ref, before, after, touched: touchedBy(payload) });
    else if (ref.startsWith(`refs/heads/gh-readonly-queue/${branch}/`))
      await enqueue(payload, { kind: 'merge-queue', commit: after, branch: ref.slice('refs/heads/'.length) });
  });
  probot.on(['issues.closed', 'issues.reopened'], async ({ payload }) => {
    if (!isPlanIssue(payload.issue) || isOwn(payload)) return;
    await enqueue(payload, { kind: 'issue', number: payload.issue.number }, writeBackDelayMs);
  });
  probot.on('issues.edited', async ({ payload }) => {
    const { issue, changes } = payload;
    // Whoever takes the marker out of an issue detaches it from its plan: that is told by what stood there before.
    if (!(isPlanIssue(issue) || isPlanIssue({ body: changes.body?.from })) || isOwn(payload)) return;
    await enqueue(payload, { kind: 'issue', number: issue.number });
  });
  probot.on(
    ['issues.deleted', 'issues.transferred', 'issues.labeled', 'issues.unlabeled'],
    async ({ payload }) => {
      if (!isPlanIssue(payload.issue) || isOwn(payload)) return;
      await enqueue(payload, { kind: 'issue', number: payload.issue.number });
    },
  );
  probot.on('issue_comment.created', async ({ payload }) => {
    const { comment, issue } = payload;
    if (!/^ {0,3}\/plan(?:\s|$)/im.test(comment.body) || isOwn(payload)) return;
    await enqueue(payload, { kind: 'comment', issue: issue.number, comment: comment.id });
  });
  probot.on('check_run.requested_action', async ({ payload }) => {
    const { check_run: run, requested_action: requested, sender } = payload;
    const pulls = run.pull_requests.flatMap((pull) => pull?.number ?? []);
    const { identifier = '' } = requested ?? {};
    const hint = { commit: run.head_sha, pulls, identifier, by: sender.login };
    await enqueue(payload, { kind: 'requested-action', ...hint });
  });
  listenToPulls(probot, enqueue, isOwn);
  listenToInstallations(probot, queue);
  listenToRepositories(probot, queue, enqueue);
}

type Enqueue = (sent: Sent, hint: Hint, delayMs?: number) => Promise<void>;
type IsOwn = (sent: { readonly sender?: { readonly login: string } }) => boolean;

function listenToPulls(probot: Pick<Probot, 'on'>, enqueue: Enqueue, isOwn: IsOwn): void {
  probot.on(['pull_request.closed', 'pull_request.reopened'], async ({ payload }) => {
    const plan = planIdIn(payload.pull_request.head.ref);
    if (plan === null || isOwn(payload)) return;
    await enqueue(payload, { kind: 'write-back', plan });
  });
  const seen = ['opened', 'synchronize', 'reopened', 'edited', 'closed'] as const;
  probot.on(
    seen.map((action) => `pull_request.${action}` as const),
    async ({ payload }) => {
      if (payload.pull_request.base.ref !== payload.repository.default_branch) return;
      // The pass that makes a write-back writes its check, so that no preview is needed.
      if (planIdIn(payload.pull_request.head.ref) !== null && isOwn(payload)) return;
      const merge = mergeOf(payload);
      if (merge !== null) await enqueue(payload, merge);
      await enqueue(payload, { kind: 'pull-request', number: payload.pull_request.number });
    },
  );
}

/** A push hint for a merged pull request: its push event may come later, and the report needs the synced plans now. */
function mergeOf({
  pull_request: { merged, merge_commit_sha: after = null, base, head },
}: {
  readonly pull_request: {
    readonly merged?: boolean | null;
    /** API version 2026-03-10 leaves it out (GITHUB-FACTS 12). */
    readonly merge_commit_sha?: string | null;
    readonly base: { readonly ref: string; readonly sha: string };
    readonly head: { readonly ref: string };
  };
}): Hint | null {
  if (merged !== true || after === null || planIdIn(head.ref) !== null) return null;
  return { kind: 'push', ref: `refs/heads/${base.ref}`, before: base.sha, after, touched: 'unknown' };
}

/** Suspending or deleting an installation needs no handler: GitHub refuses further requests, and their jobs end. */
function listenToInstallations(probot: Pick<Probot, 'on'>, queue: HandlerOptions['queue']): void {
  probot.on(
    ['installation.created', 'installation.unsuspend', 'installation.new_permissions_accepted'],
    async ({ payload }) => {
      const installation = payload.installation.id;
      await queue.tell({ kind: 'installation', installation });
      await queue.add({ kind: 'installation', installation });
    },
  );
  probot.on('installation_repositories.added', async ({ payload }) => {
    const installation = payload.installation.id;
    for (const { full_name: fullName } of payload.repositories_added) {
      const [owner = '', repo = ''] = fullName.split('/');
      await queue.tell({ kind: 'repository', owner, repo });
      await queue.add({ kind: 'repository', installation, owner, repo, hints: [{ kind: 'sweep' }] });
    }
  });
}

/**
 * A repository may be renamed, transferred, archived or given another default branch: each makes a job that looks at it. The
 * job itself leaves a repository alone in which Planwright may not work any more.
 */
function listenToRepositories(
  probot: Pick<Probot, 'on'>,
  queue: HandlerOptions['queue'],
  enqueue: Enqueue,
): void {
  const look = async (sent: Sent & { readonly repository: { readonly name: string } }): Promise<void> => {
    const owner = sent.repository.owner?.login ?? '';
    await queue.tell({ kind: 'repository', owner, repo: sent.repository.name });
    await enqueue(sent, { kind: 'sweep' });
  };
  probot.on('repository.renamed', async ({ payload }) => {
    const { repository, changes } = payload;
    // What is remembered under the old name is forgotten, since another repository may take that name.
    const repo = changes.repository.name.from;
    await queue.tell({ kind: 'repository', owner: repository.owner.login, repo });
    await look(payload);
  });
  probot.on('repository.edited', async ({ payload }) => {
    if (payload.changes.default_branch !== undefined) await look(payload);
  });
  probot.on(
    [
      'repository.transferred',
      'repository.archived',
      'repository.unarchived',
      'repository.privatized',
      'repository.publicized',
    ],
    async ({ payload }) => look(payload),
  );
}

/** Whether an issue bears a marker of Planwright's. Its labels tell nothing: anybody may call one `plan: …`. */
function isPlanIssue({ body }: { readonly body?: string | null | undefined }): boolean {
  return body?.includes('<!-- planwright ') === true;
}
