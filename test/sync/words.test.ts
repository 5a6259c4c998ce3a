import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { linkProblems } from '../../src/sync/words-links.ts';
import { planProblems } from '../../src/sync/words-plans.ts';
import { heldText, problems } from '../../src/sync/words.ts';

const pages = ['problems.md', 'sync-problems.md']
  .map((name) => readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8'))
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

it.each(Object.entries({ ...problems, ...linkProblems, ...planProblems }))(
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
  const none = { id: '1a2b3c4d', lost: false, closes: 0, reopens: 0, guesses: 0, creates: 0, drops: 0 };
  expect(heldText({ ...none, drops: 1 })).toContain(
    'It would close 1 issue as not planned. Nothing of it is done yet.',
  );
  expect(heldText({ ...none, reopens: 2, creates: 3 })).toContain('It would reopen 2 issues, open 3 issues.');
});
