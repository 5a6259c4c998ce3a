/** The state of a repository as lines that two runs of one story must share, and what in it stands twice. */
import type { Octokit } from '@octokit/rest';
import { AT } from '../place.ts';
import { changedLines } from '../world.ts';

/** What a sweep compares. */
export interface RepositoryState {
  /** Everything a person or the next pass can see; numbers, addresses and shas that runs may differ in are named. */
  readonly lines: readonly string[];
  /** Titles and states of the issues. */
  readonly issues: readonly string[];
  /** What the issues of the plan's tasks are called, and say. */
  readonly words: readonly string[];
  /** What was made twice, in words. */
  readonly duplicates: readonly string[];
}

/** Looks at the repository of a story. */
export async function repositoryStateOf(octokit: Octokit, githubUrl: string): Promise<RepositoryState> {
  const everything = { ...AT, state: 'all' as const, per_page: 100 };
  const [listed, milestones, pulls, labels, plans, checks] = await Promise.all([
    octokit.rest.issues.listForRepo(everything).then(({ data }) => data),
    octokit.rest.issues.listMilestones(everything).then(({ data }) => data),
    octokit.rest.pulls.list(everything).then(({ data }) => data),
    octokit.rest.issues.listLabelsForRepo({ ...AT, per_page: 100 }).then(({ data }) => data),
    plansOf(octokit),
    octokit.rest.checks.listForRef({ ...AT, ref: 'main' }).then(({ data }) => data.check_runs),
  ]);
  const issues = listed.filter(({ pull_request }) => pull_request === undefined);
  const open = pulls.filter(({ state }) => state === 'open');
  const name = namer({
    githubUrl,
    plans,
    titles: new Map(listed.map(({ number, title }) => [number, title])),
  });
  const text = (title: string, body: string | null | undefined): string[] =>
    name(body ?? '')
      .split(/\r?\n/)
      .map((line) => `${title} | ${line}`);
  const branches = await Promise.all(open.map(({ head }) => plansOf(octokit, head.ref)));
  const edits = await Promise.all(
    open.map(({ number }) => octokit.rest.pulls.listFiles({ ...AT, pull_number: number, per_page: 100 })),
  );
  const links = await linksOf(octokit, issues);
  const lines = [
    ...issues
      .toSorted(byTitle)
      .flatMap((issue) => [
        `${issueLine(issue)}; ${name(links.get(issue.number) ?? '')}`,
        ...text(`issue "${issue.title}"`, issue.body),
      ]),
    ...milestones
      .toSorted(byTitle)
      .flatMap(({ title, state, due_on, description }) => [
        `milestone "${title}" ${state} due ${due_on?.slice(0, 10) ?? 'never'}`,
        ...text(`milestone "${title}"`, description),
      ]),
    ...open.flatMap(({ title, body, head }, index) => [
      `open pull request "${title}" from ${head.ref}`,
      ...text(`pull request "${title}"`, body),
      ...(edits[index]?.data ?? []).flatMap(({ filename, patch }) =>
        text(`edit of ${filename}`, changedLines(patch ?? '')),
      ),
      ...[...(branches[index] ?? [])].flatMap(([path, plan]) => text(`${path} on ${head.ref}`, plan.text)),
    ]),
    `merged pull requests: ${pulls.filter(({ merged_at }) => merged_at !== null).length}`,
    `closed pull requests: ${pulls.filter((pull) => pull.merged_at === null && pull.state === 'closed').length}`,
    `labels: ${labels
      .map((label) => label.name)
      .toSorted()
      .join(', ')}`,
    ...[...plans].flatMap(([path, plan]) => text(path, plan.text)),
    ...checks.flatMap(({ conclusion, output }) =>
      text(`check ${conclusion} ${output.title}`, output.summary),
    ),
  ];
  const shown = issues.map(({ title, state, state_reason }) => `issue "${title}" ${state} ${state_reason}`);
  const words = issues
    .filter(({ body }) => !/^<!-- planwright (?:v=1 |.* dropped -->)/.test(body ?? ''))
    .flatMap(({ title, body }) => text(`issue "${title}"`, body));
  return {
    lines,
    words,
    issues: shown.toSorted(),
    duplicates: duplicatesOf(issues, milestones, open.length),
  };
}

interface PlanText {
  readonly blob: string;
  readonly text: string;
}

async function plansOf(octokit: Octokit, branch = 'main'): Promise<ReadonlyMap<string, PlanText>> {
  const { data } = await octokit.rest.git.getTree({ ...AT, tree_sha: branch, recursive: '1' });
  const files = data.tree.filter(({ path }) => path.endsWith('.md') && path !== 'README.md');
  const texts = await Promise.all(
    files.map(async ({ path, sha }) => {
      const blob = await octokit.rest.git.getBlob({ ...AT, file_sha: sha });
      const text = Buffer.from(blob.data.content, 'base64').toString('utf8');
      return [path, { blob: sha, text }] as const;
    }),
  );
  return new Map(texts);
}

/** Puts names in the place of what differs between two runs that came to the same. */
function namer(world: {
  readonly githubUrl: string;
  readonly plans: ReadonlyMap<string, PlanText>;
  readonly titles: ReadonlyMap<number, string>;
}): (text: string) => string {
  const titled = (number: string): string =>
    number === '0' ? '0' : `<${world.titles.get(Number(number)) ?? `nothing at ${number}`}>`;
  const blobs = new Map([...world.plans].map(([path, { blob }]) => [blob, path]));
  return (text) =>
    text
      .replaceAll(world.githubUrl, '')
      // A line is linked at the commit of the pass that told of it, and stands where it stood there.
      .replace(/\/blob\/[0-9a-f]{40}\//g, '/blob/<commit>/')
      .replace(/\?plain=1#L\d+/g, '?plain=1#L<line>')
      .replace(/, line \d+\]/g, ', line <line>]')
      .replace(
        /(#|\/issues\/|\/pull\/|\[issue )(\d+)\b/g,
        (_, mark: string, number: string) => mark + titled(number),
      )
      .replace(
        / issues=(\S+)/g,
        (_, entries: string) =>
          ` issues=${entries.replace(/:(\d+)/g, (__, number: string) => `:${titled(number)}`)}`,
      )
      // By which base a block was written depends on where the passes were cut.
      .replace(/( src=\w+) base=\w*/g, '$1')
      .replace(
        / (base|blob|retire)=([0-9a-f]{40})/g,
        (_, key: string, sha: string) =>
          ` ${key}=${blobs.has(sha) ? `<text of ${blobs.get(sha)}>` : '<another text>'}`,
      )
      .replace(/( v=1 .*?) src=\w+/g, '$1 src=<what is told>')
      .replace(/ edits=(\S*)/g, (_, ids: string) => ` edits=<${ids.split(',').length}>`)
      // A key is made of the words of the day it was made, which an edit may come before or after.
      .replace(/ (task|phase)=\w+/g, ' $1=<key>');
}

interface Titled {
  readonly title: string;
}

function byTitle(a: Titled, b: Titled): number {
  return a.title < b.title ? -1 : a.title > b.title ? 1 : 0;
}

type IssuePayload = Awaited<ReturnType<Octokit['rest']['issues']['listForRepo']>>['data'][number];
type MilestonePayload = Awaited<ReturnType<Octokit['rest']['issues']['listMilestones']>>['data'][number];

function issueLine(issue: IssuePayload): string {
  const labels = issue.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? '')));
  const people = (issue.assignees ?? []).map(({ login }) => login);
  return [
    `issue "${issue.title}"`,
    issue.state === 'open' ? 'open' : `closed as ${issue.state_reason}`,
    `in ${issue.milestone === null ? 'no milestone' : `"${issue.milestone.title}"`}`,
    `labels ${labels.toSorted().join(', ')}`,
    `assignees ${people.toSorted().join(', ')}`,
    `comments ${issue.comments}`,
  ].join('; ');
}

/** Whose sub-issue each issue is, and what it is blocked by. */
async function linksOf(
  octokit: Octokit,
  issues: readonly IssuePayload[],
): Promise<ReadonlyMap<number, string>> {
  return new Map(
    await Promise.all(
      issues.map(
        async ({ number, parent_issue_url: parent, issue_dependencies_summary: summary, ...issue }) => {
          // A task may be cut before its issue came to be linked, and after another's was linked to it: nobody waits for that.
          if (issue.state_reason === 'not_planned') return [number, 'over'] as const;
          const { data } =
            (summary?.total_blocked_by ?? 0) === 0
              ? { data: [] }
              : await octokit.rest.issues.listDependenciesBlockedBy({ ...AT, issue_number: number });
          const under = parent == null ? 'nothing' : `#${/\d+$/.exec(parent)?.[0]}`;
          const waits = data
            .filter((blocker) => blocker.state_reason !== 'not_planned')
            .map((blocker) => `#${blocker.number}`)
            .toSorted();
          return [number, `under ${under}; waits for ${waits.join(', ') || 'nothing'}`] as const;
        },
      ),
    ),
  );
}

/** What only one may be of. Stories give no two tasks one text, so that a title too is a name. */
function duplicatesOf(
  issues: readonly IssuePayload[],
  milestones: readonly MilestonePayload[],
  openPulls: number,
): string[] {
  const names = [
    ...issues.flatMap(({ body, title }) => [
      `issues titled "${title}"`,
      ...marked(body, /<!-- planwright (plan=\w+ task=\w+)/),
      ...marked(body, /<!-- planwright v=\d+ (plan=\w+)/).map((plan) => `tracking issues of ${plan}`),
    ]),
    ...milestones.flatMap(({ description }) => marked(description, /<!-- planwright (plan=\w+ phase=\w+)/)),
    ...Array.from({ length: openPulls }, () => 'open pull requests'),
  ];
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].flatMap(([name, count]) => (count > 1 ? [`${count} of: ${name}`] : []));
}

function marked(text: string | null | undefined, pattern: RegExp): string[] {
  const found = pattern.exec(text ?? '')?.[1];
  return found === undefined ? [] : [found];
}
