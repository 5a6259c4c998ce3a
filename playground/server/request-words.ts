/** The words for each request that the sandbox knows, in the third person and in the second. Pure. */
import type { SandboxRequest } from '@planwright/github-sandbox';

/** `opens issue “Ship it”` and `open issue “Ship it”`. */
export type Words = readonly [third: string, second: string];

interface Asked {
  /** The parts of the path that the route names. */
  readonly at: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly query: URLSearchParams;
}

type Phrase = readonly [verb: string, rest: string | ((asked: Asked) => string)];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const title = (value: unknown): string =>
  `“${text(value).length > 80 ? `${text(value).slice(0, 79)}…` : text(value)}”`;
const branch = (ref: unknown): string => text(ref).replace(/^(refs\/)?heads\//, '');
const issue = ({ at }: Asked): string => `#${at.issue_number}`;
const pull = ({ at }: Asked): string => `#${at.pull_number}`;
const list = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : '');
const short = (sha: string | undefined): string => (sha ?? '').slice(0, 7);

/** Every route of the sandbox: a test holds that none is missing. `R` stands for `/repos/{owner}/{repo}`. */
const PHRASES: Readonly<Record<string, Phrase | ((asked: Asked) => Phrase)>> = {
  'GET /app': ['ask', 'who it is'],
  'GET /app/installations': ['ask', 'where it is installed'],
  'GET /app/installations/{installation_id}': ['look', 'at its installation'],
  'POST /app/installations/{installation_id}/access_tokens': ['fetch', 'a key for the next hour'],
  'GET R/installation': ['look', 'at its installation'],
  'GET /users/{username}/installation': ['look', 'at its installation'],
  'GET /orgs/{org}/installation': ['look', 'at its installation'],
  'GET /installation/repositories': ['ask', 'which repositories it may work in'],
  'GET /app/hook/deliveries': ['ask', 'which webhooks did not arrive'],
  'GET /app/hook/deliveries/{delivery_id}': ['look', 'at a webhook that was sent'],
  'POST /app/hook/deliveries/{delivery_id}/attempts': ['ask', 'for a lost webhook to be sent again'],
  'GET R': ['look', 'at the repository'],
  'PATCH R': ['change', 'the repository'],
  'POST R/forks': ['fork', 'the repository'],
  'GET R/branches': ['list', 'the branches'],
  'GET R/branches/{branch}': ['look', ({ at }) => `at branch ${at.branch}`],
  'GET R/collaborators/{username}/permission': ['ask', ({ at }) => `what ${at.username} may do here`],
  'GET R/assignees/{assignee}': ['ask', ({ at }) => `whether ${at.assignee} can be assigned`],
  'GET /users/{username}': ['look', ({ at }) => `up ${at.username}`],
  'GET /user': ['ask', 'who it is'],
  'POST /graphql': graphqlWords,
  'GET R/branches/{branch}/protection': ['ask', ({ at }) => `whether ${at.branch} is protected`],
  'PUT R/branches/{branch}/protection': ['protect', ({ at }) => `branch ${at.branch}`],
  'DELETE R/branches/{branch}/protection': ['unprotect', ({ at }) => `branch ${at.branch}`],
  'GET R/contents/{path}': ['read', ({ at }) => at.path || 'the top folder'],
  'PUT R/contents/{path}': ['commit', ({ at, body }) => `${at.path} to ${text(body.branch) || 'main'}`],
  'DELETE R/contents/{path}': ['delete', ({ at }) => `${at.path}`],
  'POST R/git/blobs': ['store', 'a text to commit'],
  'GET R/git/blobs/{file_sha}': ['read', ({ at }) => `a text by its hash, ${short(at.file_sha)}`],
  'POST R/git/trees': ['lay', 'out the files of a commit'],
  'GET R/git/trees/{tree_sha}': ['list', 'the files of the repository'],
  'POST R/git/commits': ['make', ({ body }) => `a commit: ${title(text(body.message).split('\n')[0])}`],
  'GET R/git/commits/{commit_sha}': ['read', ({ at }) => `commit ${short(at.commit_sha)}`],
  'GET R/git/ref/{ref}': ['look', ({ at }) => `where ${branch(at.ref)} points`],
  'GET R/issue-types': ['list', 'the types that issues can have'],
  'GET R/git/matching-refs/{ref}': ['list', ({ at }) => `the branches that begin with ${branch(at.ref)}`],
  'POST R/git/refs': ['make', ({ body }) => `branch ${branch(body.ref)}`],
  'PATCH R/git/refs/{ref}': ['move', ({ at }) => `branch ${branch(at.ref)} to its commit`],
  'DELETE R/git/refs/{ref}': ['delete', ({ at }) => `branch ${branch(at.ref)}`],
  'GET R/commits': [
    'read',
    ({ query }) => `the history${query.has('path') ? ` of ${query.get('path')}` : ''}`,
  ],
  'GET R/commits/{ref}': ['look', ({ at }) => `at the newest commit of ${branch(at.ref).slice(0, 40)}`],
  'GET R/commits/{commit_sha}/pulls': [
    'ask',
    ({ at }) => `which pull request brought ${short(at.commit_sha)}`,
  ],
  'GET R/compare/{basehead}': ['compare', 'two commits'],
  'GET R/issues': [
    'list',
    ({ query }) => `issues${query.has('labels') ? ` labelled ${query.get('labels')}` : ''}`,
  ],
  'POST R/issues': ['open', ({ body }) => `issue ${title(body.title)}`],
  'GET R/issues/{issue_number}': ['look', (asked) => `at issue ${issue(asked)}`],
  'PATCH R/issues/{issue_number}': (asked) => issueChange(asked),
  'GET R/issues/{issue_number}/events': ['read', (asked) => `what happened to issue ${issue(asked)}`],
  'POST R/issues/{issue_number}/assignees': [
    'assign',
    (asked) => `${list(asked.body.assignees)} to issue ${issue(asked)}`,
  ],
  'DELETE R/issues/{issue_number}/assignees': [
    'take',
    (asked) => `${list(asked.body.assignees)} off issue ${issue(asked)}`,
  ],
  'GET R/labels': ['list', 'the labels'],
  'POST R/labels': ['make', ({ body }) => `label ${title(body.name)}`],
  'GET R/labels/{name}': ['look', ({ at }) => `at label ${title(at.name)}`],
  'PATCH R/labels/{name}': ['change', ({ at }) => `label ${title(at.name)}`],
  'DELETE R/labels/{name}': ['delete', ({ at }) => `label ${title(at.name)}`],
  'GET R/issues/{issue_number}/labels': ['list', (asked) => `the labels of issue ${issue(asked)}`],
  'POST R/issues/{issue_number}/labels': [
    'label',
    (asked) => `issue ${issue(asked)} ${list(asked.body.labels)}`,
  ],
  'PUT R/issues/{issue_number}/labels': ['set', (asked) => `the labels of issue ${issue(asked)}`],
  'DELETE R/issues/{issue_number}/labels': ['take', (asked) => `all labels off issue ${issue(asked)}`],
  'DELETE R/issues/{issue_number}/labels/{name}': [
    'take',
    (asked) => `label ${title(asked.at.name)} off issue ${issue(asked)}`,
  ],
  'GET R/milestones': ['list', 'the milestones'],
  'POST R/milestones': ['make', ({ body }) => `milestone ${title(body.title)}`],
  'GET R/milestones/{milestone_number}': ['look', 'at a milestone'],
  'PATCH R/milestones/{milestone_number}': (asked) => milestoneChange(asked),
  'DELETE R/milestones/{milestone_number}': ['delete', 'a milestone'],
  'GET R/issues/comments': ['list', 'the comments'],
  'GET R/issues/{issue_number}/comments': ['read', (asked) => `the comments on ${issue(asked)}`],
  'POST R/issues/{issue_number}/comments': ['comment', (asked) => commentWords(asked)],
  'GET R/issues/comments/{comment_id}': ['read', 'a comment'],
  'PATCH R/issues/comments/{comment_id}': ['rewrite', 'a comment'],
  'DELETE R/issues/comments/{comment_id}': ['delete', 'a comment'],
  'POST R/issues/comments/{comment_id}/reactions': [
    'react',
    ({ body }) => `to a comment: ${text(body.content)}`,
  ],
  'GET R/issues/comments/{comment_id}/reactions': ['look', 'at the reactions to a comment'],
  'POST R/issues/{issue_number}/reactions': ['react', (asked) => `to ${issue(asked)}`],
  'GET R/issues/{issue_number}/reactions': ['look', (asked) => `at the reactions to ${issue(asked)}`],
  'GET R/issues/{issue_number}/sub_issues': ['list', (asked) => `the sub-issues of ${issue(asked)}`],
  'POST R/issues/{issue_number}/sub_issues': ['put', (asked) => `an issue under ${issue(asked)}`],
  'DELETE R/issues/{issue_number}/sub_issue': ['take', (asked) => `an issue from under ${issue(asked)}`],
  'PATCH R/issues/{issue_number}/sub_issues/priority': [
    'sort',
    (asked) => `the sub-issues of ${issue(asked)}`,
  ],
  'GET R/issues/{issue_number}/parent': ['look', (asked) => `at the parent of ${issue(asked)}`],
  'GET R/issues/{issue_number}/dependencies/blocked_by': ['ask', (asked) => `what blocks ${issue(asked)}`],
  'POST R/issues/{issue_number}/dependencies/blocked_by': ['note', (asked) => `what blocks ${issue(asked)}`],
  'DELETE R/issues/{issue_number}/dependencies/blocked_by/{issue_id}': [
    'note',
    (asked) => `that ${issue(asked)} is blocked by one issue less`,
  ],
  'GET R/issues/{issue_number}/dependencies/blocking': ['ask', (asked) => `what ${issue(asked)} blocks`],
  'GET R/pulls': ['list', 'the pull requests'],
  'POST R/pulls': ['open', ({ body }) => `pull request ${title(body.title)}`],
  'GET R/pulls/{pull_number}': ['look', (asked) => `at pull request ${pull(asked)}`],
  'PATCH R/pulls/{pull_number}': (asked) => pullChange(asked),
  'GET R/pulls/{pull_number}/files': ['read', (asked) => `the diff of ${pull(asked)}`],
  'GET R/pulls/{pull_number}/commits': ['list', (asked) => `the commits of ${pull(asked)}`],
  'GET R/pulls/{pull_number}/merge': ['ask', (asked) => `whether ${pull(asked)} is merged`],
  'PUT R/pulls/{pull_number}/merge': ['merge', (asked) => `pull request ${pull(asked)}`],
  'PUT R/pulls/{pull_number}/update-branch': ['update', (asked) => `the branch of ${pull(asked)}`],
  'POST R/check-runs': ['report', ({ body }) => `a check${checkTitle(body)}`],
  'GET R/check-runs/{check_run_id}': ['look', 'at a check'],
  'PATCH R/check-runs/{check_run_id}': ['report', ({ body }) => `a check${checkTitle(body)}`],
  'GET R/check-runs/{check_run_id}/annotations': ['read', 'what a check says'],
  'GET R/commits/{ref}/check-runs': ['look', 'at the checks of a commit'],
};

/** The routes that have words, as the sandbox names them. */
export const WORDED = Object.keys(PHRASES).map((key) => key.replace(' R', ' /repos/{owner}/{repo}'));

/** What a request does; an unknown one is told as it is. */
export function requestWords({ method, route, path, body }: SandboxRequest): Words {
  const key = `${method} ${(route ?? '').replace('/repos/{owner}/{repo}', 'R')}`;
  const found = Object.hasOwn(PHRASES, key) ? PHRASES[key] : undefined;
  if (path.endsWith('/git-receive-pack')) return ['pushes with git', 'push with git'];
  if (found === undefined) return [`asks for ${method} ${path}`, `ask for ${method} ${path}`];
  const [bare = '', query = ''] = path.split('?');
  const asked: Asked = {
    at: namedParts(route ?? '', bare),
    body: typeof body === 'object' && body !== null ? (body as Asked['body']) : {},
    query: new URLSearchParams(query),
  };
  const [verb, rest] = typeof found === 'function' ? found(asked) : found;
  const object = typeof rest === 'function' ? rest(asked) : rest;
  return [`${third(verb)} ${object}`, `${verb} ${object}`];
}

function third(verb: string): string {
  if (/(?:ss|sh|ch|x)$/.test(verb)) return `${verb}es`;
  return `${verb}s`;
}

function namedParts(route: string, path: string): Record<string, string> {
  const pattern = route.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    ['path', 'ref', 'branch', 'basehead', 'tree_sha'].includes(name) ? `(?<${name}>.*)` : `(?<${name}>[^/]+)`,
  );
  const groups = new RegExp(`^${pattern}$`).exec(path)?.groups ?? {};
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decoded(value)]));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function issueChange(asked: Asked): Phrase {
  const { state, state_reason: reason, title: name, milestone } = asked.body;
  const number = issue(asked);
  if (state === 'closed')
    return ['close', `issue ${number}${reason === 'not_planned' ? ' as not planned' : ''}`];
  if (state === 'open') return ['reopen', `issue ${number}`];
  if (name !== undefined) return ['rename', `issue ${number} to ${title(name)}`];
  if (milestone !== undefined) return ['move', `issue ${number} to another milestone`];
  return ['update', `the text of issue ${number}`];
}

function graphqlWords({ body }: Asked): Phrase {
  const { query, variables = {} } = body as { query?: unknown; variables?: Record<string, unknown> };
  if (text(query).startsWith('mutation')) return ['open', `issue ${title(variables['title'])} in its place`];
  return ['ask', text(query).includes('viewer') ? 'whose its token is' : 'which labels and people there are'];
}

function milestoneChange({ body }: Asked): Phrase {
  if (body.state === 'closed') return ['close', 'a milestone'];
  if (body.state === 'open') return ['reopen', 'a milestone'];
  return ['change', `a milestone${body.title === undefined ? '' : ` to ${title(body.title)}`}`];
}

function pullChange(asked: Asked): Phrase {
  if (asked.body.state === 'closed') return ['close', `pull request ${pull(asked)}`];
  if (asked.body.state === 'open') return ['reopen', `pull request ${pull(asked)}`];
  return ['update', `the text of pull request ${pull(asked)}`];
}

function commentWords(asked: Asked): string {
  const command = /^ {0,3}(\/plan\b[^\n]*)/m.exec(text(asked.body.body))?.[1];
  return `on ${issue(asked)}${command === undefined ? '' : `: ${command.trim()}`}`;
}

function checkTitle(body: Asked['body']): string {
  const { output } = body as { readonly output?: { readonly title?: unknown } };
  return output?.title === undefined ? '' : `: ${title(output.title)}`;
}

/** Why GitHub said no. */
export function refusedWords(status: number, faulted: boolean): string {
  switch (status) {
    case 401:
      return 'it does not know who asks';
    case 403:
    case 429:
      return faulted ? 'too many requests, come back later' : 'that is not allowed';
    case 404:
      return 'there is no such thing';
    case 409:
      return 'something else changed in between';
    case 422:
      return 'that makes no sense to it';
    default:
      return `it has a problem of its own (${status})`;
  }
}
