/** `planwright init --agents`: a section of AGENTS.md that tells coding agents how plans work here. Nothing else is touched. */
import { lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodePlan } from '../plan/text/decode.ts';
import { EXIT, Stop } from './exit.ts';
import { print } from './terminal.ts';

/** Where agents of most makers look. */
export const AGENTS_PATH = 'AGENTS.md';
const BEGIN = '<!-- planwright:begin -->';
const END = '<!-- planwright:end -->';

/** The text that is there, null if there is none, and the one with the section. */
export interface AgentsText {
  readonly before: string | null;
  readonly after: string;
}

/** What the section makes of the file. */
export function agentsText(root: string, globs: readonly string[]): AgentsText {
  const file = join(root, AGENTS_PATH);
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile())
    throw new Stop(EXIT.failed, `${AGENTS_PATH}: Expected a file, found none or a link, and wrote nothing.`);
  const before = found === undefined ? null : textOf(file);
  return { before, after: withSection(before, globs) };
}

/** Writes the section: into a new file, at the end of one that has none, or over the one that is there. */
export function writeAgents(root: string, globs: readonly string[]): void {
  const { before, after } = agentsText(root, globs);
  if (after === before) return print(`${AGENTS_PATH} is up to date`);
  writeFileSync(join(root, AGENTS_PATH), after);
  print(before === null ? `made ${AGENTS_PATH}` : `wrote Planwright's section of ${AGENTS_PATH}`);
}

function textOf(file: string): string {
  const decoded = decodePlan(readFileSync(file));
  if (decoded.kind === 'text') return decoded.text;
  throw new Stop(EXIT.failed, `${AGENTS_PATH}: ${decoded.message} Nothing was written.`);
}

/** The text with the section between its markers; all other bytes stay. */
function withSection(before: string | null, globs: readonly string[]): string {
  const eol = before?.includes('\r\n') === true ? '\r\n' : '\n';
  const section = sectionText(globs).join(eol);
  if (before === null || before === '') return `# Agents${eol}${eol}${section}${eol}`;
  const [begin, end] = [before.indexOf(BEGIN), before.indexOf(END)];
  if (begin >= 0 && end > begin) return before.slice(0, begin) + section + before.slice(end + END.length);
  if (begin >= 0 || end >= 0)
    throw new Stop(
      EXIT.failed,
      `${AGENTS_PATH}: Expected ${BEGIN} and ${END} below it, found one without the other. Mend or remove it; nothing was written.`,
    );
  const gap = before.endsWith(`${eol}${eol}`) ? '' : before.endsWith(eol) ? eol : `${eol}${eol}`;
  return `${before}${gap}${section}${eol}`;
}

function sectionText(globs: readonly string[]): string[] {
  return [
    BEGIN,
    '## Plans',
    '',
    `Plans are Markdown files (${globs.map((glob) => `\`${glob}\``).join(', ')}). Planwright keeps each of their tasks in step with a GitHub issue.`,
    '',
    '- Write a task as a box, `- [ ] T012 Ship the parser`, under a heading such as `## Phase 2: Core`. Below it, indented: details, `Depends on: T010`, `Estimate: 2d`, `Priority: High`. Boxes under "Acceptance criteria" are conditions, not tasks.',
    '- What to do next: `npx planwright next --claim --as YOUR-NAME --json`. It claims a task that is ready, for four hours; `[]` means that there is none. `npx planwright show TASK` tells all about it, `npx planwright release TASK --as YOUR-NAME` gives it back.',
    '- When it is done: `npx planwright done TASK --as YOUR-NAME` ticks it. Commit that with the work; merging closes the issue.',
    '- After editing a plan: `npx planwright check`.',
    '- Leave the links at the end of tasks (`([#12](…))`) and all comments that begin with `<!-- planwright` as they are.',
    END,
  ];
}
