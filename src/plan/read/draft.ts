import { splitList } from '../text/cells.ts';
import type { Metadata } from './tasks/metadata.ts';
import type { Section } from './outline.ts';
import type { TitleParts } from './tasks/titles.ts';
import type { LookAlike, Place, Problem, Risk, Step, Task, TaskState } from '../types.ts';

/** A task while it is being read. Becomes a `Task` when the whole plan is known. */
export interface Draft {
  readonly kind: 'checkbox' | 'row' | 'heading';
  /** In full; the task's title is cut to what an issue can hold. */
  title: string;
  state: TaskState;
  /** What a `Status:` line or cell under or beside the task says. */
  status: TaskState | null;
  id: string | null;
  issue: number | null;
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
}

/** A checklist while it is being read. */
export interface DraftChecklist {
  readonly title: string;
  readonly line: number;
  readonly items: Step[];
}

/** What stands around a title in its place: an edit of the title keeps it. */
export type Affixes = Pick<TitleParts, 'prefix' | 'suffix'>;

/** Everything found in a plan, before tasks are joined and put under their phases. */
export interface Findings {
  /** Top-level tasks, in document order. */
  readonly tasks: Draft[];
  /** The tasks that headings are. */
  readonly headings: Map<Section, Draft>;
  /** Where the task tables stand, by the line of their header. */
  readonly tableSections: Map<number, Section>;
  readonly affixes: Map<Place, Affixes>;
  readonly checklists: DraftChecklist[];
  readonly ignored: { line: number; reason: string }[];
  readonly lookAlikes: (Omit<LookAlike, 'section'> & { readonly section: Section })[];
  readonly risks: Risk[];
  readonly problems: Problem[];
  /** Sections right under which plain bullets stand. */
  readonly bullets: Set<Section>;
}

/** Nothing found yet. */
export function newFindings(): Findings {
  return {
    tasks: [],
    headings: new Map(),
    tableSections: new Map(),
    affixes: new Map(),
    checklists: [],
    ignored: [],
    lookAlikes: [],
    risks: [],
    problems: [],
    bullets: new Set(),
  };
}

/** A draft of a task of which only kind and place in the outline are known. */
export function newDraft(kind: Draft['kind'], section: Section): Draft {
  return {
    kind,
    title: '',
    state: 'open',
    status: null,
    id: null,
    issue: null,
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
      draft.owners.push(...splitList(value));
      break;
    case 'status':
      draft.status ??= value === null ? null : readState(value);
      break;
    case 'due':
      break;
  }
}

/** A draft and all below it. */
export function* everyDraft(drafts: readonly Draft[]): Generator<Draft> {
  for (const draft of drafts) {
    yield draft;
    yield* everyDraft(draft.subtasks);
  }
}
