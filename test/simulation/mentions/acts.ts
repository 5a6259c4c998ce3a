/** What people do to issues that dependencies of the plan name by their words. */
import { onIssue, rename, isTask } from '../acts-issues.ts';
import { choose } from '../dice.ts';
import type { Glance, GlancedIssue } from '../glance.ts';
import type { Act } from '../play.ts';
import { randomTitle } from '../random-plan.ts';
import { namingNow } from './follow.ts';

/** Whether some dependency of the plan names the issue's task by its words. */
function isNamed(seen: Glance, { number }: GlancedIssue): boolean {
  const naming = namingNow(seen);
  return naming.items.some((item) => {
    const said = naming.saidBy(item);
    return said.kind === 'names' && said.targets[0] === `#${number}`;
  });
}

const renamesNamed = onIssue('rename-named', 5, isTask, async (scene) => {
  if (!isNamed(scene.seen, scene.issue)) return null;
  const title = randomTitle(scene.dice, 'named');
  await rename(scene, title);
  return `renames to "${title}", on which others depend,`;
});

const swapsTitles = onIssue('swap-titles', 1, isTask, async (scene) => {
  const { seen, issue, dice } = scene;
  const others = seen.issues.filter((one) => isTask(one) && one.title !== issue.title);
  const other = choose(others, ({ number }) => number, dice, 'other');
  if (other === undefined) return null;
  await rename(scene, other.title);
  await rename({ ...scene, issue: other }, issue.title);
  return `swaps the titles of #${other.number} "${other.title}" and`;
});

export const MENTION_ACTS: readonly Act[] = [renamesNamed, swapsTitles];
