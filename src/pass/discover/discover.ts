/** Discovers the plans of a repository and which tasks moved between them; all of that must be known before any plan is synced. */
import { isPlanPath, type Config } from '../../config/config.ts';
import type { Unclear } from '../../parser/types.ts';
import type { Plan } from '../../plan/types.ts';
import { baseBlob } from '../../sync/state/known.ts';
import { ledgerIn } from '../../sync/state/markers.ts';
import { findMoves, type Moves } from '../../sync/plans/moves.ts';
import { pairPlans, pairRenamed, type PairedPlan, type RepositoryFile } from '../../sync/plans/pairing.ts';
import type { TitledPlan } from '../../sync/plans/plan-prefix.ts';
import type { Ledger, ObservedIssue, PlanId } from '../../sync/types.ts';
import { unsurePlan } from '../../sync/plans/unlabelled.ts';
import { titlesOf } from './plan-names.ts';
import { onboardingIssues } from '../../sync/plans/onboarding.ts';
import { askedOutside, ownWordOf } from './outside.ts';
import {
  clearOf,
  createTexts,
  waitsForMoves,
  waitsForNames,
  type MaybeChanged,
  type Texts,
} from '../unclear/waiting-plans.ts';
import { textOf, type PassContext } from '../context.ts';

type Reader = Pick<
  PassContext,
  'client' | 'repository' | 'me' | 'reader' | 'trusted' | 'texts' | 'policy' | 'outside'
>;

/** The plans of a repository. */
export interface DiscoveredPlans {
  readonly paired: readonly PairedPlan[];
  readonly moves: Moves;
  /** Their titles, as far as they are known without reading every plan. */
  readonly titled: readonly TitledPlan[];
  /** Plans that wait for a text that could not be read yet. */
  readonly waits: ReadonlyMap<PlanId, Unclear>;
}

/**
 * Discovers the plans of a repository.
 *
 * @param tree All files of the default branch.
 * @param trackings Issues that carry the tracking label, whoever opened them, and tracking issues that lost it. If other
 *   programs use the account, too, an issue without the label may be theirs: its plan is reported and left alone.
 * @returns The plans. Those that receive tasks from others come first, so that a pass that ends early has taken the tasks over
 *   before the other plan drops them. Plans that wait for a text that could not be read yet are among them.
 */
export async function discoverPlans(
  context: Reader,
  tree: readonly RepositoryFile[],
  config: Config,
  trackings: readonly ObservedIssue[],
): Promise<DiscoveredPlans> {
  const ledgers = trackings.flatMap(({ body, creator }) =>
    context.trusted.has(creator) ? (ledgerIn(body) ?? []) : [],
  );
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
 * Which files are plans. Front matter with `planwright: true` or `false` overrides the config. It is read in files that match
 * the config's globs, in former plans, and in files that may be new plans; not in a text that is its plan's base, which was
 * a plan when it was synced.
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
    const word =
      byConfig && ledger !== undefined && baseBlob(ledger) === file.blob
        ? null
        : await ownWord(context, file);
    if (word ?? byConfig) plans.push(file);
  }
  return plans;
}

async function ownWord(context: Reader, file: RepositoryFile): Promise<boolean | null> {
  const reading = await textOf(context, file);
  if (reading.kind === 'unreadable') return null;
  return ownWordOf(context.reader, reading.text);
}

/** Plans that the onboarding issue lists, or that somebody asked to sync there. */
function listedIn(trackings: readonly ObservedIssue[], trusted: ReadonlySet<number>): ReadonlySet<PlanId> {
  const [found] = onboardingIssues(trackings, trusted);
  return new Set([...(found?.marker.blobs.keys() ?? []), ...(found?.marker.released ?? [])]);
}

/** The texts of new files and of plans whose file is gone: a new file may be such a plan, renamed. */
async function textsOf(texts: Texts, paired: readonly PairedPlan[]): Promise<Map<string, Plan>> {
  const plans = new Map<string, Plan>();
  for (const one of paired) {
    if (one.kind !== 'vanished' && one.kind !== 'new') continue;
    const text = one.kind === 'new' ? one.file : { blob: baseBlob(one.ledger), path: one.ledger.path };
    const plan = await texts.read(text, one.id);
    if (plan !== null && plan.kind !== 'unclear') plans.set(text.blob ?? '', plan.plan);
  }
  return plans;
}

async function changedPlans(texts: Texts, paired: readonly PairedPlan[]): Promise<MaybeChanged[]> {
  const syncable = paired.filter((one) => one.kind === 'known' || one.kind === 'new');
  const changed = syncable.filter((one) => one.kind === 'new' || baseBlob(one.ledger) !== one.file.blob);
  // Tasks move only between two changed plans, one of which had tasks before.
  if (changed.length < 2 || changed.every(({ kind }) => kind === 'new')) return [];
  const plans: MaybeChanged[] = [];
  for (const one of changed) {
    const isKnown = one.kind === 'known';
    const plan = await texts.read(one.file, one.id);
    const base = isKnown
      ? await texts.read({ ...one.file, blob: baseBlob(one.ledger), size: 0 }, one.id)
      : null;
    // Without its base it is unknown which tasks the plan lost or gained.
    if (plan === null || (isKnown && base === null)) continue;
    plans.push({ id: one.id, plan, base, entries: isKnown ? one.ledger.entries : new Map() });
  }
  return plans;
}

/** The path of a plan's file, or that of a file that is gone. */
export function pathOf(paired: PairedPlan): string {
  switch (paired.kind) {
    case 'known':
    case 'new':
    case 'untrusted':
    case 'let-go':
      return paired.file.path;
    case 'vanished':
      return paired.ledger.path;
    case 'newer':
    case 'unlabelled':
      return paired.path;
  }
}
