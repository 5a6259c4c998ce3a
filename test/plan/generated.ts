import fc from 'fast-check';

/** A plan made by chance, and the lines its tasks stand on. */
export interface GeneratedPlan {
  readonly text: string;
}

const word = fc.constantFrom(
  'parser',
  'Ship',
  'the',
  'API',
  'überprüfen',
  '解析器',
  'v2.1',
  'a_b',
  'C++',
  '`code`',
  '*x*',
  '**bold**',
  '[link](u)',
  '$5',
  '100%',
  'do|it',
  'e.g.',
  '🚀',
  'x < y',
  'Q&A',
  '#12',
  '@bob',
  'naïve',
  '~5',
);
const words = fc.array(word, { minLength: 1, maxLength: 6 }).map((all) => all.join(' '));
const eol = fc.constantFrom('\n', '\r\n');
const bullet = fc.constantFrom('-', '*', '+', '1.', '2)');
const link = fc.constantFrom('', '', ' ([#7](https://github.com/o/r/issues/7))');

/** A checkbox line with odd white space, maybe struck, maybe with sub-tasks. */
const checkbox = fc
  .record({
    mark: bullet,
    gap: fc.constantFrom(' ', '  '),
    box: fc.constantFrom(' ', 'x', 'X'),
    id: fc.constantFrom('', '', 'T001 ', '1.2 ', '**T-17** '),
    text: words,
    struck: fc.boolean(),
    link,
    end: fc.constantFrom('', '', '  ', '\t'),
    sub: fc.constantFrom('', '', '- [ ] sub one', '- note only', '- [x] sub two'),
  })
  .map(({ mark, gap, box, id, text, struck, link: linked, end, sub }) => {
    const body = struck ? `~~${text.replaceAll('~', '')}~~` : text;
    const line = `${mark}${gap}[${box}] ${id}${body}${linked}${end}`;
    return sub === '' ? [line] : [line, `${' '.repeat(mark.length + gap.length)}${sub}`];
  });

const cell = words.map((text) => text.replaceAll('|', String.raw`\|`));
const table = fc
  .record({
    rows: fc.array(
      fc.tuple(
        cell,
        fc.constantFrom('High', 'P1', ''),
        fc.constantFrom('Todo', 'Done', '✅', '', 'In progress', 'Dropped'),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    status: fc.boolean(),
    padded: fc.boolean(),
  })
  .map(({ rows, status, padded }) => {
    const space = padded ? ' ' : '';
    const line = (cells: readonly string[]): string =>
      `|${cells.map((text) => `${space}${text}${space}`).join('|')}|`;
    const pick = (cells: readonly string[]): readonly string[] => (status ? cells : cells.slice(0, 2));
    return [
      line(pick(['Task', 'Priority', 'Status'])),
      line(pick(['---', '---', '---'])),
      ...rows.map((row) => line(pick(row))),
    ];
  });

const block = fc.oneof(
  { weight: 4, arbitrary: fc.array(checkbox, { minLength: 1, maxLength: 4 }).map((items) => items.flat()) },
  { weight: 2, arbitrary: table },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ['Some prose.'],
      ['```', '- [ ] code', '```'],
      ['> quoted'],
      ['<!-- - [ ] no -->'],
      ['---'],
    ),
  },
);
const heading = fc.constantFrom(
  '## Phase 1: Start',
  '## Phase 2',
  '### Backend Tasks',
  '## Notes',
  '## Definition of Done',
  '### Task 3: Do it',
  '### [ ] Step: Go',
);

/** Plans with the shapes of real ones: odd bullets, CRLF, byte order marks, tables with and without padding. */
export const plans: fc.Arbitrary<GeneratedPlan> = fc
  .record({
    bom: fc.boolean(),
    eol,
    last: fc.boolean(),
    sections: fc.array(fc.tuple(heading, fc.array(block, { minLength: 0, maxLength: 3 })), {
      minLength: 1,
      maxLength: 4,
    }),
    updated: fc.constantFrom('', '*Last Updated: 2026-01-02*', '**Last Updated**: March 3, 2026'),
  })
  .map(({ bom, eol: newline, last, sections, updated }) => {
    const lines = ['# Made Plan', ''];
    for (const [title, blocks] of sections) lines.push(title, '', ...blocks.flatMap((one) => [...one, '']));
    lines.push(updated);
    return { text: (bom ? '\uFEFF' : '') + lines.join(newline) + (last ? newline : '') };
  });
