import { saysNothing } from '../text/cells.ts';
import { fold, foldedWords } from '../text/fold.ts';

/** What stands where a task should and is none, in boxes and rows alike; see `fold.ts` for what counts as equal. */
const NO_TASK = new Set(
  foldedWords(`
    tbd | tba | tbc | todo | to do | to be determined | to be defined | to be decided | to be done | n/a | none
    | none yet | nothing | nothing yet | no tasks | no tasks yet | nil | null | etc | xxx | xx | placeholder | lorem ipsum
    | add more | add more tasks | add more tasks here | add tasks here | add task here | more | more tasks | and so on
    | task name | task title | task description | your task | your task here | new task | sample task
    | example task | next task | another task
    | à définir | por definir | a definir | da definire | noch offen | wird noch festgelegt | уточняется | 待定 | 未定 | 미정
  `),
);
/** `Task 1`, `Subtask 1.1...`, `Step 2`: counted, and not named. */
const COUNTED =
  /^(?:sub-?\s?task|task|step|item|story|user story|feature|action item|action|aufgabe|tâche|tarea|tarefa|задача|任务|タスク|작업)\s*#?(?:\d+(?:\.\d+)*|[a-z])?\s*(?:[:.…]|\.{2,})?$/iu;
/** `No tasks in progress`, `Нет задач`: says that there is none. */
const NO_TASKS =
  /^(?:no|keine|aucune?|pas de|sin|sem|nessun[ao]?|geen|brak|inga|ingen|нет|немає)(?:\s+(?:open|active|current|pending|more|offenen?))?\s+(?:tasks?|items?|todos?|aufgaben|tâches?|tareas?|tarefas?|attività|taken|zadań|uppgifter|opgaver|oppgaver|задач|завдань)(?:\s+(?:in progress|yet|pending|left|remaining|here|now|currently|at (?:present|the moment|this time)|vorhanden|en cours|pendientes?|pendentes?|в работе|в роботі))?\s*[.!]?$|^(?:暂无|暫無|没有|沒有)(?:任务|任務|待办)?$|^(?:特に)?(?:なし|無し)$|^없음$/u;
const DOTS = /^[\s.…·•_-]+$/u;

/**
 * Whether the words of a box, a row or a todo name no task: `...`, `TBD`, `Task 1`, `{{task}}`, `[Task]`.
 *
 * @param words Plain text.
 */
export function namesNoTask(words: string): boolean {
  const text = words.trim();
  if (text.length > 40) return isPlaceholder(text);
  // `(add more)`, `TBD (once the first part is done)`
  const bare = fold(text.replace(/^\((.*)\)$/su, '$1').replace(/\s*\([^()]*\)$/u, ''));
  return (
    isPlaceholder(text) ||
    DOTS.test(text) ||
    saysNothing(text) ||
    COUNTED.test(text) ||
    NO_TASK.has(bare) ||
    NO_TASKS.test(text.toLowerCase())
  );
}

const WHOLE_BRACKET = /^\[[^[\]]+\](?:\s*[:.])?$|^\{\{?[^{}]+\}?\}$|^<[^<>]+>$/u;
/** A whole sentence in brackets is a task whose link broke. */
const MOST_WORDS = 5;
const CHOICE = /^(?:\w+\/){1,}\w+$/u;
const CHOICES: readonly string[] = [
  'high/med/low',
  'high/medium/low',
  'h/m/l',
  'p0/p1/p2',
  'p1/p2/p3',
  's/m/l',
  's/m/l/xl',
  'low/medium/high',
  'low/med/high',
  'yes/no',
];

/**
 * Whether a value is a template's placeholder that nobody filled in: `[Task 1]`, `[Dependency]`, `High/Med/Low`,
 * `{name}`, `<owner>`.
 *
 * @param value Plain text of a task, cell or date.
 * @returns True if it stands for a value and is none.
 */
export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  if (text === '[P]' || /^\[[ xX]\]$/u.test(text)) return false;
  return (
    (WHOLE_BRACKET.test(text) && text.split(/\s+/u).length <= MOST_WORDS) ||
    (CHOICE.test(text) && CHOICES.includes(text.toLowerCase()))
  );
}
