/** The words of the issue that lists the plans that wait. */
import { brief, inline, urlPath } from './sanitize/escape.ts';
import type { PlanId } from '../types.ts';
import { count } from './words.ts';

/** A plan that waits, and what syncing it makes. */
export interface WaitingPlan {
  readonly id: PlanId;
  readonly path: string;
  readonly blob: string;
  readonly title: string;
  readonly issues: number;
  readonly milestones: number;
}

const LISTED = 100;

/** Title of the issue, as it is opened. */
export function onboardingTitle(plans: number): string {
  return `Planwright found ${count(plans, 'plan')} here`;
}

/** What the issue says: which plans wait, what syncing them makes, and what a person can do. */
export function renderOnboarding(
  plans: readonly WaitingPlan[],
  place: { readonly repositoryUrl: string; readonly branch: string },
): string {
  if (plans.length === 0) return 'No plan waits any more.';
  const lines = plans.slice(0, LISTED).map((plan) => `- ${planLine(plan, place)}`);
  const more = plans.length - lines.length;
  const issues = plans.reduce((sum, plan) => sum + plan.issues, 0);
  return [
    `${plans.length === 1 ? 'This plan was' : 'These plans were'} here before Planwright, and nobody has changed ${plans.length === 1 ? 'it' : 'them'} since, so no issue was opened yet:`,
    [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n'),
    `To sync ${plans.length === 1 ? 'it' : 'all of them'}, comment \`/plan sync\` here. That opens ${count(issues, 'issue')}: about ${count(issues, 'notification')} to each watcher.`,
    [
      '- A plan syncs by itself as soon as somebody changes it.',
      '- A file that is no plan says `planwright: false` in its front matter, or is taken out under `plans` in `.github/planwright.yml`.',
      '- To leave things as they are, close this issue.',
    ].join('\n'),
  ].join('\n\n');
}

function planLine(
  { path, title, issues, milestones }: WaitingPlan,
  { repositoryUrl, branch }: { readonly repositoryUrl: string; readonly branch: string },
): string {
  const url = `${repositoryUrl}/blob/${urlPath(branch)}/${urlPath(path)}`;
  const where = milestones === 0 ? '' : ` in ${count(milestones, 'milestone')}`;
  return `${brief(title)}, [${inline(path)}](${url}): ${count(issues, 'issue')}${where}`;
}
