/** What a first sync would make of a plan, worked out without GitHub: nothing is there yet, so there is nothing to read. */
import type { Config } from '../../config/config.ts';
import { refusalOf } from '../../plan/text/limits.ts';
import { lintPlan } from '../../plan/lint.ts';
import { parsePlan } from '../../plan/parse.ts';
import type { PlanDryRun } from './dry-run.ts';
import { NO_MATCH } from '../../sync/match/match.ts';
import { diff } from '../../sync/diff/diff.ts';
import { effectsOf } from '../../sync/diff/effects.ts';
import { blobSha } from '../../sync/state/hash.ts';
import { newPlanId } from '../../sync/state/ids.ts';
import { shortLabel } from '../../sync/state/plan-label.ts';
import type { Observed } from '../../sync/types.ts';
import { policyFor } from '../context.ts';

/** A repository without any issue, looked at everywhere. */
const NOTHING: Observed = {
  issues: [],
  linked: new Map(),
  unlinked: new Map(),
  gone: new Set(),
  milestones: [],
  pulls: [],
};

/** Works out what a first sync of this text would do, in a repository that has no issue yet. */
export function dryRunOffline(path: string, text: string, config: Config): PlanDryRun {
  const parsed = parsePlan(text, { path });
  const refusal = refusalOf(parsed);
  if (refusal !== null)
    return { path, title: parsed.title, effects: [], problems: [refusal], held: null, proposals: [] };
  const problems = [...parsed.problems, ...lintPlan(parsed)].sort((a, b) => a.line - b.line);
  const id = newPlanId(path, new Set());
  const changeSet = diff({
    id,
    label: shortLabel({ id, path, prefix: null }),
    prefix: null,
    file: { path, blob: blobSha(text), text },
    plan: { ...parsed, problems },
    known: { kind: 'first' },
    observed: NOTHING,
    inFlight: [],
    match: NO_MATCH,
    leaving: new Set(),
    trusted: new Set(),
    place: { repositoryUrl: 'https://github.com', branch: 'main', path },
    policy: policyFor(config),
  });
  return {
    path,
    title: parsed.title,
    effects: changeSet.held === null ? effectsOf(changeSet, NOTHING) : [],
    problems: [...changeSet.problems, ...changeSet.conflicts],
    held: changeSet.held,
    proposals: [],
  };
}
