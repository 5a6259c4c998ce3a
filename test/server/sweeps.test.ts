import type { Client } from '../../src/github/transport/client.ts';
import { readDeliveries, type Delivery } from '../../src/github/read/installations.ts';
import type { Log } from '../../src/server/log.ts';
import { missed, startSweeps } from '../../src/server/sweeps.ts';
import { createFakeClock } from '../queue/fake-clock.ts';

const MINUTE = 60_000;
const attempt = (id: number, guid: string, ok: boolean, at = id * MINUTE): Delivery => ({ id, guid, ok, at });

describe('deliveries to ask for again', () => {
  test('are those that never arrived, the oldest first', () => {
    const newestFirst = [
      attempt(5, 'late', false),
      attempt(4, 'healed', true),
      attempt(3, 'fine', true),
      attempt(2, 'healed', false),
      attempt(1, 'early', false),
    ];
    expect(missed(newestFirst, 10 * MINUTE).map(({ guid }) => guid)).toEqual(['early', 'late']);
  });

  test('are not those that GitHub may still be at', () => {
    expect(missed([attempt(5, 'young', false)], 4 * MINUTE)).toEqual([]);
  });

  test('are left to the sweep after three attempts', () => {
    const tries = [3, 2, 1].map((id) => attempt(id, 'hopeless', false));
    expect(missed(tries.slice(1), 10 * MINUTE)).toHaveLength(1);
    expect(missed(tries, 10 * MINUTE)).toEqual([]);
  });
});

describe('looking back', () => {
  /** An App with so many deliveries, one a minute up to now, and the pages of them that were asked for. */
  function appWith(count: number): { readonly app: Client; readonly pages: number[] } {
    const pages: number[] = [];
    const page = (number: number): unknown => {
      pages.push(number);
      const from = number * 100;
      const data = Array.from({ length: Math.min(100, count - from) }, (_, n) => ({
        id: count - from - n,
        guid: String(count - from - n),
        delivered_at: new Date((count - from - n) * MINUTE).toISOString(),
        status_code: 0,
      }));
      const isLast = from + 100 >= count;
      return { data, headers: isLast ? {} : { link: `<https://x/?page=${number + 1}>; rel="next"` } };
    };
    const app = {
      rest: { apps: { listWebhookDeliveries: async () => page(0) } },
      request: async (route: string) => page(Number(/page=(\d+)/.exec(route)?.[1])),
    };
    return { app: app as unknown as Client, pages };
  }

  test('ends at the thousandth delivery', async () => {
    const { app, pages } = appWith(5_000);
    expect(await readDeliveries(app, { since: -Infinity, most: 1_000 })).toHaveLength(1_000);
    expect(pages).toHaveLength(10);
  });

  test('ends where it ended last', async () => {
    const { app, pages } = appWith(5_000);
    const found = await readDeliveries(app, { since: 4_850 * MINUTE, most: 1_000 });
    expect([found.length, pages.length]).toEqual([151, 2]);
  });

  test('takes a short list as it is', async () => {
    expect(await readDeliveries(appWith(30).app, { since: 0, most: 1_000 })).toHaveLength(30);
  });
});

test('a round that fails is begun again, though no other replica may claim it by then', async () => {
  const clock = createFakeClock();
  const claimed = new Map<string, number>();
  const claims = async (name: string, everyMs: number): Promise<boolean> => {
    if (clock.now() - (claimed.get(name) ?? -Infinity) <= everyMs) return false;
    claimed.set(name, clock.now());
    return true;
  };
  const [added, redelivered]: [unknown[], number[]] = [[], []];
  let failures = 2;
  const answer = async (data: unknown): Promise<unknown> => {
    failures -= 1;
    if (failures >= 0) throw new Error('GitHub is away.');
    return { data, headers: {} };
  };
  const failed = { id: 7, guid: 'old', delivered_at: new Date(0).toISOString(), status_code: 502 };
  const apps = {
    listInstallations: () => answer([{ id: 5, suspended_at: null }]),
    listWebhookDeliveries: () => answer([failed]),
    redeliverWebhookDelivery: async ({ delivery_id: id }: { delivery_id: number }) => redelivered.push(id),
  };
  const { begun, stop } = startSweeps(6 * 60 * MINUTE, {
    app: async () => ({ rest: { apps } }) as unknown as Client,
    queue: { claims, add: async (job) => void added.push(job) },
    clock,
    onRedelivered() {},
    log: { info() {}, warn() {} } as unknown as Log,
  });
  await begun;
  expect([added, redelivered]).toEqual([[], []]);
  await clock.advance(3 * MINUTE);
  stop();
  expect(added).toEqual([{ kind: 'installation', installation: 5 }]);
  expect(redelivered).toEqual([7]);
});
