import { annotate, log } from '../../src/action/runner.ts';

/** What the runner takes for a command: `::name` at the start of a line, `##[name` anywhere (ActionCommand.cs). */
const COMMAND = /^\s*::|##\[/m;

test.each([
  '::error::from a plan',
  'fine\n  ::add-mask::x',
  '  - open "##[add-mask]a"',
  'Plan ##[set-output name=held]1',
])('what a plan says is no workflow command: %j', (text) => {
  const { write } = process.stdout;
  let written = '';
  process.stdout.write = (chunk) => (written += String(chunk)) !== '';
  log(text);
  process.stdout.write = write;
  expect(written).not.toMatch(COMMAND);
  expect(written.replaceAll('\u200b', '')).toBe(`${text}\n`);
});

test('nor does it steer the terminal of whoever reads the log', () => {
  const { write } = process.stdout;
  let written = '';
  process.stdout.write = (chunk) => (written += String(chunk)) !== '';
  log('a \u001b]0;owned\u0007 \u202eb');
  annotate('warning', 'a \u001b[2J 100%');
  process.stdout.write = write;
  expect(written).toBe(
    String.raw`a \u001b]0;owned\u0007 \u202eb` +
      '\n' +
      String.raw`::warning title=Planwright::a \u001b[2J 100%25` +
      '\n',
  );
});
