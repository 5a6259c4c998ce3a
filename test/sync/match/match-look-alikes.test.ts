/** Look-alikes of tasks in the match of two texts. */
import { parsePlan } from '../../../src/plan/parse.ts';
import { allTasks } from '../../../src/plan/walk.ts';
import { matchTasks } from '../../../src/sync/match/match.ts';
import { boxLoss, withLookAlikes } from '../../../src/sync/match/match-look-alikes.ts';
import type { Entry } from '../../../src/sync/types.ts';

const plan = (...lines: readonly string[]): string =>
  ['# Plan', '', '## Phase 1: Do', ...lines, ''].join('\n');

/** For each line of the new text that is a task or a look-alike: the line of the base that it was. */
function matched(before: string, after: string, lines: readonly number[] = []): Record<number, number> {
  const [base, now] = [parsePlan(before), parsePlan(after)];
  const held = [...allTasks(base).map(({ task }) => task.line), ...lines];
  const entries = new Map<number, Entry>(held.map((line) => [line, { kind: 'issue', number: line * 100 }]));
  const { pairs } = matchTasks(base, now, entries);
  return Object.fromEntries(
    withLookAlikes(now).flatMap(({ task }) => {
      const old = pairs.get(task);
      return old === undefined ? [] : [[task.line, old.line]];
    }),
  );
}

it('A look-alike with the words of a task is that task', () => {
  expect(matched(plan('- [ ] Parse', '- [ ] Print'), plan('- [] Parse', '- [ ] Print'))).toEqual({
    4: 4,
    5: 5,
  });
});

it('A look-alike that an entry of the base knows is the task that its line becomes', () => {
  expect(matched(plan('- [] Parse', '- [ ] Print'), plan('- [ ] Parse', '- [ ] Print'), [4])).toEqual({
    4: 4,
    5: 5,
  });
});

it('A look-alike that nothing knows becomes a new task', () => {
  expect(matched(plan('- [] Parse', '- [ ] Print'), plan('- [ ] Parse', '- [ ] Print'))).toEqual({ 5: 5 });
});

it('A look-alike that stood there all along is no task that was cut', () => {
  expect(
    matched(plan('- [] Parse', '- [ ] Parse it', '- [ ] Print'), plan('- [] Parse', '- [ ] Print')),
  ).toEqual({
    5: 6,
  });
});

it('A copy that lost its box stands for its task once the other line is cut, and not before', () => {
  const link = '([#500](https://github.com/ada/engine/issues/500))';
  const stood = plan(`- [] Parse ${link}`, `- [ ] Parse ${link}`, '- [ ] Print');
  expect(matched(stood, plan(`- [] Parse ${link}`, '- [ ] Print'))).toEqual({ 4: 5, 5: 6 });
  expect(matched(stood, plan(`- [] Parse ${link}`, '- [ ] Parse', '- [ ] Print'))).toEqual({ 5: 5, 6: 6 });
});

it('A look-alike follows its words and its link', () => {
  const link = '([#500](https://github.com/ada/engine/issues/500))';
  expect(
    matched(
      plan('- [ ] Parse', `- [ ] Print ${link}`),
      plan(`- [] Show what came out ${link}`, '- [ ] Parse'),
    ),
  ).toEqual({ 4: 5, 5: 4 });
  expect(
    matched(
      plan('- [ ] Parse the plan', '- [ ] Ship it'),
      plan('- [] Parse the whole plan', '- [ ] Ship it'),
    ),
  ).toEqual({ 4: 4, 5: 5 });
});

it('Of two equal lines the one that lost its box keeps its place', () => {
  expect(matched(plan('- [x] Test', '- [ ] Test'), plan('- [] Test', '- [ ] Test'))).toEqual({ 4: 4, 5: 5 });
});

it('A task goes before a look-alike that may be its copy', () => {
  expect(matched(plan('- [ ] Test'), plan('- [] Test', '- [ ] Test'))).toEqual({ 5: 4 });
});

it('A look-alike that was never a task stays none beside a task of its words, in whatever order', () => {
  const stood = plan('- [] Test', '- [ ] Test', '- [ ] Print');
  expect(matched(stood, plan('- [ ] Test', '- [] Test', '- [ ] Print'))).toEqual({ 4: 5, 6: 6 });
  expect(matched(stood, plan('- [] Test', '- [ ] Print'))).toEqual({ 5: 6 });
});

it('Of two equal tasks one may lose its box while the other one is cut', () => {
  expect(matched(plan('- [ ] Test', '- [ ] Test'), plan('- [] Test'))).toEqual({ 4: 4 });
});

it('A look-alike and a row that were two tasks stay two', () => {
  const table = ['', '## Backend Tasks', '| Task | Priority |', '|------|----------|', '| Parse | High |'];
  expect(matched(plan('- [ ] Parse', '- [ ] Parse', ...table), plan('- [] Parse', ...table))).toEqual({
    4: 4,
    9: 10,
  });
  const broken = plan('- [] Parse', '- [ ] Parse', ...table);
  expect(matched(broken, plan('- [] Parse', ...table), [4])).toEqual({ 4: 4, 9: 5 });
});

it('A row goes before the look-alike of its other place', () => {
  const table = ['', '## Backend Tasks', '| Task | Priority |', '|------|----------|', '| Parse | High |'];
  const [before, after] = [plan('- [ ] Parse', ...table), plan('- [] Parse', ...table)];
  expect(matched(before, after)).toEqual({ 9: 4 });
  const [old] = allTasks(parsePlan(before));
  const [now] = allTasks(parsePlan(after));
  expect(old && now && boxLoss(parsePlan(after))(now.task, old.task)).toBe(true);
  expect(old && boxLoss(parsePlan(before))(old.task, old.task)).toBe(false);
});
