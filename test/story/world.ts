/** What a person sees of a repository, as plain data, and what changed between two looks, in words. */
import type { RestEndpointMethodTypes as Rest } from '@octokit/rest';
import type { Person } from './person.ts';

/** A repository, as requests name it. */
export type Place = { readonly owner: string; readonly repo: string };

export interface SeenIssue {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly milestone: { readonly number: number; readonly title: string } | null;
  readonly labels: readonly string[];
  /** Name of its type; null for none. */
  readonly type: string | null;
  readonly assignees: readonly string[];
  readonly body: string;
  readonly comments: number;
  /** Address of the issue whose sub-issue it is. */
  readonly parent: string | null;
  /** Numbers of the issues it is marked as blocked by. */
  readonly blockedBy: readonly number[];
}

export interface SeenPull {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly body: string;
  readonly branch: string;
  /** The newest commit of its branch. */
  readonly sha: string;
  /** The branch it is to be merged into. */
  readonly base: string;
  readonly edits: string;
}

export interface Seen {
  readonly issues: ReadonlyMap<number, SeenIssue>;
  readonly milestones: ReadonlyMap<
    number,
    { readonly title: string; readonly state: string; readonly due: string | null }
  >;
  readonly pulls: ReadonlyMap<number, SeenPull>;
  readonly files: ReadonlyMap<string, string>;
  readonly labels: readonly string[];
  readonly checks: readonly string[];
}

/** Looks at everything a person could see. */
export async function look(person: Person, at: Place): Promise<Seen> {
  const [issues, pulls] = [await lookAtIssues(person, at), await lookAtPulls(person, at)];
  const labels = await person.reads<Labels>(`${pathOf(at)}/labels?per_page=100`);
  const repository = await person.reads<Repository>(pathOf(at));
  const head = await person.reads<Branch>(`${pathOf(at)}/branches/${repository.default_branch}`);
  const { tree } = await person.reads<Tree>(
    `${pathOf(at)}/git/trees/${head.commit.commit.tree.sha}?recursive=1`,
  );
  const checks = await person.reads<Checks>(`${pathOf(at)}/commits/${head.commit.sha}/check-runs`);
  return {
    issues: new Map(issues.map((issue) => [issue.number, issue])),
    milestones: await lookAtMilestones(person, at),
    pulls: new Map(pulls.map((pull) => [pull.number, pull])),
    files: new Map(tree.flatMap(({ path, sha, type }) => (type === 'blob' ? [[path, sha] as const] : []))),
    labels: labels
      .map(({ id, name }) => ({ id, name }))
      .sort((a, b) => a.id - b.id)
      .map(({ name }) => name),
    checks: checks.check_runs.map((run) => `${run.conclusion}: ${run.output.title}`),
  };
}

type Labels = Rest['issues']['listLabelsForRepo']['response']['data'];
type Repository = Rest['repos']['get']['response']['data'];
type Branch = Rest['repos']['getBranch']['response']['data'];
type Tree = Rest['git']['getTree']['response']['data'];
type Checks = Rest['checks']['listForRef']['response']['data'];
type Milestones = Rest['issues']['listMilestones']['response']['data'];
type Blockers = Rest['issues']['listDependenciesBlockedBy']['response']['data'];
type Files = Rest['pulls']['listFiles']['response']['data'];
type IssuePayload = Rest['issues']['listForRepo']['response']['data'][number];
type PullPayload = Rest['pulls']['list']['response']['data'][number];

function pathOf({ owner, repo }: Place): string {
  return `/repos/${owner}/${repo}`;
}

/** Looks at those issues only that are wanted, in GitHub's order. */
export async function lookAtIssues(
  person: Person,
  at: Place,
  isWanted: (issue: IssuePayload) => boolean = () => true,
): Promise<SeenIssue[]> {
  const everything = await person.reads<IssuePayload[]>(`${pathOf(at)}/issues?state=all&per_page=100`);
  const issues = everything.filter((issue) => issue.pull_request === undefined && isWanted(issue));
  return Promise.all(issues.map((issue) => seenIssue(person, at, issue)));
}

/** Looks at those pull requests only that are wanted, in GitHub's order. */
export async function lookAtPulls(
  person: Person,
  at: Place,
  isWanted: (pull: PullPayload) => boolean = () => true,
): Promise<SeenPull[]> {
  const pulls = await person.reads<PullPayload[]>(`${pathOf(at)}/pulls?state=all&per_page=100`);
  return Promise.all(pulls.filter(isWanted).map((pull) => seenPull(person, at, pull)));
}

/** Looks at the milestones, by their numbers. */
export async function lookAtMilestones(person: Person, at: Place): Promise<Seen['milestones']> {
  const milestones = await person.reads<Milestones>(`${pathOf(at)}/milestones?state=all&per_page=100`);
  return new Map(
    milestones.map(({ number, title, state, due_on }) => [
      number,
      { title, state, due: due_on?.slice(0, 10) ?? null },
    ]),
  );
}

async function seenIssue(person: Person, at: Place, issue: IssuePayload): Promise<SeenIssue> {
  const { number, title, body, comments, milestone, assignees, labels, type } = issue;
  const blockers =
    (issue.issue_dependencies_summary?.total_blocked_by ?? 0) === 0
      ? []
      : await person.reads<Blockers>(`${pathOf(at)}/issues/${number}/dependencies/blocked_by?per_page=100`);
  return {
    parent: issue.parent_issue_url ?? null,
    blockedBy: blockers.map((blocker) => blocker.number).sort((a, b) => a - b),
    number,
    title,
    body: body ?? '',
    comments,
    state: issue.state === 'open' ? 'open' : `closed as ${issue.state_reason ?? 'completed'}`,
    milestone: milestone === null ? null : { number: milestone.number, title: milestone.title },
    labels: labels.map((label) => (typeof label === 'string' ? label : (label.name ?? ''))).sort(),
    type: type?.name ?? null,
    assignees: (assignees ?? []).map(({ login }) => login).sort(),
  };
}

async function seenPull(person: Person, at: Place, pull: PullPayload): Promise<SeenPull> {
  const { number, title, body, state, merged_at, head, base } = pull;
  return {
    number,
    title,
    body: body ?? '',
    branch: head.ref,
    sha: head.sha,
    base: base.ref,
    state: merged_at === null ? state : 'merged',
    edits: await editsOf(person, { ...at, pull_number: number }, `${base.sha} ${head.sha}`),
  };
}

/** Edits by pull request and the commits they lie between, which say all of them: each look would ask again. */
const edits = new WeakMap<Person, Map<string, string>>();

async function editsOf(
  person: Person,
  pull: Place & { readonly pull_number: number },
  between: string,
): Promise<string> {
  const known = edits.get(person) ?? new Map<string, string>();
  edits.set(person, known);
  const key = `${pull.owner}/${pull.repo} ${pull.pull_number} ${between}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const files = await person.reads<Files>(`${pathOf(pull)}/pulls/${pull.pull_number}/files`);
  const made = files.map(({ filename, patch }) => `${filename}\n${changedLines(patch ?? '')}`).join('\n');
  known.set(key, made);
  return made;
}

/** The lines that a patch takes and puts, without their surroundings. */
export function changedLines(patch: string): string {
  return patch
    .split('\n')
    .filter((line) => /^[+-](?![+-]{2} )/.test(line))
    .join('\n');
}

/** What changed between two looks, one sentence each. Bodies are compared by a word of their own: only `rewrites`. */
export function news(before: Seen, after: Seen): string[] {
  return [
    ...after.labels.filter((name) => !before.labels.includes(name)).map((name) => `makes label ${name}`),
    ...milestoneNews(before, after),
    ...[...after.issues.values()]
      .sort((a, b) => a.number - b.number)
      .flatMap((issue) => issueNews(before.issues.get(issue.number), issue)),
    ...linkNews(before, after),
    ...[...before.issues.values()].flatMap(({ number, title }) =>
      after.issues.has(number) ? [] : [`loses issue "${title}"`],
    ),
    ...[...after.pulls.values()].flatMap((pull) => pullNews(before.pulls.get(pull.number), pull)),
    ...[...after.files].flatMap(([path, sha]) => (before.files.get(path) === sha ? [] : [`changes ${path}`])),
    ...[...before.files.keys()].flatMap((path) => (after.files.has(path) ? [] : [`removes ${path}`])),
    ...after.checks
      .filter((check) => !before.checks.includes(check))
      .map((check) => `says in a check: ${check}`),
  ];
}

function milestoneNews(before: Seen, after: Seen): string[] {
  return [...after.milestones].flatMap(([number, now]) => {
    const was = before.milestones.get(number);
    if (was === undefined)
      return [
        `makes milestone "${now.title}"${now.due === null ? '' : ` due ${now.due}`}${now.state === 'closed' ? ', closed' : ''}`,
      ];
    return [
      ...(was.title === now.title ? [] : [`renames milestone "${was.title}" to "${now.title}"`]),
      ...(was.state === now.state
        ? []
        : [`${now.state === 'closed' ? 'closes' : 'reopens'} milestone "${now.title}"`]),
      ...(was.due === now.due ? [] : [`moves milestone "${now.title}" to ${now.due}`]),
    ];
  });
}

function issueNews(was: SeenIssue | undefined, now: SeenIssue): string[] {
  const state = now.state.replace('closed ', '');
  if (was === undefined) {
    const where = now.milestone === null ? '' : ` in "${now.milestone.title}"`;
    return [`opens "${now.title}"${where}${now.state === 'open' ? '' : `, ${now.state}`}`];
  }
  const milestone = now.milestone === null ? 'no milestone' : `"${now.milestone.title}"`;
  const changes = [
    when(was.title !== now.title, `renames "${was.title}" to "${now.title}"`),
    when(
      was.state !== now.state,
      now.state === 'open' ? `reopens "${now.title}"` : `closes "${now.title}" ${state}`,
    ),
    when(was.milestone?.number !== now.milestone?.number, `moves "${now.title}" to ${milestone}`),
    now.labels.filter((name) => !was.labels.includes(name)).map((name) => `labels "${now.title}" ${name}`),
    was.labels
      .filter((name) => !now.labels.includes(name))
      .map((name) => `takes label ${name} off "${now.title}"`),
    when(
      was.assignees.join() !== now.assignees.join(),
      `assigns "${now.title}" to ${now.assignees.join(', ') || 'nobody'}`,
    ),
    when(was.type !== now.type, `gives "${now.title}" ${now.type === null ? 'no type' : `type ${now.type}`}`),
    when(was.comments !== now.comments, `comments on "${now.title}"`),
  ].flat();
  return was.body !== now.body && changes.length === 0 ? [`rewrites "${now.title}"`] : changes;
}

/** One sentence for each parent and for each issue that waits, so that a first sync stays short. */
function linkNews(before: Seen, after: Seen): string[] {
  const titleOf = (number: number): string => `"${after.issues.get(number)?.title ?? `#${number}`}"`;
  const parentTitle = (url: string): string => titleOf(Number(/\d+$/.exec(url)?.[0]));
  const put = new Map<string, string[]>();
  const sentences: string[] = [];
  for (const now of [...after.issues.values()].sort((a, b) => a.number - b.number)) {
    const was = before.issues.get(now.number);
    const parent = was?.parent ?? null;
    if (now.parent !== null && now.parent !== parent)
      put.set(now.parent, [...(put.get(now.parent) ?? []), `"${now.title}"`]);
    if (now.parent === null && parent !== null && after.issues.has(Number(/\d+$/.exec(parent)?.[0])))
      sentences.push(`takes "${now.title}" from under ${parentTitle(parent)}`);
    const added = now.blockedBy.filter((number) => was?.blockedBy.includes(number) !== true);
    const removed = (was?.blockedBy ?? []).filter(
      (number) => after.issues.has(number) && !now.blockedBy.includes(number),
    );
    if (added.length > 0) sentences.push(`lets "${now.title}" wait for ${added.map(titleOf).join(', ')}`);
    if (removed.length > 0)
      sentences.push(`no longer lets "${now.title}" wait for ${removed.map(titleOf).join(', ')}`);
  }
  return [
    ...[...put].map(
      ([parent, titles]) =>
        `puts ${titles.length > 1 ? `${titles.length} issues` : titles[0]} under ${parentTitle(parent)}`,
    ),
    ...sentences,
  ];
}

function when(isSo: boolean, sentence: string): string[] {
  return isSo ? [sentence] : [];
}

function pullNews(was: SeenPull | undefined, now: SeenPull): string[] {
  if (was === undefined) return [`proposes: ${now.title}`];
  return [
    ...(was.title === now.title ? [] : [`proposes: ${now.title}`]),
    ...(was.state === now.state
      ? []
      : [
          `${now.state === 'open' ? 'reopens' : now.state === 'merged' ? 'merges' : 'withdraws'} the write-back`,
        ]),
    ...(was.edits === now.edits || was.title !== now.title ? [] : ['changes the edits of the write-back']),
  ];
}
