/** Reads the text of a plan as it is now: by itself, and as the base tells that its lines go together. */
import type { PlanRead } from '../../parser/types.ts';
import type { Plan, Problem } from '../../plan/types.ts';
import { NOTHING_REMEMBERED, rememberJoins, type RememberedLines } from '../../sync/match/joins.ts';
import { rememberMentions, withMentions } from '../../sync/match/remembered-mentions.ts';
import type { RepositoryFile } from '../../sync/plans/pairing.ts';
import { problems } from '../../sync/render/words.ts';
import { baseOf, type Base, type Known } from '../../sync/state/known.ts';
import { planIn, textOf, type PassContext } from '../context.ts';

/** Why a plan could not be observed. */
export interface Unreadable {
  readonly problem: Problem;
  /** Why a later pass may succeed; null if only a person can change it. */
  readonly unclear: string | null;
}

/** A plan's text, with the plan that was read from it. */
export interface CurrentText {
  readonly text: string;
  readonly plan: Plan;
}

/** Reads the plan's current text with all its problems; or says why the plan must be left alone. */
export async function readCurrentText(
  context: PassContext,
  file: RepositoryFile,
): Promise<CurrentText | Unreadable> {
  const now = await textOf(context, file);
  if (now.kind === 'unreadable') return { problem: problems.unreadable(now.reason), unclear: null };
  const read = await planIn(context, { text: now.text, path: file.path });
  if (read.kind === 'refused') return { problem: read.problem, unclear: null };
  return { text: now.text, plan: withProblems(context, read) };
}

/** Reads the text as the base tells: other lines may be one task than the text alone says, and words name what they named. */
export async function readAsRemembered(
  context: PassContext,
  {
    file: { path },
    known,
    alone,
  }: { readonly file: RepositoryFile; readonly known: Known; readonly alone: CurrentText },
): Promise<CurrentText & { readonly remembered: RememberedLines }> {
  const base = baseOf(known);
  if (base === null) return { ...alone, remembered: NOTHING_REMEMBERED };
  return readWithBase(context, { path, base, alone });
}

/** Reads a text as this base tells. */
export async function readWithBase(
  context: PassContext,
  { path, base, alone }: { readonly path: string; readonly base: Base; readonly alone: CurrentText },
): Promise<CurrentText & { readonly remembered: RememberedLines }> {
  const joined = rememberJoins(base, alone.plan);
  const { together, apart } = joined.joins;
  const isAlone = together.length === 0 && apart.length === 0;
  const plan = isAlone ? alone.plan : await readJoined(context, { path, alone, joins: joined.joins });
  const named = rememberMentions(base, plan, joined.continued);
  return { text: alone.text, plan: withMentions(plan, named), remembered: { ...joined, named } };
}

async function readJoined(
  context: PassContext,
  {
    path,
    alone,
    joins,
  }: { readonly path: string; readonly alone: CurrentText; readonly joins: RememberedLines['joins'] },
): Promise<Plan> {
  const read = await planIn(context, { text: alone.text, path, joins });
  return read.kind === 'refused' ? alone.plan : withProblems(context, read);
}

function withProblems({ said = [] }: PassContext, { plan, lint }: Extract<PlanRead, { kind: 'plan' }>): Plan {
  return { ...plan, problems: [...plan.problems, ...said, ...lint].sort((a, b) => a.line - b.line) };
}
