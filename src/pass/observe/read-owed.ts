/** Reads the older texts of a plan whose changes GitHub refused in part, so that the refused writes can be tried again. */
import { readText } from '../../github/read.ts';
import type { Plan } from '../../plan/types.ts';
import { allTasks } from '../../plan/walk.ts';
import type { Owing } from '../../sync/state/known.ts';
import type { Ledger, TextLine } from '../../sync/types.ts';
import { planIn, type PassContext } from '../context.ts';

/** The refused writes of a plan, with the task or phase of the older text each belongs to. A text that is gone is skipped. */
export async function readOwed(
  context: PassContext,
  { owed }: Ledger,
  path: string,
): Promise<{ readonly owed?: Owing }> {
  if (owed === undefined) return {};
  const plans = new Map<string, Plan>();
  for (const { blob } of [...owed.issues.values(), ...owed.milestones.values()]) {
    if (plans.has(blob)) continue;
    const reading = await readText(context.client, context.repository, blob);
    if (reading.kind === 'unreadable') continue;
    const read = await planIn(context, { text: reading.text, path });
    if (read.kind === 'plan') plans.set(blob, read.plan);
  }
  const found = <T>(
    lines: ReadonlyMap<number, TextLine>,
    at: (plan: Plan, line: number) => T | undefined,
  ): Map<number, T> =>
    new Map(
      [...lines].flatMap(([number, { blob, line }]) => {
        const plan = plans.get(blob);
        const one = plan === undefined ? undefined : at(plan, line);
        return one === undefined ? [] : [[number, one] as const];
      }),
    );
  const tasks = found(owed.issues, (plan, line) => allTasks(plan).find(({ task }) => task.line === line));
  const phases = found(owed.milestones, (plan, line) => {
    const phase = plan.phases.find((one) => one.line === line);
    return phase === undefined ? undefined : { plan, phase };
  });
  return { owed: { tasks, phases, links: owed.links } };
}
