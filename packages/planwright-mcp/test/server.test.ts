/** What a model reads of the tools, counted, and what a client of the official SDK gets from a real process. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const HOUSE = fileURLToPath(new URL('../../../', import.meta.url));
const TSX = pathToFileURL(join(HOUSE, 'node_modules/tsx/dist/loader.mjs')).href;
const PLAN = `# Search

## Phase 1: Foundation

- [ ] T001 Ship the parser
- [ ] T002 Rank the results
  Depends on: T001
`;

let folder: string;
let client: Client;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'planwright-mcp-'));
  mkdirSync(join(folder, 'plans'));
  writeFileSync(join(folder, 'plans/search.md'), PLAN);
  client = new Client({ name: 'test', version: '0' });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [
        '--import',
        TSX,
        '--conditions=planwright-source',
        join(HOUSE, 'packages/planwright-mcp/src/main.ts'),
      ],
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder },
    }),
  );
});

afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

async function call(name: string, args: Record<string, unknown> = {}) {
  const { isError = false, structuredContent, content } = await client.callTool({ name, arguments: args });
  return { isError, data: structuredContent as Record<string, unknown> | undefined, content };
}

test('all tools together take at most 1,500 tokens', async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual([
    'check_plan',
    'claim_task',
    'complete_task',
    'next_task',
    'plan_status',
    'show_task',
  ]);
  const tokens = encode(JSON.stringify(tools)).length;
  expect(tokens).toBeLessThanOrEqual(1_500);
  expect(tokens).toBeGreaterThan(300);
});

test('next_task says what is ready and why; plan_status how far the plans are', async () => {
  expect(await call('next_task')).toMatchObject({
    isError: false,
    data: {
      tasks: [
        {
          id: 'T001',
          title: 'Ship the parser',
          plan: 'plans/search.md',
          line: 5,
          issue: null,
          reason: 'first of Phase 1: Foundation; one task waits for it',
          waitsFor: [],
          claim: null,
        },
      ],
      more: 0,
    },
  });
  const { data, content } = await call('plan_status');
  expect(data).toMatchObject({
    from: 'files',
    plans: [{ path: 'plans/search.md', done: 0, open: 2, ready: 1 }],
  });
  expect(content).toEqual([{ type: 'text', text: JSON.stringify(data) }]);
});

test('show_task has the lines of the plan', async () => {
  const { data } = await call('show_task', { task: 'T002' });
  expect(data).toMatchObject({
    availability: 'waits',
    waitsFor: [{ id: 'T001' }],
    lines: [
      { line: 6, text: '- [ ] T002 Rank the results' },
      { line: 7, text: '  Depends on: T001' },
    ],
  });
});

test('what cannot be done is an error of the tool that says what to do, and the server goes on', async () => {
  const wrong = await call('show_task', { task: 'Sing' });
  expect(wrong.isError).toBe(true);
  expect(JSON.stringify(wrong.content)).toContain('found none for');
  const claim = await call('claim_task');
  expect(claim.isError).toBe(true);
  expect(JSON.stringify(claim.content)).toContain('claims are kept on GitHub');
  expect((await call('show_task', {})).isError).toBe(true);
  expect((await call('check_plan', { plans: ['plans/none.md'] })).isError).toBe(true);
  expect((await call('check_plan')).data).toEqual({ files: 1, problems: [] });
});

test('complete_task ticks the box and returns the diff', async () => {
  const { data } = await call('complete_task', { task: 'T001' });
  expect(data).toMatchObject({ plan: 'plans/search.md', line: 5, claim: null, notes: [] });
  expect(data?.['diff']).toContain('-- [ ] T001 Ship the parser\n+- [x] T001 Ship the parser\n');
  expect(readFileSync(join(folder, 'plans/search.md'), 'utf8')).toBe(PLAN.replace('[ ] T001', '[x] T001'));
  expect((await call('next_task')).data).toMatchObject({ tasks: [{ id: 'T002' }] });
});
