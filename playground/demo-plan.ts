/** The plan that the demo commits: the template, filled in. */
export const DEMO_PLAN = `# Search Rebuild Implementation Plan

## Architecture Overview

Search moves out of the monolith into a service with its own index.

## Phased Implementation

### Phase 1: Foundation (due 2026-12-18)
- [x] Write down what search must answer
- [ ] Ship the query parser
- [ ] Build the index writer
  - [ ] Choose a tokenizer
  - [ ] Backfill last year's documents

### Phase 2: Core Features
- [ ] Rank results by freshness
- [ ] Highlight matches in snippets
- [ ] Cache the hundred hottest queries

### Phase 3: Integration & Testing
- [ ] Switch the header search box over
- [ ] Load test at twice the peak

## Development Tasks

### Backend Tasks
| Task                     | Priority | Estimation | Dependencies           |
|--------------------------|----------|------------|------------------------|
| Ship the query parser    | High     | 3d         | None                   |
| Build the index writer   | High     | 5d         | Ship the query parser  |
| Rotate the index nightly | Low      | 1d         | Build the index writer |

### Frontend Tasks
| Task                          | Priority | Estimation | Dependencies             |
|-------------------------------|----------|------------|--------------------------|
| Highlight matches in snippets | Med      | 2d         | Rank results by freshness |

## Quality Assurance

### Definition of Done
- [ ] Tests pass in CI
- [ ] Runbook updated

## Risks & Mitigations

| Risk                | Impact | Probability | Mitigation              |
|---------------------|--------|-------------|-------------------------|
| Index grows too big | High   | Low         | Drop bodies over 100 kB |

---

*Last Updated: 2026-11-02*
`;
