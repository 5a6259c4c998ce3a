/** The list of issues with its filters: https://docs.github.com/rest/issues/issues#list-repository-issues */
import { invalid, type Answer } from '../http/answer.ts';
import { issueJson } from '../json/issue.ts';
import type { Issue } from '../world/model.ts';
import { listAnswer } from '../http/paging.ts';
import type { RepoCall } from '../http/router.ts';
import type { World } from '../world/world.ts';

/** Lists lag behind writes when a fault says so; reads by number never do. */
export function isListed(world: World, row: { readonly createdAt: Date }): boolean {
  const lag = world.listLagMs();
  return lag === 0 || world.now().getTime() - row.createdAt.getTime() >= lag;
}

/** Issues and pull requests, newest first unless asked otherwise. */
export function listIssues(call: RepoCall): Answer {
  const { world, repo, query } = call;
  const filters = [
    stateFilter(query.get('state') ?? 'open'),
    labelFilter(query.get('labels')),
    milestoneFilter(call),
    personFilter(query.get('creator'), (issue) => [issue.author.login]),
    assigneeFilter(query.get('assignee')),
    sinceFilter(query.get('since')),
  ];
  const issues = [...repo.issues.values()].filter(
    (issue) =>
      (issue.pull !== undefined || repo.hasIssues) &&
      isListed(world, issue) &&
      filters.every((filter) => filter(issue)),
  );
  return listAnswer(call, sorted(call, issues), (issue) => issueJson(world, repo, issue));
}

type Filter = (issue: Issue) => boolean;

function stateFilter(state: string): Filter {
  return (issue) => state === 'all' || issue.state === state;
}

/** An issue must have every label named. */
function labelFilter(labels: string | null): Filter {
  const wanted = (labels ?? '').split(',').filter(Boolean);
  return (issue) =>
    wanted.every((name) =>
      issue.labels.some((label) => label.name.toLowerCase() === name.trim().toLowerCase()),
    );
}

function milestoneFilter({ repo, query }: RepoCall): Filter {
  const wanted = query.get('milestone');
  if (wanted === null) return () => true;
  if (wanted === '*') return (issue) => issue.milestone !== undefined;
  if (wanted === 'none') return (issue) => issue.milestone === undefined;
  const milestone = repo.milestones.get(Number(wanted));
  if (!milestone) throw invalid([{ resource: 'Issue', field: 'milestone', code: 'invalid', value: wanted }]);
  return (issue) => issue.milestone === milestone;
}

function personFilter(login: string | null, loginsOf: (issue: Issue) => readonly string[]): Filter {
  return (issue) =>
    login === null || loginsOf(issue).some((one) => one.toLowerCase() === login.toLowerCase());
}

function assigneeFilter(login: string | null): Filter {
  if (login === '*') return (issue) => issue.assignees.length > 0;
  if (login === 'none') return (issue) => issue.assignees.length === 0;
  return personFilter(login, (issue) => issue.assignees.map((one) => one.login));
}

/** Dates have no fractions of a second on GitHub, so neither has this comparison. */
function sinceFilter(since: string | null): Filter {
  const from = since === null ? 0 : Math.floor(new Date(since).getTime() / 1000);
  return (issue) => Math.floor(issue.updatedAt.getTime() / 1000) >= from;
}

function sorted(call: RepoCall, issues: readonly Issue[]): Issue[] {
  const key = call.query.get('sort') ?? 'created';
  const sign = call.query.get('direction') === 'asc' ? 1 : -1;
  const comments = (issue: Issue) =>
    [...call.repo.comments.values()].filter((comment) => comment.issueNumber === issue.number).length;
  const value = (issue: Issue): number => {
    if (key === 'comments') return comments(issue);
    return (key === 'updated' ? issue.updatedAt : issue.createdAt).getTime();
  };
  return [...issues].sort((a, b) => sign * (value(a) - value(b) || a.number - b.number));
}
