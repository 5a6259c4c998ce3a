/** What becomes of the issue that lists waiting plans, and what its marker remembers. */
import fc from 'fast-check';
import '../../runs.ts';
import type { WaitingPlan } from '../../../src/sync/render/onboarding-words.ts';
import type { ObservedIssue } from '../../../src/sync/types.ts';
import {
  changeOnboarding,
  isListed,
  parseOnboarding,
  releaseIn,
  onboardingIssues,
  type OnboardingIssue,
} from '../../../src/sync/plans/onboarding.ts';

const place = { repositoryUrl: 'https://github.com/ada/engine', branch: 'main' };
const ISSUE: ObservedIssue = {
  number: 7,
  title: 'Planwright found 1 plan here',
  body: '',
  state: 'open',
  reason: null,
  createdAt: '2026-03-02T00:00:00Z',
  closedAt: null,
  labels: ['planwright'],
  milestone: null,
  assignees: [],
  creator: 1,
  creatorLogin: 'planwright[bot]',
  id: 9007,
  parent: null,
  subIssues: 0,
  blockedBy: 0,
};
const trusted = new Set([1]);

const aPlan = fc.record<WaitingPlan>({
  id: fc.stringMatching(/^[0-9a-f]{6}\d?$/),
  path: fc.string({ unit: 'grapheme', minLength: 1 }),
  blob: fc.stringMatching(/^[0-9a-f]{40}$/),
  title: fc.string({ unit: 'grapheme' }),
  issues: fc.nat(),
  milestones: fc.nat(),
});
const somePlans = fc.uniqueArray(aPlan, { selector: ({ id }) => id, minLength: 1, maxLength: 5 });

function found(body: string, more: Partial<ObservedIssue> = {}): OnboardingIssue[] {
  return onboardingIssues([{ ...ISSUE, body, ...more }], trusted);
}

/** The body that the issue has when exactly these plans wait. */
function bodyOf(plans: readonly WaitingPlan[]): string {
  const [change] = changeOnboarding(plans, [], place);
  return change?.kind === 'create' ? change.body : '';
}

it('an issue that says what is so is left alone, whatever the plans are called', () => {
  fc.assert(
    fc.property(somePlans, fc.string(), (plans, words) => {
      const body = `${bodyOf(plans)}\r\n${words}`;
      expect(changeOnboarding(plans, found(body), place)).toEqual([]);
      for (const plan of plans) expect(isListed(found(body)[0], plan)).toBe(true);
    }),
  );
});

it('what somebody asked for is remembered, and words around the list stay', () => {
  fc.assert(
    fc.property(somePlans, (plans) => {
      const body = releaseIn(`${bodyOf(plans)}\n\nThanks!`) ?? '';
      expect(parseOnboarding(body)?.released).toEqual(new Set(plans.map(({ id }) => id)));
      const [change] = changeOnboarding([], found(body), place);
      const after = change?.kind === 'update' ? change.edit(body) : null;
      expect(change).toMatchObject({ state: { to: 'closed', reason: 'completed' } });
      expect(after).toMatch(/No plan waits any more\.[^]*Thanks!$/);
      expect(parseOnboarding(after ?? '')?.released).toEqual(new Set(plans.map(({ id }) => id)));
      expect(changeOnboarding([], found(after ?? '', { state: 'closed' }), place)).toEqual([]);
    }),
  );
});

const PLAN: WaitingPlan = {
  id: '3f2a1c',
  path: 'plans/search.md',
  blob: 'b'.repeat(40),
  title: 'Search',
  issues: 7,
  milestones: 2,
};

it('one that the app closed opens again for a plan that waits; one that a person closed does not', () => {
  const [over] = changeOnboarding([], found(bodyOf([PLAN])), place);
  const closed = over?.kind === 'update' ? (over.edit(bodyOf([PLAN])) ?? '') : '';
  expect(changeOnboarding([PLAN], found(closed, { state: 'closed' }), place)).toMatchObject([
    { kind: 'update', state: { to: 'open' } },
  ]);
  expect(changeOnboarding([PLAN], found(bodyOf([PLAN]), { state: 'closed' }), place)).toEqual([]);
});

it('a body that changed meanwhile is not written over, and no other issue is taken for it', () => {
  const [change] = changeOnboarding([], found(bodyOf([PLAN])), place);
  const edit = change?.kind === 'update' ? change.edit : () => '';
  expect(edit(releaseIn(bodyOf([PLAN])) ?? '')).toBeNull();
  expect(edit('Something else')).toBeNull();
  expect(found(`Words first.\n${bodyOf([PLAN])}`)).toEqual([]);
  expect(found(bodyOf([PLAN]), { creator: 2 })).toEqual([]);
  expect(releaseIn('<!-- planwright v=1 plan=3f2a1c path=x base= issues= -->')).toBeNull();
});

it('says in one issue what waits and what to do about it', () => {
  expect(bodyOf([PLAN, { ...PLAN, id: 'aaaaaa', path: 'PLAN.md', title: 'All', issues: 2, milestones: 0 }]))
    .toMatchInlineSnapshot(`
    "<!-- planwright v=1 waiting=3f2a1c:bbbbbbbbbbbb,aaaaaa:bbbbbbbbbbbb src=cc291b60 -->
    These plans were here before Planwright, and nobody has changed them since, so no issue was opened yet:

    - Search, [plans/search.md](https://github.com/ada/engine/blob/main/plans/search.md): 7 issues in 2 milestones
    - All, [PLAN.md](https://github.com/ada/engine/blob/main/PLAN.md): 2 issues

    To sync all of them, comment \`/plan sync\` here. That opens 9 issues: about 9 notifications to each watcher.

    - A plan syncs by itself as soon as somebody changes it.
    - A file that is no plan says \`planwright: false\` in its front matter, or is taken out under \`plans\` in \`.github/planwright.yml\`.
    - To leave things as they are, close this issue.
    <!-- /planwright -->"
  `);
});
