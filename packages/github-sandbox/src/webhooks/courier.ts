/** Sending webhooks: signed, one after the other for each app, given up after ten seconds (GITHUB-FACTS 1). */
import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { FaultBook } from '../http/faults.ts';
import type { Delivery } from '../world/model.ts';

/** A sender of deliveries. */
export interface Courier {
  /** Send, unless a webhook fault says otherwise. */
  send(delivery: Delivery): void;
  /** Send what a fault held. */
  sendHeld(delivery: Delivery): void;
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
}

/** A courier with one queue per app. */
export function createCourier(faults: () => FaultBook, timeoutMs: number): Courier {
  const queues = new Map<number, Promise<void>>();
  let outstanding = 0;
  const waiting: (() => void)[] = [];
  function enqueue(delivery: Delivery): void {
    outstanding += 1;
    const before = queues.get(delivery.app.id) ?? Promise.resolve();
    const done = before
      .then(() => post(delivery, timeoutMs))
      .finally(() => {
        outstanding -= 1;
        if (outstanding === 0) for (const resolve of waiting.splice(0)) resolve();
      });
    queues.set(delivery.app.id, done);
  }
  return {
    send(delivery) {
      const effect = faults().strikeDelivery(delivery);
      if (effect?.kind === 'webhook-lost') return conclude(delivery, 'failed to connect to host');
      if (effect?.kind === 'webhook-late' || effect?.kind === 'webhook-reversed') {
        delivery.status = 'held';
        return faults().hold(delivery, effect);
      }
      enqueue(delivery);
      if (effect?.kind === 'webhook-twice') enqueue(delivery);
    },
    sendHeld: enqueue,
    idle: () => (outstanding === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

function conclude(delivery: Delivery, status: string, statusCode = 0): void {
  delivery.status = status;
  delivery.statusCode = statusCode;
}

/** Headers as https://docs.github.com/webhooks/webhook-events-and-payloads#delivery-headers lists them. */
function headersFor(delivery: Delivery, secret: string, bytes: Buffer): Record<string, string> {
  const sign = (algorithm: string) => createHmac(algorithm, secret).update(bytes).digest('hex');
  return {
    accept: '*/*',
    'content-type': 'application/json',
    'content-length': String(bytes.length),
    'user-agent': 'GitHub-Hookshot/5ab0e57',
    'x-github-delivery': delivery.guid,
    'x-github-event': delivery.event,
    'x-github-hook-id': String(delivery.app.id + 400_000_000),
    'x-github-hook-installation-target-id': String(delivery.app.id),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature': `sha1=${sign('sha1')}`,
    'x-hub-signature-256': `sha256=${sign('sha256')}`,
  };
}

function post(delivery: Delivery, timeoutMs: number): Promise<void> {
  const { webhook } = delivery.app;
  if (!webhook) {
    conclude(delivery, 'failed to connect to host');
    return Promise.resolve();
  }
  const bytes = Buffer.from(JSON.stringify(delivery.payload));
  const headers = headersFor(delivery, webhook.secret, bytes);
  const started = performance.now();
  delivery.requestHeaders = headers;
  const open = webhook.url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const finish = (status: string, code: number) => {
      delivery.durationSeconds = Math.round(performance.now() - started) / 1000;
      conclude(delivery, status, code);
      resolve();
    };
    const outgoing = open(webhook.url, { method: 'POST', headers, agent: false, signal }, (answer) => {
      const code = answer.statusCode ?? 0;
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', () => finish('timed out', 0));
      answer.on('end', () => {
        delivery.responseBody = Buffer.concat(chunks).toString('utf8');
        delivery.responseHeaders = Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
        );
        finish(code < 400 ? 'OK' : `Invalid HTTP Response: ${code}`, code);
      });
    });
    outgoing.on('error', () => finish(signal.aborted ? 'timed out' : 'failed to connect to host', 0));
    outgoing.end(bytes);
  });
}
