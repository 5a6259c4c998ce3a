import { fold, foldedWords } from '../text/fold.ts';
import { isContainer } from './headings.ts';
import type { Section } from './outline.ts';
import { WORK_LABELS } from '../vocabulary/phases.ts';

const TAIL =
  /\s+(?:tasks?|work|work items|items|todos?|to-?dos?|backlog|development|implementation|aufgaben|tareas|tarefas|задачи|任务|タスク|작업)$/iu;
/** Headings that say when, how urgent or that there are tasks, but not what they are about. */
const NO_AREA = new Set(
  foldedWords(`
    task | tasks | sub-task | sub-tasks | subtask | subtasks | task breakdown | breakdown | summary | todo | backlog | all
    | completed | done | in progress | open | next | next steps | later | remaining | now | upcoming | blocked | high | low
    | medium | critical | urgent | development | implementation | work | items | overview | task list | ids | plan
  `),
);
/** Words in brackets that a heading begins with, such as `(Backend) Tasks`: the brackets are no part of the name. */
const BRACKETED = /^[^\p{L}\p{N}]*[([{<（［【「]([^()[\]{}<>（）［］【】「」]*)[)\]}>）］】」]/u;
/** Areas are named in a word or three. */
const MOST_WORDS = 3;

/**
 * The label that a table's heading gives its rows: `Backend Tasks` → `backend`.
 *
 * @param section Where the table stands.
 * @returns The label, or null for a heading that names no area.
 */
export function areaOf(section: Section): string | null {
  if (section.heading === null || section.words !== 'plain' || isContainer(section.title)) return null;
  const title = section.title
    .slice(0, 80)
    .replace(/(?<=\S)\s*\([^()]*\)$/u, '')
    .replace(BRACKETED, '$1')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  const label = title.replace(TAIL, '').trim().toLowerCase();
  if (NO_AREA.has(label) || label === '' || label.length > 40) return null;
  return /[:：]|\d|\bpriorit/u.test(label) || label.split(/\s+/u).length > MOST_WORDS ? null : label;
}

/** Whether words say that there is work and nothing of what it is about: `Deliverables`, `Tasks`. */
export function namesOnlyWork(title: string): boolean {
  return WORK_LABELS.includes(fold(title));
}
