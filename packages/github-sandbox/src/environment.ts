/** The environment under which a Probot server works with the sandbox. */
import { createServer } from 'node:net';
import type { AppAccount, Sandbox } from './types.ts';

/** A port of this machine that nothing listens on: Probot cannot be told to find one by itself. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('Expected a free port, found none.');
  return address.port;
}

/** The environment variables under which an app's Probot server works with this sandbox instead of github.com. */
export function environmentOf(sandbox: Sandbox, app: AppAccount, port: number): NodeJS.ProcessEnv {
  return {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: app.webhookSecret,
    GHE_HOST: sandbox.host,
    GHE_PROTOCOL: 'http',
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'fatal',
  };
}
