/** The short words for users: what is held, what GitHub refused, and that the docs know every Problem. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { linkProblems } from '../../../src/sync/render/words/link-problems.ts';
import { planProblems } from '../../../src/sync/render/words/plan-problems.ts';
import { referenceProblems } from '../../../src/sync/render/words/reference-problems.ts';
import type { Refusal } from '../../../src/sync/types.ts';
import { refusalProblems } from '../../../src/sync/render/words/refusal-problems.ts';
import { heldText } from '../../../src/sync/render/held.ts';
import { problems } from '../../../src/sync/render/words.ts';

const pages = ['problems.md', 'sync-problems.md']
  .map((name) => readFileSync(fileURLToPath(new URL(`../../../docs/${name}`, import.meta.url)), 'utf8'))
  .join('\n');

/** Stands in for whatever a Problem is said of. */
const anything = {
  line: 3,
  title: 'Ship the parser',
  state: 'open',
  number: 7,
  creatorLogin: 'eve',
  length: 1,
  join: () => 'eve',
};

it.each(Object.entries({ ...problems, ...linkProblems, ...planProblems, ...referenceProblems }))(
  'the Problem %s is documented, and says what to do',
  (_, said) => {
    const { code, severity, message, hint } = (
      said as (...about: unknown[]) => ReturnType<typeof problems.paused>
    )(anything, 7, 7);
    expect(pages).toMatch(new RegExp(`^#+ \`${code}\`\n\n${severity}\\.`, 'im'));
    expect(message).toMatch(/\.$/);
    expect(hint).toMatch(/\.$/);
  },
);

it('what is held says only what it would do', () => {
  const none = {
    id: '1a2b3c4d',
    lost: false,
    closes: 0,
    reopens: 0,
    guesses: 0,
    creates: 0,
    drops: 0,
    effects: [],
  };
  expect(heldText({ ...none, drops: 1 })).toContain(
    'It would close 1 issue as not planned. Nothing of it is done yet.',
  );
  expect(heldText({ ...none, reopens: 2, creates: 3 })).toContain('It would reopen 2 issues, open 3 issues.');
});

describe('what GitHub refuses', () => {
  const refusal = (status: number, message: string, more: Partial<Refusal> = {}): Refusal => ({
    act: 'update',
    of: '#12',
    status,
    message,
    permission: null,
    ...more,
  });

  it.each([
    [
      refusal(403, 'Resource not accessible by integration', { permission: 'issues=write' }),
      /permission.*issues=write/,
    ],
    [refusal(422, 'Repository rule violations found'), /bypass list.*`writeBack.mode: off`/],
    [refusal(403, 'Unable to create comment because issue is locked.'), /Unlock/],
    [refusal(404, 'Not Found'), /may be gone, or hidden/],
    [refusal(410, 'Issues are disabled for this repo'), /settings of the repository/],
    [refusal(422, 'Validation Failed'), /value of the plan/],
    [refusal(451, 'Repository access blocked'), /legal reasons/],
    [refusal(403, 'Forbidden'), /owner can change/],
  ])('%j is said with what to do', (one, hint) => {
    const [said] = refusalProblems([one]);
    expect(said?.message).toBe(`GitHub refused to update #12 (${one.status}: ${one.message}).`);
    expect(said?.hint).toMatch(hint);
    expect(said?.hint).toMatch(/\.$/);
    expect(pages).toContain(`## \`${said?.code}\`\n\nWarning.`);
  });

  it('for one reason is said once, with the first five', () => {
    const all = Array.from({ length: 7 }, (_, index) => refusal(404, 'Not Found', { of: `#${index}` }));
    expect(refusalProblems(all).map(({ message }) => message)).toEqual([
      'GitHub refused to update #0, #1, #2, #3, #4 and 2 more (404: Not Found).',
    ]);
    expect(refusalProblems([...all, refusal(404, 'Not Found', { act: 'label' })])).toHaveLength(2);
  });
});
