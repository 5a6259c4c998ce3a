/** Which words close which issues, and that the same words of a plan close none. */
import { closedBy } from '../../../src/sync/render/sanitize/closing-keywords.ts';
import { inline, oneLine } from '../../../src/sync/render/sanitize/escape.ts';

const ENGINE = { owner: 'ada', name: 'engine', url: 'https://github.com/ada/engine' };
const KEYWORDS = ['close', 'closes', 'closed', 'fix', 'fixes', 'fixed', 'resolve', 'resolves', 'resolved'];
const FORMS = ['#4', 'ada/engine#4', 'GH-4', 'gh-4', 'https://github.com/ada/engine/issues/4'];

describe.each(KEYWORDS.flatMap((word) => [word, `${word.toUpperCase()}:`]))('%s', (keyword) => {
  it.each(FORMS)('closes %s, as GitHub knows it', (form) => {
    expect(closedBy(`Work. ${keyword} ${form}.`, ENGINE)).toEqual([4]);
  });

  it.each(FORMS)('before %s is broken in a text of a plan', (form) => {
    for (const text of [inline(`${keyword} ${form}`), oneLine(`${keyword} ${form}`)]) {
      expect(closedBy(text.replace('redirect.', ''), ENGINE)).toEqual([]);
      expect(text.toLowerCase()).not.toContain(keyword.toLowerCase());
    }
  });
});

it.each(['Fix the parser', 'Close 4 windows', 'fixes the build', 'resolve names', 'prefix #x'])(
  '%j closes nothing and stays as it is',
  (text) => {
    expect(closedBy(text, ENGINE)).toEqual([]);
    expect(inline(text)).toBe(text);
  },
);

it.each(['ada/other#4', 'https://github.com/ada/other/issues/4', 'https://github.com/ada/engine/wiki/4'])(
  'closes %s is nothing of this repository',
  (form) => {
    expect(closedBy(`closes ${form}`, ENGINE)).toEqual([]);
  },
);

it.each([
  ['keywords', 'fix.'.repeat(16_000)],
  ['keywords and spaces', `fix${' '.repeat(100)}`.repeat(600)],
  ['keywords before an address', 'fix https://a/'.repeat(4_600)],
])('many %s take no time', (_, text) => {
  const start = process.cpuUsage();
  inline(text);
  closedBy(text, ENGINE);
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(500);
});
