/** What plans of one title are told apart by: a prefix, chosen once and kept in the tracking issue. */
import { sameText } from '../state/ids.ts';
import type { PlanId } from '../types.ts';
import { trackingTitle } from '../render/words.ts';

/** A plan, as others are told from it. */
export interface TitledPlan {
  readonly id: PlanId;
  readonly path: string;
  /** Its title, without its prefix. */
  readonly title: string;
  readonly prefix: string | null;
}

/**
 * The prefix of a plan that is synced for the first time, or that was retitled: its folder, where that tells it from the
 * plans of the same title, else the name of its file, else its id. Null where no other plan has its title.
 */
export function prefixFor(plan: Omit<TitledPlan, 'prefix'>, others: readonly TitledPlan[]): string | null {
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
