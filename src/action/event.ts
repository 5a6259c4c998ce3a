/** Turns the event of a workflow run into the task of the Action: sync, or preview one pull request. */
import type { Hint } from '../queue/types.ts';

/** What a run of the Action is to do. */
export type ActionTask =
  /**
   * Sync all plans, whatever the event: while one run works, GitHub lets only the newest other run wait and cancels those before
   * it, so that each run must do the work of the cancelled ones.
   */
  | {
      readonly kind: 'sync';
      readonly hints: readonly Hint[];
      /**
       * Which Markdown files outside the globs of the config are read: all in scheduled and manual runs; in others only those
       * that a push touched, since a run remembers nothing and GITHUB_TOKEN has 1,000 requests an hour (GITHUB-FACTS 2).
       */
      readonly firstLook: 'everything' | 'touched';
    }
  /** Preview a pull request, and sync nothing. */
  | { readonly kind: 'preview'; readonly number: number; readonly isFork: boolean };

/** The part of the event's payload that is read. */
interface Payload {
  readonly action?: string;
  readonly ref?: string;
  readonly before?: string;
  readonly after?: string;
  readonly comment?: { readonly id: number };
  readonly issue?: { readonly number: number };
  readonly pull_request?: {
    readonly number: number;
    readonly head: { readonly repo: { readonly full_name: string } | null };
    readonly base: { readonly repo: { readonly full_name: string } };
  };
}

/** Reads an event of a workflow (https://docs.github.com/actions/reference/events-that-trigger-workflows). */
export function actionTaskOf(event: string, payload: unknown): ActionTask {
  const { action, comment, issue, pull_request: pull, ref, before, after } = (payload ?? {}) as Payload;
  if (pull !== undefined && action !== 'closed')
    return {
      kind: 'preview',
      number: pull.number,
      isFork: pull.head.repo?.full_name !== pull.base.repo.full_name,
    };
  const hints: Hint[] = [{ kind: 'sweep' }];
  if (event === 'issue_comment' && comment !== undefined && issue !== undefined)
    hints.push({ kind: 'comment', issue: issue.number, comment: comment.id });
  // A workflow's payload lists no files: the push is compared by its two commits.
  if (event === 'push' && ref !== undefined && before !== undefined && after !== undefined)
    hints.push({ kind: 'push', ref, before, after, touched: 'unknown' });
  const isSeldom = event === 'schedule' || event === 'workflow_dispatch';
  return { kind: 'sync', hints, firstLook: isSeldom ? 'everything' : 'touched' };
}
