/** Everything that is read from GitHub, as plain data of `sync/types`. Reading decides nothing. */
export { accountIds, whoAmI, type Account } from './read/accounts.ts';
export { readClosers } from './read/closers.ts';
export { readLastChange, readMergedAt } from './read/history.ts';
export {
  listNewest,
  readIssuesBy,
  readNewest,
  readNumber,
  readPlanIssues,
  readLabelledIssues,
  type IssuesReading,
  type NewestIssues,
  type PlanIssuesReading,
} from './read/issues.ts';
export { observedMilestone, readMilestones } from './read/milestones.ts';
export { readWriteBack } from './read/write-back-pulls.ts';
export {
  readHead,
  readRepository,
  readText,
  readTree,
  type Head,
  type TextReading,
} from './read/repository.ts';
