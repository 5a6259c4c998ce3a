/** A diff as GitHub shows it, with the characters that changed within a line marked. */
import type { SeenPull } from '../server/types.ts';
import { shortAddresses } from './words.ts';

type Kind = 'put' | 'taken' | 'same' | 'hunk';

interface Part {
  readonly text: string;
  /** The line's other has it not. */
  readonly isChanged: boolean;
}

interface Line {
  readonly kind: Kind;
  readonly parts: readonly Part[];
}

const KINDS: Readonly<Record<string, Kind>> = { '+': 'put', '-': 'taken', '@': 'hunk' };

export function Diff({ files, url }: { readonly files: SeenPull['files']; readonly url: string }) {
  return (
    <>
      {files.map(({ path, patch }) => (
        <figure class="diff" key={path}>
          <figcaption>{path}</figcaption>
          <div class="lines" tabIndex={0} role="region" aria-label={`Changes to ${path}`}>
            {linesOf(shortAddresses(patch, url)).map(({ kind, parts }, at) => (
              // A patch is shown whole or not at all: its lines never move.
              <div class={`line ${kind}`} key={at}>
                {parts.map(({ text, isChanged }) => (isChanged ? <mark>{text}</mark> : text))}
              </div>
            ))}
          </div>
        </figure>
      ))}
    </>
  );
}

/** The lines of a patch; lines taken and as many put right behind are pairs. */
function linesOf(patch: string): Line[] {
  const lines = patch.split('\n').map((text) => ({ kind: KINDS[text[0] ?? ''] ?? 'same', text }));
  const done: Line[] = [];
  for (let at = 0; at < lines.length;) {
    const taken = run(lines, at, 'taken');
    const put = run(lines, at + taken.length, 'put');
    const pairs = taken.length === put.length ? taken.map((text, n) => pairOf(text, put[n] ?? '')) : [];
    if (pairs.length > 0) {
      done.push(...pairs.map(([parts]): Line => ({ kind: 'taken', parts })));
      done.push(...pairs.map(([, parts]): Line => ({ kind: 'put', parts })));
      at += 2 * pairs.length;
      continue;
    }
    const line = lines[at];
    if (line !== undefined) done.push({ kind: line.kind, parts: [{ text: line.text, isChanged: false }] });
    at += 1;
  }
  return done;
}

function run(
  lines: readonly { readonly kind: Kind; readonly text: string }[],
  from: number,
  kind: Kind,
): string[] {
  let to = from;
  while (lines[to]?.kind === kind) to += 1;
  return lines.slice(from, to).map(({ text }) => text);
}

/** Two lines with the words marked that the other one has not; the sign in front is no part of it. */
function pairOf(taken: string, put: string): readonly [Part[], Part[]] {
  const [before, after] = [wordsOf(taken), wordsOf(put)];
  const kept = commonWords(before, after);
  return [
    marked(before, new Set(kept.map(([n]) => n)), '-'),
    marked(after, new Set(kept.map(([, n]) => n)), '+'),
  ];
}

function wordsOf(line: string): string[] {
  return line.slice(1).match(/[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) ?? [];
}

/** The longest run of words that both have in one order, as pairs of places. */
function commonWords(before: readonly string[], after: readonly string[]): [number, number][] {
  const length = before.map(() => after.map(() => 0));
  const at = (i: number, j: number): number => length[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = length[i];
      if (row !== undefined)
        row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    if (before[i] === after[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

function marked(words: readonly string[], kept: ReadonlySet<number>, sign: string): Part[] {
  const parts: Part[] = [{ text: sign, isChanged: false }];
  for (const [n, text] of words.entries()) {
    const isChanged = !kept.has(n);
    const last = parts.at(-1);
    if (last !== undefined && last.isChanged === isChanged)
      parts[parts.length - 1] = { text: last.text + text, isChanged };
    else parts.push({ text, isChanged });
  }
  return parts;
}
