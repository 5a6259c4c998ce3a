/** Check runs: https://docs.github.com/rest/checks/runs and GITHUB-FACTS 7 */
import { created, failure, invalid, notFound, ok, type Answer } from '../http/answer.ts';
import {
  fieldsOf,
  notSupplied,
  nullableDate,
  optionalList,
  optionalText,
  optionalWord,
  requiredText,
  type Fields,
} from '../http/fields.ts';
import { checkRunJson, sentCheckRunJson } from '../json/check.ts';
import type { CheckAction } from '../types.ts';
import type { Annotation, App, CheckRun, Repo } from '../world/model.ts';
import { listAnswer, pageOf } from '../http/paging.ts';
import { resolveCommit } from '../world/resolve.ts';
import { repoRoute, type RepoCall, type Route } from '../http/router.ts';
import { emit } from '../webhooks/webhooks.ts';
import { nextId } from '../world/world.ts';

const CONCLUSIONS = [
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'timed_out',
] as const;
const STATUSES = ['queued', 'in_progress', 'completed'] as const;
const MAX_TEXT = 65_535;
const MAX_ANNOTATIONS = 50;
const MAX_ACTIONS = 3;

/** Only apps make check runs. */
function requireApp(call: RepoCall): App {
  if (call.principal.kind === 'installation') return call.principal.app;
  throw failure(403, 'You must authenticate via a GitHub App.');
}

function checkOf(call: RepoCall): CheckRun {
  const run = call.repo.checkRuns.get(Number(call.params['check_run_id']));
  if (!run) throw notFound();
  return run;
}

function suiteOf(call: RepoCall, app: App, sha: string): number {
  const key = `${app.id} ${sha}`;
  const id = call.repo.checkSuites.get(key) ?? nextId(call.world, 'checkSuite');
  call.repo.checkSuites.set(key, id);
  return id;
}

function createCheck(call: RepoCall): Answer {
  const { world, repo } = call;
  const app = requireApp(call);
  const fields = fieldsOf(call.body);
  const name = requiredText(fields, 'name');
  const headSha = requiredText(fields, 'head_sha');
  if (!repo.git.commits.has(headSha)) throw failure(422, `No commit found for SHA: ${headSha}`);
  const run: CheckRun = {
    id: nextId(world, 'checkRun'),
    suiteId: suiteOf(call, app, headSha),
    app,
    headSha,
    name,
    status: 'queued',
    conclusion: null,
    externalId: '',
    detailsUrl: `${world.url}/apps/${app.slug}/about`,
    startedAt: world.now(),
    completedAt: undefined,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  };
  change(call, run, fields, { isNew: true });
  repo.checkRuns.set(run.id, run);
  tell(call, run, 'created');
  if (run.status === 'completed') tell(call, run, 'completed');
  return created(checkRunJson(world, repo, run));
}

function updateCheck(call: RepoCall): Answer {
  const { world, repo } = call;
  const run = checkOf(call);
  if (run.app !== requireApp(call))
    throw failure(
      403,
      'Invalid app_id `' +
        run.app.id +
        '` - check run can only be modified by the GitHub App that created it.',
    );
  const wasCompleted = run.status === 'completed';
  change(call, run, fieldsOf(call.body), { isNew: false });
  if (run.status === 'completed' && !wasCompleted) tell(call, run, 'completed');
  return ok(checkRunJson(world, repo, run));
}

function tell(call: RepoCall, run: CheckRun, action: string): void {
  const { world, repo } = call;
  const payload = { check_run: sentCheckRunJson(world, repo, run) };
  emit(world, { repo, event: 'check_run', action, sender: run.app.bot, payload });
}

/** Check every field before any is kept. */
function change(call: RepoCall, run: CheckRun, fields: Fields, { isNew }: { isNew: boolean }): void {
  const status = readStatus(fields);
  const output = fields['output'] === undefined ? undefined : readOutput(fieldsOf(fields['output']), isNew);
  const actions = optionalList(fields, 'actions');
  const buttons = actions && readActions(actions);
  const completedAt = nullableDate(fields, 'completed_at') ?? call.world.now();
  run.name = optionalText(fields, 'name') ?? run.name;
  run.externalId = optionalText(fields, 'external_id') ?? run.externalId;
  run.detailsUrl = optionalText(fields, 'details_url') ?? run.detailsUrl;
  run.startedAt = nullableDate(fields, 'started_at') ?? run.startedAt;
  if (status) Object.assign(run, status, { completedAt: status.conclusion ? completedAt : undefined });
  run.actions = buttons ?? run.actions;
  if (!output) return;
  run.title = output.title ?? run.title;
  run.summary = output.summary;
  run.text = output.text ?? run.text;
  run.annotations.push(...output.annotations);
}

/** A conclusion completes the run; completing it without one is refused. */
function readStatus(fields: Fields): Pick<CheckRun, 'status' | 'conclusion'> | undefined {
  const conclusion = optionalWord(fields, 'conclusion', CONCLUSIONS);
  const status = optionalWord(fields, 'status', STATUSES);
  if (conclusion) return { status: 'completed', conclusion };
  if (status === 'completed') {
    throw failure(
      422,
      `Invalid request.\n\nNo subschema in "anyOf" matched.\n"conclusion" wasn't supplied.\ncompleted is not a member of ["queued", "in_progress"].`,
    );
  }
  return status && { status, conclusion: null };
}

function readOutput(output: Fields, isNew: boolean) {
  const title = isNew ? requiredText(output, 'title') : optionalText(output, 'title');
  const summary = requiredText(output, 'summary');
  const text = optionalText(output, 'text');
  for (const [field, value] of [['summary', summary] as const, ['text', text] as const]) {
    if ((value?.length ?? 0) > MAX_TEXT) {
      throw invalid(
        [
          {
            resource: 'CheckRun',
            field,
            code: 'invalid',
            message: `Only ${MAX_TEXT} characters are allowed; ${value?.length} were supplied.`,
          },
        ],
        'Invalid request.',
      );
    }
  }
  const annotations = optionalList(output, 'annotations') ?? [];
  if (annotations.length > MAX_ANNOTATIONS) {
    throw failure(
      422,
      `Invalid request.\n\nNo more than ${MAX_ANNOTATIONS} items are allowed; ${annotations.length} were supplied.`,
    );
  }
  return { title, summary, text, annotations: annotations.map(readAnnotation) };
}

function readAnnotation(given: unknown): Annotation {
  const fields = fieldsOf(given);
  for (const name of ['path', 'annotation_level', 'message']) requiredText(fields, name);
  optionalWord(fields, 'annotation_level', ['notice', 'warning', 'failure']);
  for (const name of ['start_line', 'end_line'])
    if (typeof fields[name] !== 'number') throw notSupplied(name);
  return fields;
}

function readActions(actions: readonly unknown[]): CheckAction[] {
  if (actions.length > MAX_ACTIONS) {
    throw failure(
      422,
      `Invalid request.\n\nNo more than ${MAX_ACTIONS} items are allowed; ${actions.length} were supplied.`,
    );
  }
  return actions.map((action) => {
    const fields = fieldsOf(action);
    for (const [name, most] of [
      ['label', 20] as const,
      ['description', 40] as const,
      ['identifier', 20] as const,
    ]) {
      if (requiredText(fields, name).length > most) {
        throw failure(
          422,
          `Invalid request.\n\nOnly ${most} characters are allowed; ${requiredText(fields, name).length} were supplied.`,
        );
      }
    }
    return {
      label: requiredText(fields, 'label'),
      description: requiredText(fields, 'description'),
      identifier: requiredText(fields, 'identifier'),
    };
  });
}

function runsFor(repo: Repo, sha: string): CheckRun[] {
  return [...repo.checkRuns.values()].filter((run) => run.headSha === sha).reverse();
}

/** Newest first; of several runs with one name only the latest, unless `filter=all`. */
function listForRef(call: RepoCall): Answer {
  const { world, repo, query, params } = call;
  const sha = resolveCommit(repo, params['ref'] ?? '');
  if (sha === undefined) throw failure(422, `No commit found for SHA: ${params['ref']}`);
  const name = query.get('check_name');
  const status = query.get('status');
  const appId = query.get('app_id');
  const matching = runsFor(repo, sha).filter(
    (run) =>
      (!name || run.name === name) &&
      (!status || run.status === status) &&
      (!appId || String(run.app.id) === appId),
  );
  const latest = new Map(matching.toReversed().map((run) => [`${run.app.id} ${run.name}`, run]));
  const shown = query.get('filter') === 'all' ? matching : [...latest.values()].toReversed();
  const page = pageOf(call, shown);
  const body = {
    total_count: shown.length,
    check_runs: page.items.map((run) => checkRunJson(world, repo, run)),
  };
  return { status: 200, headers: page.headers, body };
}

function listAnnotations(call: RepoCall): Answer {
  const { world, repo } = call;
  const run = checkOf(call);
  return listAnswer(call, run.annotations, (annotation) => ({
    start_column: null,
    end_column: null,
    title: '',
    raw_details: '',
    ...annotation,
    blob_href: `${world.url}/${repo.owner.login}/${repo.name}/blob/${run.headSha}/${String(annotation['path'])}`,
  }));
}

const READ = { app: { checks: 'read' } } as const;
const WRITE = { app: { checks: 'write' } } as const;

/** The routes. */
export const checkRoutes: readonly Route[] = [
  repoRoute('POST', '/check-runs', WRITE, createCheck),
  repoRoute('GET', '/check-runs/{check_run_id}', READ, (call) =>
    ok(checkRunJson(call.world, call.repo, checkOf(call))),
  ),
  repoRoute('PATCH', '/check-runs/{check_run_id}', WRITE, updateCheck),
  repoRoute('GET', '/check-runs/{check_run_id}/annotations', READ, listAnnotations),
  repoRoute('GET', '/commits/{ref}/check-runs', READ, listForRef),
];
