/** Who GitHub writes into a commit that is made on its side. */
import type { Signature } from './store.ts';
import type { Account } from '../world/model.ts';
import type { World } from '../world/world.ts';

/** Names a client may give for author and committer. */
export interface GivenSignatures {
  readonly author?: Signature | undefined;
  readonly committer?: Signature | undefined;
}

/**
 * Author, committer and whether GitHub signs. A bot that gives neither name is signed by GitHub itself
 * (https://docs.github.com/authentication/managing-commit-signature-verification/about-commit-signature-verification,
 * "Signature verification for bots"); a person's commit by REST is theirs and unsigned.
 */
export function commitSignatures(world: World, account: Account, given: GivenSignatures = {}) {
  const self: Signature = { name: account.login, email: account.email, date: world.now() };
  const signed = account.kind === 'Bot' && !given.author && !given.committer;
  const author = given.author ?? self;
  return { author, committer: given.committer ?? (signed ? webFlow(world) : (given.author ?? self)), signed };
}

/** GitHub as a committer: of merges and of what bots commit. */
export function webFlow(world: World): Signature {
  return { name: 'GitHub', email: 'noreply@github.com', date: world.now() };
}
