/** The words about retiring a plan: what it would do, and what it did. */
import { folded } from './held.ts';
import { inline } from './sanitize/escape.ts';
import type { Retirement } from '../plans/retirement.ts';
import type { ObservedIssue } from '../types.ts';
import { count } from './words.ts';

const LISTED = 50;

/** What retiring would do, in full, for the person who asked. */
export function renderRetirement(retirement: Retirement, planTitle: string): string {
  const { closes, detaches, milestones, unblocks, pull, id } = retirement;
  const lines = [
    ...listed(closes, (many) => `close ${many} as not planned`, 'open issue'),
    ...listed(
      detaches,
      (many) =>
        `let go of ${many} that ${detaches.length === 1 ? 'was' : 'were'} there before the plan: only Planwright's part of the text goes`,
      'issue',
    ),
    ...(unblocks.length === 0 ? [] : [`- ${unmarking(retirement)}`]),
    ...(milestones.length === 0
      ? []
      : [
          `- close ${count(milestones.length, 'milestone')}: ${milestones.map(({ title }) => inline(title)).join(', ')}`,
        ]),
    ...(pull === null ? [] : [`- close the write-back, pull request #${pull.number}`]),
    '- close the tracking issue',
  ];
  return [
    `Retiring **${inline(planTitle)}** would:`,
    lines.join('\n'),
    "The plan's text stays as it is, the links to issues in it too, and so do issues that are closed already. The plan comes back, with the same issues, when its text changes or somebody comments `/plan sync`.",
    `To do it, comment \`/plan confirm ${id}\`. To call it off, comment \`/plan sync\`. Until then nothing of this plan is synced.`,
  ].join('\n\n');
}

/**
 * What stands at the head of the tracking issue until somebody confirms.
 *
 * @param by Login of the person who asked, if it is known.
 */
export function retirementAsked(retirement: Retirement, by: string | undefined): string {
  return [
    '> [!IMPORTANT]',
    `> ${by === undefined ? 'Somebody' : inline(by)} asked to retire this plan. It would ${retirementSentence(retirement, 'this issue')}. Nothing of it is done yet, and nothing of this plan is synced meanwhile.`,
    `> Comment \`/plan confirm ${retirement.id}\` on this issue to do it, or \`/plan sync\` to go on as before.`,
    ...retirementDetails(retirement).map((line) => `> ${line}`.trimEnd()),
  ].join('\n');
}

/** The issues that retiring would touch, folded. */
function retirementDetails({ closes, detaches }: Retirement): string[] {
  return folded([
    ...listed(closes, (many) => `close ${many} as not planned`, 'open issue'),
    ...listed(detaches, (many) => `let go of ${many}`, 'issue'),
  ]);
}

/** What stands at the head of the tracking issue of a retired plan. */
export function retirementDone(blockedPull: number | null): string {
  const rest =
    blockedPull === null
      ? ''
      : ` Pull request #${blockedPull} stays open, since a commit by a person stands on its branch.`;
  return [
    '> [!NOTE]',
    `> This plan is retired: Planwright leaves it and its issues alone.${rest}`,
    '> To take it back with the same issues, change its text or comment `/plan sync` on this issue.',
  ].join('\n');
}

/** What retiring would do, in one sentence without its end. */
export function retirementSentence(retirement: Retirement, tracking: string): string {
  const { closes, detaches, milestones, unblocks, pull } = retirement;
  const others = [
    milestones.length > 0 ? count(milestones.length, 'milestone') : '',
    pull === null ? '' : `pull request #${pull.number}`,
    tracking,
  ].filter((part) => part !== '');
  const parts = [
    closes.length > 0 ? `close ${count(closes.length, 'issue')} as not planned` : '',
    detaches.length > 0
      ? `let go of ${count(detaches.length, 'issue')} that ${detaches.length === 1 ? 'was' : 'were'} there before`
      : '',
    unblocks.length > 0 ? unmarking(retirement) : '',
    `close ${listOf(others)}`,
  ].filter((part) => part !== '');
  return listOf(parts);
}

function unmarking({ unblocks }: Retirement): string {
  return `take away ${count(unblocks.length, '"blocked by" mark')} that the plan made`;
}

/** `a`, `a and b`, `a, b and c`. */
function listOf(parts: readonly string[]): string {
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(' and ');
}

/** One line, and the issues under it; one alone stands in the line itself. */
function listed(issues: readonly ObservedIssue[], doing: (many: string) => string, noun: string): string[] {
  const [only] = issues;
  if (only === undefined) return [];
  const said = issues.slice(0, LISTED).map(({ number, title }) => `  - #${number} ${inline(title)}`);
  const more = issues.length - said.length;
  return [`- ${doing(count(issues.length, noun))}`, ...said, ...(more > 0 ? [`  - and ${more} more`] : [])];
}
