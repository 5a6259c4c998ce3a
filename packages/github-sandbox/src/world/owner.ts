/** Who acts for the owner of a repository. */
import type { Account } from './model.ts';
import { findAccount, type World } from './world.ts';

/** The person who acts for an owner: the owner, or the first admin of an organisation. */
export function creatorOf(world: World, owner: Account): Account {
  return (owner.admins[0] === undefined ? undefined : findAccount(world, owner.admins[0])) ?? owner;
}
