/**
 * Problems as SARIF 2.1.0, which code scanning and editors read: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import type { FileProblem } from '../../plan/lint/problem-lines.ts';
import type { Severity } from '../../plan/types.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const DOCS = 'https://github.com/planwright/planwright/blob/main/docs/problems.md';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  notice: 'note',
};

/** All Problems as one run of one tool. */
export function sarifOf(problems: readonly FileProblem[], version: string): object {
  const codes = [...new Set(problems.map(({ code }) => code))].sort();
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Planwright',
            version,
            informationUri: 'https://github.com/planwright/planwright',
            rules: codes.map((id) => ({ id, helpUri: `${DOCS}#${id}` })),
          },
        },
        // Columns are counted in UTF-16 units.
        columnKind: 'utf16CodeUnits',
        results: problems.map((problem) => resultOf(problem, codes)),
      },
    ],
  };
}

function resultOf(
  { file, code, severity, message, hint, line, column }: FileProblem,
  codes: readonly string[],
) {
  const uri = file === '-' ? 'stdin' : file.split(/[\\/]/).map(encodeURIComponent).join('/');
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: `${message} ${hint}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  };
}
