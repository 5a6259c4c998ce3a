import { ownersIn } from '../text/cells.ts';
import type { Metadata } from './tasks/metadata.ts';
import type { Section } from './outline.ts';
import type { TaskText } from './tasks/task-text.ts';
import { sourceOf } from './tasks/styled.ts';
import { inFile } from '../text/source.ts';
import type { Source } from '../text/source.ts';
import type { Lead } from './tasks/leads.ts';
import { findReference } from '../values/reference.ts';
import type { Reference } from '../values/reference.ts';
import { splitHeading, splitTitle } from './tasks/titles.ts';
import type { TitleParts } from './tasks/titles.ts';
import type { LookAlike, Place, Problem, Risk, PlaceWords, Span, Step, Task, TaskState } from '../types.ts';

/** A task while it is being read. Becomes a `Task` when the whole plan is known. */
export interface Draft {
  readonly kind: Task['kind'];
  /** In full; the task's title is cut to what an issue can hold. */
  title: string;
  /** All words of the task, see `Task.text`. */
  text: string;
  state: TaskState;
  /** What a `Status:` line or cell under or beside the task says. */
  status: TaskState | null;
  id: string | null;
  issue: number | null;
  /** Its words only name an issue. */
  reference: Reference['kind'] | null;
  priority: string | null;
  estimate: string | null;
  estimateUnit: Task['estimateUnit'];
  /** As written, several in one text. */
  dependsOn: string[];
  owners: string[];
  readonly section: Section;
  /** What the row's Phase cell says. */
  phaseCell: string | null;
  readonly subtasks: Draft[];
  readonly steps: Step[];
  readonly details: string[];
  readonly places: Place[];
  /** What its places say, kept before they are made one task; empty while it has one. */
  readonly said: (Omit<PlaceWords, 'section'> & { readonly section: Section })[];
}

/** A checklist while it is being read. */
export interface DraftChecklist {
  readonly title: string;
  readonly line: number;
  readonly items: Step[];
}

/** What stands around a title in its place: an edit of the title keeps it. */
export interface Affixes {
  /** What this place calls the task. */
  readonly title: string;
  readonly prefix: string;
  readonly suffix: string;
  /** All of the text is struck through. */
  readonly struck: boolean;
  /** Where the title stands, if it can be replaced there; asked for by edits only. */
  readonly titleSpan: () => Span | null;
  /** The trailing word that drops the task, as `**SKIP**`; null if there is none. */
  readonly dropSpan: () => Span | null;
  readonly lead: Lead | null;
  /** A list with emoji tells the state of this heading by its title: a rename must add a box, or the state is lost. */
  readonly told?: boolean;
}

/** A table whose rows are the phases of the plan, and no tasks. */
interface Overview {
  readonly line: number;
  /** What each row names, see `overviews.ts`. */
  readonly phases: readonly string[];
}

/** Everything found in a plan, before tasks are joined and put under their phases. */
export interface Findings {
  /** Top-level tasks, in document order. */
  readonly tasks: Draft[];
  /** The tasks that headings are. */
  readonly headings: Map<Section, Draft>;
  /** Where the task tables stand, by the line of their header. */
  readonly tableSections: Map<number, Section>;
  readonly affixes: Map<Place, Affixes>;
  /** Tables whose rows are phases. */
  readonly overviews: Overview[];
  /** For each list with emoji of state, the states that it tells by the title of what it names. */
  readonly toldByEmoji: ReadonlyMap<string, TaskState>[];
  /** Lines of steps that the author skips: struck, or `(skipped)`. */
  readonly skippedSteps: Set<number>;
  /** Tasks that begin with words which may name them alone. */
  readonly leads: Map<Draft, { readonly lead: Lead; readonly words: TaskText }>;
  readonly checklists: DraftChecklist[];
  readonly ignored: { line: number; reason: string }[];
  readonly lookAlikes: DraftLookAlike[];
  readonly risks: Risk[];
  readonly problems: Problem[];
  /** Sections right under which plain bullets stand. */
  readonly bullets: Set<Section>;
  /** Lines that are remembered as tasks of their own. */
  readonly apart: ReadonlySet<number>;
}

/** A line that looks like a task: as title, words, id and issue of a task in that place would read. */
export interface DraftLookAlike extends Pick<LookAlike, 'line' | 'title' | 'text' | 'id' | 'issue'> {
  readonly section: Section;
}

/** Nothing found yet. */
export function newFindings(apart: readonly number[] = []): Findings {
  return {
    tasks: [],
    headings: new Map(),
    tableSections: new Map(),
    affixes: new Map(),
    overviews: [],
    toldByEmoji: [],
    skippedSteps: new Set(),
    leads: new Map(),
    checklists: [],
    ignored: [],
    lookAlikes: [],
    risks: [],
    problems: [],
    bullets: new Set(),
    apart: new Set(apart),
  };
}

/** A draft of a task of which only kind and place in the outline are known. */
export function newDraft(kind: Draft['kind'], section: Section): Draft {
  return {
    kind,
    title: '',
    text: '',
    state: 'open',
    status: null,
    id: null,
    issue: null,
    reference: null,
    priority: null,
    estimate: null,
    estimateUnit: null,
    dependsOn: [],
    owners: [],
    section,
    phaseCell: null,
    subtasks: [],
    steps: [],
    details: [],
    places: [],
    said: [],
  };
}

/** Adds metadata to a draft; what is known already stands, lists grow. */
export function addMetadata(
  draft: Draft,
  { kind, value }: Metadata,
  readState: (text: string) => TaskState | null,
): void {
  switch (kind) {
    case 'priority':
      draft.priority ??= value;
      break;
    case 'estimate':
      draft.estimate ??= value;
      break;
    case 'dependencies':
      if (value !== null) draft.dependsOn.push(value);
      break;
    case 'owner':
      draft.owners.push(...ownersIn(value));
      break;
    case 'status':
      draft.status ??= value === null ? null : readState(value);
      break;
    case 'due':
      break;
  }
}

/**
 * Takes what a task's words say over into its draft.
 *
 * @param source The plan.
 * @param words The words of one of its places.
 * @param findings Keeps the lead until all siblings are known, see `lead-names.ts`.
 * @returns The words' parts, and what an edit must know of them.
 */
export function takeWords(
  source: Source,
  words: TaskText,
  draft: Draft,
  findings: Findings,
): { readonly parts: TitleParts; readonly affixes: Affixes } {
  const split = draft.kind === 'heading' ? splitHeading : splitTitle;
  const parts = split(words.text, words.marks);
  draft.title = parts.title;
  draft.text = parts.title;
  draft.id = parts.id;
  draft.issue = words.issue;
  takeReference(source, words, draft);
  if (parts.lead !== null) findings.leads.set(draft, { lead: parts.lead, words });
  return { parts, affixes: affixesOf(source, words, parts, null) };
}

/** A task whose words only name an issue is named by its number, however that is written. */
function takeReference({ repositoryUrl }: Source, { nodes }: TaskText, draft: Draft): void {
  const reference = findReference(draft.title, nodes, repositoryUrl);
  if (reference === null) return;
  draft.reference = reference.kind;
  if (reference.kind === 'elsewhere') return;
  draft.issue = reference.issue;
  draft.title = `#${String(reference.issue)}`;
  draft.text = draft.title;
}

/** What stands around a title: all of the words before the metadata, or a lead among them. */
export function affixesOf(source: Source, words: TaskText, parts: TitleParts, lead: Lead | null): Affixes {
  const from = lead?.from ?? parts.prefix.length;
  const to = lead?.to ?? from + parts.title.length;
  const spanOf = (start: number, end: number): Span | null => {
    const span = sourceOf(source.body, words.nodes, start, end);
    return span === null ? null : inFile(source, span.start, span.end);
  };
  return {
    title: lead?.title ?? parts.title,
    prefix: parts.prefix,
    suffix: parts.suffix,
    // Struck metadata behind a title that is not, as `**T-17** ~~@ada~~`, drops nothing.
    struck: words.struckFrom !== null && parts.prefix.length >= words.struckFrom,
    titleSpan: () => spanOf(from, to),
    dropSpan: () => (parts.droppedBy === null ? null : spanOf(parts.droppedBy.from, parts.droppedBy.to)),
    lead,
  };
}

/** A draft and all below it. */
export function* everyDraft(drafts: readonly Draft[]): Generator<Draft> {
  for (const draft of drafts) {
    yield draft;
    yield* everyDraft(draft.subtasks);
  }
}
