/**
 * What the playground's server and its page say to each other, as plain data.
 *
 * - **You**: the person at the page, who acts through the sandbox's REST API as the user `ada`.
 * - **Snapshot**: what the repository holds now, as a person could read it by REST.
 * - **Entry**: one line of the timeline: a request or a webhook in plain words.
 * - **Act**: something you do, to the repository or to the machinery.
 * - **Mishap**: something that goes wrong because you asked for it.
 */

/** An example plan that one can play with. */
export interface Example {
  readonly id: ExampleId;
  readonly title: string;
  /** One line: whose shape it is, and what to look at. */
  readonly about: string;
  /** Where the plan lies in its repository. */
  readonly path: string;
  readonly text: string;
  /** Other files that the repository starts with. */
  readonly files: Readonly<Record<string, string>>;
}

export const EXAMPLE_IDS = ['template', 'spec-kit', 'kiro', 'openspec', 'large'] as const;
export type ExampleId = (typeof EXAMPLE_IDS)[number];

export interface SeenLabel {
  readonly name: string;
  /** Six hexadecimal digits. */
  readonly color: string;
}

export interface SeenComment {
  readonly id: number;
  readonly author: string;
  readonly isBot: boolean;
  readonly body: string;
  /** `+1`, `-1`, `confused` and so on, each once. */
  readonly reactions: readonly string[];
}

export interface SeenIssue {
  readonly number: number;
  readonly title: string;
  readonly state: 'open' | 'completed' | 'not_planned' | 'duplicate';
  readonly milestone: number | null;
  readonly labels: readonly SeenLabel[];
  readonly body: string;
  readonly author: string;
  readonly isBot: boolean;
  /** The one issue that stands for the plan. */
  readonly isTracking: boolean;
  readonly comments: readonly SeenComment[];
}

export interface SeenMilestone {
  readonly number: number;
  readonly title: string;
  readonly isOpen: boolean;
  /** `YYYY-MM-DD`. */
  readonly due: string | null;
  readonly open: number;
  readonly closed: number;
}

/** A check, with the buttons that its page on GitHub has. */
export interface SeenCheck {
  readonly run: number;
  readonly conclusion: string | null;
  readonly title: string;
  readonly actions: readonly {
    readonly label: string;
    readonly description: string;
    readonly identifier: string;
  }[];
}

export interface SeenPull {
  readonly number: number;
  readonly title: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly author: string;
  readonly isBot: boolean;
  readonly branch: string;
  readonly body: string;
  readonly files: readonly { readonly path: string; readonly patch: string }[];
  readonly comments: readonly SeenComment[];
  readonly check: SeenCheck | null;
}

export interface Snapshot {
  readonly repository: string;
  /** Links in texts begin with this. */
  readonly url: string;
  readonly example: ExampleId;
  readonly path: string;
  /** The plan on the default branch; null before the first commit. */
  readonly plan: { readonly text: string; readonly sha: string } | null;
  readonly milestones: readonly SeenMilestone[];
  readonly issues: readonly SeenIssue[];
  readonly pulls: readonly SeenPull[];
  /** On the newest commit of the default branch. */
  readonly check: SeenCheck | null;
  /** You closed an issue here: the second step of the guide. */
  readonly youClosed: boolean;
}

export interface Entry {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly who: 'you' | 'app' | 'github';
  /** `quiet` entries are reads and echoes: shown folded. */
  readonly tone: 'write' | 'quiet' | 'trouble' | 'healing';
  readonly text: string;
  /** As a machine says it: `POST /repos/ada/engine/issues → 201`. */
  readonly detail: string;
}

export const MISHAPS = ['lose-webhook', 'lose-reply', 'kill-app', 'rate-limit'] as const;
export type Mishap = (typeof MISHAPS)[number];

/** The state of the app and the armed mishaps. */
export interface Backstage {
  readonly app: 'running' | 'stopped';
  readonly isWorking: boolean;
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** Mishaps that wait for their moment. */
  readonly armed: readonly Mishap[];
  /** A webhook was lost since the app last looked at everything. */
  readonly missedWebhook: boolean;
}

/** What the server sends, one after another, as server-sent events. */
export type Live =
  | { readonly kind: 'examples'; readonly examples: readonly Omit<Example, 'files'>[] }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  /** `isAll`: these are all there are, not more of them. */
  | { readonly kind: 'entries'; readonly entries: readonly Entry[]; readonly isAll: boolean }
  | { readonly kind: 'backstage'; readonly backstage: Backstage };

/** What you do. */
export type Act =
  /** `sha`: the blob that the edit began with; null for a new file. GitHub refuses the commit if it is another by now. */
  | { readonly kind: 'commit'; readonly text: string; readonly sha: string | null }
  | { readonly kind: 'propose'; readonly text: string; readonly sha: string | null }
  | { readonly kind: 'close'; readonly issue: number; readonly reason: 'completed' | 'not_planned' }
  | { readonly kind: 'reopen'; readonly issue: number }
  | { readonly kind: 'rename'; readonly issue: number; readonly title: string }
  | { readonly kind: 'comment'; readonly issue: number; readonly body: string }
  | { readonly kind: 'merge'; readonly pull: number }
  | { readonly kind: 'close-pull'; readonly pull: number }
  | { readonly kind: 'reopen-pull'; readonly pull: number }
  /** Presses a button of a check. */
  | { readonly kind: 'press'; readonly run: number; readonly identifier: string }
  | { readonly kind: 'example'; readonly id: ExampleId }
  /** The example anew, in a fresh repository. */
  | { readonly kind: 'start-over' }
  | { readonly kind: 'mishap'; readonly mishap: Mishap }
  | { readonly kind: 'start-app' }
  /** What the server does by itself every few hours. */
  | { readonly kind: 'sweep' };

/** The server's answer to an act. */
export type Answer = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** What reading a plan's text found. */
export interface Linted {
  readonly problems: readonly {
    readonly code: string;
    readonly severity: 'error' | 'warning' | 'notice';
    readonly line: number;
    readonly column: number;
    readonly message: string;
    readonly hint: string;
  }[];
  readonly phases: number;
  readonly tasks: number;
}
