import { createHmac, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import {
  environmentOf,
  freePort,
  startSandbox,
  type AppAccount,
  type InstallationRef,
  type Sandbox,
} from '@planwright/github-sandbox';
import { PLANWRIGHT } from '../../playground/registration.ts';

/** A GitHub with an app installed in `ada/engine`, for a server to be started beside it. */
export interface Beside {
  readonly github: Sandbox;
  readonly app: AppAccount;
  readonly installation: InstallationRef;
  /** Of the person who owns the repository. */
  readonly token: string;
  /** The server's environment, on a port of its own. */
  env(port: number): Record<string, string | undefined>;
}

export async function startGithub(files: Readonly<Record<string, string>> = {}): Promise<Beside> {
  const github = await startSandbox();
  const { token } = github.createUser('ada');
  github.createRepository({ owner: 'ada', name: 'engine', files: { 'README.md': '# Engine\n', ...files } });
  const app = github.createApp(PLANWRIGHT);
  const installation = github.install(app, { account: 'ada' });
  return {
    github,
    app,
    installation,
    token,
    env: (port) => ({ ...environmentOf(github, app, port), SWEEP_HOURS: '0' }),
  };
}

/** A delivery, as GitHub makes them. */
export interface Parcel {
  readonly event?: string;
  readonly id?: string;
  readonly body?: string | Buffer;
  readonly secret?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Brings a delivery to a server. */
export async function deliver(port: number, secret: string, parcel: Parcel): Promise<Response> {
  const { event = 'ping', id = randomUUID(), body = '{}', path = '/api/github/webhooks' } = parcel;
  const signature = createHmac('sha256', parcel.secret ?? secret)
    .update(body)
    .digest('hex');
  return fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': id,
      'x-hub-signature-256': `sha256=${signature}`,
      ...parcel.headers,
    },
    body,
  });
}

/** The payload of a push that touches a plan. */
export function pushOf(installation: InstallationRef, repo = 'engine', owner = 'ada'): string {
  return JSON.stringify({
    ref: 'refs/heads/main',
    before: '1'.repeat(40),
    after: '2'.repeat(40),
    deleted: false,
    forced: false,
    created: false,
    commits: [{ message: 'Plan', added: ['PLAN.md'], modified: [], removed: [] }],
    repository: {
      name: repo,
      full_name: `${owner}/${repo}`,
      default_branch: 'main',
      owner: { login: owner },
    },
    installation: { id: installation.id },
    sender: { login: 'ada' },
  });
}

/** The payload of a webhook. */
export interface Payload {
  readonly action?: string;
  readonly repository?: { readonly name: string; readonly owner: { readonly login: string } };
  readonly [name: string]: unknown;
}

interface Examples {
  readonly name: string;
  readonly examples: readonly Payload[];
}

/** Webhooks that GitHub really sent, as `@octokit/webhooks-examples` keeps them. */
export function sentByGithub(): { readonly name: string; readonly payload: Payload }[] {
  const all = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Examples[];
  return all.flatMap(({ name, examples }) => examples.map((payload) => ({ name, payload })));
}

export { freePort };
