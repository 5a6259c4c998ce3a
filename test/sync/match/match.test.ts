/** Which task of a new text is which task of the base. */
import { parsePlan } from '../../../src/plan/parse.ts';
import { allTasks } from '../../../src/plan/walk.ts';
import { matchTasks } from '../../../src/sync/match/match.ts';
import { scoreRest } from '../../../src/sync/match/score.ts';

/** For each task of the new text: the title it had in the base, or `new`; guesses end with `?`. */
function matched(before: string, after: string, held: Record<number, string> = {}): Record<string, string> {
  const [base, plan] = [parsePlan(before), parsePlan(after)];
  const entries = new Map(
    allTasks(base).flatMap(({ task }) =>
      Object.entries(held).flatMap(([number, title]) =>
        title === task.title
          ? [[task.line, { kind: 'issue', number: Number(number) } as const] as const]
          : [],
      ),
    ),
  );
  const match = matchTasks(base, plan, entries);
  return Object.fromEntries(
    allTasks(plan).map(({ task }) => {
      const old = match.pairs.get(task);
      const was = old === undefined ? 'new' : `${old.title}${match.guessed.has(task) ? '?' : ''}`;
      return [`${task.section.at(-1) ?? ''}/${task.title}`, was];
    }),
  );
}

const plan = (...phases: readonly string[][]): string =>
  [
    '# Plan',
    ...phases.map((tasks, index) =>
      [`## Phase ${index + 1}: P${index + 1}`, ...tasks.map((task) => `- [ ] ${task}`)].join('\n'),
    ),
  ].join('\n\n');

describe('a task is the same task', () => {
  it('when nothing but its neighbours changed', () => {
    expect(matched(plan(['Parse', 'Print']), plan(['Parse', 'Lint the text', 'Print']))).toEqual({
      'Phase 1: P1/Parse': 'Parse',
      'Phase 1: P1/Lint the text': 'new',
      'Phase 1: P1/Print': 'Print',
    });
  });

  it('when it moves to another phase', () => {
    expect(matched(plan(['Parse', 'Print'], ['Ship']), plan(['Parse'], ['Ship', 'Print']))).toMatchObject({
      'Phase 2: P2/Print': 'Print',
    });
  });

  it('when others of the same words are reworded alike: each in its turn', () => {
    const [before, after] = ['Write the guide', 'Write the user guide'].map((words) =>
      parsePlan(plan(['Parse', words, words, 'Ship', words])),
    );
    if (before === undefined || after === undefined) throw new Error('Expected two plans.');
    const { pairs, guessed } = matchTasks(before, after, new Map());
    const lines = [...pairs].map(([now, old]) => [now.line, old.line]).sort(([a = 0], [b = 0]) => a - b);
    expect(lines).toEqual([4, 5, 6, 7, 8].map((line) => [line, line]));
    expect(guessed.size).toBe(3);
  });

  it('when it is reworded between the same neighbours, as a guess', () => {
    expect(
      matched(
        plan(['Parse', 'Write the user guide', 'Ship']),
        plan(['Parse', 'Write the guide for users', 'Ship']),
      ),
    ).toMatchObject({ 'Phase 1: P1/Write the guide for users': 'Write the user guide?' });
  });

  it('when it is reworded a lot but keeps its id', () => {
    expect(
      matched(
        plan(['T001 Add the login page', 'T002 Ship']),
        plan(['T002 Ship', 'T001 Add a page to log in']),
      ),
    ).toMatchObject({
      'Phase 1: P1/Add a page to log in': 'Add the login page?',
    });
  });

  it('when its text goes on, or two were made one: then the first', () => {
    expect(
      matched(
        plan(['Parse', 'Rim', 'Choose a tokenizer', 'Write unit tests', 'Ship']),
        plan(['Parse', 'Rim with sensible defaults', 'Choose a tokenizer and Write unit tests', 'Ship']),
      ),
    ).toMatchObject({
      'Phase 1: P1/Rim with sensible defaults': 'Rim?',
      'Phase 1: P1/Choose a tokenizer and Write unit tests': 'Choose a tokenizer?',
    });
  });

  it('when a link names its issue, whatever its words', () => {
    const linked = plan(['Something else entirely ([#7](https://github.com/o/r/issues/7))', 'Parse']);
    expect(matched(plan(['Parse', 'Print']), linked, { 7: 'Print' })).toMatchObject({
      'Phase 1: P1/Something else entirely': 'Print',
    });
  });

  it('by order among equal ones', () => {
    const [base, now] = [parsePlan(plan(['Test', 'Test'])), parsePlan(plan(['Test', 'Test', 'Test']))];
    const { pairs } = matchTasks(base, now, new Map());
    expect(allTasks(now).map(({ task }) => pairs.get(task)?.line ?? null)).toEqual([4, 5, null]);
  });
});

describe('a task is another one', () => {
  it('when nothing of its text is left', () => {
    expect(
      matched(plan(['Parse', 'Print', 'Ship']), plan(['Parse', 'Buy a domain name', 'Ship'])),
    ).toMatchObject({
      'Phase 1: P1/Buy a domain name': 'new',
    });
  });

  it('when one of another section begins with its words', () => {
    expect(
      matched(plan(['Search', 'Parse'], ['Ship']), plan(['Parse'], ['Ship', 'Search results page'])),
    ).toMatchObject({ 'Phase 2: P2/Search results page': 'new' });
  });

  it('when ids were renumbered: the text decides', () => {
    expect(matched(plan(['T001 Parse', 'T002 Print']), plan(['T001 Print', 'T002 Parse']))).toEqual({
      'Phase 1: P1/Print': 'Print',
      'Phase 1: P1/Parse': 'Parse',
    });
  });
});

describe('2,000 tasks against 2,000 others cost a bounded number of steps', () => {
  const MOST = 75_000_000;
  /** A long text out of `pool` characters; texts are slices of it. */
  const random = (pool: number, first: number): string => {
    let state = 1;
    return Array.from({ length: 20_000 }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return String.fromCodePoint(first + Math.floor((state / 2 ** 32) * pool));
    }).join('');
  };
  const few = random(50, 0x4e00);
  const many = random(3_000, 0x4e00);
  const latin = random(26, 0x61);
  const spaced = [...latin].join(' ');
  const slice = (text: string, seed: number, length: number): string =>
    text.slice((seed * 131) % 19_000).slice(0, length);
  const [template] = allTasks(parsePlan('# P\n\n- [ ] Parse\n'));
  const stepsFor = (titleOf: (seed: number) => string, id: string | null = null): number => {
    const side = (from: number) =>
      Array.from({ length: 2_000 }, (_, index) => {
        if (template === undefined) throw new Error('Expected a task.');
        const text = titleOf(from + index);
        return { ...template.task, id, title: text, text, line: index + 1 };
      });
    return scoreRest({ olds: side(0), news: side(10_000), pairs: new Map(), taken: new Map() });
  };

  it.each([
    ['Chinese out of few characters', (seed: number) => slice(few, seed, 150)],
    ['Chinese out of many', (seed: number) => slice(many, seed, 150)],
    ['words of one letter', (seed: number) => slice(spaced, seed, 500)],
    ['one word each', (seed: number) => slice(latin, seed, 490)],
    ['all alike but for a number', (seed: number) => `Build the part ${seed}`],
    ['very long', (seed: number) => `${seed} ${spaced.slice(0, 2_000)}`],
  ])('%s', (_, titleOf) => {
    expect(stepsFor(titleOf)).toBeLessThan(MOST);
  });

  it('One id for all', () => {
    expect(stepsFor((seed) => `Build ${slice(latin, seed, 20)}`, 'T1')).toBeLessThan(MOST);
  });
});
