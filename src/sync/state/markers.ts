/**
 * The HTML comments in which Planwright keeps its state on GitHub. Each is a parse/print pair. Below, `[…]` may be absent,
 * `(a|b)` is one of several, and BLOB is the sha of a git blob. test/sync/state/markers.test.ts reads these very lines.
 *
 * The first line of a tracking issue:
 *
 *     <!-- planwright v=1 plan=3f2a1c path=plans/my%20plan.md base=(BLOB|lost|) issues=(12:5,13:6+,14:0,15:-,16:+|)
 *       [same=30:12,41:12] [named=31.0:12]
 *       [owed=issue.12.BLOB.7,milestone.3.BLOB.4,add-blocked-by.5.6,add-sub-issue.5.9,move-sub-issue.6.9,remove-blocked-by.5.7,remove-sub-issue.7.9]
 *       [next=BLOB,BLOB] [held=1a2b3c4d] [confirmed=1a2b3c4d] [retire=(asked by=ada|asked|back|BLOB)] [prefix=Search%20team] [label=plan%3A%20search]
 *       [answered=77] [src=33334444] [unlabelled] [closed] -->
 *
 * - `v`: version of the marker; nothing is written to an issue with another one. `plan`: the plan's id. `path`: its file.
 * - `base`: the text that plan and issues last agreed on; `lost` where it cannot be found, empty until the first sync is over.
 * - `issues`: what is remembered of each task, by its line in the base. `12:5`: its issue is #5. `13:6+`: #6, but GitHub
 *   refused a part of what follows its creation. `14:0`: a person deleted or detached the issue, it never comes again.
 *   `15:-`: the task needs none. `16:+`: GitHub refused to make it.
 * - `same`: lines that are one task though the base's text alone does not say so. `30:12`: line 30 follows the words of line 12.
 * - `named`: dependencies whose words name nothing since the plan reworded what they name. `31.0:12`: the first one of the
 *   task in line 31 is what line 12 says.
 * - `owed`: what GitHub refused to write. `issue.12.BLOB.7`: issue #12 still follows line 7 of that text;
 *   `milestone.3.BLOB.4`: milestone 3 likewise; the others are links, `add-blocked-by.5.6`: #5 is to be blocked by #6.
 * - `next`: the texts that passes began to apply since the base, oldest first; only moving the base empties it.
 * - `held`: id of the change set that waits for a person; `confirmed`: the id that a person confirmed.
 * - `retire`: `asked` until it is confirmed, then the text at which the plan was retired; `back` once it is taken back. `by`: who
 *   asked.
 * - `prefix`: what the plan's title begins with on GitHub. `label`: the plan's label as it was made; absent where it was made by a
 *   version that put the id into every label. `src`: hash of what the issue's words were made from.
 * - `answered`: id of the newest comment whose command was obeyed though GitHub refused the reaction that marks it.
 * - `unlabelled`: a person confirmed the issue without its label. `closed`: the app closed it, not a person.
 *
 * The first line of the block in a task issue:
 *
 *     <!-- planwright plan=3f2a1c task=abc123def456 title=11112222 src=33334444 [dropped] [adopted] [closing] -->
 *
 * The description of a milestone:
 *
 *     <!-- planwright plan=3f2a1c phase=abc123def456 [closed] -->
 *
 * The first line of a write-back pull request:
 *
 *     <!-- planwright plan=3f2a1c blob=BLOB edits=(1a2b3c4d,5e6f7a8b|) [withdrawn] [protected] -->
 *
 * Their attributes are explained at the types below. Other markers stand where they are used: the list of waiting plans
 * (plans/onboarding.ts), the preview and what it keeps for the report (render/preview-comment.ts), the answer to a command
 * (render/answer.ts), the end of a block (body-block.ts), the trailers of a commit (write-back/branch-work.ts).
 *
 * Paths, prefixes and labels are percent-encoded, and nothing else holds a person's words, so that no value can end the comment.
 */
import {
  parseBase,
  parseEntries,
  parseOwed,
  parseRetire,
  parseNamed,
  parseSame,
  printBase,
  printEntries,
  printOwed,
  printRetire,
  printNamed,
  printSame,
} from './ledger-text.ts';
import { comment, decode, encodePath, markersIn } from './marker-comment.ts';
import type { Ledger, ObservedIssue, PhaseKey, PlanId, Retire, TaskKey } from '../types.ts';

/** The marker version this code reads and writes. */
export const MARKER_VERSION = 1;

/** What the first line of an issue's body says. */
export type TrackingMarker =
  | {
      readonly kind: 'ledger';
      readonly ledger: Ledger;
      readonly closedByApp: boolean;
      /** Hash of what the words below were made from; null if nothing told. */
      readonly src: string | null;
    }
  /** Written by a newer Planwright: nothing may be written. */
  | { readonly kind: 'newer'; readonly version: string; readonly plan: PlanId; readonly path: string }
  | { readonly kind: 'none' };

export interface TaskMarker {
  readonly plan: PlanId;
  readonly task: TaskKey;
  /** Hash of the title the app last set, or saw at adoption. */
  readonly title: string;
  /** Hash of the plan lines behind the block. */
  readonly src: string;
  /** The app itself closed the issue because its task was struck or cut. */
  readonly dropped: boolean;
  /** The issue was there before the plan took it on. */
  readonly adopted?: boolean;
  /** The app opened the issue only to close it for another reason; the closing takes the word away. */
  readonly closing?: boolean;
}

export interface MilestoneMarker {
  readonly plan: PlanId;
  readonly phase: PhaseKey;
  /** The app itself closed the milestone, so it may reopen it. */
  readonly closed: boolean;
}

export interface WriteBackMarker {
  readonly plan: PlanId;
  /** Blob of the plan that the edits were made on. */
  readonly blob: string;
  readonly edits: readonly string[];
  /** The app itself closed the pull request: that is no refusal. */
  readonly withdrawn: boolean;
  /** It stands in for a commit that the protected default branch did not take. */
  readonly protectedBranch: boolean;
}

/**
 * Prints a tracking issue's first line.
 *
 * @param src Hash of what its words are made from.
 */
export function printTracking(ledger: Ledger, closedByApp = false, src: string | null = null): string {
  const pairs = [`v=${MARKER_VERSION}`, `plan=${ledger.plan}`, `path=${encodePath(ledger.path)}`];
  pairs.push(`base=${printBase(ledger.base)}`, `issues=${printEntries(ledger.entries)}`);
  if (ledger.same !== undefined) pairs.push(`same=${printSame(ledger.same)}`);
  if (ledger.named !== undefined) pairs.push(`named=${printNamed(ledger.named)}`);
  if (ledger.owed !== undefined) pairs.push(`owed=${printOwed(ledger.owed)}`);
  if (ledger.inFlight !== undefined) pairs.push(`next=${ledger.inFlight.join(',')}`);
  if (ledger.held !== undefined) pairs.push(`held=${ledger.held}`);
  if (ledger.confirmed !== null) pairs.push(`confirmed=${ledger.confirmed}`);
  if (ledger.retire !== undefined) pairs.push(...retirePairs(ledger.retire));
  pairs.push(...namePairs(ledger));
  if (ledger.answered !== undefined) pairs.push(`answered=${ledger.answered}`);
  if (src !== null) pairs.push(`src=${src}`);
  const words = ledger.unlabelled === true ? ['unlabelled'] : [];
  return comment(pairs, closedByApp ? [...words, 'closed'] : words);
}

function namePairs({ prefix, label }: Ledger): string[] {
  return [
    ...(prefix === undefined ? [] : [`prefix=${encodePath(prefix)}`]),
    ...(label === undefined ? [] : [`label=${encodePath(label)}`]),
  ];
}

function retirePairs(retire: Retire): string[] {
  const by = retire.kind === 'asked' ? retire.by : undefined;
  return [`retire=${printRetire(retire)}`, ...(by === undefined ? [] : [`by=${encodePath(by)}`])];
}

/** Reads a tracking issue's marker; only its first line counts. */
export function parseTracking(body: string): TrackingMarker {
  const line = body.split(/\r?\n/, 1)[0] ?? '';
  const attributes = markersIn(line)[0]?.attributes;
  const version = attributes?.get('v');
  const plan = attributes?.get('plan');
  if (attributes === undefined || version === undefined || plan === undefined) return { kind: 'none' };
  const path = decode(attributes.get('path') ?? '');
  if (version !== String(MARKER_VERSION)) return { kind: 'newer', version, plan, path };
  const ledger: Ledger = {
    plan,
    path,
    base: parseBase(attributes.get('base') ?? ''),
    entries: parseEntries(attributes.get('issues') ?? ''),
    confirmed: attributes.get('confirmed') ?? null,
    ...parseOptional(attributes),
  };
  const src = attributes.get('src') ?? null;
  return { kind: 'ledger', ledger, closedByApp: attributes.has('closed'), src };
}

function parseOptional(
  attributes: ReadonlyMap<string, string>,
): Pick<
  Ledger,
  'held' | 'retire' | 'prefix' | 'label' | 'unlabelled' | 'owed' | 'answered' | 'inFlight' | 'same' | 'named'
> {
  const { held, retire, by, prefix, label, owed, answered, next, same, named } =
    Object.fromEntries(attributes);
  return {
    ...(same === undefined ? {} : { same: parseSame(same) }),
    ...(named === undefined ? {} : { named: parseNamed(named) }),
    ...(owed === undefined ? {} : { owed: parseOwed(owed) }),
    ...(next === undefined ? {} : { inFlight: next.split(',') }),
    ...(held === undefined ? {} : { held }),
    ...(retire === undefined ? {} : { retire: parseRetire(retire, by) }),
    ...(prefix === undefined ? {} : { prefix: decode(prefix) }),
    ...(label === undefined ? {} : { label: decode(label) }),
    ...(answered === undefined ? {} : { answered: Number(answered) }),
    ...(attributes.has('unlabelled') ? { unlabelled: true } : {}),
  };
}

/** What a tracking issue's first line remembers; null if the body is none's, or was written by a newer version. */
export function ledgerIn(body: string): Ledger | null {
  const marker = parseTracking(body);
  return marker.kind === 'ledger' ? marker.ledger : null;
}

/** Changes what a tracking issue's first line remembers; null if the body is no tracking issue's. The words stay. */
export function rememberIn(body: string, change: (ledger: Ledger) => Ledger): string | null {
  const marker = parseTracking(body);
  const [found] = markersIn(body);
  if (marker.kind !== 'ledger' || found === undefined) return null;
  const printed = printTracking(change(marker.ledger), marker.closedByApp, marker.src);
  return body.slice(0, found.start) + printed + body.slice(found.end);
}

/** Prints a task issue's marker. */
export function printTask(marker: TaskMarker): string {
  const pairs = [`plan=${marker.plan}`, `task=${marker.task}`, `title=${marker.title}`, `src=${marker.src}`];
  return comment(pairs, [
    ...(marker.dropped ? ['dropped'] : []),
    ...(marker.adopted === true ? ['adopted'] : []),
    ...(marker.closing === true ? ['closing'] : []),
  ]);
}

/** The marker of a task of this plan; null if there is none. */
export function parseTask(body: string, plan: PlanId): TaskMarker | null {
  return taskMarkersIn(body).find((marker) => marker.plan === plan) ?? null;
}

/** The marker of a task of whichever plan; null if there is none. */
export const taskMarkerIn = (body: string): TaskMarker | null => taskMarkersIn(body)[0] ?? null;

function taskMarkersIn(body: string): TaskMarker[] {
  return markersIn(body).flatMap(({ attributes }) => {
    const [plan, task] = [attributes.get('plan'), attributes.get('task')];
    if (plan === undefined || task === undefined) return [];
    const { title = '', src = '' } = Object.fromEntries(attributes);
    const adopted = attributes.has('adopted') ? { adopted: true } : {};
    const closing = attributes.has('closing') ? { closing: true } : {};
    return [{ plan, task, title, src, dropped: attributes.has('dropped'), ...adopted, ...closing }];
  });
}

/** Whether the app's own closing of a struck or cut task is the last that happened to its issue. A person's closing stands. */
export function isDroppedByApp(
  { state, reason, closedByPerson }: Pick<ObservedIssue, 'state' | 'reason' | 'closedByPerson'>,
  { dropped }: Pick<TaskMarker, 'dropped'>,
): boolean {
  return dropped && state === 'closed' && reason === 'not_planned' && closedByPerson !== true;
}

/** Prints a milestone's marker. */
export function printMilestone(marker: MilestoneMarker): string {
  return comment([`plan=${marker.plan}`, `phase=${marker.phase}`], marker.closed ? ['closed'] : []);
}

/** Reads a milestone's marker; null if its description has none. */
export function parseMilestone(description: string): MilestoneMarker | null {
  for (const { attributes } of markersIn(description)) {
    const [plan, phase] = [attributes.get('plan'), attributes.get('phase')];
    if (plan !== undefined && phase !== undefined) return { plan, phase, closed: attributes.has('closed') };
  }
  return null;
}

/** Puts a milestone's marker into its description; a person's words around it stay. */
export function spliceMilestone(description: string, marker: MilestoneMarker): string {
  const found = markersIn(description).find(({ attributes }) => attributes.has('phase'));
  const printed = printMilestone(marker);
  if (found !== undefined) return description.slice(0, found.start) + printed + description.slice(found.end);
  return description === '' ? printed : `${description}\n\n${printed}`;
}

/** Prints a write-back pull request's marker. */
export function printWriteBack(marker: WriteBackMarker): string {
  const pairs = [`plan=${marker.plan}`, `blob=${marker.blob}`, `edits=${marker.edits.join(',')}`];
  const words = [marker.withdrawn ? 'withdrawn' : '', marker.protectedBranch ? 'protected' : ''];
  return comment(
    pairs,
    words.filter((word) => word !== ''),
  );
}

/** Reads a write-back pull request's marker; null if its body has none. */
export function parseWriteBack(body: string): WriteBackMarker | null {
  for (const { attributes } of markersIn(body)) {
    const [plan, blob, edits] = [attributes.get('plan'), attributes.get('blob'), attributes.get('edits')];
    if (plan === undefined || blob === undefined || edits === undefined) continue;
    return {
      plan,
      blob,
      edits: edits.split(',').filter((id) => id !== ''),
      withdrawn: attributes.has('withdrawn'),
      protectedBranch: attributes.has('protected'),
    };
  }
  return null;
}
