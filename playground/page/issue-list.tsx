/** Milestones with their progress, and under each its issues. */
import type { Answer, Backstage, SeenIssue, SeenMilestone, Snapshot } from '../server/types.ts';
import { Icon } from './icons.tsx';
import { act } from './live.ts';
import { dayOf, inkOn, phaseTitle, stateWords } from './words.ts';

interface IssueListProps {
  readonly snapshot: Snapshot;
  readonly backstage: Backstage;
  readonly fresh: readonly number[];
  readonly onOpen: (issue: number) => void;
  readonly report: (answer: Answer) => void;
}

export function IssueList({ snapshot, backstage, fresh, onOpen, report }: IssueListProps) {
  const tasks = snapshot.issues.filter(({ isTracking }) => !isTracking);
  const groups = [...snapshot.milestones, null]
    .map((milestone) => ({
      milestone,
      issues: tasks.filter((issue) => issue.milestone === (milestone?.number ?? null)),
    }))
    .filter(({ milestone, issues }) => milestone !== null || issues.length > 0);
  if (groups.length === 0) {
    const [state, why] = nothingYet(snapshot, backstage);
    return (
      <div class="empty" role="status">
        <p>
          <strong>{state}</strong>
        </p>
        <p>{why}</p>
      </div>
    );
  }
  return (
    <div class="milestones">
      {groups.map(({ milestone, issues }) => (
        <section key={milestone?.number ?? 0} aria-label={milestone?.title ?? 'Issues without a milestone'}>
          <MilestoneHead milestone={milestone} />
          <ul class="issues">
            {issues.map((issue) => (
              <Row
                key={issue.number}
                issue={issue}
                isFresh={fresh.includes(issue.number)}
                onOpen={onOpen}
                report={report}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Why there is no issue, and what comes next. */
function nothingYet({ plan }: Snapshot, backstage: Backstage): readonly [state: string, why: string] {
  const { app, isWorking, progress, missedWebhook } = backstage;
  if (plan === null)
    return ['No issues yet.', 'Commit the plan: each phase becomes a milestone, each task an issue.'];
  if (app === 'stopped')
    return ['Planwright is not running.', 'Start it again, under What happens: it then looks at the plan.'];
  if (isWorking || progress !== null)
    return ['Planwright is at work.', 'It read the plan and opens milestones and issues.'];
  if (missedWebhook)
    return [
      'Planwright missed the commit.',
      'Let it look, under What happens; by itself it looks every few hours.',
    ];
  return ['No issues.', 'Planwright found no open task in the plan; the problems below the plan say why.'];
}

function MilestoneHead({ milestone }: { readonly milestone: SeenMilestone | null }) {
  if (milestone === null) return <h3 class="milestone">No milestone</h3>;
  const { open, closed, due, isOpen } = milestone;
  const all = open + closed;
  const percent = all === 0 ? 0 : Math.round((closed / all) * 100);
  return (
    <header class="milestone">
      <h3>
        <Icon name="milestone" /> {phaseTitle(milestone)}
      </h3>
      <span class="muted">{isOpen ? (due === null ? '' : `due ${dayOf(due)}`) : 'closed'}</span>
      <progress
        max={100}
        value={percent}
        aria-label={`${phaseTitle(milestone)}: ${closed} of ${all} closed`}
      />
      <span class="muted nowrap" aria-hidden="true">
        {closed} of {all}
      </span>
    </header>
  );
}

interface RowProps extends Pick<IssueListProps, 'onOpen' | 'report'> {
  readonly issue: SeenIssue;
  readonly isFresh: boolean;
}

function Row({ issue, isFresh, onOpen, report }: RowProps) {
  const { number, title, state, labels, comments } = issue;
  const toggle = async (): Promise<void> => {
    report(
      await act(
        state === 'open'
          ? { kind: 'close', issue: number, reason: 'completed' }
          : { kind: 'reopen', issue: number },
      ),
    );
  };
  return (
    <li class={isFresh ? 'fresh' : ''}>
      <Icon name={state} label={stateWords(state)} />
      <div class="what">
        <button type="button" class="title" onClick={() => onOpen(number)}>
          {title}
        </button>
        <span class="muted">#{number}</span>
        {labels
          .filter(({ name }) => !name.startsWith('plan: '))
          .map(({ name, color }) => (
            <span key={name} class="label" style={{ background: `#${color}`, color: inkOn(color) }}>
              {name}
            </span>
          ))}
        {comments.length > 0 && (
          <span class="muted">{comments.length === 1 ? '1 comment' : `${comments.length} comments`}</span>
        )}
      </div>
      <button
        type="button"
        class="small toggle"
        data-state={state}
        onClick={() => void toggle()}
        aria-label={`${state === 'open' ? 'Close' : 'Reopen'} #${number}: ${title}`}
      >
        {state === 'open' ? 'Close' : 'Reopen'}
      </button>
    </li>
  );
}
