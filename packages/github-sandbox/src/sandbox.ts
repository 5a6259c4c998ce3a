/** The embedded GitHub: start it, fill it, watch it. See `types.ts` for everything it offers. */
import type { AddressInfo } from 'node:net';
import { createCourier } from './webhooks/courier.ts';
import { createFaultBook, type FaultBook } from './http/faults.ts';
import { createGitWire } from './git/wire.ts';
import { createFetch } from './http/fetch.ts';
import { createApiServer } from './http/server.ts';
import { createWorkflowToken } from './world/installation-tokens.ts';
import * as powers from './world/powers.ts';
import { createRequestLog } from './request-log.ts';
import { createRouter } from './http/router.ts';
import { routes } from './routes/all.ts';
import type { RateLimits } from './http/rate-limit.ts';
import { createSecondaryLimits, setLimits } from './http/secondary-limit.ts';
import { snapshotOf } from './snapshot.ts';
import type { Interceptor, Sandbox, SandboxOptions, WebhookDelivery } from './types.ts';
import { createWorld, type World } from './world/world.ts';

export type * from './types.ts';

/** Start an embedded GitHub on a free port. Close it when done. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const world = createWorld({ now, wallClock: options.wallClock ?? now });
  const courier = createCourier(() => faults, options.webhookTimeoutMs ?? 10_000);
  const faults: FaultBook = createFaultBook(courier.sendHeld);
  const { log, record, rewind } = createRequestLog();
  const interceptors = new Set<Interceptor>();
  const secondaryLimits = createSecondaryLimits(options.limits);
  const rateLimits: RateLimits = { limit: options.rateLimit ?? 5_000, windows: new Map() };
  world.send = courier.send;
  world.listLagMs = faults.listLagMs;
  world.without = new Set(options.without);
  const git = createGitWire(world, (push) => {
    for (const interceptor of interceptors) interceptor(push, 'after');
    record(push);
  });
  const find = createRouter(routes);
  const parts = { world, find, faults, interceptors, rateLimits, secondaryLimits, record };
  const server = createApiServer(parts, git);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  world.url = `http://${host}`;
  return {
    ...boundPowers(world),
    url: world.url,
    host,
    fetch: createFetch(parts),
    requests: log,
    faults,
    violations: secondaryLimits.violations,
    limits: (rules) => setLimits(secondaryLimits, rules),
    intercept: (interceptor) => {
      interceptors.add(interceptor);
      return () => void interceptors.delete(interceptor);
    },
    delivered: courier.idle,
    deliveries: () => world.deliveries.map(publicDelivery),
    snapshot: () => {
      const goBack = snapshotOf(world, { rateLimits, secondaryLimits });
      const mark = log.mark();
      return () => {
        goBack();
        rewind(mark);
        faults.clear();
      };
    },
    close: async () => {
      await courier.idle();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await git.close();
    },
  };
}

type Powers = Omit<
  Sandbox,
  | 'url'
  | 'host'
  | 'fetch'
  | 'requests'
  | 'faults'
  | 'violations'
  | 'limits'
  | 'intercept'
  | 'delivered'
  | 'deliveries'
  | 'snapshot'
  | 'close'
>;

function boundPowers(world: World): Powers {
  return {
    createUser: (login, options = {}) => powers.createUser(world, login, options),
    createOrganization: (login, options = {}) => powers.createOrganization(world, login, options),
    createRepository: (repository) => powers.createRepository(world, repository),
    createApp: (app) => powers.createApp(world, app),
    setWebhook: (app, webhook) => powers.setWebhook(world, app, webhook),
    install: (app, installation) => powers.install(world, app, installation),
    createWorkflowToken: (repository, token = {}) => createWorkflowToken(world, repository, token),
    uninstall: (installation) => powers.uninstall(world, installation),
    revokeTokens: (installation) => powers.revokeTokens(world, installation),
    suspend: (installation) => powers.suspend(world, installation),
    unsuspend: (installation) => powers.unsuspend(world, installation),
    acceptPermissions: (installation, permissions) =>
      powers.acceptPermissions(world, installation, permissions),
    addRepositories: (installation, names) => powers.changeRepositories(world, installation, names, 'added'),
    removeRepositories: (installation, names) =>
      powers.changeRepositories(world, installation, names, 'removed'),
    setRole: (repository, login, role) => powers.setRole(world, repository, login, role),
    learns: (relations) => {
      world.without = new Set([...world.without].filter((kind) => !relations.includes(kind)));
    },
    deleteIssue: (repository, number, by) => powers.deleteIssue(world, repository, number, by),
    transferIssue: (repository, number, to, by) =>
      powers.transferIssue(world, { repository, number, to, by }),
    checkActions: (repository, checkRun) => powers.checkActions(world, repository, checkRun),
    requestAction: (repository, checkRun, identifier, by) =>
      powers.requestAction(world, { repository, checkRun, identifier, by }),
  };
}

function publicDelivery(delivery: World['deliveries'][number]): WebhookDelivery {
  const { id, guid, app, event, action, redelivery, payload, status, statusCode } = delivery;
  return { id, guid, appId: app.id, event, action, redelivery, payload, status, statusCode };
}
