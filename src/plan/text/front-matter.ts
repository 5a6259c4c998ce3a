import { parse } from 'yaml';
import { isMapping, scanYaml } from './scans.ts';

/** The YAML block that a file may begin with. */
export interface FrontMatter {
  /** Offset behind the closing fence. */
  readonly end: number;
  readonly title: string | null;
  /** `planwright: true|false`: the file's own word on whether it is a plan. */
  readonly planwright: boolean | null;
}

const BLOCK = /^---[ \t]*(?:\r\n|\n|\r)([\s\S]*?)(?:\r\n|\n|\r)?^(?:---|\.\.\.)[ \t]*$/mu;

/**
 * Finds the front matter of a file.
 *
 * @param body A text without byte order mark.
 * @returns The block, or null if the text does not begin with one. Broken YAML counts as a block without values.
 */
export function findFrontMatter(body: string): FrontMatter | null {
  if (!body.startsWith('---')) return null;
  const match = BLOCK.exec(body);
  if (match?.index !== 0) return null;
  const values = readValues(match[1] ?? '');
  if (values === null) return null;
  const { title, planwright } = values;
  return {
    end: match[0].length,
    title: typeof title === 'string' && title.trim() !== '' ? title.trim() : null,
    planwright: typeof planwright === 'boolean' ? planwright : null,
  };
}

/** The block's values; null if it is no mapping at all, as between two thematic breaks. */
function readValues(block: string): Record<string, unknown> | null {
  if (block.trim() === '') return {};
  if (scanYaml(block) !== null) return isMapping(block) ? {} : null;
  try {
    const values: unknown = parse(block, { logLevel: 'silent' });
    return typeof values === 'object' && values !== null && !Array.isArray(values) ? { ...values } : null;
  } catch {
    return /^[\w-]+[ \t]*:/u.test(block) ? {} : null;
  }
}
