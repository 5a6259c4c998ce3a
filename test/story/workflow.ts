/** The bundled Action as a runner runs it: environment, event file, outputs, summary; nothing else of this house. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox, UserAccount } from '@planwright/github-sandbox';

/** What a run left behind. */
export interface Run {
  readonly code: number | null;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What started a run, and with whose token. */
export interface Trigger {
  readonly event: string;
  readonly payload?: unknown;
  /** Default: a GITHUB_TOKEN that may open pull requests. */
  readonly token?: string;
  readonly confirm?: string;
}

/** A bundle, and the folder it stands in. */
export interface Bundle {
  run(github: Sandbox, trigger: Trigger): Promise<Run>;
  remove(): void;
}

const REPOSITORY = 'ada/engine';

/** What starts a run when something happens to a pull request or an issue: its event, with what GitHub says of the two. */
export async function eventOf(
  github: Sandbox,
  { token }: UserAccount,
  of: { readonly pull: number } | { readonly issue: number },
  action = 'opened',
): Promise<Trigger> {
  const path = 'pull' in of ? `pulls/${of.pull}` : `issues/${of.issue}`;
  const headers = { authorization: `token ${token}` };
  const payload = await (await github.fetch(`${github.url}/repos/${REPOSITORY}/${path}`, { headers })).json();
  return 'pull' in of
    ? { event: 'pull_request', payload: { action, number: of.pull, pull_request: payload } }
    : { event: 'issues', payload: { action, issue: payload } };
}

/** Bundles the Action as a release does. */
export function bundleAction(): Bundle {
  const folder = mkdtempSync(join(tmpdir(), 'planwright-action-'));
  const main = join(folder, 'action.mjs');
  const made = spawnSync(process.execPath, ['tools/bundle-action.js', main], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`Expected a bundle, found: ${made.stderr}`);
  return {
    run: (github, trigger) => runBundle(main, folder, github, trigger),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

async function runBundle(
  main: string,
  folder: string,
  github: Sandbox,
  { event, payload = {}, confirm = '', token }: Trigger,
): Promise<Run> {
  const files = { event: 'event.json', summary: 'summary.md', output: 'output.txt' } as const;
  const path = (name: keyof typeof files): string => join(folder, files[name]);
  writeFileSync(path('event'), JSON.stringify(payload));
  for (const name of ['summary', 'output'] as const) writeFileSync(path(name), '');
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      INPUT_TOKEN: token ?? github.createWorkflowToken(REPOSITORY, { opensPulls: true }),
      INPUT_CONFIRM: confirm,
      GITHUB_API_URL: `${github.url}/api/v3`,
      GITHUB_SERVER_URL: github.url,
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: path('event'),
      GITHUB_OUTPUT: path('output'),
      GITHUB_STEP_SUMMARY: path('summary'),
    },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, log, summary: readFileSync(path('summary'), 'utf8'), outputs: outputsIn(path('output')) };
}

function outputsIn(file: string): Record<string, string> {
  const text = readFileSync(file, 'utf8');
  return Object.fromEntries(
    [...text.matchAll(/^(\w+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, name = '', , value = '']) => [
      name,
      value,
    ]),
  );
}
