/** A person with an account, and what people do: each thing by one verb, named as one would say it. */
import { createIssueVerbs, type IssueVerbs } from './issue-verbs.ts';
import { createLooks } from './looks.ts';
import type { Person } from './person.ts';
import { AT } from './place.ts';
import { createRepositoryVerbs, type RepositoryVerbs } from './repository-verbs.ts';
import type { Place } from './world.ts';

export interface Human extends IssueVerbs, RepositoryVerbs {
  /** Makes a fork of the repository; returns this person as they are there. */
  forks(): Promise<Human>;
  /** An odd request that no verb stands for. */
  readonly octokit: Person;
}

/** The person behind a token, in a repository. */
export function createHuman(octokit: Person, at: Place = AT): Human {
  const hands = { octokit, at, looks: createLooks(octokit, at) };
  return {
    octokit,
    ...createIssueVerbs(hands),
    ...createRepositoryVerbs(hands),
    forks: async () => {
      const { data } = await octokit.rest.repos.createFork({ ...at });
      return createHuman(octokit, { owner: data.owner.login, repo: data.name });
    },
  };
}
