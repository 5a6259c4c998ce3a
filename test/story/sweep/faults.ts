/** What goes wrong in a sweep, as data. */
import type { RequestEffect, WebhookEffect } from '@planwright/github-sandbox';
import { AT, PLAN, type Story } from '../scenario.ts';
import type { Step } from './stories.ts';

/** Lists show what is new only after this long. */
export const LAG_MS = 10_000;

export type Fault =
  /** The process is gone at a write, and started again; then somebody may have done something meanwhile. */
  | {
      readonly kind: 'kill';
      readonly phase: 'before' | 'after';
      readonly lag: boolean;
      /** The first step is taken before the restart. Its run is compared with one where all of them came afterwards. */
      readonly meanwhile: readonly Step[];
      /**
       * What must be the same. Other rules undo nothing, so that only the `issues` are; and where the plan went back, a
       * state or milestone that was set already counts as a person's, so that only the `words` are.
       */
      readonly compares: 'everything' | 'issues' | 'words';
    }
  /** A write gets no answer, or a wrong one. */
  | { readonly kind: 'answer'; readonly effect: RequestEffect; readonly lag: boolean }
  | { readonly kind: 'lag' }
  | { readonly kind: 'webhooks'; readonly effect: WebhookEffect['kind'] };

/** A fault that strikes at one write of a story rather than all along. */
export type WriteFault = Extract<Fault, { kind: 'kill' | 'answer' }>;

/** Thrown by a step that has nothing to act on yet. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

const CONFIG = '.github/planwright.yml';

const edit = (name: string, from: string | RegExp, to: string): Step => ({
  name,
  async act({ human, planText }) {
    const before = await planText();
    if (before.replace(from, to) === before) throw new NotYet(`Nothing to do: ${name}.`);
    await human.edits((text) => text.replace(from, to));
  },
});

type Option = 'plans' | 'nested' | 'milestones' | 'labels';

/** Sets one option, or takes it away; what else the config says stays. */
const configures = (name: string, option: Option, value: string | null): Step => ({
  name,
  async act({ human, planText }) {
    const before = await planText(CONFIG).catch(() => '');
    const others = before.split('\n').filter((line) => line !== '' && !line.startsWith(`${option}:`));
    const after = [...others, ...(value === null ? [] : [`${option}: ${value}`])]
      .map((line) => `${line}\n`)
      .join('');
    if (after === before) throw new NotYet(`Nothing to do: ${name}.`);
    await (after === '' ? human.removes(CONFIG) : human.commits(after, CONFIG));
  },
});

const unconfigures = (option: Option): Step => configures(`takes ${option} out of the config`, option, null);

async function closes({ human, sees }: Story, title: string): Promise<void> {
  const found = [...(await sees()).issues.values()].filter((issue) => issue.title === title);
  if (found.every(({ state }) => state !== 'open')) throw new NotYet(`"${title}" is not open.`);
  await human.closes(title);
}

/** The text before the last commit, as `git revert` makes it. */
const goesBack: Step = {
  name: 'takes the last change of the plan back',
  async act({ human, planText }) {
    const { data: commits } = await human.octokit.rest.repos.listCommits({ ...AT, path: PLAN });
    const before = commits[1];
    if (before === undefined) throw new NotYet('There is one text only.');
    const text = await planText(PLAN, before.sha);
    if (text === (await planText())) throw new NotYet('The text is the same.');
    await human.commits(text);
  },
};

/** What people do while the app is dead. */
const MEANWHILE: Readonly<Record<string, readonly Step[]>> = {
  add: [edit('adds a task', /(- \[ \] Choose a tokenizer)/, '- [ ] Warm the index up\n  $1')],
  reword: [edit('rewords a task', '- [ ] Choose a tokenizer', '- [ ] Choose a good tokenizer')],
  cut: [edit('removes a task', /- \[ \] Choose a tokenizer.*\n/, '')],
  tick: [edit('ticks a task', '- [ ] Choose a tokenizer', '- [x] Choose a tokenizer')],
  move: [edit('moves a task', /([^\n]*- \[ \] Choose a tokenizer.*\n)([^]*)(- \[.\] ~*Rank the)/, '$2$1$3')],
  rephase: [edit('renames a phase', '### Phase 1: Foundation', '### Phase 1: Groundwork')],
  back: [goesBack],
  close: [{ name: 'closes an issue', act: (story) => closes(story, 'Choose a tokenizer') }],
  globs: [configures('names the plan by another glob', 'plans', "['**/search.md', '!docs/**']")],
  leave: [configures('takes the plan out of the globs', 'plans', '[docs/*.md]'), unconfigures('plans')],
  nested: [configures('makes nested boxes steps', 'nested', 'steps'), unconfigures('nested')],
  milestones: [configures('does without milestones', 'milestones', 'false')],
  labels: [configures('does without labels', 'labels', '{ priority: false }')],
};

type Compared = Extract<Fault, { kind: 'kill' }>['compares'];

const COMPARED: Readonly<Record<string, Compared>> = {
  nested: 'issues',
  milestones: 'issues',
  labels: 'issues',
  back: 'words',
};

const kill = (phase: 'before' | 'after', more: Partial<Fault & { kind: 'kill' }> = {}): Fault => ({
  kind: 'kill',
  phase,
  lag: false,
  meanwhile: [],
  compares: 'everything',
  ...more,
});
const answer = (effect: RequestEffect, lag = false): Fault => ({ kind: 'answer', effect, lag });

/** Every fault by its name. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'kill-before': kill('before'),
  'kill-after': kill('after'),
  'reply-lost': answer({ kind: 'reply-lost' }),
  '502-after': answer({ kind: 'error-after' }),
  '502-before': answer({ kind: 'error-before' }),
  lag: { kind: 'lag' },
  'lag-reply-lost': answer({ kind: 'reply-lost' }, true),
  'lag-kill-after': kill('after', { lag: true }),
  'webhooks-twice': { kind: 'webhooks', effect: 'webhook-twice' },
  'webhooks-reversed': { kind: 'webhooks', effect: 'webhook-reversed' },
  'webhooks-lost': { kind: 'webhooks', effect: 'webhook-lost' },
  ...Object.fromEntries(
    Object.entries(MEANWHILE).flatMap(([name, meanwhile]) => {
      const compares: Compared = COMPARED[name] ?? 'everything';
      const more = { meanwhile, compares };
      return [
        [`kill-before-${name}`, kill('before', more)],
        [`kill-after-${name}`, kill('after', more)],
      ];
    }),
  ),
};

/** The fault of that name. */
export function faultNamed(name: string): Fault {
  const found = FAULTS[name];
  if (found === undefined)
    throw new Error(`Expected one of ${Object.keys(FAULTS).join(', ')}, found "${name}".`);
  return found;
}
