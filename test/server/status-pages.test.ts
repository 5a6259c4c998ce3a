import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SelfOnGitHub } from '../../src/server/clients.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { createMetricsPage, createPages } from '../../src/server/status-pages.ts';

interface Watched {
  get(path: string): Promise<{ readonly status: number; readonly text: string }>;
  close(): void;
}

async function watch(
  checks: Readonly<Record<string, () => Promise<unknown>>>,
  isStopping = (): boolean => false,
  self: SelfOnGitHub | null = null,
): Promise<Watched> {
  const fill = async () => ({ running: 1, ready: 2, delayed: 3, oldestMs: 4_000 });
  const metrics = createMetrics(fill);
  metrics.delivery('push', 'queued');
  metrics.delivery(null, 'refused');
  metrics.job('repository', 'done', 1_500);
  metrics.dead();
  metrics.request({ method: 'GET', route: '/repos/{owner}/{repo}', status: 304 });
  metrics.remaining(7, 4_321);
  metrics.plan(2, true);
  metrics.redelivered(5);
  const pages = [
    createPages({ checks, isStopping, version: '1.2.3', self: () => self }),
    createMetricsPage(metrics.text),
  ];
  const server = createServer((request, response) => {
    void (async () => {
      for (const page of pages) if (await page(request, response)) return;
      response.writeHead(404).end();
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    async get(path) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`);
      return { status: answer.status, text: await answer.text() };
    },
    close: () => server.close(),
  };
}

const fine = async (): Promise<void> => {};
const away = async (): Promise<void> => {
  throw new Error('connect ECONNREFUSED 10.0.0.7:5432 as planwright');
};

test('alive is not ready: only what is reached counts, and where it is stays secret', async () => {
  const page = await watch({ queue: away, github: fine });
  expect(await page.get('/healthz')).toEqual({ status: 200, text: 'ok\n' });
  expect(await page.get('/readyz')).toEqual({ status: 503, text: 'queue: not reachable\ngithub: ok\n' });
  expect((await page.get('/elsewhere')).status).toBe(404);
  page.close();
});

test('a visitor sees the version, who the App is, where to install it, and whether it works', async () => {
  const self = { login: 'plan<b>[bot]', page: 'https://github.example.com/github-apps/planwright' };
  const well = await watch({ queue: fine, github: fine }, () => false, self);
  const { status, text } = await well.get('/');
  expect(status).toBe(200);
  expect(text).toContain('<small>1.2.3</small>');
  expect(text).toContain('plan&lt;b&gt;[bot]');
  expect(text).toContain(`href="${self.page}/installations/new"`);
  expect(text).toContain('This server works');
  well.close();
  const ill = await watch({ queue: away, github: fine });
  const said = (await ill.get('/')).text;
  expect(said).toContain('something is missing');
  expect(said).toContain('<th>The queue of jobs</th><td>not reachable</td>');
  expect(said).not.toMatch(/10\.0\.0\.7|installations\/new/);
  ill.close();
});

test('a server that stops is to be sent nothing', async () => {
  let isStopping = false;
  const page = await watch({ queue: fine, github: fine }, () => isStopping);
  expect((await page.get('/readyz')).status).toBe(200);
  isStopping = true;
  expect((await page.get('/readyz')).status).toBe(503);
  page.close();
});

test('what is reachable is asked at most every few seconds, whoever asks', async () => {
  let asked = 0;
  const page = await watch({ github: async () => (asked += 1) });
  for (const _ of [1, 2, 3]) await page.get('/readyz');
  expect(asked).toBe(1);
  page.close();
});

test('everything that happens is counted', async () => {
  const page = await watch({});
  const { text } = await page.get('/metrics');
  const figures = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !line.includes('_bucket'));
  expect(figures).toEqual([
    'planwright_deliveries_total{event="push",result="queued"} 1',
    'planwright_deliveries_total{event="unsigned",result="refused"} 1',
    'planwright_jobs_total{outcome="done"} 1',
    'planwright_jobs_total{outcome="dead"} 1',
    'planwright_job_seconds_sum{kind="repository"} 1.5',
    'planwright_job_seconds_count{kind="repository"} 1',
    'planwright_github_requests_total{method="GET",route="/repos/{owner}/{repo}",status="304"} 1',
    'planwright_github_rate_limit_remaining{installation="7"} 4321',
    'planwright_twins_healed_total 2',
    'planwright_held_changes_total 1',
    'planwright_redeliveries_total 5',
    'planwright_queue_jobs{state="running"} 1',
    'planwright_queue_jobs{state="ready"} 2',
    'planwright_queue_jobs{state="delayed"} 3',
    'planwright_queue_oldest_seconds 4',
  ]);
  page.close();
});
