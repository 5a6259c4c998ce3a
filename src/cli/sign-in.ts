/** Signs in from a terminal: at which repository, on which server, with whose token. */
import { spawnSync } from 'node:child_process';
import { createTokenClient, type RunTarget } from '../once.ts';
import { progressOf } from '../pass/under-way.ts';
import { paceWords } from '../sync/render/under-way/pace.ts';
import { wallClock } from '../github/transport/lane.ts';
import { EXIT, Stop } from './exit.ts';
import {
  pagesOf,
  PUBLIC_API,
  requireRepository,
  type GitHubOptions,
  type RepositoryAddress,
} from './remote.ts';
import type { ProgressDisplay } from './terminal.ts';

/** The rights a token needs, in the words of GitHub's own form. */
export const RIGHTS =
  'A fine-grained token needs, for this repository, read and write access to Contents, Issues and Pull requests; a classic one the scope "repo".';

/** Where a run works, with the name of the repository for people. */
export interface SignedInTarget extends RunTarget, RepositoryAddress {}

/** Creates the target of a run; `progress` shows waits and how far a sync is. */
export function openTarget(options: GitHubOptions, progress: ProgressDisplay): SignedInTarget {
  const address = requireRepository(options);
  return targetAt(address, requireToken(address), progress);
}

/** Creates the target of a run at a known repository. */
export function targetAt(
  { name, apiUrl }: RepositoryAddress,
  token: string,
  progress: ProgressDisplay,
): SignedInTarget {
  const [owner = '', repo = ''] = name.split('/');
  const onWait = (reason: string, ms: number): void =>
    progress.note(`${reason.replace(/\.$/, '')}, trying again in ${waitText(ms)}`);
  const client = createTokenClient({ token, apiUrl, onWait });
  const onProgress: NonNullable<RunTarget['onProgress']> = (told) =>
    progress.show({ ...told, left: () => paceWords(progressOf(told)) });
  return { client, owner, repo, name, apiUrl, clock: wallClock, onWait, onProgress };
}

function waitText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 120 ? `${String(seconds)} s` : `${String(Math.ceil(seconds / 60))} minutes`;
}

/** The token for a server: GITHUB_TOKEN, GH_TOKEN, or that of GitHub's own command line; null if there is none. */
export function findToken({ apiUrl }: Pick<RepositoryAddress, 'apiUrl'>): string | null {
  const given = [process.env['GITHUB_TOKEN'], process.env['GH_TOKEN']].find((token) => token?.trim());
  return given?.trim() ?? tokenOfGh(apiUrl);
}

/** As {@link findToken}, where nothing can be done without. */
export function requireToken(address: RepositoryAddress): string {
  const token = findToken(address);
  if (token !== null) return token;
  throw new Stop(
    EXIT.refused,
    `Expected a token for ${address.name}, found none in GITHUB_TOKEN or GH_TOKEN, nor from \`gh auth token\`. ` +
      `Sign in with \`gh auth login\`, or make a token at ${pagesOf(address)}/settings/personal-access-tokens/new. ${RIGHTS}`,
  );
}

/** The token of GitHub's own command line `gh`, if that is installed and signed in. */
function tokenOfGh(apiUrl: string): string | null {
  const { hostname } = new URL(apiUrl);
  const host = apiUrl === PUBLIC_API ? [] : ['--hostname', hostname];
  const { status, stdout } = spawnSync('gh', ['auth', 'token', ...host], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : null;
}

/** Why GitHub is not asked, where it is not. */
export function whyOffline(
  address: RepositoryAddress | null,
  { offline }: { readonly offline?: boolean },
): string {
  if (offline === true) return 'offline, as asked';
  return address === null ? 'no remote on GitHub' : `no token for ${address.name}`;
}
