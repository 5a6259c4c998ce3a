/**
 * The label of a plan, `plan: search-rebuild`, and the branch of its write-back, which bears the same name. The label is made at
 * the first sync, with the plan's id where another plan has the name already; afterwards the tracking issue tells it.
 */
import { LABEL_LIMIT, sameText } from './ids.ts';
import type { Ledger, PlanId } from '../types.ts';

const PREFIX = 'plan: ';

/** What a label is named after. */
export interface PlanToLabel {
  readonly id: PlanId;
  readonly path: string;
  /** What tells the plan from others of its title. */
  readonly prefix: string | null;
}

/** What a tracking issue's first line tells of the plan's label. */
export type LabelMemory = Pick<Ledger, 'plan' | 'path' | 'prefix' | 'label'>;

/** The label of a plan whose name no other plan has; a name without a Latin letter or digit is the plan's id. */
export function shortLabel(plan: PlanToLabel): string {
  return PREFIX + (nameIn(plan, LABEL_LIMIT - PREFIX.length) || plan.id);
}

/** The label of a plan whose name another one has: `plan: search-rebuild 3f2a1c`. */
export function labelWithId(plan: PlanToLabel): string {
  const name = nameIn(plan, LABEL_LIMIT - PREFIX.length - plan.id.length - 1);
  return name === '' ? PREFIX + plan.id : `${PREFIX}${name} ${plan.id}`;
}

function nameIn({ id, path, prefix }: PlanToLabel, room: number): string {
  const readable = readableName(path);
  const before = prefix === null || prefix === id ? '' : slug(prefix);
  const name = readable.startsWith(before) ? readable : `${before}-${readable}`;
  return name.slice(0, room).replace(/-+$/, '');
}

/**
 * The plan's label.
 *
 * @param labels Those of its tracking issue: a label that a person renamed is the only one of a plan there. Where a person took
 *   it off, it is still the one that it was.
 */
export function labelOf(plan: LabelMemory, labels: readonly string[]): string {
  return labelAmong(plan, labels) ?? madeLabel(plan, labels);
}

/** The plan's label among those of an issue that is the plan's by its marker; null if it is not there. */
export function labelAmong({ plan, label }: LabelMemory, labels: readonly string[]): string | null {
  const ofPlans = labels.filter(isOfPlan);
  const same = (name: string): boolean =>
    label === undefined ? bearsId(name, plan) : sameText(name) === sameText(label);
  return ofPlans.find(same) ?? (ofPlans.length === 1 ? (ofPlans[0] ?? null) : null);
}

/** Whether a label is a plan's: it is the one that its tracking issue tells, or bears the plan's id. */
export function isLabelOf(
  { plan, label }: { readonly plan: PlanId; readonly label: string | null },
  name: string,
): boolean {
  return sameText(name) === sameText(label ?? '') || bearsId(name, plan);
}

/** The label as it was made. Versions whose tracking issues do not tell it put the id into every label. */
function madeLabel({ plan: id, path, prefix, label }: LabelMemory, labels: readonly string[]): string {
  const told = label ?? labels.find((name) => bearsId(name, id));
  return told ?? labelWithId({ id, path, prefix: prefix ?? null });
}

function bearsId(label: string, id: PlanId): boolean {
  return isOfPlan(label) && label.endsWith(id);
}

/** GitHub compares labels without case. */
function isOfPlan(label: string): boolean {
  return label.toLowerCase().startsWith(PREFIX);
}

/** The branch of a plan's write-back, after the label as it was made, so that it stays where a person renames the label. */
export function branchOf(plan: LabelMemory, labels: readonly string[]): string {
  const { plan: id } = plan;
  const name = madeLabel(plan, labels).slice(PREFIX.length);
  const readable = name.endsWith(id) ? name.slice(0, -id.length).trim() : slug(name);
  return readable === '' ? `planwright/${id}` : `planwright/${id}-${readable}`;
}

/** The id of the plan whose write-back is on a branch; null if the branch is none of Planwright's. */
export function planIdIn(branch: string): PlanId | null {
  return /^planwright\/([0-9a-f]{6}\d*)(?:-|$)/.exec(branch)?.[1] ?? null;
}

/** A name for people out of a path: the file's, or the folder's where the file's says nothing. */
function readableName(path: string): string {
  const [file = '', folder = ''] = path.split('/').reverse();
  const name = slug(file.replace(/(\.plan)?\.(md|markdown)$/i, ''));
  return ['', 'plan', 'tasks', 'todo', 'roadmap', 'readme', 'index'].includes(name)
    ? slug(folder) || name
    : name;
}

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
