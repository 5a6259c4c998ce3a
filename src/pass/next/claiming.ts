/** Claims tasks on GitHub and gives them back; assigns the issue where the token is a person's that may be assigned. */
import type { Client } from '../../github/transport/client.ts';
import { RetryableError, statusOf, TerminalError } from '../../github/transport/errors.ts';
import { readHead, readNumber, type Account } from '../../github/read.ts';
import { assignTo, unassignFrom } from '../../github/write/assign.ts';
import { claimRefOf } from '../../github/write/claims.ts';
import { changeOwnClaim, takeClaim, type Changed, type Taken } from '../../sync/claims/protocol.ts';
import type { ClaimRef } from '../../sync/claims/types.ts';
import type { Repository } from '../../sync/types.ts';

/** How long finished work may await its merge until its task is free again. */
const MERGE_DAYS = 14;

/** Where claims are kept, and in whose name they are made. */
export interface ClaimContext {
  readonly client: Client;
  readonly repository: Repository;
  /** The account of the token; null where GitHub does not tell. */
  readonly me: Account | null;
  /** The name that claims bear. */
  readonly by: string;
  /** Chance, new at each call. */
  readonly nonce: () => string;
}

/** Which task to claim. */
export interface ClaimRequest {
  readonly issue: number;
  /** Who is assigned to it already. */
  readonly assignees: readonly string[];
  readonly forMs: number;
  /** Take on one's own claim for longer. */
  readonly renews: boolean;
}

/** What became of a claim; `closed` where the issue was closed meanwhile, and the claim was given back. */
export type ClaimOutcome = Taken | { readonly kind: 'closed' };

/** Claims the task of an issue. */
export async function claimIssue(context: ClaimContext, request: ClaimRequest): Promise<ClaimOutcome> {
  const { client, repository, by, nonce } = context;
  const { issue, forMs, renews } = request;
  const login = assignable(context, request);
  const ref = refOf(context, issue);
  const wanted = { issue, by, forMs, nonce: nonce(), renews, ...(login === null ? {} : { assigned: login }) };
  const taken = await unlessForbidden(() => takeClaim(ref, wanted));
  if (taken.kind !== 'claimed' || taken.renewed) return taken;
  if (await isClosed(context, issue)) {
    await changeOwnClaim(ref, { by, nonce: nonce(), forMs: 0 }, 'released');
    return { kind: 'closed' };
  }
  if (login !== null) await assignTo(client, repository, issue, login);
  return taken;
}

/** Gives one's own claim back, and takes back the assignment that came with it. */
export async function releaseIssue(context: ClaimContext, issue: number): Promise<Changed> {
  const { client, repository, by, nonce } = context;
  const ref = refOf(context, issue);
  const changed = await unlessForbidden(() =>
    changeOwnClaim(ref, { by, nonce: nonce(), forMs: 0 }, 'released'),
  );
  if (changed.kind === 'changed' && changed.claim.assigned !== undefined)
    await unassignFrom(client, repository, issue, changed.claim.assigned);
  return changed;
}

/** Says of one's own claim that its work is done and awaits a merge. */
export async function awaitMerge(context: ClaimContext, issue: number): Promise<Changed> {
  const forMs = MERGE_DAYS * 24 * 3_600_000;
  const own = { by: context.by, nonce: context.nonce(), forMs };
  return unlessForbidden(() => changeOwnClaim(refOf(context, issue), own, 'awaiting-merge'));
}

/** What GitHub forbids before the ref is asked for, such as making the commit, is a refusal of the claim. */
async function unlessForbidden<T>(
  work: () => Promise<T>,
): Promise<T | { readonly kind: 'refused'; readonly message: string }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TerminalError && statusOf(error.cause) === 403)
      return { kind: 'refused', message: error.message };
    throw error;
  }
}

function refOf({ client, repository }: ClaimContext, issue: number): ClaimRef {
  const tree = async (): Promise<string> => {
    const head = await readHead(client, repository);
    if (head === null)
      throw new TerminalError(
        `Expected a commit on ${repository.defaultBranch} of ${repository.owner}/${repository.name}, found none.`,
      );
    return head.tree;
  };
  return claimRefOf(client, repository, { issue, tree });
}

/** The login to assign: a person's, who is not assigned yet. Bots cannot be assigned. */
function assignable({ me }: ClaimContext, { assignees }: ClaimRequest): string | null {
  if (me === null || me.login.endsWith('[bot]')) return null;
  return assignees.some((login) => login.toLowerCase() === me.login.toLowerCase()) ? null : me.login;
}

/** Whether somebody closed the issue before it was claimed: lists lag. Where GitHub does not answer, it counts as open. */
async function isClosed({ client, repository }: ClaimContext, issue: number): Promise<boolean> {
  try {
    const reading = await readNumber(client, repository, issue);
    return reading.kind === 'gone' || (reading.kind === 'issue' && reading.issue.state === 'closed');
  } catch (error) {
    if (error instanceof RetryableError) return false;
    throw error;
  }
}
