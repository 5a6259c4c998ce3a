/**
 * The HTML comments in which Planwright keeps its state on GitHub. Each is a parse/print pair.
 *
 * - a tracking issue's first line:  `<!-- planwright v=1 plan=… path=… base=… issues=line:number,… [held=…] [confirmed=…]
 *   [retire=…] [prefix=…] [answered=comment] [src=…] [unlabelled] [closed] -->`
 * - a task issue:                   `<!-- planwright plan=… task=… title=… src=… [base=…] [dropped] [adopted] [closing] -->`
 * - a milestone's description:      `<!-- planwright plan=… phase=… [closed] -->`
 * - a write-back pull request:      `<!-- planwright plan=… blob=… edits=…,… [withdrawn] [protected] -->`
 *
 * Values are percent-encoded, so that none can end the comment.
 */
import { cut } from '../render/sanitize/escape.ts';
import { parseEntries, parseOwed, parseRetire, printEntries, printOwed, printRetire } from './ledger-text.ts';
import { comment, decode, encodePath, markersIn } from './marker-comment.ts';
import type { Ledger, PhaseKey, PlanId, TaskKey } from '../types.ts';

/** The marker version this code reads and writes. */
export const MARKER_VERSION = 1;

/** What stands for the base of a plan whose base, or whose tracking issue, was lost. */
export const LOST_BASE = 'lost';

/** GitHub's limit is 65,536 characters, and whether it counts characters or bytes is not told (GITHUB-FACTS 3). */
const BODY_LIMIT = 65_000;
const CUT_NOTE = 'The rest stands in the plan.';

/** Where a block of the app ends. */
export const END = '<!-- /planwright -->';

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
  /** The base that stood when the app last wrote title or block: while it still stands, that pass never came to its end. */
  readonly base?: string;
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
  pairs.push(`base=${ledger.base}`, `issues=${printEntries(ledger.entries)}`);
  if (ledger.owed !== undefined) pairs.push(`owed=${printOwed(ledger.owed)}`);
  if (ledger.held !== undefined) pairs.push(`held=${ledger.held}`);
  if (ledger.confirmed !== null) pairs.push(`confirmed=${ledger.confirmed}`);
  if (ledger.retire !== undefined) pairs.push(`retire=${printRetire(ledger.retire)}`);
  if (ledger.prefix !== undefined) pairs.push(`prefix=${encodePath(ledger.prefix)}`);
  if (ledger.answered !== undefined) pairs.push(`answered=${ledger.answered}`);
  if (src !== null) pairs.push(`src=${src}`);
  const words = ledger.unlabelled === true ? ['unlabelled'] : [];
  return comment(pairs, closedByApp ? [...words, 'closed'] : words);
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
    base: attributes.get('base') ?? '',
    entries: parseEntries(attributes.get('issues') ?? ''),
    confirmed: attributes.get('confirmed') ?? null,
    ...parseOptional(attributes),
  };
  const src = attributes.get('src') ?? null;
  return { kind: 'ledger', ledger, closedByApp: attributes.has('closed'), src };
}

function parseOptional(
  attributes: ReadonlyMap<string, string>,
): Pick<Ledger, 'held' | 'retire' | 'prefix' | 'unlabelled' | 'owed' | 'answered'> {
  const { held, retire, prefix, owed, answered } = Object.fromEntries(attributes);
  return {
    ...(owed === undefined ? {} : { owed: parseOwed(owed) }),
    ...(held === undefined ? {} : { held }),
    ...(retire === undefined ? {} : { retire: parseRetire(retire) }),
    ...(prefix === undefined ? {} : { prefix: decode(prefix) }),
    ...(answered === undefined ? {} : { answered: Number(answered) }),
    ...(attributes.has('unlabelled') ? { unlabelled: true } : {}),
  };
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
  if (marker.base !== undefined) pairs.push(`base=${marker.base}`);
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
    const { title = '', src = '', base } = Object.fromEntries(attributes);
    const adopted = attributes.has('adopted') ? { adopted: true } : {};
    const closing = attributes.has('closing') ? { closing: true } : {};
    const written = base === undefined ? {} : { base };
    return [
      { plan, task, title, src, ...written, dropped: attributes.has('dropped'), ...adopted, ...closing },
    ];
  });
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

/** A block of the app: its marker, its words, its end. */
export function printBlock(marker: string, content: string): string {
  return `${marker}\n${content}\n${END}`;
}

/** The words of the app's block of this plan in a body, with `\n` line ends; null if there is no whole block. */
export function blockContent(body: string, plan: PlanId): string | null {
  const block = findBlock(body, plan);
  if (block === null || block.contentEnd === null) return null;
  return body
    .slice(block.contentStart, block.contentEnd)
    .replace(/\r\n/g, '\n')
    .replace(/^\n|\n$/g, '');
}

/**
 * Puts the app's block into a body as it is now. Text outside the block is never touched; a body without the block gets
 * it at its end; where a person removed the block's end, only its marker is replaced and no word of theirs is lost. A
 * block that does not fit beside their words is shortened; a body that is full without it stays as it is.
 *
 * @param body The body, as read right before the write.
 * @param block The new block, as {@link printBlock} made it; empty to take the block of `replaces` out.
 * @param replaces The plan that the issue belonged to, whose block goes where this one comes for the first time.
 */
export function spliceBlock(body: string, block: string, replaces: PlanId | null = null): string {
  if (block === '') return replaces === null ? body : withoutBlock(body, replaces);
  const plan = markersIn(block)[0]?.attributes.get('plan') ?? '';
  const found = findBlock(body, plan) ?? (replaces === null ? null : findBlock(body, replaces));
  const before = found !== null ? body.slice(0, found.start) : body.trim() === '' ? '' : `${body}\n\n`;
  const after = found === null ? '' : body.slice(found.end);
  const fitting = fit(block, BODY_LIMIT - before.length - after.length);
  return fitting === null ? body : before + fitting + after;
}

/** A body as it was before {@link spliceBlock} put the block at its end. */
function withoutBlock(body: string, plan: PlanId): string {
  const found = findBlock(body, plan);
  if (found === null) return body;
  return body.slice(0, found.start).replace(/\r?\n\r?\n$/, '') + body.slice(found.end);
}

/** A block with as many of its words as there is room for; null if not even its marks fit. */
function fit(block: string, room: number): string | null {
  if (block.length <= room) return block;
  const [marker] = markersIn(block);
  if (marker === undefined || !block.endsWith(END)) return null;
  const content = block.slice(marker.end, -END.length).trim();
  const left = room - marker.end - END.length - 2;
  if (left < 0) return null;
  const words = left < CUT_NOTE.length + 100 ? '' : cut(content, left, CUT_NOTE);
  return printBlock(block.slice(0, marker.end), words);
}

interface Found {
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number | null;
  readonly end: number;
}

function findBlock(body: string, plan: PlanId): Found | null {
  const markers = markersIn(body);
  const index = markers.findIndex(({ attributes }) => attributes.get('plan') === plan);
  const marker = markers[index];
  if (marker === undefined) return null;
  const contentEnd = body.indexOf(END, marker.end);
  const next = markers[index + 1]?.start ?? Infinity;
  const whole = contentEnd !== -1 && contentEnd < next;
  return {
    start: marker.start,
    contentStart: marker.end,
    contentEnd: whole ? contentEnd : null,
    end: whole ? contentEnd + END.length : marker.end,
  };
}
