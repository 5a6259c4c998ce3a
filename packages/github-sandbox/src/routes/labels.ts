/** Labels: https://docs.github.com/rest/issues/labels */
import { created, failure, invalid, noContent, notFound, ok, type Answer } from '../http/answer.ts';
import { fieldsOf, nullableText, optionalText, requiredText, type Fields } from '../http/fields.ts';
import { findIssue } from '../issues/find.ts';
import { addLabels, removeLabels, replaceLabels, type OnIssue } from '../issues/changes.ts';
import { labelJson } from '../json/issue.ts';
import { addLabel, labelsNamed, requireLabelName } from '../issues/labels.ts';
import type { Label } from '../world/model.ts';
import { listAnswer } from '../http/paging.ts';
import { accountOf, appOf } from '../world/principal.ts';
import { repoRoute, type RepoCall, type Route } from '../http/router.ts';
import { emit } from '../webhooks/webhooks.ts';

function labelOf(call: RepoCall): Label {
  const label = call.repo.labels.get((call.params['name'] ?? '').toLowerCase());
  if (!label) throw notFound();
  return label;
}

function listLabels(call: RepoCall): Answer {
  const labels = [...call.repo.labels.values()].sort((a, b) => a.name.localeCompare(b.name));
  return listAnswer(call, labels, (label) => labelJson(call.world, call.repo, label));
}

function requireDescription(fields: Fields): string | null | undefined {
  const description = nullableText(fields, 'description');
  if (description && description.length > 100) {
    const message = 'description is too long (maximum is 100 characters)';
    throw invalid([{ resource: 'Label', field: 'description', code: 'custom', message }]);
  }
  return description;
}

function requireColor(fields: Fields): string | undefined {
  const color = optionalText(fields, 'color');
  if (color !== undefined && !/^[0-9a-f]{6}$/i.test(color)) {
    throw invalid([{ resource: 'Label', field: 'color', code: 'invalid' }]);
  }
  return color;
}

function createLabel(call: RepoCall): Answer {
  const { world, repo } = call;
  const fields = fieldsOf(call.body);
  const name = requireLabelName(requiredText(fields, 'name'));
  const color = requireColor(fields);
  const description = requireDescription(fields);
  if (repo.labels.has(name.toLowerCase())) {
    throw invalid([{ resource: 'Label', field: 'name', code: 'already_exists' }]);
  }
  const label = addLabel(world, repo, { name, color, description }, accountOf(call.principal));
  return created(labelJson(world, repo, label));
}

function updateLabel(call: RepoCall): Answer {
  const { world, repo } = call;
  const label = labelOf(call);
  const fields = fieldsOf(call.body);
  const name = requireLabelName(optionalText(fields, 'new_name') ?? label.name);
  const color = requireColor(fields) ?? label.color;
  const description = requireDescription(fields);
  const other = repo.labels.get(name.toLowerCase());
  if (other && other !== label) throw invalid([{ resource: 'Label', field: 'name', code: 'already_exists' }]);
  const changes = {
    ...(name === label.name ? {} : { name: { from: label.name } }),
    ...(color === label.color ? {} : { color: { from: label.color } }),
  };
  repo.labels.delete(label.name.toLowerCase());
  Object.assign(label, {
    name,
    color,
    description: description === undefined ? label.description : description,
  });
  repo.labels.set(name.toLowerCase(), label);
  const payload = { label: labelJson(world, repo, label), changes };
  emit(world, { repo, event: 'label', action: 'edited', sender: accountOf(call.principal), payload });
  return ok(labelJson(world, repo, label));
}

/** Deleting a label takes it off every issue, without an event for each. */
function deleteLabel(call: RepoCall): Answer {
  const { world, repo } = call;
  const label = labelOf(call);
  repo.labels.delete(label.name.toLowerCase());
  for (const issue of repo.issues.values()) issue.labels = issue.labels.filter((one) => one !== label);
  const payload = { label: labelJson(world, repo, label) };
  emit(world, { repo, event: 'label', action: 'deleted', sender: accountOf(call.principal), payload });
  return noContent();
}

function onIssue(call: RepoCall): OnIssue {
  const by = { account: accountOf(call.principal), app: appOf(call.principal) };
  return { world: call.world, repo: call.repo, issue: findIssue(call), by };
}

/** Names from `{labels: [...]}` or from a bare list, each a text or `{name}`. */
function wantedLabels(call: RepoCall, on: OnIssue): Label[] {
  const given = Array.isArray(call.body) ? call.body : (fieldsOf(call.body)['labels'] ?? []);
  return labelsNamed(call.world, call.repo, Array.isArray(given) ? given : [given], on.by.account);
}

function issueLabels(call: RepoCall, on: OnIssue): unknown[] {
  return on.issue.labels.map((label) => labelJson(call.world, call.repo, label));
}

function changeIssueLabels(change: (on: OnIssue, labels: readonly Label[]) => void) {
  return (call: RepoCall): Answer => {
    const on = onIssue(call);
    change(on, wantedLabels(call, on));
    return ok(issueLabels(call, on));
  };
}

function removeIssueLabel(call: RepoCall): Answer {
  const on = onIssue(call);
  const wanted = (call.params['name'] ?? '').toLowerCase();
  const label = on.issue.labels.find((one) => one.name.toLowerCase() === wanted);
  if (!label) throw notFoundLabel();
  removeLabels(on, [label]);
  return ok(issueLabels(call, on));
}

function notFoundLabel() {
  return failure(404, 'Label does not exist');
}

const READ = { app: [{ issues: 'read' }, { pull_requests: 'read' }] } as const;
const WRITE = { app: [{ issues: 'write' }, { pull_requests: 'write' }] } as const;
const TRIAGE = { ...WRITE, user: 'triage' } as const;

/** The routes. */
export const labelRoutes: readonly Route[] = [
  repoRoute('GET', '/labels', READ, listLabels),
  repoRoute('POST', '/labels', WRITE, createLabel),
  repoRoute('GET', '/labels/{name}', READ, (call) => ok(labelJson(call.world, call.repo, labelOf(call)))),
  repoRoute('PATCH', '/labels/{name}', WRITE, updateLabel),
  repoRoute('DELETE', '/labels/{name}', WRITE, deleteLabel),
  repoRoute('GET', '/issues/{issue_number}/labels', READ, (call) =>
    listAnswer(call, findIssue(call).labels, (label) => labelJson(call.world, call.repo, label)),
  ),
  repoRoute('POST', '/issues/{issue_number}/labels', TRIAGE, changeIssueLabels(addLabels)),
  repoRoute('PUT', '/issues/{issue_number}/labels', TRIAGE, changeIssueLabels(replaceLabels)),
  repoRoute('DELETE', '/issues/{issue_number}/labels', TRIAGE, (call) => {
    const on = onIssue(call);
    removeLabels(on, on.issue.labels);
    return noContent();
  }),
  repoRoute('DELETE', '/issues/{issue_number}/labels/{name}', TRIAGE, removeIssueLabel),
];
