/** Signs in from a terminal: which repository, on which server, with whose token. */
import { spawnSync } from 'node:child_process';
import { createTokenClient, type RunTarget } from '../once.ts';
import { progressOf } from '../pass/under-way.ts';
import { paceWords } from '../sync/render/under-way/pace.ts';
import { wallClock } from '../github/transport/lane.ts';
import { EXIT, Stop } from './exit.ts';
import type { ProgressDisplay } from './terminal.ts';

/** What all commands that talk to GitHub take. */
export interface GitHubOptions {
  readonly repo: string;
  readonly apiUrl?: string;
}

const PUBLIC_API = 'https://api.github.com';

/** The rights a token needs, in the words of GitHub's own form. */
export const RIGHTS =
  'A fine-grained token needs, for this repository, read and write access to Contents, Issues and Pull requests; a classic one the scope "repo".';

/** Creates the target of a run; `progress` shows waits and how far a sync is. */
export function openTarget({ repo: name, apiUrl }: GitHubOptions, progress: ProgressDisplay): RunTarget {
  const [owner = '', repo = '', ...more] = name.split('/');
  if (owner === '' || repo === '' || more.length > 0)
    throw new Stop(EXIT.usage, `--repo: Expected owner/name, such as octocat/hello-world, found "${name}".`);
  const url = apiUrlOf(apiUrl ?? process.env['GITHUB_API_URL'] ?? PUBLIC_API);
  const onWait = (reason: string, ms: number): void => progress.note(`Waiting ${waitText(ms)}: ${reason}`);
  const client = createTokenClient({ token: findToken(url, name), apiUrl: url, onWait });
  const onProgress: NonNullable<RunTarget['onProgress']> = (told) =>
    progress.show({ ...told, left: () => paceWords(progressOf(told)) });
  return { client, owner, repo, clock: wallClock, onWait, onProgress };
}

/** The address of the API; for a server's bare address that is /api/v3, as on GitHub Enterprise Server. */
function apiUrlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Stop(
      EXIT.usage,
      `--api-url: Expected an address such as https://github.example.com/api/v3, found "${text}".`,
    );
  const path = url.pathname.replace(/\/+$/, '');
  const isBare = path === '' && !url.hostname.startsWith('api.');
  return `${url.origin}${isBare ? '/api/v3' : path}`;
}

function waitText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 120 ? `${String(seconds)} s` : `${String(Math.ceil(seconds / 60))} minutes`;
}

function findToken(apiUrl: string, repository: string): string {
  const given = [process.env['GITHUB_TOKEN'], process.env['GH_TOKEN']].find((token) => token?.trim());
  const token = given?.trim() ?? tokenOfGh(apiUrl);
  if (token !== null) return token;
  throw new Stop(
    EXIT.refused,
    `Expected a token for ${repository}, found none in GITHUB_TOKEN or GH_TOKEN, nor from \`gh auth token\`. ` +
      `Sign in with \`gh auth login\`, or make a token at https://github.com/settings/personal-access-tokens/new. ${RIGHTS}`,
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
