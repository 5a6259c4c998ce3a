/**
 * GitHub's manifest flow (https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest): what the
 * App is registered with, and how the code that GitHub answers with becomes the keys of the App.
 */
import { parse } from 'yaml';

type Env = Readonly<Record<string, string | undefined>>;

/** Where the GitHub is that the App is registered at. */
export interface GitHubAddress {
  /** Its pages, such as `https://github.com`. */
  readonly web: string;
  /** Its REST API, such as `https://api.github.com`. */
  readonly api: string;
}

/** What app.yml says. The names are those of GitHub's manifest. */
export interface Manifest {
  readonly name: string;
  readonly description?: string;
  readonly url: string;
  readonly public: boolean;
  readonly hook_attributes?: { readonly url: string };
  readonly default_permissions: Readonly<Record<string, string>>;
  readonly default_events: readonly string[];
}

/** The App as GitHub made it. */
export interface RegisteredApp {
  readonly id: number;
  readonly pem: string;
  readonly webhookSecret: string;
  /** The App's page on GitHub. */
  readonly page: string;
}

/** What GitHub answers to the code; there are more members. */
interface ConvertedApp {
  readonly id: number;
  readonly pem: string;
  readonly webhook_secret: string | null;
  readonly html_url: string;
}

/** How long GitHub may take to answer. */
const LONGEST_MS = 15_000;

/** Where GitHub is, as GHE_HOST and GHE_PROTOCOL have it. */
export function gitHubAddress({ GHE_HOST: host, GHE_PROTOCOL: protocol }: Env): GitHubAddress {
  if (!host) return { web: 'https://github.com', api: 'https://api.github.com' };
  const web = `${protocol || 'https'}://${host}`;
  return { web, api: `${web}/api/v3` };
}

/**
 * Reads app.yml.
 *
 * @throws Error in one line if it is no manifest.
 */
export function readManifest(text: string): Manifest {
  const found: unknown = parse(text);
  if (typeof found !== 'object' || found === null || !('default_permissions' in found))
    throw new Error('app.yml: expected the manifest of an App, with default_permissions, found none.');
  const defaults = { name: 'planwright', url: 'https://github.com', public: false, default_events: [] };
  return { ...defaults, ...(found as Pick<Manifest, 'default_permissions'>) };
}

/**
 * Where GitHub is to send webhooks: what app.yml says, else the proxy, else the address that the page was opened at. Null if that
 * is an address of the visitor's own machine, which GitHub cannot reach.
 */
export function webhookUrl(
  manifest: Pick<Manifest, 'hook_attributes'>,
  { proxy, base, path }: { readonly proxy: string | null; readonly base: string; readonly path: string },
): string | null {
  const chosen = manifest.hook_attributes?.url ?? proxy ?? `${base}${path}`;
  return URL.canParse(chosen) && !isLoopback(new URL(chosen).hostname) ? chosen : null;
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[\da-f]{2}:[\da-f]+\])\.?$/i.test(
    host,
  );
}

/** The manifest as GitHub's form takes it. `back` is where GitHub sends the browser with the code. */
export function manifestText(
  manifest: Manifest,
  to: { readonly webhook: string; readonly back: string },
): string {
  return JSON.stringify({ ...manifest, hook_attributes: { url: to.webhook }, redirect_url: to.back });
}

/** The page of GitHub that takes the manifest: the visitor's own account, or an organisation. */
export function registrationUrl({ web }: GitHubAddress, organisation: string | null, state: string): string {
  const owner = organisation === null ? '' : `/organizations/${encodeURIComponent(organisation)}`;
  return `${web}${owner}/settings/apps/new?state=${encodeURIComponent(state)}`;
}

/**
 * Asks GitHub for the App that was registered under a code (https://docs.github.com/rest/apps/apps#create-a-github-app-from-a-manifest).
 *
 * @throws Error in one line if GitHub gives none.
 */
export async function takeApp({ api }: GitHubAddress, code: string): Promise<RegisteredApp> {
  const answer = await fetch(`${api}/app-manifests/${encodeURIComponent(code)}/conversions`, {
    method: 'POST',
    headers: { accept: 'application/vnd.github+json', 'user-agent': 'planwright' },
    signal: AbortSignal.timeout(LONGEST_MS),
  });
  if (answer.status !== 201)
    throw new Error(
      `Expected GitHub to hand over the new App, found status ${answer.status}. The code works once, within an hour: go back and register again.`,
    );
  const { id, pem, webhook_secret, html_url } = (await answer.json()) as ConvertedApp;
  return { id, pem, webhookSecret: webhook_secret ?? '', page: html_url };
}
