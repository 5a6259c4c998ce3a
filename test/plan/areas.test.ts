import { parsePlan } from '../../src/plan/parse.ts';
import { allTasks } from '../../src/plan/walk.ts';

test.each([
  ['Backend Tasks', 'backend'],
  ['(Backend) Tasks', 'backend'],
  ['(Backend)', 'backend'],
  ['[Backend] Tasks', 'backend'],
  ['Tasks (Backend)', null],
  ['Backend Tasks (2 weeks)', 'backend'],
  ['Backend (API) Tasks', 'backend (api)'],
  ['🚀 (Backend) Tasks', 'backend'],
])('A table under %j gives the label %j', (heading, label) => {
  const text = `# Zoo\n\n## ${heading}\n\n| Task | Priority |\n|---|---|\n| Feed the otter | High |\n`;
  expect(allTasks(parsePlan(text)).map(({ task }) => task.area)).toEqual([label]);
});
