/** The acts of the person at the page, as the REST requests that GitHub's own pages would make. */
import { EXAMPLE_IDS, MISHAPS, type Act } from './types.ts';
import type { Rest } from './rest.ts';

/** An act on the repository; `stage.ts` handles the others. */
export type RepositoryAct = Exclude<
  Act,
  { readonly kind: 'example' | 'start-over' | 'mishap' | 'start-app' | 'sweep' | 'press' }
>;

/** The repository that an act changes. */
export interface Place {
  /** `owner/name`. */
  readonly repository: string;
  readonly path: string;
}

/**
 * Performs an act.
 *
 * @throws RefusedError when GitHub says no, such as to a commit on a file that has moved on.
 */
export async function perform(rest: Rest, place: Place, act: RepositoryAct): Promise<void> {
  const at = `/repos/${place.repository}`;
  switch (act.kind) {
    case 'commit':
      await commit(rest, place, act, 'main');
      return;
    case 'propose':
      await propose(rest, place, act);
      return;
    case 'close':
      await rest.send('PATCH', `${at}/issues/${act.issue}`, { state: 'closed', state_reason: act.reason });
      return;
    case 'reopen':
      await rest.send('PATCH', `${at}/issues/${act.issue}`, { state: 'open' });
      return;
    case 'rename':
      await rest.send('PATCH', `${at}/issues/${act.issue}`, { title: act.title });
      return;
    case 'comment':
      await rest.send('POST', `${at}/issues/${act.issue}/comments`, { body: act.body });
      return;
    case 'merge':
      await rest.send('PUT', `${at}/pulls/${act.pull}/merge`, {});
      return;
    case 'close-pull':
      await rest.send('PATCH', `${at}/pulls/${act.pull}`, { state: 'closed' });
      return;
    case 'reopen-pull':
      await rest.send('PATCH', `${at}/pulls/${act.pull}`, { state: 'open' });
  }
}

type Written = Extract<Act, { readonly kind: 'commit' | 'propose' }>;

async function commit(
  rest: Rest,
  { repository, path }: Place,
  { text, sha }: Written,
  branch: string,
): Promise<void> {
  await rest.send('PUT', `/repos/${repository}/contents/${path}`, {
    message: `${sha === null ? 'Add' : 'Change'} ${path}`,
    content: Buffer.from(text).toString('base64'),
    branch,
    ...(sha === null ? {} : { sha }),
  });
}

async function propose(rest: Rest, place: Place, act: Written): Promise<void> {
  const at = `/repos/${place.repository}`;
  const { object } = await rest.get<{ object: { sha: string } }>(`${at}/git/ref/heads/main`);
  const branch = await freeBranch(rest, at);
  await rest.send('POST', `${at}/git/refs`, { ref: `refs/heads/${branch}`, sha: object.sha });
  await commit(rest, place, act, branch);
  await rest.send('POST', `${at}/pulls`, {
    title: `${act.sha === null ? 'Add' : 'Change'} ${place.path}`,
    head: branch,
    base: 'main',
    body: '',
  });
}

/** A branch name that is free: an earlier edit may have created one and then been refused. */
async function freeBranch(rest: Rest, at: string): Promise<string> {
  const taken = await rest.get<readonly { ref: string }[]>(`${at}/git/matching-refs/heads/ada-patch-`);
  const numbers = taken.map(({ ref }) => Number(/\d+$/.exec(ref)?.[0] ?? 0));
  return `ada-patch-${Math.max(0, ...numbers) + 1}`;
}

/** What GitHub sends about an act, by the name of its event; null where no webhook follows at once. */
export function eventOf(act: RepositoryAct): string {
  switch (act.kind) {
    case 'commit':
      return 'push';
    case 'propose':
    case 'close-pull':
    case 'reopen-pull':
    case 'merge':
      return 'pull_request';
    case 'close':
    case 'reopen':
    case 'rename':
      return 'issues';
    case 'comment':
      return 'issue_comment';
  }
}

/** Reads an act out of a request's body; a text says what was expected instead. */
export function readAct(value: unknown): Act | string {
  if (typeof value !== 'object' || value === null) return 'Expected an act, found no object.';
  const given = value as Record<string, unknown>;
  const build = BUILDERS[given.kind as Act['kind']] as
    ((given: Record<string, unknown>) => Act | null) | undefined;
  if (!Object.hasOwn(BUILDERS, String(given.kind)) || build === undefined)
    return `Expected a known act, found ${JSON.stringify(given.kind)}.`;
  return (
    build(given) ?? `Expected the fields of "${String(given.kind)}", found ${Object.keys(given).join(', ')}.`
  );
}

type Given = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;
const among = <T extends string>(known: readonly T[], value: unknown): value is T =>
  known.includes(value as T);

function written<Kind extends 'commit' | 'propose'>(kind: Kind) {
  return ({ text, sha }: Given) =>
    isText(text) && (sha === null || isText(sha)) ? { kind, text, sha } : null;
}

function onPull<Kind extends 'merge' | 'close-pull' | 'reopen-pull'>(kind: Kind) {
  return ({ pull }: Given) => (isNumber(pull) ? { kind, pull } : null);
}

const BUILDERS: { readonly [Kind in Act['kind']]: (given: Given) => Extract<Act, { kind: Kind }> | null } = {
  commit: written('commit'),
  propose: written('propose'),
  close: ({ issue, reason }) =>
    isNumber(issue) && among(['completed', 'not_planned'] as const, reason)
      ? { kind: 'close', issue, reason }
      : null,
  reopen: ({ issue }) => (isNumber(issue) ? { kind: 'reopen', issue } : null),
  rename: ({ issue, title }) => (isNumber(issue) && isText(title) ? { kind: 'rename', issue, title } : null),
  comment: ({ issue, body }) => (isNumber(issue) && isText(body) ? { kind: 'comment', issue, body } : null),
  merge: onPull('merge'),
  'close-pull': onPull('close-pull'),
  'reopen-pull': onPull('reopen-pull'),
  press: ({ run, identifier }) =>
    isNumber(run) && isText(identifier) ? { kind: 'press', run, identifier } : null,
  example: ({ id }) => (among(EXAMPLE_IDS, id) ? { kind: 'example', id } : null),
  'start-over': () => ({ kind: 'start-over' }),
  mishap: ({ mishap }) => (among(MISHAPS, mishap) ? { kind: 'mishap', mishap } : null),
  'start-app': () => ({ kind: 'start-app' }),
  sweep: () => ({ kind: 'sweep' }),
};
