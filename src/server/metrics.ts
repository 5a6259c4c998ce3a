/** The metrics of a server, for Prometheus to fetch; other files call the functions of {@link Metrics} only. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Fill } from '../queue/types.ts';
import type { DeliveryResult } from './webhooks.ts';

/** The outcome of a job. `stuck`: only a person can help; a check or tracking issue says how. */
export type JobResult = 'done' | 'again' | 'retry' | 'no-room' | 'stuck';

/** What is counted. */
export interface Metrics {
  delivery(event: string | null, result: DeliveryResult): void;
  job(kind: string, result: JobResult, ms: number): void;
  /** A job that failed too often and is given up. */
  dead(): void;
  request(note: { readonly method: string; readonly route: string; readonly status: number }): void;
  remaining(installation: number, requests: number): void;
  /** Counts a pass over a plan: the duplicates it closed, and whether a change waits for a person. */
  plan(duplicates: number, isHeld: boolean): void;
  redelivered(count: number): void;
  /** Everything, in Prometheus' text format, and the type of that. */
  text(): Promise<{ readonly text: string; readonly type: string }>;
}

/** Creates the metrics. `fill` is called each time they are fetched. */
export function createMetrics(fill: () => Promise<Fill>): Metrics {
  const register = new Registry();
  const registers = [register];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `planwright_${name}`, help, labelNames, registers });
  const deliveries = counter('deliveries_total', 'Webhook deliveries by event and result', [
    'event',
    'result',
  ]);
  const jobs = counter('jobs_total', 'Jobs that were run, by outcome', ['outcome']);
  const seconds = new Histogram({
    name: 'planwright_job_seconds',
    help: 'How long jobs ran',
    labelNames: ['kind'],
    buckets: [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000],
    registers,
  });
  const requests = counter('github_requests_total', 'Requests to GitHub; status 0 had no answer', [
    'method',
    'route',
    'status',
  ]);
  const remaining = new Gauge({
    name: 'planwright_github_rate_limit_remaining',
    help: 'Requests left in the hour, as GitHub said last',
    labelNames: ['installation'],
    registers,
  });
  const duplicates = counter(
    'twins_healed_total',
    'Issues closed because they stood for a task a second time',
    [],
  );
  const held = counter('held_changes_total', 'Passes that left changes to wait for a person', []);
  const redelivered = counter('redeliveries_total', 'Failed deliveries that were asked for again', []);
  const lookAtQueue = gaugeQueue(registers, fill);
  return {
    delivery: (event, result) => deliveries.inc({ event: event ?? 'unsigned', result }),
    job(kind, outcome, ms) {
      jobs.inc({ outcome });
      seconds.observe({ kind }, ms / 1000);
    },
    dead: () => jobs.inc({ outcome: 'dead' }),
    request: ({ method, route, status }) => requests.inc({ method, route, status }),
    remaining: (installation, left) => remaining.set({ installation }, left),
    plan(count, isHeld) {
      duplicates.inc(count);
      if (isHeld) held.inc();
    },
    redelivered: (count) => redelivered.inc(count),
    async text() {
      await lookAtQueue();
      return { text: await register.metrics(), type: register.contentType };
    },
  };
}

/** Gauges of the queue, and how to update them. If the queue cannot be reached they have no values, rather than old ones. */
function gaugeQueue(registers: Registry[], fill: () => Promise<Fill>): () => Promise<void> {
  const jobs = new Gauge({
    name: 'planwright_queue_jobs',
    help: 'Jobs in the queue, of all replicas that share it',
    labelNames: ['state'],
    registers,
  });
  const oldest = new Gauge({
    name: 'planwright_queue_oldest_seconds',
    help: 'How long the job that waits longest could have run already',
    registers,
  });
  return async () => {
    jobs.reset();
    oldest.remove();
    const found = await fill().catch(() => null);
    if (found === null) return;
    for (const state of ['running', 'ready', 'delayed'] as const) jobs.set({ state }, found[state]);
    oldest.set(found.oldestMs / 1000);
  };
}
