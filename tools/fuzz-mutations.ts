/** Mutations of texts by a seed: what Markdown and YAML make much of is put in, doubled, nested, cut and mixed. */

/** A number from 0 up to 1, the next of a row that the seed decides (mulberry32). */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const BITS = [
  '- [ ] ',
  '- [x] ',
  '* ',
  '1. ',
  '> ',
  '# ',
  '## Phase 1: ',
  '### Task 2: ',
  '|',
  '| Task | Status |\n|---|---|\n',
  '---\n',
  '```\n',
  '~~~\n',
  '~~',
  '**',
  '*',
  '_',
  '`',
  '[',
  '](',
  ')',
  '![',
  '<',
  '<!-- ',
  ' -->',
  '<details>\n',
  '&amp;',
  '\\',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '    ',
  '\n\n',
  'todos:\n  - id: a\n    content: b\n',
  'title: "',
  '{',
  '}',
  '? ',
  ': ',
  '&a ',
  '*a ',
  '[^1]',
  '[^1]: ',
  '\uFEFF',
  '\u00A0',
  '\u202E',
  '\0',
  '\uD800',
  'Depends on: ',
  '(depends on T001)',
  '2d',
  '#12',
  'https://github.com/a/b/issues/1',
  '([#1](https://github.com/a/b/issues/1))',
  '(due 2026-02-30)',
  '☐ ',
  '- [-] ',
] as const;

type Mutation = (text: string, random: Random, texts: readonly string[]) => string;

const at = (text: string, random: Random): number => Math.floor(random() * (text.length + 1));
const one = <T>(from: readonly T[], random: Random): T => from[Math.floor(random() * from.length)] as T;
const inserted = (text: string, place: number, bit: string): string =>
  text.slice(0, place) + bit + text.slice(place);

const MUTATIONS: readonly Mutation[] = [
  (text, random) => inserted(text, at(text, random), one(BITS, random)),
  (text, random) =>
    inserted(text, at(text, random), one(BITS, random).repeat(1 + Math.floor(random() ** 4 * 2_000))),
  (text, random) =>
    inserted(
      text,
      at(text, random),
      (one(BITS, random) + one(BITS, random)).repeat(1 + Math.floor(random() ** 4 * 1_000)),
    ),
  (text, random) => {
    const start = at(text, random);
    return text.slice(0, start) + text.slice(start + Math.floor(random() ** 3 * text.length));
  },
  (text, random) => {
    const start = at(text, random);
    const piece = text.slice(start, start + Math.floor(random() * 500));
    return inserted(text, at(text, random), piece.repeat(1 + Math.floor(random() ** 3 * 50)));
  },
  (text, random, texts) => {
    const other = one(texts, random);
    const start = at(other, random);
    return inserted(text, at(text, random), other.slice(start, start + Math.floor(random() * 2_000)));
  },
  (text, random) => {
    const lines = text.split('\n');
    const [from, to] = [Math.floor(random() * lines.length), Math.floor(random() * lines.length)];
    [lines[from], lines[to]] = [lines[to] ?? '', lines[from] ?? ''];
    return lines.join('\n');
  },
  (text, random) => {
    const indent = ' '.repeat(Math.floor(random() * 9));
    const start = at(text, random);
    const end = start + Math.floor(random() * 2_000);
    return text.slice(0, start) + text.slice(start, end).replaceAll('\n', `\n${indent}`) + text.slice(end);
  },
  (text, random) => `---\n${one(BITS, random).repeat(1 + Math.floor(random() ** 2 * 100))}\n---\n${text}`,
];

/** A text in pieces of at most so many characters, cut at line ends where there are any. */
export function excerptsOf(text: string, most: number): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    const lineEnd = text.lastIndexOf('\n', start + most - 1) + 1;
    const end = start + most >= text.length ? text.length : lineEnd > start ? lineEnd : start + most;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

/** A text that one to six mutations made. */
export function mutated(texts: readonly string[], random: Random): string {
  let text = one(texts, random);
  for (let left = 1 + Math.floor(random() * 6); left > 0; left -= 1)
    text = one(MUTATIONS, random)(text, random, texts);
  return text;
}
