/** What is wrong with a config, in words. */
import { listed, shown } from './values.ts';
import { candidatesFrom, closest } from '../plan/text/closest.ts';
import type { YamlBeyond } from '../plan/text/scans.ts';
import type { Problem } from '../plan/types.ts';

/** Where a repository keeps its config. */
export const CONFIG_PATH = '.github/planwright.yml';

export function syntaxProblem(
  found: string,
  place: { readonly line: number; readonly column: number },
): Problem {
  return {
    code: 'config-syntax',
    severity: 'error',
    message: `${CONFIG_PATH} cannot be read: ${found}`,
    hint: 'Until it is, the defaults hold.',
    ...place,
  };
}

export function beyondProblem({ kind, line, has }: YamlBeyond): Problem {
  return {
    code: kind === 'size' ? 'config-too-large' : 'config-too-deep',
    severity: 'error',
    message: `${CONFIG_PATH} has ${has}.`,
    hint: 'Until it has less, the defaults hold.',
    line,
    column: 1,
  };
}

export function unknownProblem(
  name: string,
  known: readonly string[],
  place: { readonly line: number; readonly column: number },
): Problem {
  const [near] = closest(name.split('.').at(-1) ?? '', candidatesFrom(known));
  return {
    code: 'config-unknown-option',
    severity: 'warning',
    message: `There is no option ${shown(name)}. There are ${listed(known)}.`,
    hint: near === undefined ? 'Remove it; it does nothing.' : `Did you mean \`${near}\`?`,
    ...place,
  };
}

export function valueProblem(
  name: string,
  { expected, found }: { readonly expected: string; readonly found: string },
  place: { readonly line: number; readonly column: number },
): Problem {
  return {
    code: 'config-value',
    severity: 'error',
    message: `\`${name}\` must be ${expected}, which ${found} is not.`,
    hint: `Until it is, the default of \`${name}\` holds.`,
    ...place,
  };
}
