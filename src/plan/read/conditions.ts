import type { Heading, Paragraph, RootContent } from 'mdast';
import { classifyHeading } from './headings.ts';
import { plainText } from '../text/inline.ts';
import { endOf, lineOf, startOf } from '../text/markdown.ts';
import type { Source } from '../text/source.ts';

/** A paragraph or heading in a task that says: what follows are conditions. */
export interface ConditionLabel {
  readonly title: string;
  readonly line: number;
  /** A heading holds until the next; a paragraph heads the list below it. */
  readonly holds: 'one list' | 'until heading';
}

/** The label that a paragraph or heading within a task is, or ends with; null if it is none of conditions. */
function labelIn(source: Source, block: Paragraph | Heading): ConditionLabel | null {
  const lines = source.body
    .slice(startOf(block), endOf(block))
    .trimEnd()
    .split(/\r\n|\r|\n/u);
  const last = lines.at(-1) ?? '';
  const line = lineOf(block) + lines.length - 1;
  if (block.type === 'heading') {
    const title = plainText(block);
    return classifyHeading(title) === 'checklist' ? { title, line, holds: 'until heading' } : null;
  }
  return conditionLabelOf(last, line);
}

/** `**Acceptance criteria**`, `Verification:` */
export function conditionLabelOf(written: string, line: number): ConditionLabel | null {
  const text = written.replaceAll(/[*_]{2,3}/gu, '').trim();
  const isLabel = /[:：]$/u.test(text) || /^[*_]{2,3}.*[*_]{2,3}$/u.test(written.trim());
  if (!isLabel || text.length > 120 || classifyHeading(text) !== 'checklist') return null;
  return { title: text.replace(/\s*[:：]$/u, ''), line, holds: 'one list' };
}

/** The label that holds behind a block. */
export function labelBehind(
  source: Source,
  block: RootContent,
  label: ConditionLabel | null,
): ConditionLabel | null {
  const lasting = label?.holds === 'until heading' ? label : null;
  if (block.type === 'heading') return labelIn(source, block);
  return block.type === 'paragraph' ? (labelIn(source, block) ?? lasting) : lasting;
}
