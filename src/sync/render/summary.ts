/** The words of a workflow's job summary. */
import { inline, prose } from './sanitize/escape.ts';
import { effectLines } from './effect-lines.ts';
import type { WriteBackState } from './differences.ts';
import type { ToldPlan } from './terminal-words.ts';
import { heldDetails, heldSentence } from './held.ts';

/** What a sync did, plan by plan. */
export function renderSummary(plans: readonly ToldPlan[], repositoryUrl: string): string {
  const parts = plans.map((plan) => planPart(plan, repositoryUrl));
  return ['## Planwright', ...(parts.length === 0 ? ['There is no plan to sync.'] : parts)].join('\n\n');
}

/** What merging a pull request does, where it is told in no comment. */
export function renderPullSummary(comment: string | null): string {
  const words = comment?.replaceAll(/<!-- planwright [^>]*-->\s*/g, '').trim();
  return ['## Planwright', words ?? 'Merging this pull request changes no issue.'].join('\n\n');
}

function planPart({ path, title, effects, problems, held, done }: ToldPlan, url: string): string {
  const name = title === path ? inline(path) : `**${inline(title)}** (${inline(path)})`;
  const tracking =
    done?.tracking == null ? '' : `, [tracking issue ${done.tracking}](${url}/issues/${done.tracking})`;
  if (held !== null)
    return `${name}${tracking}: waits for a person. ${heldSentence(held)} To let it go, comment \`/plan confirm ${held.id}\` on the tracking issue, or run the workflow with this id.\n${heldDetails(held).join('\n')}`.trimEnd();
  const lines = effectLines(effects, { numbers: done?.numbers ?? null, quote: inline });
  const isWrong = problems.some(({ severity }) => severity === 'error');
  const rest = isWrong ? 'left as it is.' : 'in step.';
  const what = lines.length === 0 ? rest : `\n\n${lines.join('\n')}`;
  const notes = problems.map(({ line, message, hint }) => `- Line ${line}: ${prose(message)} ${prose(hint)}`);
  return [
    `${name}${tracking}: ${what}`,
    writeBackLine(done?.writeBack ?? null, url),
    notes.length === 0 ? '' : `To look at:\n\n${notes.join('\n')}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function writeBackLine(state: WriteBackState | null, url: string): string {
  if (state?.kind !== 'waits' && state?.kind !== 'stands-in') return '';
  return `Edits of the plan wait in [pull request ${state.number}](${url}/pull/${state.number}).`;
}
