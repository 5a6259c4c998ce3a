/**
 * Globs of paths, matched in one pass over the path whatever the glob: the states that the path may be in are bits, so
 * that nothing is tried twice. A regular expression of the same glob would try every way to share out the path between
 * its stars.
 *
 * `*` stands for anything within a name, `**` as a whole name for any folders, `?` for one character, `[a-z]` and
 * `[!a-z]` for one of some, `{a,b}` for either. None of them but a dot itself stands for the dot at the start of a name.
 * A leading `**.md` is read as any folders and then `*.md`.
 */

/** One thing that a glob says. */
type Token =
  | { readonly kind: 'letter'; readonly letter: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'class'; readonly not: boolean; readonly ranges: readonly (readonly [string, string])[] }
  /** Anything within a name. */
  | { readonly kind: 'star' }
  /** Any folders. */
  | { readonly kind: 'folders' }
  /** Anything below a folder. */
  | { readonly kind: 'rest' };

/**
 * Prepares a glob without braces ({@link withoutBraces}).
 *
 * @returns Whether a path is one that the glob means. The path's characters are read once, in order.
 */
export function globMatcher(glob: string): (path: Iterable<string>) => boolean {
  const tokens = tokensOf(glob.replace(/^\.\//u, '').replace(/^\*\*(?=[^/*])/u, '**/*'));
  const size = (tokens.length >> 5) + 1;
  const masks = masksOf(tokens, size);
  return (path) => {
    let states = new Uint32Array(size);
    let following = new Uint32Array(size);
    states[0] = 1;
    let isStart = true;
    pass(states, masks, isStart);
    for (const letter of path) {
      const isHidden = isStart && letter === '.';
      isStart = letter === '/';
      const takes = isHidden ? masks.hidden : takersOf(letter, masks);
      const stays = isHidden ? masks.none : isStart ? masks.acrossFolders : masks.loops;
      if (!step(states, following, takes, stays)) return false;
      [states, following] = [following, states];
      pass(states, masks, isStart);
    }
    return ((states[tokens.length >> 5] ?? 0) & (1 << (tokens.length & 31))) !== 0;
  };
}

/** Sets of tokens, one bit each. */
interface Masks {
  readonly none: Uint32Array;
  /** The tokens that are a letter, by it. */
  readonly letters: ReadonlyMap<string, Uint32Array>;
  /** The dots at the start of a name. */
  readonly hidden: Uint32Array;
  readonly any: Uint32Array;
  readonly classes: readonly (readonly [number, Extract<Token, { kind: 'class' }>])[];
  /** The tokens that go on within a name, those of them that go on into the next one, and those that may be nothing. */
  readonly loops: Uint32Array;
  readonly acrossFolders: Uint32Array;
  readonly skippable: Uint32Array;
  /** The same at the start of a name, where `**` may be nothing, too. */
  readonly skippableAtStart: Uint32Array;
}

function masksOf(tokens: readonly Token[], size: number): Masks {
  const maskWhere = (test: (token: Token, before: Token | undefined) => boolean): Uint32Array => {
    const mask = new Uint32Array(size);
    for (const [at, token] of tokens.entries()) if (test(token, tokens[at - 1])) add(mask, at);
    return mask;
  };
  const maskOf = (...kinds: readonly Token['kind'][]): Uint32Array =>
    maskWhere(({ kind }) => kinds.includes(kind));
  const letters = new Map<string, Uint32Array>();
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'letter') continue;
    const mask = letters.get(token.letter) ?? new Uint32Array(size);
    add(mask, at);
    letters.set(token.letter, mask);
  }
  return {
    none: new Uint32Array(size),
    letters,
    hidden: maskWhere((token, before) => isLetter(token, '.') && startsName(before)),
    any: maskOf('any'),
    classes: tokens.flatMap((token, at) => (token.kind === 'class' ? [[at, token] as const] : [])),
    loops: maskOf('star', 'folders', 'rest'),
    acrossFolders: maskOf('folders', 'rest'),
    skippable: maskOf('star', 'rest'),
    skippableAtStart: maskOf('star', 'rest', 'folders'),
  };
}

function isLetter(token: Token, letter: string): boolean {
  return token.kind === 'letter' && token.letter === letter;
}

/** Whether a name starts right behind this token. */
function startsName(before: Token | undefined): boolean {
  return before === undefined || before.kind === 'folders' || isLetter(before, '/');
}

function add(mask: Uint32Array, at: number): void {
  mask[at >> 5] = (mask[at >> 5] ?? 0) | (1 << (at & 31));
}

/** The tokens that match this character and end with it. */
function takersOf(letter: string, masks: Masks): Uint32Array {
  const exact = masks.letters.get(letter) ?? masks.none;
  if (letter === '/') return exact;
  const takers = exact.map((bits, index) => bits | (masks.any[index] ?? 0));
  for (const [at, { not, ranges }] of masks.classes)
    if (ranges.some(([from, to]) => from <= letter && letter <= to) !== not) add(takers, at);
  return takers;
}

/** Moves on by one character; false if the path can no longer match. */
function step(from: Uint32Array, to: Uint32Array, takes: Uint32Array, stays: Uint32Array): boolean {
  let carry = 0;
  let left = 0;
  for (let index = 0; index < from.length; index += 1) {
    const bits = from[index] ?? 0;
    const done = bits & (takes[index] ?? 0);
    const next = (done << 1) | carry | (bits & (stays[index] ?? 0));
    carry = done >>> 31;
    to[index] = next;
    left |= next;
  }
  return left !== 0;
}

/** Skips the tokens that may match nothing. Only `**` before `*` stand side by side, so two rounds are enough. */
function pass(states: Uint32Array, masks: Masks, isStart: boolean): void {
  const skippable = isStart ? masks.skippableAtStart : masks.skippable;
  for (let turn = 0; turn < 2; turn += 1) {
    let carry = 0;
    for (let index = 0; index < states.length; index += 1) {
      const bits = states[index] ?? 0;
      const skipped = bits & (skippable[index] ?? 0);
      states[index] = bits | (skipped << 1) | carry;
      carry = skipped >>> 31;
    }
  }
}

function tokensOf(glob: string): Token[] {
  const names = glob.split('/');
  const tokens: Token[] = [];
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1;
    if (name === '**' && isLast) tokens.push({ kind: 'rest' });
    else if (name === '**') {
      if (tokens.at(-1)?.kind !== 'folders') tokens.push({ kind: 'folders' });
    } else {
      tokens.push(...nameTokens(name));
      if (!isLast) tokens.push({ kind: 'letter', letter: '/' });
    }
  }
  return tokens;
}

/** `[!a-z]`; a `]` right behind the bracket is one of the characters. */
const CLASS = /\[([!^]?)(\]?[^\]]*)\]/uy;

function nameTokens(name: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < name.length;) {
    CLASS.lastIndex = at;
    const [whole, not = '', members = ''] = CLASS.exec(name) ?? [];
    const letter = String.fromCodePoint(name.codePointAt(at) ?? 0);
    if (whole !== undefined && members !== '')
      tokens.push({ kind: 'class', not: not !== '', ranges: rangesOf([...members]) });
    else if (letter === '?') tokens.push({ kind: 'any' });
    else if (letter !== '*') tokens.push({ kind: 'letter', letter });
    else if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
    at += whole !== undefined && members !== '' ? whole.length : letter.length;
  }
  return tokens;
}

function rangesOf(members: readonly string[]): [string, string][] {
  const ranges: [string, string][] = [];
  for (let at = 0; at < members.length; at += 1) {
    const [from = '', dash, to] = members.slice(at, at + 3);
    const isRange = dash === '-' && to !== undefined;
    ranges.push([from, isRange ? to : from]);
    if (isRange) at += 2;
  }
  return ranges;
}

/**
 * Writes out the braces of a glob: `{a,b}/*.md` gives `a/*.md` and `b/*.md`. Braces without a comma are themselves.
 *
 * @param most How many globs may come of it.
 * @returns The globs; null if there are more.
 */
export function withoutBraces(glob: string, most: number): string[] | null {
  let globs = [''];
  let rest = glob;
  for (let braces = nextBraces(rest); braces !== null; braces = nextBraces(rest)) {
    const ways: string[] = [];
    for (const part of braces.parts) {
      const inner = withoutBraces(part, most);
      if (inner === null) return null;
      ways.push(...inner);
    }
    if (globs.length * ways.length > most) return null;
    globs = globs.flatMap((before) => ways.map((way) => before + braces.before + way));
    rest = braces.after;
  }
  return globs.map((before) => before + rest);
}

interface Braces {
  readonly before: string;
  readonly parts: readonly string[];
  readonly after: string;
}

/** The first braces with a comma in them. */
function nextBraces(text: string): Braces | null {
  for (let open = text.indexOf('{'); open !== -1; open = text.indexOf('{', open + 1)) {
    const parts = [''];
    let depth = 0;
    for (let at = open + 1; at < text.length; at += 1) {
      const letter = text.charAt(at);
      if (letter === '}' && depth === 0) {
        if (parts.length > 1) return { before: text.slice(0, open), parts, after: text.slice(at + 1) };
        break;
      }
      if (letter === ',' && depth === 0) parts.push('');
      else parts.push(`${parts.pop() ?? ''}${letter}`);
      if (letter === '{') depth += 1;
      if (letter === '}') depth -= 1;
    }
  }
  return null;
}
