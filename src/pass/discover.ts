/** Finds the plans of a repository, and what moved between them: what must be known before any of them is synced. */
import { isPlanPath, type Config } from '../config/config.ts';
import type { Unclear } from '../parser/types.ts';
import type { Plan } from '../plan/types.ts';
import { parseTracking } from '../sync/state/markers.ts';
import { findMoves, type Moves } from '../sync/plans/moves.ts';
import { pairPlans, pairRenamed, type PairedPlan, type RepositoryFile } from '../sync/plans/pairing.ts';
import type { TitledPlan } from '../sync/plans/plan-prefix.ts';
import type { Ledger, ObservedIssue, PlanId } from '../sync/types.ts';
import { unsurePlan } from '../sync/plans/unlabelled.ts';
import { titlesOf } from './naming.ts';
import { onboardingIssues } from '../sync/plans/onboarding.ts';
import { askedOutside, ownWordOf } from './outside.ts';
import {
  clearOf,
  createTexts,
  waitsForMoves,
  waitsForNames,
  type MaybeChanged,
  type Texts,
} from './unclear-plans.ts';
import { textOf, type PassContext } from './context.ts';

type Reader = Pick<
  PassContext,
  'client' | 'repository' | 'me' | 'reader' | 'trusted' | 'texts' | 'terms' | 'outside'
>;

/** The plans of a repository. */
export interface FoundPlans {
  readonly paired: readonly PairedPlan[];
  readonly moves: Moves;
  /** What they are called, as far as that can be told without reading all of them. */
  readonly titled: readonly TitledPlan[];
  /** Plans that wait for a text of which there is no word yet. */
  readonly waits: ReadonlyMap<PlanId, Unclear>;
}

/**
 * Finds the plans of a repository.
 *
 * @param tree All files of the default branch.
 * @param trackings Issues that carry the tracking label, whoever opened them, and those that lost it. Of an account that
 *   others use, too, what has no label may be anybody's: it is named, and nothing is done.
 * @returns The plans, those that others' tasks move to first: then a pass that is cut short loses none. Those that wait for a
 *   text that is unclear, their own or one that they may have moves with, are among them.
 */
export async function findPlans(
  context: Reader,
  tree: readonly RepositoryFile[],
  config: Config,
  trackings: readonly ObservedIssue[],
): Promise<FoundPlans> {
  const ledgers = trackings.flatMap(({ body, creator }) => {
    const marker = parseTracking(body);
    return marker.kind === 'ledger' && context.trusted.has(creator) ? [marker.ledger] : [];
  });
  const asked = askedOutside(tree, {
    config,
    outside: context.outside,
    ledgers,
    listed: listedIn(trackings, context.trusted),
  });
  const files = await plansAmong(context, tree, { config, ledgers, asked });
  const taken = new Set(files);
  const others = tree.filter((file) => !taken.has(file));
  const byPath = pairPlans(files, trackings, context.trusted, others);
  const texts = createTexts(context);
  const paired = byPath.some(({ kind }) => kind === 'vanished')
    ? pairRenamed(byPath, await textsOf(texts, byPath))
    : byPath;
  const waits = new Map(waitsForNames(paired, texts.unclear));
  const changed = await changedPlans(texts, paired);
  const moves = findMoves(clearOf(changed), ledgers);
  for (const [id, unclear] of waitsForMoves(changed, ledgers)) waits.set(id, unclear);
  const titled = await titlesOf(paired, async (file, id) => {
    const read = await texts.read(file, id);
    return read?.kind === 'plan' ? read.plan : null;
  });
  const receives = (plan: PairedPlan): number => (moves.arriving.has(plan.id) ? 0 : 1);
  const told = paired.map((plan) => unsurePlan(plan, context.me));
  return { paired: told.toSorted((a, b) => receives(a) - receives(b)), moves, titled, waits };
}

/**
 * A file's own word stands above the config. It is asked of files that the config takes, of those that were plans
 * before, and of those that may have become one: a text that is its plan's base was one, and is not read again.
 */
async function plansAmong(
  context: Reader,
  tree: readonly RepositoryFile[],
  {
    config,
    ledgers,
    asked,
  }: {
    readonly config: Config;
    readonly ledgers: readonly Ledger[];
    readonly asked: ReadonlySet<string>;
  },
): Promise<RepositoryFile[]> {
  const plans: RepositoryFile[] = [];
  // Of two for one path the older one stands.
  const byPath = new Map(ledgers.toReversed().map((ledger) => [ledger.path, ledger]));
  for (const file of tree) {
    const byConfig = isPlanPath(config, file.path);
    const ledger = byPath.get(file.path);
    if (!byConfig && ledger === undefined && !asked.has(file.path)) continue;
    const word = byConfig && ledger?.base === file.blob ? null : await ownWord(context, file);
    if (word ?? byConfig) plans.push(file);
  }
  return plans;
}

async function ownWord(context: Reader, file: RepositoryFile): Promise<boolean | null> {
  const reading = await textOf(context, file);
  if (reading.kind === 'unreadable') return null;
  return ownWordOf(context.reader, reading.text);
}

/** Plans that the issue of waiting plans lists, or that somebody asked for there. */
function listedIn(trackings: readonly ObservedIssue[], trusted: ReadonlySet<number>): ReadonlySet<PlanId> {
  const [found] = onboardingIssues(trackings, trusted);
  return new Set([...(found?.marker.blobs.keys() ?? []), ...(found?.marker.released ?? [])]);
}

/** The plans that may be one another, renamed. */
async function textsOf(texts: Texts, paired: readonly PairedPlan[]): Promise<Map<string, Plan>> {
  const plans = new Map<string, Plan>();
  for (const one of paired) {
    if (one.kind !== 'vanished' && one.kind !== 'new') continue;
    const text = one.kind === 'new' ? one.file : { blob: one.ledger.base, path: one.ledger.path };
    const plan = await texts.read(text, one.id);
    if (plan !== null && plan.kind !== 'unclear') plans.set(text.blob, plan.plan);
  }
  return plans;
}

async function changedPlans(texts: Texts, paired: readonly PairedPlan[]): Promise<MaybeChanged[]> {
  const syncable = paired.filter((one) => one.kind === 'known' || one.kind === 'new');
  const changed = syncable.filter((one) => one.kind === 'new' || one.ledger.base !== one.file.blob);
  // A single plan can neither give to another nor take from it.
  if (changed.length < 2 || changed.every(({ kind }) => kind === 'new')) return [];
  const plans: MaybeChanged[] = [];
  for (const one of changed) {
    const isKnown = one.kind === 'known';
    const plan = await texts.read(one.file, one.id);
    const base = isKnown ? await texts.read({ ...one.file, blob: one.ledger.base, size: 0 }, one.id) : null;
    // Without its base nobody can tell what a plan lost or gained.
    if (plan === null || (isKnown && base === null)) continue;
    plans.push({ id: one.id, plan, base, entries: isKnown ? one.ledger.entries : new Map() });
  }
  return plans;
}
