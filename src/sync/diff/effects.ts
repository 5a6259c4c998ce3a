/** What a change set does to issues and milestones, in the terms of its reader. */
import type {
  Change,
  ChangeSet,
  Effect,
  IssuePatch,
  LinkEnd,
  MilestoneRef,
  Observed,
  Proposal,
} from '../types.ts';
import { inPlanOrder } from './creation-order.ts';
import { refusedProposals } from '../write-back/write-back-policy.ts';

/** The effects of a change set, in its order; issues are opened in the plan's. */
export function effectsOf(changeSet: ChangeSet, observed: Observed): Effect[] {
  const names = milestoneNames(changeSet, observed);
  const titles = new Map(
    [...observed.issues, ...observed.linked.values()].map(({ number, title }) => [number, title]),
  );
  const guessed = new Set(
    changeSet.tasks.flatMap(({ guessed: isGuess, issue }) =>
      isGuess && issue !== null && 'number' in issue ? [issue.number] : [],
    ),
  );
  const refresh = (end: LinkEnd): Effect[] =>
    end.kind === 'known'
      ? [{ kind: 'refresh', number: end.number, title: titles.get(end.number) ?? '' }]
      : [];
  const effects = inPlanOrder(changeSet.changes).flatMap((change): Effect[] => {
    switch (change.kind) {
      case 'create-label':
      case 'create-tracking-issue':
        return [];
      case 'create-milestone':
        return [{ kind: 'open-milestone', title: change.title }];
      case 'update-milestone':
        return milestoneEffects(change, names(change.milestone));
      case 'create-issue': {
        const { key, title, milestone, close, type } = change;
        return [
          {
            kind: 'open',
            key,
            title,
            milestone: milestone === null ? null : names(milestone),
            ...(type === undefined ? {} : { type }),
            closed: close !== null,
          },
        ];
      }
      case 'adopt-issue':
        return [{ kind: 'adopt', number: change.number, title: titles.get(change.number) ?? '' }];
      case 'update-issue':
        return issueEffects(change, {
          title: titles.get(change.number) ?? '',
          guessed: guessed.has(change.number),
          names,
        });
      case 'add-sub-issue':
      case 'remove-sub-issue':
        return refresh(change.child);
      case 'add-blocked-by':
      case 'remove-blocked-by':
        return refresh(change.issue);
    }
  });
  return withoutRepetition([...effects, ...wordEffects(changeSet.proposals, observed)]);
}

/** What the write-back proposes because the plan itself changed, but for what people refused. */
function wordEffects(proposals: readonly Proposal[], { pulls }: Observed): Effect[] {
  const refused = refusedProposals(pulls);
  return proposals.flatMap(({ id, cause, issue }): Effect[] =>
    cause === undefined || refused.has(id) ? [] : [{ kind: 'reword', issue, cause }],
  );
}

/** Leaves out that the text of an issue is updated where the issue has another effect, too, and repetitions of it. */
function withoutRepetition(effects: readonly Effect[]): Effect[] {
  const numbers = new Set(
    effects.flatMap((effect) => ('number' in effect && effect.kind !== 'refresh' ? [effect.number] : [])),
  );
  return effects.filter((effect) => {
    if (effect.kind !== 'refresh') return true;
    const isNew = !numbers.has(effect.number);
    numbers.add(effect.number);
    return isNew;
  });
}

type NameOf = (ref: MilestoneRef) => string;

function milestoneNames({ changes }: ChangeSet, { milestones }: Observed): NameOf {
  const made = new Map(
    changes.flatMap((change) =>
      change.kind === 'create-milestone' ? [[change.phase, change.title] as const] : [],
    ),
  );
  const known = new Map(milestones.map(({ number, title }) => [number, title]));
  return (ref) => ('number' in ref ? known.get(ref.number) : made.get(ref.phase)) ?? '';
}

function milestoneEffects(
  { title, due, state }: Extract<Change, { kind: 'update-milestone' }>,
  name: string,
): Effect[] {
  return [
    ...(title === undefined ? [] : [{ kind: 'rename-milestone' as const, from: title.from, to: title.to }]),
    ...(due === undefined ? [] : [{ kind: 'move-milestone' as const, title: name, due: due.to }]),
    ...(state === undefined
      ? []
      : [
          {
            kind: state === 'closed' ? ('close-milestone' as const) : ('reopen-milestone' as const),
            title: name,
          },
        ]),
  ];
}

function issueEffects(
  { number, patch }: Extract<Change, { kind: 'update-issue' }>,
  { title, guessed, names }: { title: string; guessed: boolean; names: NameOf },
): Effect[] {
  const { title: renamed, state, milestone } = patch;
  const effects: Effect[] = [];
  if (renamed !== undefined) effects.push({ kind: 'rename', number, ...renamed, guessed });
  if (state?.to === 'open') effects.push({ kind: 'reopen', number, title });
  if (state?.to === 'closed') {
    effects.push({
      kind: 'close',
      number,
      title,
      as: state.reason === 'completed' ? 'completed' : 'not planned',
    });
  }
  if (milestone !== undefined)
    effects.push({ kind: 'move', number, title, to: milestone === null ? null : names(milestone) });
  if (effects.length === 0 && isRefresh(patch)) effects.push({ kind: 'refresh', number, title });
  return effects;
}

function isRefresh({
  block,
  addLabels,
  removeLabels,
  addAssignees,
  removeAssignees,
  type,
}: IssuePatch): boolean {
  return [block, type, addLabels, removeLabels, addAssignees, removeAssignees].some(
    (part) => part !== undefined,
  );
}
