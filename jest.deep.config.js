import config from './jest.config.js';

// Tests by chance run in `npm test` too, a few times each (test/runs.ts).
process.env.RUNS ??= '300';
const BY_CHANCE = [
  'plan/properties',
  'sync/render/escape',
  'sync/plans/onboarding',
  'sync/state/markers',
  'github/pacing',
];

/** What takes long: high run counts, sweeps, simulations, the page in Chromium, command lines in processes of their own, PostgreSQL killed. */
export default {
  ...config,
  testMatch: [
    ...config.testMatch.map((glob) => glob.replace('*.test.ts', '*.deep.test.ts')),
    ...BY_CHANCE.map((name) => `<rootDir>/test/${name}.test.ts`),
  ],
  testPathIgnorePatterns: ['/node_modules/'],
};
