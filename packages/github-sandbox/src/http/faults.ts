/** Faults as data: which request or delivery is to go wrong, and how. */
import { opensIssue, valuesIn } from './opens-issue.ts';
import type { Delivery } from '../world/model.ts';
import type {
  Fault,
  Faults,
  ListLagEffect,
  RequestEffect,
  RequestMatch,
  SandboxRequest,
  WebhookEffect,
  WebhookMatch,
} from '../types.ts';

/** The faults in force, and which of them strikes a request or delivery. */
export interface FaultBook extends Faults {
  strikeRequest(request: SandboxRequest): RequestEffect | undefined;
  strikeDelivery(delivery: Delivery): WebhookEffect | undefined;
  hold(delivery: Delivery, effect: WebhookEffect): void;
  listLagMs(): number;
}

interface Armed<Match, Effect> {
  readonly on: Match & { readonly nth?: number };
  readonly effect: Effect;
  seen: number;
  left: number;
}

/** Creates it without faults; `send` sends the held deliveries. */
export function createFaultBook(send: (delivery: Delivery) => void): FaultBook {
  const requests: Armed<RequestMatch, RequestEffect>[] = [];
  const webhooks: Armed<WebhookMatch, WebhookEffect>[] = [];
  const held: { delivery: Delivery; effect: WebhookEffect }[] = [];
  let lagMs = 0;
  return {
    add(fault: Fault) {
      if (isLag(fault.effect)) lagMs = fault.effect.ms;
      else if (isWebhook(fault)) webhooks.push(arm(fault));
      else requests.push(arm(fault as Extract<Fault, { effect: RequestEffect }>));
    },
    clear() {
      requests.length = 0;
      webhooks.length = 0;
      lagMs = 0;
    },
    release() {
      const all = held.splice(0);
      const late = all.filter((one) => one.effect.kind === 'webhook-late');
      const reversed = all.filter((one) => one.effect.kind !== 'webhook-late').reverse();
      for (const { delivery } of [...late, ...reversed]) send(delivery);
    },
    hold: (delivery, effect) => void held.push({ delivery, effect }),
    strikeRequest: (request) => strike(requests, (on) => matchesRequest(on, request)),
    strikeDelivery: (delivery) => strike(webhooks, (on) => matchesDelivery(on, delivery)),
    listLagMs: () => lagMs,
  };
}

function isLag(effect: Fault['effect']): effect is ListLagEffect {
  return effect.kind === 'list-lag';
}

function isWebhook(fault: Fault): fault is Extract<Fault, { effect: WebhookEffect }> {
  return fault.effect.kind.startsWith('webhook-');
}

function arm<Match, Effect>(fault: { on?: Match; effect: Effect; times?: number }): Armed<Match, Effect> {
  const on = { ...fault.on } as Match & { nth?: number };
  return { on, effect: fault.effect, seen: 0, left: fault.times ?? 1 };
}

/** The first armed fault that matches strikes; it stays armed until its times are used up. */
function strike<Match, Effect>(
  armed: Armed<Match, Effect>[],
  matches: (on: Match) => boolean,
): Effect | undefined {
  for (const fault of armed) {
    if (fault.left === 0 || !matches(fault.on)) continue;
    fault.seen += 1;
    if (fault.seen < (fault.on.nth ?? 1)) continue;
    fault.left -= 1;
    return fault.effect;
  }
  return undefined;
}

function matchesRequest(on: RequestMatch, request: SandboxRequest): boolean {
  const byApp = request.actor.kind === 'app' || request.actor.kind === 'installation';
  return (
    (on.method === undefined || on.method === request.method) &&
    (on.route === undefined || on.route === request.route) &&
    (on.actor === undefined || (on.actor === 'app') === byApp) &&
    (on.write === undefined || on.write === request.isWrite) &&
    (on.path === undefined || on.path === request.path.replace(/\?.*$/, '')) &&
    (on.opensIssue === undefined || opensIssue(request)) &&
    hasValues(valuesIn(request), on.body)
  );
}

function hasValues(values: ReturnType<typeof valuesIn>, wanted: RequestMatch['body'] = {}): boolean {
  return Object.entries(wanted).every(([name, value]) => values[name] === value);
}

function matchesDelivery(on: WebhookMatch, delivery: Delivery): boolean {
  return (
    (on.event === undefined || on.event === delivery.event) &&
    (on.action === undefined || on.action === delivery.action)
  );
}
