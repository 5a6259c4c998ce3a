/** The plans one can play with. The texts are our own, in the shapes that people know. */
import { DEMO_PLAN } from '../demo-plan.ts';
import { KIRO_PLAN } from './example-kiro.ts';
import { LARGE_PLAN } from './example-large.ts';
import { OPENSPEC_PLAN } from './example-openspec.ts';
import { SPEC_KIT_PLAN } from './example-spec-kit.ts';
import type { Example, ExampleId } from './types.ts';

/** The config of a repository whose plans lie elsewhere than in `plans/`. */
function plansIn(glob: string): Example['files'] {
  return { '.github/planwright.yml': `plans:\n  - ${glob}\n` };
}

export const EXAMPLES: readonly Example[] = [
  {
    id: 'template',
    title: 'Plan template',
    about: 'Phases, task tables, risks and a Definition of Done.',
    path: 'plans/search.md',
    text: DEMO_PLAN,
    files: {},
  },
  {
    id: 'spec-kit',
    title: 'spec-kit',
    about: 'tasks.md as spec-kit writes it: ids, [P] marks, user stories.',
    path: 'specs/001-photo-albums/tasks.md',
    text: SPEC_KIT_PLAN,
    files: plansIn('specs/**/tasks.md'),
  },
  {
    id: 'kiro',
    title: 'Kiro',
    about: 'tasks.md as Kiro writes it: nested numbers, requirements, optional tasks.',
    path: '.kiro/specs/reminders/tasks.md',
    text: KIRO_PLAN,
    files: plansIn('.kiro/specs/**/tasks.md'),
  },
  {
    id: 'openspec',
    title: 'OpenSpec',
    about: 'tasks.md as OpenSpec writes it: numbered groups, each a milestone.',
    path: 'openspec/changes/import-statements/tasks.md',
    text: OPENSPEC_PLAN,
    files: plansIn('openspec/changes/**/tasks.md'),
  },
  {
    id: 'large',
    title: 'A large plan',
    about: 'Eight phases, more than sixty tasks, dependencies between them.',
    path: 'docs/plans/payments.md',
    text: LARGE_PLAN,
    files: {},
  },
];

/** The example of an id. */
export function exampleOf(id: ExampleId): Example {
  const found = EXAMPLES.find((example) => example.id === id);
  if (found === undefined) throw new Error(`Expected an example, found ${id}.`);
  return found;
}
