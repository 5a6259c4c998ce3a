/** What a test of a GitHub App imports: {@link startSandbox}, the environment for Probot, and the types of both. */
export { environmentOf, freePort } from './environment.ts';
export { opensIssue, valuesIn } from './http/opens-issue.ts';
export { routes } from './routes/all.ts';
export { startSandbox } from './sandbox.ts';
export { seedSandbox, type Seed, type Seeded } from './seed.ts';
export type * from './types.ts';
export { WEBHOOK_KINDS } from './webhooks/webhooks.ts';
