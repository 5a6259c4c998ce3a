/** Answers are kept, and texts that stay unclear are left in peace for a while: where time is a number. */
import { createMemory, isTold, isTriedByItself, waitAfter } from '../../src/parser/retries.ts';
import { createAnswers } from '../../src/parser/answers.ts';
import { createReader, type ReaderOptions } from '../../src/parser/reader.ts';
import { runInProcess } from '../../src/parser/in-process.ts';
import type { Failed, WorkRunner, Work } from '../../src/parser/types.ts';

const RULES = { nested: 'issues' } as const;
const TEXT = '# P\n\n- [ ] One\n';

let now = 0;
let done: Work[] = [];
beforeEach(() => {
  now = 0;
  done = [];
});

const noting =
  (fault: Failed | null = null): WorkRunner =>
  async (work) => {
    done.push(work);
    return fault ?? runInProcess(work);
  };
const readerWith = (options: Partial<ReaderOptions> = {}) =>
  createReader({ run: noting(), now: () => now, ...options });
const plan = (text = TEXT, path = 'PLAN.md') => ({ text, path, rules: RULES });

test('A text is read once, by path and rules, and each caller gets a copy of its own', async () => {
  const reader = readerWith();
  const [first, second] = [await reader.plan(plan()), await reader.forOneJob().plan(plan())];
  expect(second).toEqual(first);
  expect(second).not.toBe(first);
  expect(done).toHaveLength(1);
  await reader.plan(plan(TEXT, 'OTHER.md'));
  await reader.plan({ ...plan(), rules: { nested: 'steps' } });
  expect(done).toHaveLength(3);
});

test('Texts that UTF-8 could not tell apart are read apart', async () => {
  const reader = readerWith();
  for (const text of ['# \uD800\n', '# \uD801\n']) await reader.plan(plan(text));
  expect(done).toHaveLength(2);
});

test('A text without a word of its own needs no parser', async () => {
  const reader = readerWith();
  expect(await reader.ownWord(TEXT)).toEqual({ kind: 'own-word', word: null });
  expect(await reader.ownWord('---\ntitle: P\n---\n')).toEqual({ kind: 'own-word', word: null });
  expect(done).toEqual([]);
  expect(await reader.ownWord('---\nplanwright: false\n---\n')).toEqual({ kind: 'own-word', word: false });
});

test('A text that is overdue waits twice as long each time, wherever it stands; an answer forgets it all', async () => {
  let fault: Failed | null = { kind: 'overdue' };
  const reader = readerWith({ run: (work) => noting(fault)(work) });
  for (const times of [1, 2, 3]) {
    expect(await reader.forOneJob().plan(plan())).toMatchObject({
      kind: 'unclear',
      times,
      tried: true,
      afterMs: waitAfter(times),
    });
    now += waitAfter(times) - 1;
    expect(await reader.forOneJob().plan(plan(TEXT, 'OTHER.md'))).toEqual({
      kind: 'unclear',
      reason: 'overdue',
      times,
      tried: false,
      afterMs: 1,
    });
    now += 1;
  }
  expect(done).toHaveLength(3);
  fault = null;
  expect((await reader.plan(plan())).kind).toBe('plan');
  fault = { kind: 'died', reason: '' };
  expect(await reader.plan(plan(TEXT, 'OTHER.md'))).toMatchObject({ times: 1, reason: 'died' });
});

test('What is remembered is shared, and holds for this parser and these limits alone', async () => {
  const memory = createMemory();
  const fault = { kind: 'overdue' } as const;
  await readerWith({ memory, terms: '1.0 10 s', run: noting(fault) }).plan(plan());
  expect(await readerWith({ memory, terms: '1.0 10 s' }).plan(plan())).toMatchObject({ kind: 'unclear' });
  expect(await readerWith({ memory, terms: '1.1 10 s' }).plan(plan())).toMatchObject({ kind: 'plan' });
});

test('After three texts in vain a job tries no more of them; the next job does', async () => {
  const reader = readerWith({ run: noting({ kind: 'overdue' }) });
  const job = reader.forOneJob();
  for (let index = 0; index < 9; index += 1) await job.plan(plan(`# ${index}\n`));
  expect(done).toHaveLength(3);
  expect(await job.plan(plan('# 9\n'))).toMatchObject({ kind: 'unclear', times: 0 });
  await reader.forOneJob().plan(plan('# 9\n'));
  expect(done).toHaveLength(4);
});

test('What throws is a Problem of a plan, and an error of anything else', async () => {
  const reader = readerWith({ run: noting({ kind: 'threw', reason: 'TypeError: x' }) });
  expect(await reader.plan(plan())).toMatchObject({ kind: 'refused', problem: { code: 'unreadable' } });
  await expect(reader.edit({ text: TEXT, edits: [] })).rejects.toThrow('TypeError: x');
});

test('It is said after the third time, and tried by itself eight times, or once for what happens', () => {
  expect([1, 2, 3, 4].map((times) => isTold({ times }))).toEqual([false, false, true, true]);
  expect([1, 7, 8].map((times) => isTriedByItself({ times, tried: true }))).toEqual([true, true, false]);
  expect(isTriedByItself({ times: 8, tried: false })).toBe(true);
  expect(waitAfter(1)).toBe(15_000);
  expect(waitAfter(99)).toBe(6 * 3_600_000);
});

test('No more is kept than there is room for, what was asked for last stays', () => {
  const problem = {
    code: 'x',
    severity: 'error',
    message: 'm'.repeat(1000),
    line: 1,
    column: 1,
    hint: '',
  } as const;
  const answers = createAnswers(5_000);
  for (const key of ['a', 'b', 'c', 'd']) answers.put(key, { kind: 'refused', problem });
  answers.get('a');
  answers.put('e', { kind: 'refused', problem });
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => answers.get(key) !== null)).toEqual([
    true,
    false,
    true,
    true,
    true,
  ]);
});

test('What else a caller hands over changes no work into another', async () => {
  const reader = readerWith();
  const texts = { kind: 'texts', base: 'a\n', ours: 'b\n', theirs: 'c\n' };
  expect(await reader.merge(texts)).toEqual({ kind: 'merged', merge: { kind: 'conflict' } });
  expect(done.map(({ kind }) => kind)).toEqual(['merge']);
});
