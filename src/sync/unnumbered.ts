/** Words that name issues which are made in the same pass, and have no number yet when the words are written. */
import type { TaskKey } from './types.ts';

/** Where `#{key}` stands in the words, the number of that task's issue comes, or `otherwise` if there is none after all. */
export type Unnumbered = readonly { readonly key: TaskKey; readonly otherwise: string }[];
