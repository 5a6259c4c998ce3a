/** The labels and assignees that a task's text gives its issue, and the labels that must be made for them. */
import type { Task } from '../../plan/types.ts';
import { clip } from '../render/sanitize/clip.ts';
import { LABEL_LIMIT, PAUSED_LABEL, TRACKING_LABEL } from '../state/ids.ts';
import { plain } from '../render/sanitize/quiet.ts';
import type { Change, Label } from '../types.ts';
import { labelDescription } from '../render/words.ts';

/** GitHub assigns an issue to at most this many people (GITHUB-FACTS 3). */
export const MOST_ASSIGNEES = 10;

const COLORS = {
  tracking: '5319e7',
  paused: 'e4e669',
  plan: 'c5def5',
  priority: 'fbca04',
  area: 'bfd4f2',
} as const;

/** The label of a paused plan, with its colour and words. */
export const pausedLabel = (): Label => label(PAUSED_LABEL, 'paused');

/** What of a task's text can give its issue a label. */
export type LabelKind = 'area' | 'priority';

/** The labels that a task's own text gives its issue: its area's and its priority's, as far as they are wanted. */
export function taskLabels(task: Task, kinds: ReadonlySet<LabelKind>): string[] {
  const labels: string[] = [];
  if (task.area !== null && kinds.has('area')) labels.push(named(task.area.toLowerCase()));
  if (task.priority !== null && kinds.has('priority'))
    labels.push(named(`priority: ${task.priority.toLowerCase()}`));
  return labels;
}

/** The logins that a task's owners name: only `@login` is one. */
export function taskAssignees(task: Task): string[] {
  return task.owners
    .filter((owner) => /^@[a-z\d](?:[a-z\d-]{0,38})$/i.test(owner))
    .map((owner) => owner.slice(1));
}

/**
 * The labels that changes put on issues and that no observed issue bears yet. A label that exists all the same is no
 * error: GitHub says so, and it is used as it is.
 */
export function labelsToCreate(
  changes: readonly Change[],
  seen: ReadonlySet<string>,
  planLabel: string,
): Change[] {
  const wanted = new Set<string>();
  for (const change of changes) {
    switch (change.kind) {
      case 'create-issue':
      case 'create-tracking-issue':
        for (const name of change.labels) wanted.add(name);
        break;
      case 'update-issue':
      case 'adopt-issue':
        for (const name of change.patch.addLabels ?? []) wanted.add(name);
        break;
      case 'create-label':
      case 'create-milestone':
      case 'update-milestone':
      case 'add-sub-issue':
      case 'remove-sub-issue':
      case 'add-blocked-by':
      case 'remove-blocked-by':
        break;
    }
  }
  return [...wanted]
    .filter((name) => !seen.has(name))
    .map((name): Change => ({ kind: 'create-label', label: label(name, kindOf(name, planLabel)) }));
}

function kindOf(name: string, planLabel: string): keyof typeof COLORS {
  if (name === TRACKING_LABEL) return 'tracking';
  if (name === planLabel) return 'plan';
  return name.startsWith('priority: ') ? 'priority' : 'area';
}

function label(name: string, kind: keyof typeof COLORS): Label {
  return { name, color: COLORS[kind], description: labelDescription(kind) };
}

function named(name: string): string {
  return clip(plain(name), LABEL_LIMIT, '').trim();
}
