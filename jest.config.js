/** Jest in ESM mode: TypeScript goes through swc, `.ts` import extensions resolve as written. */
export default {
  testEnvironment: 'node',
  // Packages of this repository are read as they stand, not as they were last built.
  testEnvironmentOptions: { customExportConditions: ['planwright-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/packages/*/test/**/*.test.ts'],
  // What takes long is in jest.deep.config.js: `npm run test:deep`.
  testPathIgnorePatterns: ['/node_modules/', '\\.deep\\.test\\.ts$'],
  globalSetup: '<rootDir>/test/make-app-key.ts',
  // Nothing is measured by it: machines that others use take ten times as long.
  testTimeout: 60_000,
  // Stories wait for one another's servers as much as they work: with one core left idle they take twice as long.
  maxWorkers: '100%',
  // Modules of a finished suite are never freed by Node's vm: a worker that has grown is started anew.
  workerIdleMemoryLimit: '600MB',
};
