/**
 * What plans of one title or of one label are told apart by: a prefix, the plan's id. Both are chosen once and kept in the tracking
 * issue.
 */
import { sameText } from '../state/ids.ts';
import { labelWithId, shortLabel, type PlanToLabel } from '../state/plan-label.ts';
import type { PlanId } from '../types.ts';
import { trackingTitle } from '../render/words.ts';

/** A plan, as others are told from it. */
export interface TitledPlan {
  readonly id: PlanId;
  readonly path: string;
  /** Its title, without its prefix. */
  readonly title: string;
  readonly prefix: string | null;
  readonly label: LabelClaim;
}

/** Which label is a plan's. */
export type LabelClaim =
  | { readonly kind: 'has'; readonly name: string }
  /** It is synced for the first time: it gets the short one, unless another plan has that. */
  | { readonly kind: 'wants' }
  /** It has no tracking issue and makes none, since no task of it is open. */
  | { readonly kind: 'none' };

/**
 * The prefix of a plan that is synced for the first time, or that was retitled: its folder, where that tells it from the
 * plans of the same title, else the name of its file, else its id. Null where no other plan has its title.
 */
export function prefixFor(
  plan: Pick<TitledPlan, 'id' | 'path' | 'title'>,
  others: readonly TitledPlan[],
): string | null {
  const rivals = others.filter(({ id, title }) => id !== plan.id && sameText(title) === sameText(plan.title));
  if (rivals.length === 0) return null;
  const tells = (wordOf: (path: string) => string): boolean => {
    const word = sameText(wordOf(plan.path));
    return (
      word !== '' &&
      rivals.every(({ path, prefix }) => ![wordOf(path), prefix ?? ''].map(sameText).includes(word))
    );
  };
  if (tells(folderOf)) return folderOf(plan.path);
  return tells(fileOf) ? fileOf(plan.path) : plan.id;
}

/**
 * The label of a plan that is synced for the first time. It bears the plan's id only where another plan has the short one, or wants
 * it, too, and comes first by its path: so two servers that see the same plans choose the same.
 */
export function newPlanLabel(plan: PlanToLabel, others: readonly TitledPlan[]): string {
  const short = shortLabel(plan);
  const isTaken = others.some((other) => {
    if (other.id === plan.id) return false;
    switch (other.label.kind) {
      case 'has':
        return sameText(other.label.name) === sameText(short);
      case 'wants':
        return other.path < plan.path && shortLabel({ ...other, prefix: prefixFor(other, others) }) === short;
      case 'none':
        return false;
    }
  });
  return isTaken ? labelWithId(plan) : short;
}

/** A plan's title as tracking issue and milestones bear it. */
export function nameOf(title: string, prefix: string | null): string {
  return prefix === null ? title : `${prefix} / ${title}`;
}

/** A plan's title out of that of its tracking issue, which a person may have changed. */
export function titleOfTracking(title: string, prefix: string | null): string {
  const before = trackingTitle(nameOf('', prefix));
  return title.startsWith(before) ? title.slice(before.length).trim() : title;
}

function folderOf(path: string): string {
  return path.split('/').at(-2) ?? '';
}

function fileOf(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.(?:md|markdown|mdx)$/iu, '').replace(/\.plan$/iu, '');
}
