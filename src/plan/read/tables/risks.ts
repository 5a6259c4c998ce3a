import type { TableRow } from 'mdast';
import { valueOrNull } from '../../text/cells.ts';
import { RISK_COLUMNS } from '../../vocabulary/column-words.ts';
import type { Findings } from '../draft.ts';
import { fold } from '../../text/fold.ts';
import { plainText } from '../../text/inline.ts';
import { lineOf } from '../../text/markdown.ts';
import { isPlaceholder } from '../../vocabulary/placeholders.ts';
import { problem, quoted } from '../../text/problems.ts';

/**
 * Reads a risks table.
 *
 * @param titles Plain texts of the header cells.
 * @param rows The rows below.
 * @param findings Takes risks and placeholders.
 * @returns Whether it is a risks table.
 */
export function readRisks(titles: readonly string[], rows: readonly TableRow[], findings: Findings): boolean {
  const words = titles.map(fold);
  const at = (kind: keyof typeof RISK_COLUMNS): number =>
    words.findIndex((word) => RISK_COLUMNS[kind].includes(word));
  const risk = at('risk');
  if (risk < 0) return false;
  const [impact, probability] = [at('impact'), at('probability')];
  const mitigation = words.findIndex(
    (word) => RISK_COLUMNS.mitigation.includes(word) || word.startsWith('mitigat'),
  );
  if (impact < 0 && probability < 0 && mitigation < 0) return false;
  for (const row of rows) {
    const line = lineOf(row);
    const value = (index: number): string | null => {
      const cell = row.children[index];
      const text = cell ? plainText(cell) : '';
      if (!cell || !isPlaceholder(text)) return valueOrNull(text);
      findings.problems.push(
        problem(
          'placeholder',
          { line, column: cell.position?.start.column ?? 1 },
          `${quoted(text)} is a placeholder of the template, no risk.`,
        ),
      );
      return null;
    };
    const name = value(risk);
    if (name === null) continue;
    findings.risks.push({
      risk: name,
      impact: value(impact),
      probability: value(probability),
      mitigation: value(mitigation),
      line,
    });
  }
  return true;
}
