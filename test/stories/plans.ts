import { PLAN, type Story } from '../story/scenario.ts';

/** The plans that stories start from. */

/** The shape of the template, filled in: phases with boxes, nested ones, task tables, a checklist. */
export const SEARCH = `# Search Implementation Plan

## Phased Implementation

### Phase 1: Foundation
- [ ] Ship the parser
- [ ] Build the index
  - [ ] Choose a tokenizer

### Phase 2: Core Features
- [ ] Rank the results
- [ ] Cache hot queries

## Development Tasks

### Backend Tasks
| Task             | Priority | Estimation | Dependencies    |
|------------------|----------|------------|-----------------|
| Ship the parser  | High     | 3d         | None            |
| Rotate the index | Low      | 1d         | Build the index |

### Definition of Done
- [ ] Tests pass

---

*Last Updated: 2020-01-02*
`;

/** The template as a team finds it. */
export const UNFILLED = `# [Feature Name] Implementation Plan

## Phased Implementation

### Phase 1: Foundation
- [ ] [Task 1]
- [ ] [Task 2]

## Development Tasks

### Backend Tasks
| Task | Priority | Estimation | Dependencies |
|------|----------|------------|--------------|
| [Task 1] | High/Med/Low | [Time] | [Dependency] |

### Definition of Done
- [ ] Code reviewed and approved

*Last Updated: [Date]*
`;

/** A beginning: these plans are committed and synced, and the links of their first sync are merged. */
export function inStep(files: Readonly<Record<string, string>>): (story: Story) => Promise<void> {
  return async ({ app, human, openPulls }) => {
    await human.pushes(files);
    await app.settles();
    for (const { number } of await openPulls()) await human.mergesPull(number);
    await app.settles();
  };
}

/** The beginning of most stories. */
export const firstSync = inStep({ [PLAN]: SEARCH });
