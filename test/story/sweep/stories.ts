/** The stories that are swept, as data: what people do, and after each step the app comes to rest. */
import { SEARCH } from '../../stories/plans.ts';
import type { Story } from '../scenario.ts';

/** What people do before the app comes to rest again. */
export interface Step {
  readonly name: string;
  act(story: Story): Promise<unknown>;
}

export interface SweptStory {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** A plan with all that a first sync can meet: a date, a person, tasks that are over, a phase that is. */
const BEGUN = SEARCH.replace('### Phase 1: Foundation\n', '### Phase 1: Foundation (due 2026-12-01)\n')
  .replace(
    '### Phase 2: Core',
    '### Phase 0: Names\n- [x] Pick a name\n- [ ] ~~Buy a domain~~\n\n### Phase 2: Core',
  )
  .replace(
    '- [ ] Cache hot queries\n',
    '- [ ] Cache hot queries\n  - Owner: @ada\n  - Least used goes first\n- [x] Draw the box\n',
  );

const step = (name: string, act: Step['act']): Step => ({ name, act });

const commits = (text: string): Step => step('commits the plan', ({ human }) => human.commits(text));
const merges = (how?: 'merge' | 'squash' | 'rebase'): Step =>
  step('merges the write-back', ({ human }) => human.mergesWriteBack(how));

/** A change of the plan that must find what it changes. */
const edits = (name: string, from: string | RegExp, to: string): Step =>
  step(name, ({ human }) => human.edits((text) => text.replace(from, to)));

const configures = (name: string, text: string): Step =>
  step(name, ({ human }) => human.commits(text, '.github/planwright.yml'));

const linksMerged: readonly Step[] = [commits(SEARCH), merges()];

const types = (words: string): Step =>
  step(`types ${words}`, ({ human }) => human.comments('Plan: Search', words));

/** Lets go what waits, under the id that the tracking issue names. */
const confirms: Step = step('confirms what waits', ({ human }) => human.confirms());

export const STORIES: readonly SweptStory[] = [
  {
    name: 'whole',
    steps: [
      ...linksMerged,
      step('closes two issues', async ({ human }) => {
        await human.closes('Rank the results');
        await human.closes('Ship the parser');
      }),
      merges(),
      edits('rewords a task', '- [ ] Cache hot queries', '- [ ] Cache the hot queries'),
      edits('removes a task', /- \[ \] Build the index.*\n/, ''),
    ],
  },
  { name: 'first-sync', steps: [commits(BEGUN), merges('squash')] },
  {
    name: 'both-ways',
    steps: [
      ...linksMerged,
      step('closes an issue', ({ human }) => human.closes('Rank the results')),
      step('reopens it before the merge', ({ human }) => human.reopens('Rank the results')),
      step('drops one, renames one and adds words', async ({ human }) => {
        await human.closes('Rank the results', 'not_planned');
        await human.renames('Cache hot queries', 'Cache | the [hot] queries');
        await human.addsWords('Ship the parser', 'Ask Bo first.');
      }),
      merges('squash'),
      step('reopens one and closes the phase', async ({ human }) => {
        await human.reopens('Rank the results');
        await human.closes('Ship the parser');
        await human.closes('Build the index');
        await human.closes('Choose a tokenizer');
      }),
      step('refuses the write-back', ({ human }) => human.closesWriteBack()),
      step('closes another', ({ human }) => human.closes('Rotate the index')),
      merges(),
    ],
  },
  {
    name: 'plan-edits',
    steps: [
      ...linksMerged,
      edits(
        'adds two tasks, one in a new phase',
        '## Development',
        '- [ ] Spell-check the query\n\n### Phase 3: Polish\n- [ ] Write the manual\n\n## Development',
      ),
      edits(
        'rewords a task and renames its phase',
        /Phase 2: Core Features\n- \[ \] Rank the results/,
        'Phase 2: Relevance\n- [ ] Rank the results by freshness',
      ),
      edits(
        'moves a task to another phase',
        /(- \[ \] Build the index[^]*?)(- \[ \] Cache hot queries[^\n]*\n)/,
        '$2$1',
      ),
      edits(
        'ticks one, strikes one',
        /- \[ \] Spell-check the query([^]*)- \[ \] Write the manual/,
        '- [x] Spell-check the query$1- [ ] ~~Write the manual~~',
      ),
      edits(
        'unticks one, drops the struck one, changes a priority',
        /- \[x\] Spell-check the query([^]*)(- \[ \] ~~Write the manual~~[^\n]*\n)([^]*)\| Low/,
        '- [ ] Spell-check the query$1$3| Medium',
      ),
      edits('ticks it again', '- [ ] Spell-check', '- [x] Spell-check'),
      edits('strikes the done task', /- \[x\] (Spell-check the query)/, '- [ ] ~~$1~~'),
      edits('changes details', /(- \[ \] Choose a tokenizer[^\n]*\n)/, '$1    - Unicode, not bytes\n'),
      step('edits the plan and closes the issue', async ({ human }) => {
        await human.closes('Choose a tokenizer');
        await human.edits((text) => text.replace(/- \[ \] (Choose a tokenizer)/, '- [ ] ~~$1~~'));
      }),
    ],
  },
  {
    name: 'config',
    steps: [
      ...linksMerged,
      configures(
        'wants less',
        'nested: steps\nmilestones: false\ncompleted: skip\nlabels: {area: false, priority: false}\n',
      ),
      edits(
        'adds tasks, one of them done, and ticks a step',
        /  - \[ \] (Choose a tokenizer.*\n)/,
        '  - [x] $1- [x] Draw the box\n- [ ] Spell-check the query\n  - [ ] Load a dictionary\n',
      ),
      configures('wants all of it again', 'comments: true\n'),
      edits('unticks the done task', '- [x] Draw the box', '- [ ] Draw the box'),
    ],
  },
  {
    name: 'links',
    steps: [
      commits(SEARCH.replace('| None            |', '| Rank the results |')),
      merges(),
      edits(
        'makes a task a sub-task, and one that waits for two',
        /- \[ \] Cache hot queries([^\n]*\n)/,
        '  - [ ] Cache hot queries$1    - Depends on: Build the index, Choose a tokenizer\n',
      ),
      edits('takes a dependency away', 'on: Build the index, Choose', 'on: Choose'),
      edits(
        'adds a task with a sub-task that waits for it',
        '## Development',
        '- [ ] Spell-check the query\n  - [ ] Load a dictionary\n    - Depends on: Rank the results\n\n## Development',
      ),
      edits('takes the sub-task out', '  - [ ] Choose a tokenizer', '- [ ] Choose a tokenizer'),
    ],
  },
  {
    name: 'pause',
    steps: [
      ...linksMerged,
      types('/plan pause'),
      step('ticks one and closes another', async ({ human }) => {
        await human.edits((text) => text.replace('- [ ] Choose a tokenizer', '- [x] Choose a tokenizer'));
        await human.closes('Rank the results');
      }),
      types('/plan resume\n/plan help'),
    ],
  },
  {
    name: 'retire',
    steps: [
      step('commits a plan with an issue that was there before', async ({ github, human }) => {
        const number = await human.opens('Warm it up', { body: 'Old words.' });
        const link = `[#${number}](${github.url}/ada/engine/issues/${number})`;
        await human.commits(SEARCH.replace('- [ ] Rank', `- [ ] Warm it up (${link})\n- [ ] Rank`));
      }),
      merges(),
      step('closes an issue', ({ human }) => human.closes('Ship the parser')),
      types('/plan retire'),
      confirms,
      types('/plan sync'),
      types('/plan retire'),
      confirms,
      edits('changes the text', '- [ ] Cache hot queries', '- [ ] Spell-check\n- [ ] Cache hot queries'),
    ],
  },
];

/** The story of that name. */
export function storyNamed(name: string): SweptStory {
  const found = STORIES.find((story) => story.name === name);
  if (found === undefined)
    throw new Error(`Expected one of ${STORIES.map((story) => story.name).join(', ')}, found "${name}".`);
  return found;
}
