import { readAct } from '../../playground/server/acts.ts';
import { EXAMPLES } from '../../playground/server/examples.ts';
import { refusalOf } from '../../playground/server/guard.ts';
import { lint } from '../../playground/server/lint.ts';

const PORT = 7526;
const OWN = { host: 'localhost:7526', origin: 'http://localhost:7526', 'content-type': 'application/json' };

test('the page itself gets in, by either of its names', () => {
  expect(refusalOf({ method: 'GET', headers: { host: '127.0.0.1:7526' } }, PORT)).toBeNull();
  expect(
    refusalOf({ method: 'POST', headers: { ...OWN, 'sec-fetch-site': 'same-origin' } }, PORT),
  ).toBeNull();
});

test.each<[string, string, Record<string, string>]>([
  ['a name that was made to lead here', 'GET', { host: 'evil.example:7526' }],
  ['another port', 'GET', { host: 'localhost:80' }],
  ['no host', 'GET', {}],
  ['another site reading', 'GET', { host: OWN.host, 'sec-fetch-site': 'cross-site' }],
  ['another port of this machine reading', 'GET', { host: OWN.host, 'sec-fetch-site': 'same-site' }],
  ['another site writing', 'POST', { ...OWN, origin: 'https://evil.example' }],
  ['a form, which says no origin', 'POST', { host: OWN.host, 'content-type': 'application/json' }],
  ['a sandboxed frame', 'POST', { ...OWN, origin: 'null' }],
  ['a form that sends text', 'POST', { ...OWN, 'content-type': 'text/plain' }],
])('%s stays out', (_, method, headers) => {
  expect(refusalOf({ method, headers }, PORT)).toMatch(/^Expected /);
});

test('an act is read whole or not at all', () => {
  const close = { kind: 'close', issue: 3, reason: 'completed' };
  expect(readAct({ ...close, more: 'than needed' })).toEqual(close);
  for (const wrong of [
    null,
    7,
    {},
    { kind: 'constructor' },
    { kind: '__proto__' },
    { kind: 'close', issue: '3', reason: 'completed' },
    { kind: 'close', issue: 3, reason: 'because' },
    { kind: 'merge', pull: -1 },
    { kind: 'commit', text: 'x' },
    { kind: 'mishap', mishap: 'burn' },
  ]) {
    expect(readAct(wrong)).toMatch(/^Expected /);
  }
});

test('each example is a plan that reads without an error, and the large one is large', () => {
  const read = EXAMPLES.map(({ id, text, path }) => ({ id, ...lint({ text, path }) }));
  for (const { id, tasks, phases, problems } of read) {
    expect(tasks).toBeGreaterThan(9);
    // Kiro knows no phases: its tasks are numbered, and the numbers are tasks.
    expect(phases).toBeGreaterThan(id === 'kiro' ? -1 : 2);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  }
  expect(read.at(-1)?.tasks).toBeGreaterThan(60);
  expect(lint('nonsense').tasks).toBe(0);
});
