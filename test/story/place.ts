/** Where every story happens, and when. */

const OWNER = 'ada';
const REPO = 'engine';

/** The repository, as requests name it. */
export const AT = { owner: OWNER, repo: REPO };
export const PLAN = 'plans/search.md';
/** The day on which every story begins. */
export const TODAY = '2026-03-02';
