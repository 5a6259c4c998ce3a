import { isPlanPath, parseConfig } from '../src/config/config.ts';

const defaults = parseConfig(null).config;

describe('without a config', () => {
  test.each([
    ['plans/q1.md', true],
    ['plans/2026/q1/billing.md', true],
    ['docs/plans/billing.md', true],
    ['billing.plan.md', true],
    ['services/billing/v2.plan.md', true],
    ['PLAN.md', true],
    ['README.md', false],
    ['docs/billing.md', false],
    ['sub/PLAN.md', false],
    ['plans/notes.txt', false],
    ['.kiro/specs/billing/x.plan.md', false],
  ])('%s is a plan: %s', (path, expected) => {
    expect(isPlanPath(defaults, path)).toBe(expected);
  });

  test.each(['', '# nothing yet\n', '---\n', 'plans:\n'])(
    'a file that says nothing (%j) changes nothing',
    (text) => {
      expect(parseConfig(text)).toEqual({ config: defaults, problems: [] });
    },
  );
});

test('a repository names its own plans, folders with a dot among them, and takes some out again', () => {
  const { config, problems } = parseConfig(
    'plans:\n  - .kiro/specs/**/tasks.md\n  - specs/**/*.md\n  - "!specs/old/**"\n',
  );
  expect(problems).toEqual([]);
  const paths = ['.kiro/specs/login/tasks.md', 'specs/a.md', 'specs/old/a.md', 'PLAN.md'];
  expect(paths.map((path) => isPlanPath(config, path))).toEqual([true, true, false, false]);
});

test('one value stands for a list of one', () => {
  expect(parseConfig('plans: TODO.md\ncreators: octocat\n').config).toMatchObject({
    plans: ['TODO.md'],
    creators: ['octocat'],
  });
});

test('bots and managed users can be creators', () => {
  const { config, problems } = parseConfig('creators: ["planwright-dev[bot]", mona_acme]');
  expect([config.creators, problems]).toEqual([['planwright-dev[bot]', 'mona_acme'], []]);
});

describe('options in options', () => {
  test('what is named holds, what is not keeps its default', () => {
    const { config, problems } = parseConfig('writeBack:\n  mode: commit\n  links: false\ncomments: false\n');
    expect([config.writeBack, config.comments, problems]).toEqual([
      { mode: 'commit', links: false, columns: true },
      false,
      [],
    ]);
  });

  test.each(['off', '"off"', "'off'"])('mode: %s is the word, not a truth value', (word) => {
    expect(parseConfig(`writeBack: {mode: ${word}}`)).toMatchObject({
      config: { writeBack: { mode: 'off' } },
      problems: [],
    });
  });

  test.each(['writeBack:\n', 'writeBack: {}\n', 'writeBack:\n  mode:\n'])('%j says nothing', (text) => {
    expect(parseConfig(text)).toEqual({ config: defaults, problems: [] });
  });

  test('an option that stands one level too low is none', () => {
    const { problems } = parseConfig('writeBack:\n  mode: off\n  comments: false\n  colums: false\n');
    expect(problems).toMatchObject([
      { code: 'config-unknown-option', line: 3, column: 3, hint: 'Remove it; it does nothing.' },
      { code: 'config-unknown-option', line: 4, column: 3, hint: 'Did you mean `columns`?' },
    ]);
    expect(problems[0]?.message).toContain('no option `writeBack.comments`');
  });
});

describe('what is wrong is said where it stands, and the rest still holds', () => {
  test('an option nobody knows, with the one that was meant', () => {
    const { config, problems } = parseConfig('creators: [octocat]\n  \nplan: [TODO.md]\n');
    expect(config.creators).toEqual(['octocat']);
    expect(problems).toMatchObject([
      {
        code: 'config-unknown-option',
        severity: 'warning',
        line: 3,
        column: 1,
        hint: 'Did you mean `plans`?',
      },
    ]);
  });

  test('an option that resembles nothing gets no guess', () => {
    expect(parseConfig('colours: true').problems[0]?.hint).not.toContain('Did you mean');
  });

  test.each([
    ['plans: [docs/*.md, 7]', 1, 20, '`7`'],
    ['plans:\n  - /docs/*.md', 2, 5, '`/docs/*.md`'],
    ['plans:\n  - ../x.md', 2, 5, '`../x.md`'],
    ['plans: {docs: x}', 1, 8, 'a group of options'],
    ['comments: yes', 1, 11, '`yes`'],
    ['comments: [true]', 1, 11, 'a list'],
    ['writeBack:\n  mode: merge', 2, 9, '`merge`'],
    ['writeBack:\n  mode: pull-request\n  links: 1', 3, 10, '`1`'],
    ['writeBack: off', 1, 12, '`off`'],
    ['creators:\n  - ok\n  - "@octocat"', 3, 5, '`@octocat`'],
  ])('%j', (text, line, column, found) => {
    const { config, problems } = parseConfig(text);
    expect(config).toEqual(defaults);
    expect(problems).toMatchObject([{ code: 'config-value', severity: 'error', line, column }]);
    expect(problems[0]?.message).toContain(`, which ${found} is not.`);
  });

  test.each([
    [`plans:\n  - ok.md\n  - "${'a'.repeat(201)}"`, 3, 5, `\`${'a'.repeat(60)}…\``],
    [`plans:\n  - "${'*a'.repeat(15_000)}"`, 2, 5, '`*a*a'],
    ['plans: ["+(a|b).md"]', 1, 9, '`+(a|b).md`'],
    ['plans: ["q{1..3}.md"]', 1, 9, '`q{1..3}.md`'],
    [`plans:\n  - "${'{a,b}'.repeat(10)}.md"`, 2, 5, 'a longer list (from `{a,b}'],
    [`plans:\n${'  - a.md\n'.repeat(101)}`, 102, 5, 'a longer list (from `a.md` on) is not.'],
    [`creators:\n  - ${'a'.repeat(101)}`, 2, 5, '`aaa'],
  ])('what would take long to match or to read is no glob (%#)', (text, line, column, found) => {
    const { config, problems } = parseConfig(text);
    expect(config).toEqual(defaults);
    expect(problems).toMatchObject([{ code: 'config-value', severity: 'error', line, column }]);
    expect(problems[0]?.message).toContain(`, which ${found}`);
    expect(problems[0]?.message.length).toBeLessThan(400);
  });

  test.each([
    ['plans: [a.md', 'a list without end'],
    ['plans: a.md\nplans: b.md', 'an option given twice'],
    ['- plans', 'a list of options'],
    ['just words', 'a sentence'],
  ])('%j is no config: %s', (text) => {
    const { config, problems } = parseConfig(text);
    expect(config).toEqual(defaults);
    expect(problems[0]).toMatchObject({ code: 'config-syntax', severity: 'error' });
  });
});
