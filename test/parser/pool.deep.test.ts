/** The real processes: what ends or stalls one harms no other text. */
import { fileURLToPath } from 'node:url';
import { startPool, type Pool } from '../../src/parser/pool.ts';
import type { Failed, Work } from '../../src/parser/types.ts';
import { doWork } from '../../src/parser/work.ts';

const execArgv = ['--import', 'tsx'];
const file = fileURLToPath(new URL('unguarded-child.ts', import.meta.url));
const good: Work = { kind: 'config', text: 'plans: ["a.md"]\n' };
const plan = (text: string) => ({ kind: 'plan', text, rules: { nested: 'issues' } }) as const;

let pool: Pool | null = null;
afterEach(async () => {
  await pool?.stop();
  pool = null;
});

it.each([
  ['aborts', { kind: 'config', text: 'abort' } as const, 'died'],
  ['is at a text without end', plan('*a_ '.repeat(12_000)), 'overdue'],
  ['outgrows its memory', plan('hoard'), 'died'],
])(
  'A process that %s ends, and the next text is read by another one',
  async (_, hostile, kind) => {
    const failures: Failed[] = [];
    // More than any machine takes for the good text, which is a line; the bad ones never come to an end by themselves.
    const limits = { timeMs: 6_000, memoryMb: 64 };
    pool = startPool({
      limits,
      processes: 1,
      execArgv,
      entry: { file, args: [] },
      onFailed: (one) => failures.push(one),
    });
    const before = await pool.run(good);
    const [bad, after] = await Promise.all([pool.run(hostile), pool.run(good)]);
    expect(bad.kind).toBe(kind);
    expect(failures).toEqual([bad]);
    expect(after.kind).toBe('done');
    expect(after).not.toEqual(before);
  },
  90_000,
);

test('A process may take longer to start than a text may take', async () => {
  const failures: Failed[] = [];
  const limits = { timeMs: 2_000, memoryMb: 64 };
  const entry = { file, args: ['5000'] };
  pool = startPool({ limits, processes: 1, execArgv, entry, onFailed: (one) => failures.push(one) });
  expect((await pool.run(good)).kind).toBe('done');
  expect(failures).toEqual([]);
}, 90_000);

test('What a process answers is what the same work comes to in place', async () => {
  pool = startPool({ processes: 1, execArgv });
  const text =
    '# P\n\n## Phase 1: Begin\n- [ ] One (depends on Two)\n  See @bo.\n- [x] Two\n\n| Task | Priority |\n|---|---|\n| Two | High |\n';
  for (const work of [
    plan(text),
    good,
    { kind: 'own-word', text: '---\nplanwright: true\n---\n' },
    { kind: 'edit', text, edits: [{ kind: 'state', line: 4, state: 'done' }] },
    { kind: 'edit', text, edits: [{ kind: 'state', line: 99, state: 'done' }] },
    { kind: 'merge', base: 'a\nb\n', ours: 'a\nc\n', theirs: 'z\na\nb\n' },
  ] satisfies Work[])
    expect(await pool.run<Work['kind']>(work)).toEqual(doWork(work as Work));
}, 60_000);
