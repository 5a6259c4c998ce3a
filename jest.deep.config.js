import config from './jest.config.js';

// Tests by chance, or with many of something, run in `npm test` too, with few (test/runs.ts).
process.env.RUNS ??= '300';
const WITH_MORE = [
  'plan/properties',
  'sync/render/escape',
  'sync/resolve/orphans',
  'sync/plans/onboarding',
  'sync/state/markers',
  'github/pacing',
];

/** What takes long: high run counts, sweeps, simulations, the page in Chromium, command lines in processes of their own, PostgreSQL killed. */
export default {
  ...config,
  testMatch: [
    ...config.testMatch.map((glob) => glob.replace('*.test.ts', '*.deep.test.ts')),
    ...WITH_MORE.map((name) => `<rootDir>/test/${name}.test.ts`),
  ],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 180_000,
};
