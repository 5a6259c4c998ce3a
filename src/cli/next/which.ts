/** The one task that is meant on the command line; or ends the command and says which could be. */
import { tasksOf, taskNamed, type TaskNow, type WorkOrder } from '../../pass/next/order.ts';
import { taskWords } from '../../sync/render/next/reason.ts';
import { plain } from '../../sync/render/sanitize/quiet.ts';
import { EXIT, Stop } from '../exit.ts';

/** At most this many are listed. */
const LISTED = 10;

/** Finds the task by number, id, place or words. */
export function oneTask(order: WorkOrder, name: string): TaskNow {
  const found = taskNamed(order, name);
  switch (found.kind) {
    case 'found':
      return found.task;
    case 'ambiguous': {
      const listed = found.tasks
        .slice(0, LISTED)
        .map((one) => `  ${one.path}:${String(one.task.line)}  ${taskWords(one)}`);
      const more = found.tasks.length > LISTED ? [`  and ${String(found.tasks.length - LISTED)} more`] : [];
      throw new Stop(
        EXIT.usage,
        [`Expected one task, found several for "${name}":`, ...listed, ...more].join('\n'),
      );
    }
    case 'none': {
      const near = found.near.map((title) => `"${plain(title)}"`).join(' or ');
      const meant = near === '' ? '' : ` Did you mean ${near}?`;
      throw new Stop(
        EXIT.usage,
        `Expected a task by the number of its issue, its id, its line (plans/x.md:41) or its words, found none for "${name}" among ${String(tasksOf(order).length)}.${meant}`,
      );
    }
  }
}
