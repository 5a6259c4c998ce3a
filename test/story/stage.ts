/** GitHub with a repository and its owner, where stories happen. */
import { Octokit } from '@octokit/rest';
import {
  startSandbox,
  type Permissions,
  type Sandbox,
  type SandboxOptions,
  type UserAccount,
} from '@planwright/github-sandbox';
import { runInProcess } from '../../src/parser/in-process.ts';
import type { WorkRunner } from '../../src/parser/types.ts';
import { register, type AppSelf } from './accounts.ts';
import type { StoryClock } from './clock.ts';
import { readsAs, type Person } from './person.ts';
import { AT, TODAY } from './place.ts';

/** How a story begins. */
export interface Beginning {
  /** Files of the repository before the app is there. */
  readonly files?: Readonly<Record<string, string>>;
  /** The time of GitHub and of the app; without it GitHub lives by the machine's and the app waits for nothing. */
  readonly clock?: StoryClock;
  /** How strict GitHub is about rate limits, and what it does not know. */
  readonly github?: Pick<SandboxOptions, 'limits' | 'rateLimit' | 'without'>;
  /** Reads texts otherwise than in place. */
  readonly run?: WorkRunner;
  /** What the owner granted otherwise than the app asks for. */
  readonly permissions?: Permissions;
  /** The repository belongs to an organisation whose issues can have these types; Grace, its admin, acts. */
  readonly types?: readonly string[];
  /** Which account the app runs as; `github-actions` is what a workflow runs as. */
  readonly account?: string;
}

export interface Stage {
  readonly github: Sandbox;
  readonly ada: UserAccount;
  readonly octokit: Person;
  readonly self: AppSelf;
  readonly clock: StoryClock | undefined;
  readonly permissions: Permissions | undefined;
  /** Where the app's parsers run. */
  readonly run: WorkRunner;
  /** Keeps all of this as it is now. The function it returns brings it back. */
  snapshot(): () => void;
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** GitHub in the hands of an account. */
export function octokitOf(github: Sandbox, account: Pick<UserAccount, 'token'>): Person {
  const request = { fetch: github.fetch };
  const octokit = new Octokit({ auth: account.token, baseUrl: `${github.url}/api/v3`, log: silent, request });
  return Object.assign(octokit, { reads: readsAs(github, account) });
}

/** Starts GitHub, with the repository, its owner and the app installed, which does not run yet. */
export async function openStage({
  files = {},
  clock,
  github: strictness,
  permissions,
  run = runInProcess,
  types,
  account = 'planwright',
}: Beginning): Promise<Stage> {
  // A second passes whenever GitHub looks at its clock, so that no two events share a moment.
  let time = Date.parse(TODAY);
  const now = clock === undefined ? () => new Date((time += 1000)) : () => new Date(clock.now());
  // By `Date.now`, since a story may put its own clock there for the tokens of app and GitHub to expire by.
  const github = await startSandbox({ ...strictness, now, wallClock: () => new Date(Date.now()) });
  const ada = github.createUser(types === undefined ? AT.owner : 'grace');
  if (types !== undefined) github.createOrganization(AT.owner, { admins: [ada.login], issueTypes: types });
  github.createRepository({ owner: AT.owner, name: AT.repo, files: { 'README.md': '# Engine\n', ...files } });
  const self = register(github, { slug: account, owner: AT.owner, granted: permissions });
  const snapshot = (): (() => void) => {
    const [world, then, clockGoesBack] = [github.snapshot(), time, clock?.snapshot()];
    return () => {
      world();
      time = then;
      clockGoesBack?.();
    };
  };
  return { github, ada, octokit: octokitOf(github, ada), self, clock, permissions, run, snapshot };
}
