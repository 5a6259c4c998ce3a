/** The names under which GitHub shows a plan: its title, with a prefix where other plans have the same one, its label, its branch. */
import type { Plan } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import { sameText } from '../../sync/state/ids.ts';
import { ledgerIn, parseTask } from '../../sync/state/markers.ts';
import { branchOf, labelAmong, labelOf } from '../../sync/state/plan-label.ts';
import type { PairedPlan, RepositoryFile } from '../../sync/plans/pairing.ts';
import {
  nameOf,
  newPlanLabel,
  prefixFor,
  titleOfTracking,
  type LabelClaim,
  type TitledPlan,
} from '../../sync/plans/plan-prefix.ts';
import { baseBlob, baseOf, memoryOf, type Known } from '../../sync/state/known.ts';
import type { Move, ObservedIssue, PlanId } from '../../sync/types.ts';
import { trackingTitle } from '../../sync/render/words.ts';
import type { PassContext } from '../context.ts';

interface Unnamed {
  readonly id: PlanId;
  readonly path: string;
  readonly text: string;
  readonly plan: Plan;
  readonly known: Known;
}

/**
 * The plan and its base with their titles as on GitHub. A prefix is chosen before the first sync, or when a plan without one
 * is given the title of another plan. Once chosen it stays, even if the other plan's title changes.
 */
export function withPlanName(
  { titled = [] }: Pick<PassContext, 'titled'>,
  { id, path, text, plan, known }: Unnamed,
): { readonly plan: Plan; readonly known: Known; readonly prefix: string | null } {
  const memory = memoryOf(known);
  const before = memory?.ledger.prefix ?? null;
  // A plan whose file is gone has no title of its own, so the title of its tracking issue is used.
  const gone = memory === null ? null : titleOfTracking(memory.tracking.title, before);
  const now = text === '' ? { ...plan, title: gone ?? plan.title } : plan;
  const old = titleBefore(known);
  const isRetitled = text !== '' && old !== null && sameText(old) !== sameText(now.title);
  const isChosen = before !== null || (memory !== null && !isRetitled);
  const prefix = isChosen ? before : prefixFor({ id, path, title: now.title }, titled);
  return { plan: named(now, prefix), known: withNamedBase(known, before, gone), prefix };
}

/** What is called after a plan. */
export interface PlanNames {
  readonly label: string;
  /** The branch of its write-back. */
  readonly branch: string;
}

/**
 * The names of a plan, as its tracking issue tells; without one, as its issues tell, and else those that its first sync makes.
 *
 * @param issues Those that were read; the plan's own among them bear its marker.
 */
export function planNames(
  { titled = [], trusted }: Pick<PassContext, 'titled' | 'trusted'>,
  { id, path, prefix, known }: Pick<Unnamed, 'id' | 'path' | 'known'> & { readonly prefix: string | null },
  issues: readonly ObservedIssue[],
): PlanNames {
  const memory = memoryOf(known);
  if (memory !== null) {
    const { ledger, tracking } = memory;
    return { label: labelOf(ledger, tracking.labels), branch: branchOf(ledger, tracking.labels) };
  }
  const [left] = issues
    .filter(({ creator, body }) => trusted.has(creator) && parseTask(body, id) !== null)
    .toSorted((a, b) => a.number - b.number)
    .flatMap(({ labels }) => labelAmong({ plan: id, path }, labels) ?? []);
  const label = left ?? newPlanLabel({ id, path, prefix }, titled);
  return { label, branch: branchOf({ plan: id, path, label }, []) };
}

function titleBefore(known: Known): string | null {
  const base = baseOf(known);
  return base === null || base.text === '' ? null : base.plan.title;
}

function named(plan: Plan, prefix: string | null): Plan {
  return prefix === null ? plan : { ...plan, title: nameOf(plan.title, prefix) };
}

function withNamedBase(known: Known, prefix: string | null, gone: string | null): Known {
  if (known.kind !== 'known' && known.kind !== 'returning') return known;
  const { base } = known;
  const plan = base.text === '' ? { ...base.plan, title: gone ?? base.plan.title } : base.plan;
  return { ...known, base: { ...base, plan: named(plan, prefix) } };
}

/** How the title of the tracking issue changes with the plan's; null if it stays, or if a person gave the issue another title. */
export function titleChange({ known, plan }: Pick<Unnamed, 'known' | 'plan'>): Move<string> | null {
  if (known.kind !== 'known' && known.kind !== 'returning') return null;
  const { base, memory } = known;
  const [from, to] = [trackingTitle(base.plan.title), trackingTitle(plan.title)];
  return memory.tracking.title === from && from !== to ? { from, to } : null;
}

/**
 * The titles and labels of a repository's plans: of new and changed plans from their texts, which are read anyway, of all others
 * from their tracking issues. If only one plan is new or changed, its text is not read here but when the plan is synced.
 *
 * @param read Reads a plan's text; null if it cannot be read, or not yet.
 */
export async function titlesOf(
  paired: readonly PairedPlan[],
  read: (file: RepositoryFile, id: PlanId) => Promise<Plan | null>,
): Promise<TitledPlan[]> {
  const moving = paired.filter(isMoving);
  const texts = new Map<PlanId, Plan>();
  for (const { id, file } of moving.length < 2 ? [] : moving) {
    const plan = await read(file, id);
    if (plan !== null) texts.set(id, plan);
  }
  return paired.flatMap((one) => {
    const known = one.kind === 'new' ? null : asTracked(one);
    const text = texts.get(one.id);
    const title = text?.title ?? known?.title;
    if (title === undefined) return [];
    const path = 'file' in one ? one.file.path : (known?.path ?? '');
    const label = known?.label ?? claimIn(text);
    return [{ id: one.id, path, title, prefix: known?.prefix ?? null, label }];
  });
}

function isMoving(one: PairedPlan): one is Extract<PairedPlan, { kind: 'new' | 'known' }> {
  return one.kind === 'new' || (one.kind === 'known' && baseBlob(one.ledger) !== one.file.blob);
}

function claimIn(plan: Plan | undefined): LabelClaim {
  const isOpen = plan !== undefined && allTasks(plan).some(({ task }) => task.state === 'open');
  return { kind: isOpen ? 'wants' : 'none' };
}

function asTracked({ id, tracking }: Exclude<PairedPlan, { kind: 'new' }>): Omit<TitledPlan, 'id'> {
  const ledger = ledgerIn(tracking.body);
  const { path, prefix = null } = ledger ?? { path: '' };
  const name = labelOf(ledger ?? { plan: id, path }, tracking.labels);
  const title = titleOfTracking(tracking.title, prefix);
  return { path, title, prefix, label: { kind: 'has', name } };
}
