/**
 * How often tests by chance try, and from which seed: a little in `npm test`, more in `npm run test:deep`, as often as you
 * like with `RUNS=2000`. The seed is fixed, so that a red run is red again; `SEED=7`, or `SEED=random`, tries other texts.
 */
import fc from 'fast-check';

export const RUNS = Number(process.env.RUNS ?? 10);

const { SEED = '2026' } = process.env;

fc.configureGlobal({ numRuns: RUNS, ...(SEED === 'random' ? {} : { seed: Number(SEED) }) });
