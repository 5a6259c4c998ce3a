/** What other programs may use of Planwright: reading, linting and editing plans. Nothing here touches network or disk. */
export { EditError, editPlan } from './plan/edit.ts';
export { planToJson } from './plan/json.ts';
export { lintPlan } from './plan/lint.ts';
export { parsePlan, type ParseOptions } from './plan/parse.ts';
export type * from './plan/types.ts';
