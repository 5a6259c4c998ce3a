/** Everything that is read from GitHub, as plain data of `sync/types`. Reading decides nothing. */
export { accountIds, whoAmI, type Account, type SignedIn } from './accounts.ts';
export { listAll } from './list.ts';
export {
  readNewest,
  readNumber,
  readPlanIssues,
  readTrackingIssues,
  TRACKING_LABEL,
  type IssuesReading,
  type NumberReading,
  type PlanIssuesReading,
} from './read-issues.ts';
export { milestoneOf, readMilestones } from './read-milestones.ts';
export { readWriteBack, type WriteBackPull } from './read-pulls.ts';
export {
  MAX_TEXT_BYTES,
  readHead,
  readRepository,
  readText,
  readTree,
  type Head,
  type RepositoryReading,
  type TextReading,
  type TreeFile,
} from './read-repository.ts';
