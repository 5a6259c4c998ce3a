/** The commands that people type into comments: `/plan confirm 1a2b3c4d`. */
import { spokenLines } from './spoken-lines.ts';

export type Command =
  | { readonly kind: 'help' }
  /** Look at the plan now; takes a retired plan back. */
  | { readonly kind: 'sync' }
  /** Let the held change set of this id go; without one, say which is held. */
  | { readonly kind: 'confirm'; readonly id: string | null }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** Undo what was made for the plan. */
  | { readonly kind: 'retire' }
  /** What was typed is none of these. */
  | { readonly kind: 'unknown'; readonly words: string };

/** The commands that take no argument. */
const PLAIN = ['help', 'sync', 'pause', 'resume', 'retire'] as const;

/** A comment that begins like this is the app's own, whoever it runs as. */
const OWN = '<!-- planwright ';

/** A line that holds a command; spaces at its end are taken off before. Every other line is talk between people. */
const COMMAND = /^ {0,3}\/plan(?:\s+(.*))?$/is;

/** What people put around an id. The pattern never backtracks, since strangers choose how long a comment is. */
const AROUND = /^[`<]+|(?<![`>.])[`>.]+$/g;

/**
 * Reads the commands of a comment: each on a line of its own, in any case of letters, with any spaces. What GitHub shows as
 * a quote or as code holds none, nor does an HTML comment.
 */
export function parseCommands(comment: string): Command[] {
  if (comment.startsWith(OWN)) return [];
  return spokenLines(comment).flatMap((line): Command[] => {
    const words = COMMAND.exec(line.trimEnd());
    return words === null ? [] : [commandOf(words[1] ?? '')];
  });
}

function commandOf(words: string): Command {
  const [verb = '', ...rest] = words.toLowerCase().split(/\s+/);
  const [id = null, ...more] = rest.map((word) => word.replace(AROUND, ''));
  if (verb === 'confirm' && more.length === 0) return { kind: verb, id };
  const plain = rest.length > 0 ? undefined : PLAIN.find((kind) => kind === verb);
  return plain === undefined ? { kind: 'unknown', words } : { kind: plain };
}
