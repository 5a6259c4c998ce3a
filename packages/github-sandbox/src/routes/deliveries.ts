/** The app's webhook deliveries: https://docs.github.com/rest/apps/webhooks */
import { failure, notFound, ok, type Answer } from '../http/answer.ts';
import type { Delivery } from '../world/model.ts';
import { route, type Call, type Route } from '../http/router.ts';
import { redeliver } from '../webhooks/webhooks.ts';

const SHOWN_MS = 3 * 24 * 3_600_000;

/** Deliveries that were tried, newest first; older than three days GitHub forgets them (GITHUB-FACTS 1). */
function deliveriesOf(call: Call): Delivery[] {
  const { principal, world } = call;
  const oldest = world.now().getTime() - SHOWN_MS;
  return world.deliveries
    .filter((one) => principal.kind === 'app' && one.app === principal.app)
    .filter((one) => one.status !== 'pending' && one.status !== 'held')
    .filter((one) => one.deliveredAt.getTime() >= oldest)
    .reverse();
}

function deliveryJson(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt.toISOString(),
    redelivery: delivery.redelivery,
    duration: delivery.durationSeconds,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

/** Pages go by cursor: the id of the last delivery seen. */
function listDeliveries(call: Call): Answer {
  const perPage = Math.min(100, Number(call.query.get('per_page') ?? 30) || 30);
  const cursor = call.query.get('cursor');
  const status = call.query.get('status');
  const matching = deliveriesOf(call)
    .filter((one) => cursor === null || one.id < Number(cursor.replace('v1_', '')))
    .filter((one) => status !== 'success' || (one.statusCode >= 200 && one.statusCode < 400))
    .filter((one) => status !== 'failure' || one.statusCode >= 400);
  const shown = matching.slice(0, perPage);
  const next = new URL(call.requestUrl);
  next.searchParams.set('cursor', `v1_${shown.at(-1)?.id}`);
  const headers: Record<string, string> =
    matching.length > perPage ? { link: `<${next.href}>; rel="next"` } : {};
  return { status: 200, headers, body: shown.map(deliveryJson) };
}

function deliveryById(call: Call): Delivery {
  const found = deliveriesOf(call).find((one) => String(one.id) === call.params['delivery_id']);
  if (!found) throw notFound();
  return found;
}

function showDelivery(call: Call): Answer {
  const delivery = deliveryById(call);
  return ok({
    ...deliveryJson(delivery),
    url: delivery.app.webhook?.url ?? '',
    request: { headers: delivery.requestHeaders, payload: delivery.payload },
    response: { headers: delivery.responseHeaders, payload: delivery.responseBody },
  });
}

function attemptAgain(call: Call): Answer {
  const delivery = deliveryById(call);
  if (!delivery.app.webhook) throw failure(422, 'The app has no webhook.');
  redeliver(call.world, delivery);
  return { status: 202, body: {} };
}

/** The routes. */
export const deliveryRoutes: readonly Route[] = [
  route('GET', '/app/hook/deliveries', 'app', listDeliveries),
  route('GET', '/app/hook/deliveries/{delivery_id}', 'app', showDelivery),
  route('POST', '/app/hook/deliveries/{delivery_id}/attempts', 'app', attemptAgain),
];
