/** Check runs as GitHub shows them. */
import { apiUrl, appJson, isoDateOrNull } from './account.ts';
import { pullOf } from './pull.ts';
import { repoPage, repoUrl } from './repository.ts';
import type { CheckRun, Issue, Repo } from '../world/model.ts';
import { nodeId, type World } from '../world/world.ts';

/** `check-run`. Of its suite REST tells the id alone, a webhook everything. */
export function checkRunJson(world: World, repo: Repo, run: CheckRun) {
  return { ...withoutSuite(world, repo, run), check_suite: { id: run.suiteId } };
}

/** `check-run-with-simple-check-suite`, as webhooks carry it. */
export function sentCheckRunJson(world: World, repo: Repo, run: CheckRun) {
  const shown = withoutSuite(world, repo, run);
  return { ...shown, check_suite: suiteJson(world, repo, run, shown.pull_requests) };
}

function withoutSuite(world: World, repo: Repo, run: CheckRun) {
  const url = `${repoUrl(world, repo)}/check-runs/${run.id}`;
  const pulls = [...repo.issues.values()].filter(
    // Pull requests from forks are left out (GITHUB-FACTS 7).
    ({ pull, state }) => state === 'open' && pull?.headRepo === repo && pull.headSha === run.headSha,
  );
  const pullRequests = pulls.map((issue) => pullMinimal(world, repo, issue));
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CR', run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: `${repoPage(world, repo)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: isoDateOrNull(run.startedAt),
    completed_at: isoDateOrNull(run.completedAt),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    app: appJson(world, run.app),
    pull_requests: pullRequests,
  };
}

function suiteJson(world: World, repo: Repo, run: CheckRun, pullRequests: readonly unknown[]) {
  const branch = [...repo.refs].find(
    ([ref, sha]) => ref.startsWith('refs/heads/') && sha === run.headSha,
  )?.[0];
  return {
    id: run.suiteId,
    node_id: nodeId('CS', run.suiteId),
    head_branch: branch?.slice('refs/heads/'.length) ?? null,
    head_sha: run.headSha,
    status: run.status,
    conclusion: run.conclusion,
    url: `${repoUrl(world, repo)}/check-suites/${run.suiteId}`,
    before: null,
    after: run.headSha,
    pull_requests: pullRequests,
    app: appJson(world, run.app),
    created_at: isoDateOrNull(run.startedAt),
    updated_at: isoDateOrNull(run.completedAt ?? run.startedAt),
  };
}

function pullMinimal(world: World, repo: Repo, issue: Issue) {
  const pull = pullOf(issue);
  const place = (at: Repo) => ({
    id: at.id,
    url: `${apiUrl(world)}/repos/${at.owner.login}/${at.name}`,
    name: at.name,
  });
  return {
    id: pull.id,
    number: issue.number,
    url: `${repoUrl(world, repo)}/pulls/${issue.number}`,
    head: { ref: pull.headBranch, sha: pull.headSha, repo: place(pull.headRepo) },
    base: { ref: pull.baseBranch, sha: pull.baseSha, repo: place(repo) },
  };
}
