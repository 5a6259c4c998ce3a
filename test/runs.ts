/** How often tests by chance try: a little in `npm test`, more in `npm run test:deep`, as often as you like with `RUNS=2000`. */
import fc from 'fast-check';

export const RUNS = Number(process.env.RUNS ?? 10);

fc.configureGlobal({ numRuns: RUNS });
