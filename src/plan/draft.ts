import type { Section } from './outline.ts';
import type { Place, Problem, Step, TaskState } from './types.ts';

/** A task while it is being read. Becomes a `Task` when the whole plan is known. */
export interface Draft {
  readonly kind: 'checkbox' | 'row' | 'heading';
  /** In full; the task's title is cut to what an issue can hold. */
  title: string;
  state: TaskState;
  id: string | null;
  issue: number | null;
  priority: string | null;
  estimate: string | null;
  dependsOn: string[];
  owners: string[];
  readonly section: Section;
  area: string | null;
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

/** Everything found in a plan, before tasks are joined and put under their phases. */
export interface Findings {
  /** Top-level tasks, in document order. */
  readonly tasks: Draft[];
  /** The tasks that headings are. */
  readonly headings: Map<Section, Draft>;
  readonly checklists: DraftChecklist[];
  readonly ignored: { line: number; reason: string }[];
  readonly risks: {
    risk: string;
    impact: string | null;
    probability: string | null;
    mitigation: string | null;
    line: number;
  }[];
  readonly problems: Problem[];
}

/** A draft of a task of which only kind and place in the outline are known. */
export function newDraft(kind: Draft['kind'], section: Section): Draft {
  return {
    kind,
    title: '',
    state: 'open',
    id: null,
    issue: null,
    priority: null,
    estimate: null,
    dependsOn: [],
    owners: [],
    section,
    area: null,
    phaseCell: null,
    subtasks: [],
    steps: [],
    details: [],
    places: [],
  };
}

/** A draft and all below it. */
export function* everyDraft(drafts: readonly Draft[]): Generator<Draft> {
  for (const draft of drafts) {
    yield draft;
    yield* everyDraft(draft.subtasks);
  }
}
