import config from './jest.config.js';

/** What takes long: sweeps, simulations, the page in Chromium, command lines in processes of their own, PostgreSQL killed. */
export default {
  ...config,
  testMatch: config.testMatch.map((glob) => glob.replace('*.test.ts', '*.deep.test.ts')),
  testPathIgnorePatterns: ['/node_modules/'],
};
