/** What a workflow's event asks for. */
import type { Hint } from '../queue/types.ts';

/** What a run of the Action is to do. */
export type ActionTask =
  /**
   * Look at everything, whatever the event: GitHub lets one run wait for the one that works and drops all between, so a
   * run stands for those that were dropped before it.
   */
  | {
      readonly kind: 'sync';
      readonly hints: readonly Hint[];
      /**
       * What of the Markdown outside the globs of the config is looked into: all of it by runs that come seldom, since
       * every run begins anew and GITHUB_TOKEN has 1,000 requests an hour (GITHUB-FACTS 2); by others what a push touched.
       */
      readonly firstLook: 'everything' | 'touched';
    }
  /** Tell what merging a pull request does, and touch nothing else. */
  | { readonly kind: 'preview'; readonly number: number; readonly isFork: boolean };

/** Of the event's payload, what is read. */
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
  // The payload of a workflow lists no files; without commits to compare nothing is known of a push.
  if (event === 'push' && ref !== undefined && before !== undefined && after !== undefined)
    hints.push({ kind: 'push', ref, before, after, touched: 'unknown' });
  const isSeldom = event === 'schedule' || event === 'workflow_dispatch';
  return { kind: 'sync', hints, firstLook: isSeldom ? 'everything' : 'touched' };
}
