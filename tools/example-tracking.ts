/** A realistic plan at 40 %: what the picture of a tracking issue is drawn from. */
import { lintPlan } from '../src/plan/lint.ts';
import { parsePlan } from '../src/plan/parse.ts';
import { allTasks } from '../src/plan/walk.ts';
import { taskDates } from '../src/sync/progress/burn-up.ts';
import { renderTracking } from '../src/sync/render/tracking/tracking.ts';

const REPOSITORY = 'https://github.com/ada/engine';

const PLAN = `# Search Rebuild Implementation Plan

## Phased Implementation

### Phase 1: Foundation (due 2026-04-03)
- [x] Write down what search must answer
- [x] Ship the query parser
- [x] Build the index writer
  - [x] Choose a tokenizer
  - [x] Backfill last year's documents
- [x] Put the service behind the gateway

### Phase 2: Core Features (due 2026-05-15)
- [x] Rank results by freshness
- [x] Highlight matches in snippets
- [x] Cache the hundred hottest queries
- [ ] Explain a rank to support staff
- [ ] Filter by team and by date
- [ ] ~~Voice search~~

### Phase 3: Integration & Testing (due 2026-05-29)
- [ ] Migrate the saved searches of all customers
- [ ] Load test at twice the peak
- [ ] Compare the answers of both engines every night
- [ ] Fix what the comparison finds
- [ ] Write the runbook

### Phase 4: Launch
- [ ] Run both engines side by side for two weeks
- [ ] Switch over region by region
- [ ] Announce it to customers
- [ ] Remove the old cluster

## Development Tasks

### Backend Tasks
| Task | Priority | Estimation | Dependencies |
|------|----------|------------|--------------|
| Ship the query parser | High | 3d | None |
| Build the index writer | High | 5d | Ship the query parser |
| Put the service behind the gateway | High | 1d | Ship the query parser |
| Rank results by freshness | High | 3-4d | Build the index writer |
| Highlight matches in snippets | Med | 2d | Build the index writer |
| Cache the hundred hottest queries | Med | 1d | Rank results by freshness |
| Explain a rank to support staff | Low | 2d | Rank results by freshness |
| Filter by team and by date | Med | 2-3d | Build the index writer |
| Migrate the saved searches of all customers | High | 4d | Filter by team and by date |
| Load test at twice the peak | High | 2d | Cache the hundred hottest queries |
| Compare the answers of both engines every night | High | 2d | Rank results by freshness |
| Fix what the comparison finds | High | 2-5d | Compare the answers of both engines every night |
| Run both engines side by side for two weeks | High | 10d | Phase 3 |
| Switch over region by region | High | 3d | Run both engines side by side for two weeks |
| Remove the old cluster | Low | 1d | Switch over region by region |
| Rotate the index nightly | Low | 1d | Build the index writer |

## Quality Assurance

### Definition of Done
- [x] Tests pass in CI
- [ ] Runbook updated
- [ ] On-call has been trained

## Risks & Mitigations

| Risk | Impact | Probability | Mitigation |
|------|--------|-------------|------------|
| Index grows too big | High | Low | Drop bodies over 100 kB |
| Customers miss the old ranking | Med | High | Keep the old engine for four weeks |
`;

/** Days after the first sync on which the finished tasks were finished; the first one was done before. */
const FINISHED: readonly (number | null)[] = [null, 6, 13, 15, 24, 20, 33, 36, 45, 47];

/** The words of the tracking issue of that plan. */
export function exampleTracking(): string {
  const plan = parsePlan(PLAN, { path: 'plans/search.md', repositoryUrl: REPOSITORY });
  const place = { repositoryUrl: REPOSITORY, branch: 'main', path: 'plans/search.md' };
  const start = Date.parse('2026-03-02T09:00:00Z');
  const at = (days: number): string => new Date(start + days * 86_400_000).toISOString().slice(0, 19) + 'Z';
  const since = at(0);
  let closed = 0;
  const tasks = allTasks(plan).map(({ task }, index) => {
    const createdAt = task.title.startsWith('Compare') || task.title.startsWith('Fix what') ? at(17) : since;
    const day = task.state === 'done' ? (FINISHED[closed++] ?? null) : 40;
    const closedAt = task.state === 'open' ? null : day === null ? at(0.001) : at(day);
    const { state } = task;
    return [
      task.line,
      { state, issue: 12 + index, dates: taskDates({ createdAt, closedAt }, since) },
    ] as const;
  });
  const proposal = {
    id: '1',
    issue: 21,
    title: 'Cache the hundred hottest queries',
    rider: false,
    edit: { kind: 'state', line: 1, state: 'done' },
  } as const;
  return renderTracking({
    plan,
    place,
    tasks: new Map(tasks),
    problems: lintPlan(plan),
    standing: {
      place,
      proposals: [proposal],
      unwritable: [],
      refused: [],
      writeBack: { kind: 'waits', number: 44 },
    },
    held: null,
  });
}
