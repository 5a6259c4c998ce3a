/** What the files for containers promise, as far as they can be read without a container. */
import { readFileSync } from 'node:fs';
import { DEFAULT_PARSER_LIMITS } from '../../src/parser/pool.ts';
import { parse, parseAllDocuments } from 'yaml';

interface Service {
  readonly image?: string;
  readonly ports?: readonly string[];
  readonly mem_limit?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const text = readFileSync('deploy/docker-compose.yml', 'utf8');
const { services } = parse(text) as { readonly services: Readonly<Record<string, Service>> };
const pod = parseAllDocuments(readFileSync('deploy/kubernetes.yaml', 'utf8'))
  .map((document) => document.toJS() as { readonly kind: string; readonly spec: Record<string, unknown> })
  .find(({ kind }) => kind === 'Deployment')?.spec as {
  readonly template: { readonly spec: { readonly containers: readonly Record<string, unknown>[] } };
};

test('every image is pinned to a whole version', () => {
  const base = readFileSync('Dockerfile', 'utf8').match(/^FROM \S+/gm) ?? [];
  const composed = Object.values(services).flatMap(({ image }) => (image === undefined ? [] : [image]));
  const [own] = pod.template.spec.containers;
  for (const image of [...base, ...composed, String(own?.['image'])])
    expect(image).toMatch(/:\d+\.\d+(?:\.\d+)?(?:-[a-z]+[\d.]*)?(?:@sha256:[0-9a-f]{64})?$/);
});

test('no password has a default: nothing starts without one', () => {
  const uses = text.match(/\$\{POSTGRES_PASSWORD[^}]*\}/g) ?? [];
  expect(uses).toHaveLength(2);
  for (const use of uses) expect(use).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
});

test('everything has a limit of memory', () => {
  for (const [name, { mem_limit: limit }] of Object.entries(services))
    expect([name, limit]).toEqual([name, expect.stringMatching(/^\d+[mg]$/)]);
  const [own] = pod.template.spec.containers;
  expect(own?.['resources']).toMatchObject({ limits: { memory: '1Gi' } });
});

test('the heap of the server has a limit that leaves room in the container', () => {
  const [, image] =
    /^ENV NODE_OPTIONS="--max-old-space-size=(\d+) /mu.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  const [, started] = /^node --max-old-space-size=(\d+) /u.exec(scripts.start) ?? [];
  expect([image, started]).toEqual(['256', '256']);
  // With which bench/hostile.ts measures.
  expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^ENV MALLOC_ARENA_MAX=2$/mu);
  // What bench/hostile.ts allows the server, and two parser processes.
  expect(256 + 2 * (DEFAULT_PARSER_LIMITS.memoryMb + 80)).toBeLessThanOrEqual(1024);
});

test('the metrics have a port of their own, which is not published', () => {
  expect(services['planwright']?.environment?.['METRICS_PORT']).toBe('9464');
  const published = Object.values(services).flatMap(({ ports = [] }) => ports);
  expect(published).toEqual(['3000:3000']);
});
