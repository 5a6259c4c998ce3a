/** The commands that people type into comments: `/plan confirm 1a2b3c4d`. */

export type Command =
  /** Look at the plan now. */
  | { readonly kind: 'sync' }
  /** Let the held change set of this id go. */
  | { readonly kind: 'confirm'; readonly id: string };

/**
 * Reads the commands of a comment: each on a line of its own, in any case of letters, with any spaces. Quoted lines and
 * code blocks hold none.
 */
export function parseCommands(comment: string): Command[] {
  let fenced = false;
  return comment.split(/\r?\n/).flatMap((line): Command[] => {
    if (/^ {0,3}(```|~~~)/.test(line)) fenced = !fenced;
    const words = /^ {0,3}\/plan\s+(.*\S)\s*$/i.exec(line)?.[1]?.toLowerCase().split(/\s+/) ?? [];
    if (fenced) return [];
    const [verb, id] = words;
    if (verb === 'sync') return [{ kind: 'sync' }];
    return verb === 'confirm' && id !== undefined ? [{ kind: 'confirm', id }] : [];
  });
}
