/** Which apps are told of an event, and the part of a payload that is common to all (GITHUB-FACTS 1). */
import { randomUUID } from 'node:crypto';
import { accountJson, installationJson } from '../json/account.ts';
import { organizationOf, pushedRepoJson, sentRepoJson } from '../json/repository.ts';
import type { Account, App, Delivery, Installation, Repo } from '../world/model.ts';
import { allows } from '../world/principal.ts';
import type { Permissions } from '../types.ts';
import { fullName, hasRepo, nextId, nodeId, type World } from '../world/world.ts';

/** Permission (any one of them) an installation needs to hear of an event (GITHUB-FACTS 1 and 10). */
export const EVENT_PERMISSIONS: Readonly<Record<string, readonly Permissions[]>> = {
  push: [{ contents: 'read' }],
  create: [{ contents: 'read' }],
  delete: [{ contents: 'read' }],
  issues: [{ issues: 'read' }],
  issue_comment: [{ issues: 'read' }, { pull_requests: 'read' }],
  label: [{ issues: 'read' }, { pull_requests: 'read' }],
  milestone: [{ issues: 'read' }, { pull_requests: 'read' }],
  sub_issues: [{ issues: 'read' }],
  issue_dependencies: [{ issues: 'read' }],
  pull_request: [{ pull_requests: 'read' }],
  check_run: [{ checks: 'read' }],
  repository: [{ metadata: 'read' }],
};

/** Every kind of webhook the sandbox sends: event to actions. The contract test sees each of them at least once. */
export const WEBHOOK_KINDS: Readonly<Record<string, readonly string[]>> = {
  push: [],
  create: [],
  delete: [],
  issues: [
    ...['opened', 'edited', 'closed', 'reopened', 'labeled', 'unlabeled', 'milestoned', 'demilestoned'],
    ...['assigned', 'unassigned', 'typed', 'untyped', 'deleted', 'transferred'],
  ],
  pull_request: [
    ...['opened', 'edited', 'closed', 'reopened', 'synchronize', 'labeled', 'unlabeled', 'milestoned'],
    ...['demilestoned', 'assigned', 'unassigned'],
  ],
  issue_comment: ['created', 'edited', 'deleted'],
  label: ['created', 'edited', 'deleted'],
  milestone: ['created', 'edited', 'closed', 'opened', 'deleted'],
  sub_issues: ['sub_issue_added', 'sub_issue_removed', 'parent_issue_added', 'parent_issue_removed'],
  issue_dependencies: ['blocked_by_added', 'blocked_by_removed', 'blocking_added', 'blocking_removed'],
  check_run: ['created', 'completed', 'requested_action'],
  repository: ['renamed', 'archived', 'unarchived', 'edited', 'privatized', 'publicized'],
  installation: ['created', 'deleted', 'suspend', 'unsuspend', 'new_permissions_accepted'],
  installation_repositories: ['added', 'removed'],
};

/** Something that happened in a repository. */
export interface RepoEvent {
  readonly repo: Repo;
  readonly event: string;
  readonly action?: string;
  readonly sender: Account;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The one app that is told; every app that listens if absent. */
  readonly only?: App;
}

/** Tell every app that listens to this repository; also the app that caused it. */
export function emit(world: World, { repo, event, action, sender, payload, only }: RepoEvent): void {
  const listeners = [...world.installations.values()].filter(
    (one) => listens(one, repo, event) && (only === undefined || one.app === only),
  );
  if (listeners.length === 0) return;
  const common = {
    ...(action === undefined ? {} : { action }),
    ...payload,
    repository: event === 'push' ? pushedRepoJson(world, repo) : sentRepoJson(world, repo),
    ...organizationOf(world, repo.owner),
    sender: accountJson(world, sender),
  };
  for (const installation of listeners) {
    const about = { app: installation.app, event, action: action ?? null };
    const told = { ...common, installation: { id: installation.id, node_id: nodeId('IN', installation.id) } };
    deliver(world, { ...about, installationId: installation.id, repositoryId: repo.id, payload: told });
  }
}

function listens(installation: Installation, repo: Repo, event: string): boolean {
  const { app, permissions } = installation;
  const needs = EVENT_PERMISSIONS[event] ?? [];
  return (
    app.webhook !== undefined &&
    app.events.includes(event) &&
    installation.suspendedAt === undefined &&
    hasRepo(installation, repo) &&
    needs.some((set) => allows({ metadata: 'read', ...permissions }, set))
  );
}

/** Tell an app about its own installation; these events cannot be unsubscribed. */
export function emitInstallation(
  world: World,
  installation: Installation,
  told: { event: string; action: string; sender: Account; payload: Readonly<Record<string, unknown>> },
): void {
  if (!installation.app.webhook) return;
  deliver(world, {
    app: installation.app,
    event: told.event,
    action: told.action,
    installationId: installation.id,
    repositoryId: null,
    payload: {
      action: told.action,
      installation: installationJson(world, installation),
      ...told.payload,
      sender: accountJson(world, told.sender),
    },
  });
}

/** The short form of a repository in `installation` events. */
export function repositoryStub(repo: Repo) {
  return {
    id: repo.id,
    node_id: nodeId('R', repo.id),
    name: repo.name,
    full_name: fullName(repo),
    private: repo.private,
  };
}

/** What identifies a delivery before it is made. */
interface Told {
  readonly app: App;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly payload: unknown;
}

function deliver(world: World, told: Told): void {
  const actions = WEBHOOK_KINDS[told.event];
  if (!actions || (told.action !== null && !actions.includes(told.action))) {
    throw new Error(`webhook ${told.event}.${told.action} is not in WEBHOOK_KINDS`);
  }
  const delivery = newDelivery(world, told, randomUUID(), false);
  world.deliveries.push(delivery);
  world.send(delivery);
}

/** Send a delivery once more, as itself: the guid stays (GITHUB-FACTS 1). */
export function redeliver(world: World, delivery: Delivery): Delivery {
  const again = newDelivery(world, delivery, delivery.guid, true);
  world.deliveries.push(again);
  world.send(again);
  return again;
}

function newDelivery(world: World, told: Told, guid: string, redelivery: boolean): Delivery {
  return {
    id: nextId(world, 'delivery'),
    guid,
    app: told.app,
    event: told.event,
    action: told.action,
    installationId: told.installationId,
    repositoryId: told.repositoryId,
    // What was true when it happened: the json-* files build every payload afresh, so later changes do not reach it.
    payload: told.payload,
    redelivery,
    deliveredAt: world.now(),
    durationSeconds: 0,
    status: 'pending',
    statusCode: 0,
    requestHeaders: {},
    responseHeaders: {},
    responseBody: '',
  };
}
