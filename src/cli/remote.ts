/** Which repository on GitHub is meant: the one that was named, else the one that the clone around here was made from. */
import { spawnSync } from 'node:child_process';
import { EXIT, Stop } from './exit.ts';

/** The address of GitHub's API where nothing else is said. */
export const PUBLIC_API = 'https://api.github.com';
const PUBLIC_HOSTS = new Set(['github.com', 'www.github.com', 'ssh.github.com']);

/** What all commands that talk to GitHub take. */
export interface GitHubOptions {
  /** `owner/name`, or its address. */
  readonly repo?: string;
  readonly apiUrl?: string;
}

/** A repository, and the API that answers for it. */
export interface RepositoryAddress {
  /** `owner/name`. */
  readonly name: string;
  readonly apiUrl: string;
}

/** A repository's address, taken apart; server and host are null where only owner and name were given. */
interface Parts {
  /** Of its pages, such as `https://github.com`. */
  readonly server: string | null;
  readonly host: string | null;
  readonly name: string;
}

/**
 * The repository that is meant; null where none was named and the clone's remote is on no GitHub that is known. A token goes
 * to a host only if that host was named: by `--repo`, `--api-url` or GITHUB_API_URL.
 */
export function findRepository({ repo, apiUrl }: GitHubOptions): RepositoryAddress | null {
  const given = apiUrl ?? process.env['GITHUB_API_URL'];
  const api = given === undefined ? null : apiUrlOf(given);
  if (repo !== undefined) {
    const named = namedRepository(repo);
    return { name: named.name, apiUrl: api ?? apiOf(named) };
  }
  const remote = remoteOf('.');
  if (remote === null || (api === null && !PUBLIC_HOSTS.has(remote.host ?? ''))) return null;
  return { name: remote.name, apiUrl: api ?? PUBLIC_API };
}

/** As {@link findRepository}, where nothing can be done without. */
export function requireRepository(options: GitHubOptions): RepositoryAddress {
  const found = findRepository(options);
  if (found !== null) return found;
  throw new Stop(
    EXIT.usage,
    'Expected a repository, found neither --repo owner/name nor a clone here whose remote "origin" is on GitHub.',
  );
}

/** The repository that the clone around a folder was made from; null if it has no remote. */
export function remoteAddress(folder: string): RepositoryAddress | null {
  const remote = remoteOf(folder);
  return remote === null ? null : { name: remote.name, apiUrl: apiOf(remote) };
}

/** The options by which another command means the same repository: `--repo octocat/engine`, and `--api-url` where it takes one. */
export function optionsFor({ name, apiUrl }: RepositoryAddress): string {
  return `--repo ${name}${apiUrl === PUBLIC_API ? '' : ` --api-url ${apiUrl}`}`;
}

/** The pages of the server whose API this is: of github.com and of ….ghe.com the API is at `api.` before their name. */
export function pagesOf({ apiUrl }: Pick<RepositoryAddress, 'apiUrl'>): string {
  return new URL(apiUrl).origin.replace('//api.', '//');
}

/** GitHub Enterprise Server has its API below its pages, GitHub with data residency (….ghe.com) at a host of its own. */
function apiOf({ server, host }: Parts): string {
  if (server === null || host === null || PUBLIC_HOSTS.has(host)) return PUBLIC_API;
  return host.endsWith('.ghe.com') ? `https://api.${host}` : `${server}/api/v3`;
}

function namedRepository(text: string): Parts {
  const parts = /^[^/\s:]+\/[^/\s:]+$/.test(text)
    ? { server: null, host: null, name: text }
    : addressParts(text);
  if (parts !== null) return parts;
  throw new Stop(
    EXIT.usage,
    `--repo: Expected owner/name or an address, such as octocat/hello-world or https://github.com/octocat/hello-world, found "${text}".`,
  );
}

/** The remote "origin"; without one of that name the only remote there is. */
function remoteOf(folder: string): Parts | null {
  const names = git(folder, 'remote')?.split('\n') ?? [];
  const name = names.includes('origin') ? 'origin' : names.length === 1 ? names[0] : undefined;
  const url = name === undefined ? null : git(folder, 'remote', 'get-url', name);
  return url === null ? null : addressParts(url);
}

/** `https://github.com/o/r.git`, `git@github.com:o/r.git`, `ssh://git@ssh.github.com:443/o/r`, a page within the repository. */
function addressParts(text: string): Parts | null {
  const scp = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/)(.+)$/.exec(text);
  if (scp !== null) return partsOf(scp[1] ?? '', scp[2] ?? '', null);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^(?:https?|ssh|git):$/.test(url.protocol)) return null;
  // A port of SSH or git is not that of the pages.
  return partsOf(url.hostname, url.pathname, url.protocol.startsWith('http') ? url.origin : null);
}

function partsOf(host: string, path: string, pages: string | null): Parts | null {
  const [, owner = '', repo = ''] = /^\/?([^/]+)\/([^/]+)/.exec(path) ?? [];
  const name = repo.replace(/\.git$/, '');
  if (owner === '' || name === '') return null;
  const known = host.toLowerCase();
  return { server: pages ?? `https://${known}`, host: known, name: `${owner}/${name}` };
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

/** What git prints; null where it fails or prints nothing. */
export function git(folder: string, ...args: readonly string[]): string | null {
  const { status, stdout } = spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  const text = (stdout ?? '').trim();
  return status === 0 && text !== '' ? text : null;
}
