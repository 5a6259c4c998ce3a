/**
 * Sweeps: a story is played undisturbed, then again and again with something going wrong at each of the app's writes in
 * turn. Whatever goes wrong, the end is the same, nothing was made twice, and a further pass writes nothing.
 */
import { faultNamed, FAULTS, NotYet, type Fault } from './faults.ts';
import { play, type Played } from './run.ts';
import type { RepositoryState } from './state.ts';
import { storyNamed, type Step, type SweptStory } from './stories.ts';

/** One disturbed run, named so that it can be run again. */
export interface Case {
  readonly story: string;
  readonly fault: string;
  /** Step → which of the writes that follow it the fault strikes; empty for a fault that is there all along. */
  readonly at: ReadonlyMap<number, number>;
}

export interface Verdict {
  readonly case: Case;
  readonly kind: 'same' | 'different' | 'nothing-to-do';
  /** What differs, what stands twice, what did not come to rest. */
  readonly findings: readonly string[];
}

/** The steps of a story that were taken. */
type SweptSteps = Pick<SweptStory, 'steps'> & { readonly story: string };

const SHOWN = Number(process.env.SWEEP_LINES ?? 12);
const undisturbed = new Map<string, Promise<Played>>();

/** A case's `at` as `--at` takes it: `step.write`, both counted from one. */
export function printAt(at: Case['at']): string {
  return [...at].map(([index, nth]) => `${index + 1}.${nth}`).join(',');
}

/** Reads what {@link printAt} printed. */
export function parseAt(text: string): Case['at'] {
  if (text === '') return new Map();
  return new Map(
    text.split(',').map((one) => {
      const [step, nth] = one.split('.').map(Number);
      if (!(Number(step) > 0 && Number(nth) > 0)) throw new Error(`Expected STEP.WRITE, found "${one}".`);
      return [Number(step) - 1, Number(nth)];
    }),
  );
}

/** All cases of a story and a fault: one for each write, or one for a fault that is there all along. */
export async function casesOf(story: string, fault: string): Promise<Case[]> {
  if (!strikesAWrite(faultNamed(fault))) return [{ story, fault, at: new Map() }];
  const { writes } = await reference(story, storyNamed(story).steps);
  return writes.flatMap((count, index) =>
    Array.from({ length: count }, (_, before) => ({ story, fault, at: new Map([[index, before + 1]]) })),
  );
}

/** As {@link casesOf}, but every step is struck in one run, at the nth of its writes: fewer runs for the same faults. */
export async function deepCasesOf(story: string, fault: string): Promise<Case[]> {
  const { writes } = await reference(story, storyNamed(story).steps);
  return Array.from({ length: Math.max(...writes) }, (_, before) => ({
    story,
    fault,
    at: new Map(writes.flatMap((count, index) => (count > before ? [[index, before + 1] as const] : []))),
  }));
}

/**
 * Runs one case and compares it with the undisturbed run.
 *
 * @param until To the end of the story, or only to the step after the last that was struck: what stands then is compared
 *   down to the markers, so that the rest can go no other way.
 */
export async function judge(one: Case, until: 'end' | 'next step' = 'end'): Promise<Verdict> {
  const fault = faultNamed(one.fault);
  const { steps } = storyNamed(one.story);
  const meanwhile = fault.kind === 'kill' ? fault.meanwhile : [];
  const last = [...one.at.keys()].at(-1) ?? steps.length - 1;
  const reach = meanwhile.length > 0 ? last + 1 : until === 'end' ? steps.length : last + 2;
  const played = steps.slice(0, reach);
  try {
    const found = await play(played, { fault, at: one.at });
    const findings = [
      ...(found.struck === one.at.size ? [] : [`The fault struck ${found.struck} times.`]),
      ...found.states.flatMap(({ duplicates }) => duplicates),
      ...found.restless.map((write) => `A further pass wrote: ${write}`),
      ...(meanwhile.length === 0
        ? wrongInSteps(found, await reference(one.story, steps), steps)
        : await wrongInTheEnd(found, { ...one, steps: played }, fault)),
    ];
    return { case: one, kind: findings.length === 0 ? 'same' : 'different', findings };
  } catch (error) {
    if (error instanceof NotYet) return { case: one, kind: 'nothing-to-do', findings: [] };
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { case: one, kind: 'different', findings: [said] };
  }
}

/** Whether a fault strikes at one write rather than all along. */
function strikesAWrite(fault: Fault): boolean {
  return fault.kind === 'kill' || fault.kind === 'answer';
}

/** Whether a fault can strike after several steps of one run: one in whose wake people act ends the story. */
export function mayStrikeOften(fault: Fault): boolean {
  return strikesAWrite(fault) && !(fault.kind === 'kill' && fault.meanwhile.length > 0);
}

/** Names of the faults. */
export const FAULT_NAMES: readonly string[] = Object.keys(FAULTS);

/** As {@link reference}, but what people do meanwhile they do before the app looks at the last step at all. */
function referenceWithin({ story, steps }: SweptSteps, meanwhile: readonly Step[]): Promise<Played> {
  const [first, ...rest] = meanwhile;
  const last = steps.at(-1);
  const both: Step = {
    name: `${last?.name}, ${first?.name}`,
    async act(story) {
      await last?.act(story);
      await first?.act(story);
    },
  };
  return reference(story, [...steps.slice(0, -1), both, ...rest]);
}

/** The undisturbed run of some steps of a story, or with others after them, played once. It must be whole itself. */
function reference(story: string, steps: readonly Step[]): Promise<Played> {
  // Steps of two stories may have one name, and commit other texts.
  const key = [story, ...steps.map(({ name }) => name)].join('\n');
  const known = undisturbed.get(key);
  if (known !== undefined) return known;
  const played = play(steps, null).then((one) => {
    const wrong = [...one.restless, ...one.states.flatMap(({ duplicates }) => duplicates)];
    if (wrong.length > 0) throw new Error(`Undisturbed, "${key}" is not whole: ${wrong.join('; ')}`);
    return one;
  });
  undisturbed.set(key, played);
  return played;
}

function wrongInSteps(found: Played, expected: Played, steps: readonly Step[]): string[] {
  return found.states.flatMap((state, index) =>
    differences(`after "${steps[index]?.name}"`, state, expected.states[index]),
  );
}

/** A change that met a pass half-way may come to what it would after the pass, or to what it would before. */
async function wrongInTheEnd(found: Played, taken: SweptSteps, fault: Fault): Promise<string[]> {
  if (fault.kind !== 'kill') return [];
  const { meanwhile, compares } = fault;
  const end = ({ states }: Played): RepositoryState | undefined => {
    const last = states.at(-1);
    return compares === 'everything' || last === undefined ? last : { ...last, lines: last[compares] };
  };
  const here = end(found);
  const differing = differences(
    'in the end',
    here,
    end(await reference(taken.story, [...taken.steps, ...meanwhile])),
  );
  if (differing.length === 0) return [];
  const before = end(await referenceWithin(taken, meanwhile));
  return differences('in the end', here, before).length === 0 ? [] : differing;
}

function differences(
  when: string,
  found: RepositoryState | undefined,
  expected: RepositoryState | undefined,
): string[] {
  const [here, there] = [found?.lines ?? [], expected?.lines ?? []];
  const only = (lines: readonly string[], others: readonly string[], sign: string): string[] => {
    const rest = [...others];
    return lines.flatMap((line) => {
      const at = rest.indexOf(line);
      if (at === -1) return [`${sign} ${line}`];
      rest.splice(at, 1);
      return [];
    });
  };
  const lines = [...only(there, here, '-'), ...only(here, there, '+')];
  if (lines.length === 0) return [];
  const more = lines.length > SHOWN ? [`and ${lines.length - SHOWN} more lines`] : [];
  return [`Different ${when}:`, ...lines.slice(0, SHOWN), ...more];
}
