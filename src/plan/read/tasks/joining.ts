/** Makes one task of two drafts that are places of it. */
import { stateSaid } from '../../walk.ts';
import { everyDraft } from '../draft.ts';
import type { Draft, Findings } from '../draft.ts';
import type { Joins, TaskState } from '../../types.ts';

/** Whether two drafts may be one task: not where both lines are remembered as tasks of their own. */
export function mayJoin({ apart }: Findings, one: Draft, other: Draft): boolean {
  return apart.size === 0 || ![one, other].every(({ places }) => places.some(({ line }) => apart.has(line)));
}

/**
 * Makes two drafts one task.
 *
 * @param host The draft that stays: it says where the task stands.
 * @param guest The draft that it takes in; the caller takes it out of the findings.
 * @param leads Whether the words of the guest name the task.
 */
export function joinDrafts(host: Draft, guest: Draft, leads = false): void {
  const said = [...saidByDraft(host), ...saidByDraft(guest)];
  const places = [...host.places, ...guest.places];
  host.id ??= guest.id;
  host.issue ??= guest.issue;
  host.phaseCell ??= guest.phaseCell;
  if (guest.kind === 'row' && host.kind !== 'row') takeRow(host, guest);
  else if (guest.kind === 'todo') takeMissing(host, guest);
  else takeCopy(host, guest);
  host.said.splice(0, host.said.length, ...said.sort(inOrder));
  host.places.splice(0, host.places.length, ...places.sort(inOrder));
  if (!leads) return;
  host.title = guest.title;
  host.text = guest.text;
}

/** Todos of the front matter come last: what stands in the text names the task. */
function inOrder(
  one: { readonly kind: string; readonly line: number },
  other: { readonly kind: string; readonly line: number },
): number {
  return Number(one.kind === 'todo') - Number(other.kind === 'todo') || one.line - other.line;
}

/** The box gives phase and state, the row the metadata. */
function takeRow(box: Draft, row: Draft): void {
  box.priority = row.priority ?? box.priority;
  if (row.estimate !== null) {
    box.estimate = row.estimate;
    box.estimateUnit = row.estimateUnit;
  }
  if (row.dependsOn.length > 0) box.dependsOn = row.dependsOn;
  if (row.owners.length > 0) box.owners = row.owners;
  const [first] = box.places;
  if (first?.kind === 'heading' && first.box === null && box.steps.length === 0 && box.state === 'open')
    box.state = row.state;
}

/** Of a line and its copy one is enough: what it says counts, and the task is done if either is ticked. */
function takeCopy(host: Draft, copy: Draft): void {
  takeMissing(host, copy);
  host.state = stateOfCopies([host.state, copy.state]);
  host.subtasks.push(...copy.subtasks);
  if (host.details.length === 0) host.details.push(...copy.details);
  if (host.steps.length === 0) host.steps.push(...copy.steps);
}

function takeMissing(host: Draft, guest: Draft): void {
  host.priority ??= guest.priority;
  if (host.estimate === null) {
    host.estimate = guest.estimate;
    host.estimateUnit = guest.estimateUnit;
  }
  if (host.dependsOn.length === 0) host.dependsOn = guest.dependsOn;
  if (host.owners.length === 0) host.owners = guest.owners;
}

function stateOfCopies(states: readonly TaskState[]): TaskState {
  return (['done', 'open'] as const).find((state) => states.includes(state)) ?? 'dropped';
}

function saidByDraft(draft: Draft): Draft['said'] {
  const [place] = draft.places;
  if (draft.said.length > 0 || place === undefined) return draft.said;
  const { text, id, issue, section } = draft;
  return [{ line: place.line, kind: place.kind, text, id, issue, section, state: stateSaid(place, draft) }];
}

const RANKS = { checkbox: 0, heading: 0, row: 1, todo: 2 } as const;

/** Makes one task of lines that were one in an older text, whatever they say now. */
export function joinRemembered(findings: Findings, together: Joins['together']): void {
  if (together.length === 0) return;
  const drafts = [...everyDraft(findings.tasks)];
  const at = new Map(drafts.flatMap((draft) => draft.places.map(({ line }) => [line, draft] as const)));
  const gone = new Set<Draft>();
  for (const [leader, follower] of together) {
    const [one, other] = [at.get(leader), at.get(follower)];
    if (one === undefined || other === undefined || one === other) continue;
    const [host, guest] = RANKS[other.kind] < RANKS[one.kind] ? [other, one] : [one, other];
    joinDrafts(host, guest, guest === one);
    for (const { line } of guest.places) at.set(line, host);
    gone.add(guest);
  }
  takeOut(findings, gone);
}

/** Takes drafts out, wherever they stand. */
export function takeOut(findings: Findings, gone: ReadonlySet<Draft>): void {
  if (gone.size === 0) return;
  const lists = [findings.tasks];
  for (let list = lists.pop(); list !== undefined; list = lists.pop()) {
    const kept = list.filter((draft) => !gone.has(draft));
    if (kept.length < list.length) list.splice(0, list.length, ...kept);
    lists.push(...list.map(({ subtasks }) => subtasks));
  }
}
