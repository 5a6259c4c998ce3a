/** Says the same in other words, by a seed: what people, and machines that write plans anew, do to the text of a task. */

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T;
}

export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const left = [...items];
  const out: T[] = [];
  while (left.length > 0) out.push(...left.splice(Math.floor(random() * left.length), 1));
  return out;
}

const SYNONYMS = `
add introduce include insert|create make build set-up construct|implement develop build realise write|update refresh revise adjust
remove delete drop strip|fix repair correct resolve|test verify check exercise|tests checks specs|write author draft compose
verify confirm validate ensure|ensure guarantee assure|support handle allow enable|handle process manage treat
document describe explain|documentation docs guide manual|configure set-up tune|setup configuration preparation
define specify describe|design plan sketch|extend expand widen|extract pull-out isolate|move relocate shift|rename retitle
replace swap substitute|refactor restructure rework clean-up|integrate connect wire hook-up|deploy release ship roll-out
run execute invoke|show display present render|list enumerate|load fetch read retrieve|fetch get load retrieve
save store persist|parse read interpret|return yield give-back|use employ apply rely-on|track follow record|log record trace
error failure fault problem|errors failures faults|user person visitor|users people visitors customers|page screen view
file document|files documents|function routine method|module component package|service backend daemon|endpoint route handler
database store db|table relation|schema model layout|field attribute column property|config settings options|command verb action
api interface|client consumer caller|server host backend|login sign-in authentication|auth authentication authorisation
validation checking verification|performance speed throughput|security protection hardening|existing current present
new fresh additional|all every each|initial first starting|basic simple minimal|full complete whole|multiple several many
optional voluntary|required mandatory needed|default standard preset|unit component-level|integration end-to-end
review inspect go-over|monitor watch observe|monitoring observability|measure gauge quantify|improve enhance better
optimize speed-up tune|reduce lower cut|increase raise|migrate port transfer|migration transition move|generate produce emit
output result|input entry|flag switch option|workflow process flow|template pattern skeleton|example sample|examples samples
feature capability|behavior conduct|behaviour conduct|when if whenever|with using including|for of regarding|from out-of
into to inside|and plus|via through using|only just solely|must should needs-to|before ahead-of|after following|across throughout`;

const NEW_WORDS = `reliable gateway overview session storage adapter metrics quickly dashboard retry budget queue release layer preview
helper wrapper strategy bundle rollout snapshot audit mobile desktop invoice search index export import webhook caching latency
palette onboarding billing quota archive region vendor draft ticket profile avatar report schedule cluster replica token rotation
consistent graceful shared internal public early late nightly weekly manual automatic`;

const FILLERS = ['proper', 'the', 'robust', 'clear', 'basic', 'initial', 'a', 'proposed', 'dedicated'];
const TAILS = [
  'for all users',
  'as agreed',
  'end to end',
  'in the first release',
  'where needed',
  'with sensible defaults',
];
const SMALL = new Set('a an the of to for in on with and or by as is are be at from its'.split(' '));

const synonyms = new Map<string, string[]>();
for (const group of SYNONYMS.trim().split(/[|\n]/)) {
  const words = group.trim().split(/\s+/);
  for (const word of words)
    synonyms.set(word, [...(synonyms.get(word) ?? []), ...words.filter((other) => other !== word)]);
}
const newWords = NEW_WORDS.trim().split(/\s+/);

/** Ids, code, paths and links are names: whoever rewords a task keeps them. */
function isPlainWord(token: string): boolean {
  return /^[\p{Letter}][\p{Letter}'-]*[,.;:]?$/u.test(token);
}

function synonymOf(random: Random, token: string): string | null {
  const word = token.toLowerCase().replace(/[,.;:]$/, '');
  const others = synonyms.get(word);
  if (others === undefined) return null;
  return sameCase(token, pick(random, others).replaceAll('-', ' ')) + (/[,.;:]$/.exec(token)?.[0] ?? '');
}

function sameCase(like: string, word: string): string {
  return /^\p{Lu}/u.test(like) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

/** A text in other words, and whether a reader would know it again. */
export interface Reworded {
  readonly text: string;
  readonly isRecognisable: boolean;
}

/** Changes a word or two, as a person does in passing. */
export function rewordLightly(random: Random, text: string): Reworded {
  const tokens = text.split(' ');
  const known = tokens.flatMap((token, index) =>
    isPlainWord(token) && synonymOf(random, token) !== null ? [index] : [],
  );
  const roll = random();
  if (roll < 0.5 && known.length > 0) {
    const at = pick(random, known);
    tokens[at] = synonymOf(random, tokens[at] ?? '') ?? '';
  } else if (roll < 0.65) {
    tokens.splice(1 + Math.floor(random() * tokens.length), 0, pick(random, FILLERS));
  } else if (roll < 0.8) tokens.push(pick(random, TAILS));
  else {
    const small = tokens.findIndex((token) => SMALL.has(token.toLowerCase()));
    if (small > 0) tokens.splice(small, 1);
    else tokens[0] = inflected(tokens[0] ?? '');
  }
  const words = tokens.join(' ');
  return { text: words, isRecognisable: sharesAName(text, words) };
}

function inflected(word: string): string {
  return isPlainWord(word) ? `${word.replace(/e$/, '')}ing` : `${word} the`;
}

/**
 * Changes half of the plain words: to a synonym where there is one, else to an unrelated word. Where half of what names
 * something is unrelated then (`Buy the lamp` → `Buy bundle`), nobody can tell whether the task was reworded or replaced by
 * another one. Long words say more than short ones, so letters are counted.
 */
export function rewordHeavily(random: Random, text: string): Reworded {
  const tokens = text.split(' ');
  const plain = tokens.flatMap((token, index) => (isPlainWord(token) ? [index] : []));
  let lost = 0;
  for (const index of shuffled(random, plain).slice(0, Math.ceil(plain.length / 2))) {
    const token = tokens[index] ?? '';
    const synonym = synonymOf(random, token);
    if (synonym === null) lost += namingLetters(token);
    tokens[index] = synonym ?? (SMALL.has(token) ? '' : sameCase(token, pick(random, newWords)));
  }
  const words = tokens.filter((token) => token !== '').join(' ');
  const all = text.split(' ').reduce((sum, token) => sum + namingLetters(token), 0);
  const isRecognisable = lost * 2 < all && sharesAName(text, words);
  return { text: random() < 0.3 ? clausesTurned(words) : words, isRecognisable };
}

/** Letters of a word that names something: ids, numbers, marks and words such as `the` name nothing. */
function namingLetters(token: string): number {
  const isName = isPlainWord(token) || /[`/_]/.test(token);
  return !isName || SMALL.has(token.toLowerCase()) ? 0 : token.replace(/[^\p{Letter}\p{Mark}]/gu, '').length;
}

/** Where no word is left (`Deploy` → `Ship`) only the place could tell, and there another task may stand as well. */
function sharesAName(before: string, after: string): boolean {
  const left = after.toLowerCase().split(' ');
  return before.split(' ').some((token) => {
    const stem = token.toLowerCase().replace(/e$/, '');
    return namingLetters(token) > 0 && left.some((word) => word.startsWith(stem));
  });
}

/** `Create the page with a form` becomes `With a form: Create the page`. */
function clausesTurned(text: string): string {
  const match = /^(.{8,}?)\s+((?:with|for|in|when|from|using|and|to)\s.{6,})$/i.exec(text);
  return match === null ? text : `${sameCase('A', match[2] ?? '')}: ${match[1]}`;
}

/** Another piece of work, such as any plan may get. */
export function inventTask(random: Random): string {
  const verbs = [
    'Add',
    'Create',
    'Implement',
    'Write',
    'Update',
    'Test',
    'Document',
    'Define',
    'Review',
    'Set up',
  ];
  const noun = () => pick(random, newWords);
  const tail = random() < 0.5 ? '' : ` ${pick(random, ['for', 'in', 'with', 'to'])} the ${noun()} ${noun()}`;
  return `${pick(random, verbs)} the ${noun()} ${noun()}${tail}`;
}

/** Another piece of work, worded like a given one: only its longest words name other things. */
export function inventSibling(random: Random, text: string): string {
  const tokens = text.split(' ');
  const plain = tokens.flatMap((token, index) =>
    /^[`*]*[\p{Letter}]/u.test(token) ? [{ token, index }] : [],
  );
  plain.sort((a, b) => b.token.length - a.token.length);
  const named = plain.slice(0, Math.max(2, Math.ceil(plain.length / 2)));
  for (const { token, index } of named) tokens[index] = sameCase(token, pick(random, newWords));
  return tokens.join(' ');
}
