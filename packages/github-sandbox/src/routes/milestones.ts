/** Milestones: https://docs.github.com/rest/issues/milestones */
import { created, invalid, noContent, notFound, ok, type Answer } from '../http/answer.ts';
import {
  fieldsOf,
  notSupplied,
  nullableDate,
  nullableText,
  optionalText,
  optionalWord,
  type Fields,
} from '../http/fields.ts';
import { isoDate } from '../json/account.ts';
import { milestoneJson } from '../json/issue.ts';
import { isListed } from '../issues/list.ts';
import type { Milestone } from '../world/model.ts';
import { midnightPacific } from '../issues/pacific.ts';
import { listAnswer } from '../http/paging.ts';
import { accountOf } from '../world/principal.ts';
import { repoRoute, type RepoCall, type Route } from '../http/router.ts';
import { emit } from '../webhooks/webhooks.ts';
import { nextId } from '../world/world.ts';

function milestoneOf(call: RepoCall): Milestone {
  const milestone = call.repo.milestones.get(Number(call.params['milestone_number']));
  if (!milestone) throw notFound();
  return milestone;
}

function emitMilestone(call: RepoCall, milestone: Milestone, action: string, extra: object = {}): void {
  const { world, repo } = call;
  const payload = { milestone: milestoneJson(world, repo, milestone), ...extra };
  emit(world, { repo, event: 'milestone', action, sender: accountOf(call.principal), payload });
}

/** Titles are unique, closed milestones included (GITHUB-FACTS 5). */
function titleOf(call: RepoCall, fields: Fields, self: Milestone | undefined): string | undefined {
  const title = optionalText(fields, 'title');
  if (title === undefined) return undefined;
  if (title.trim() === '') throw invalid([{ resource: 'Milestone', field: 'title', code: 'missing_field' }]);
  if ([...title].length > 255) {
    const message = 'title is too long (maximum is 255 characters)';
    throw invalid([{ resource: 'Milestone', field: 'title', code: 'custom', message }]);
  }
  const same = [...call.repo.milestones.values()].find((one) => one !== self && one.title === title);
  if (same) throw invalid([{ resource: 'Milestone', field: 'title', code: 'already_exists' }]);
  return title;
}

function dueOnOf(fields: Fields): Date | null | undefined {
  const due = nullableDate(fields, 'due_on');
  return due ? midnightPacific(due) : due;
}

function createMilestone(call: RepoCall): Answer {
  const { world, repo } = call;
  const fields = fieldsOf(call.body);
  const title = titleOf(call, fields, undefined);
  if (title === undefined) throw notSupplied('title');
  const state = optionalWord(fields, 'state', ['open', 'closed']) ?? 'open';
  const now = world.now();
  const milestone: Milestone = {
    id: nextId(world, 'milestone'),
    number: repo.nextMilestone,
    creator: accountOf(call.principal),
    createdAt: now,
    updatedAt: now,
    title,
    description: nullableText(fields, 'description') ?? null,
    state,
    dueOn: dueOnOf(fields) ?? undefined,
    closedAt: state === 'closed' ? now : undefined,
  };
  repo.nextMilestone += 1;
  repo.milestones.set(milestone.number, milestone);
  emitMilestone(call, milestone, 'created');
  return created(milestoneJson(world, repo, milestone));
}

function updateMilestone(call: RepoCall): Answer {
  const { world, repo } = call;
  const milestone = milestoneOf(call);
  const fields = fieldsOf(call.body);
  const title = titleOf(call, fields, milestone);
  const state = optionalWord(fields, 'state', ['open', 'closed']);
  const changes = edit(milestone, {
    title,
    description: nullableText(fields, 'description'),
    due: dueOnOf(fields),
  });
  milestone.updatedAt = world.now();
  if (Object.keys(changes).length > 0) emitMilestone(call, milestone, 'edited', { changes });
  if (state !== undefined && state !== milestone.state) {
    milestone.state = state;
    milestone.closedAt = state === 'closed' ? world.now() : undefined;
    emitMilestone(call, milestone, state === 'closed' ? 'closed' : 'opened');
  }
  return ok(milestoneJson(world, repo, milestone));
}

/** Apply what is given; returns what the `edited` webhook calls `changes`. */
function edit(
  milestone: Milestone,
  wish: { title: string | undefined; description: string | null | undefined; due: Date | null | undefined },
): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  if (wish.title !== undefined && wish.title !== milestone.title) {
    changes['title'] = { from: milestone.title };
    milestone.title = wish.title;
  }
  if (wish.description !== undefined && wish.description !== milestone.description) {
    changes['description'] = { from: milestone.description ?? '' };
    milestone.description = wish.description;
  }
  if (wish.due !== undefined && wish.due?.getTime() !== milestone.dueOn?.getTime()) {
    changes['due_on'] = { from: milestone.dueOn ? isoDate(milestone.dueOn) : '' };
    milestone.dueOn = wish.due ?? undefined;
  }
  return changes;
}

function deleteMilestone(call: RepoCall): Answer {
  const { repo } = call;
  const milestone = milestoneOf(call);
  repo.milestones.delete(milestone.number);
  for (const issue of repo.issues.values()) if (issue.milestone === milestone) issue.milestone = undefined;
  emitMilestone(call, milestone, 'deleted');
  return noContent();
}

/** Open ones by due date, unless asked otherwise. */
function listMilestones(call: RepoCall): Answer {
  const { world, repo, query } = call;
  const state = query.get('state') ?? 'open';
  const sign = query.get('direction') === 'desc' ? -1 : 1;
  const completeness = (one: Milestone) => {
    const { open_issues: open, closed_issues: closed } = milestoneJson(world, repo, one);
    return open + closed === 0 ? 0 : closed / (open + closed);
  };
  const value = (one: Milestone) =>
    query.get('sort') === 'completeness'
      ? completeness(one)
      : (one.dueOn?.getTime() ?? Number.MAX_SAFE_INTEGER);
  const milestones = [...repo.milestones.values()]
    .filter((one) => (state === 'all' || one.state === state) && isListed(world, one))
    .sort((a, b) => sign * (value(a) - value(b)) || a.number - b.number);
  return listAnswer(call, milestones, (one) => milestoneJson(world, repo, one));
}

const READ = { app: [{ issues: 'read' }, { pull_requests: 'read' }] } as const;
const WRITE = { app: [{ issues: 'write' }, { pull_requests: 'write' }] } as const;

/** The routes. */
export const milestoneRoutes: readonly Route[] = [
  repoRoute('GET', '/milestones', READ, listMilestones),
  repoRoute('POST', '/milestones', WRITE, createMilestone),
  repoRoute('GET', '/milestones/{milestone_number}', READ, (call) =>
    ok(milestoneJson(call.world, call.repo, milestoneOf(call))),
  ),
  repoRoute('PATCH', '/milestones/{milestone_number}', WRITE, updateMilestone),
  repoRoute('DELETE', '/milestones/{milestone_number}', WRITE, deleteMilestone),
];
