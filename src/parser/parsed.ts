/** Keeps what was parsed last, so that a text that was read and is edited then is parsed once. */
import { parseWithSource, type ParsedPlan } from '../plan/parse.ts';
import type { Parse } from './work.ts';

/** Texts that are kept at most, and their characters: what is parsed takes a hundred times as much memory as its text. */
const MOST_TEXTS = 3;
const MOST_CHARACTERS = 256 * 1024;

interface Kept {
  readonly text: string;
  /** What was known besides, as JSON. */
  readonly about: string;
  readonly parsed: ParsedPlan;
}

/** Keeps nothing yet; what was parsed longest ago goes first. */
export function createParse(parse: Parse = parseWithSource): Parse {
  let kept: readonly Kept[] = [];
  return (text, options) => {
    const { path, repositoryUrl, joins } = options;
    const about = JSON.stringify([path, repositoryUrl, joins]);
    const found = kept.find((one) => one.text === text && one.about === about);
    if (found !== undefined) return found.parsed;
    // Before the text is parsed: what is kept must not take the memory that parsing needs.
    kept = besides(kept, text.length);
    const parsed = parse(text, options);
    if (text.length <= MOST_CHARACTERS) kept = [...kept, { text, about, parsed }];
    return parsed;
  };
}

/** The newest of those kept, as many as leave room for another text. */
function besides(kept: readonly Kept[], characters: number): readonly Kept[] {
  const newest = kept.slice(1 - MOST_TEXTS);
  const sum = newest.reduce((length, { text }) => length + text.length, characters);
  return sum <= MOST_CHARACTERS || newest.length === 0 ? newest : besides(newest.slice(1), characters);
}
