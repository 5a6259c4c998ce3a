/** Fetches webhooks from a smee.io channel, for a machine that GitHub cannot reach: as Probot does. Development only. */
import type { Log } from './log.ts';
import type { ServerSettings } from './settings.ts';

interface Smee {
  readonly SmeeClient: new (options: {
    readonly source: string;
    readonly target: string;
    readonly logger: { info(message: string): void; error(message: string): void };
  }) => { start(): Promise<{ close(): void }> };
}

/** Starts to fetch if a channel is set; returns how to stop. */
export async function followSmee(
  { webhookProxy: source, webhookPath, host }: Pick<ServerSettings, 'webhookProxy' | 'webhookPath' | 'host'>,
  port: number,
  log: Log,
): Promise<() => void> {
  if (source === null) return () => {};
  const target = `http://${host === '0.0.0.0' ? 'localhost' : host}:${port}${webhookPath}`;
  // Not a dependency: whoever develops with a channel installs it.
  const name = 'smee-client';
  try {
    const { SmeeClient } = (await import(name)) as Smee;
    const logger = { info: (words: string) => log.info(words), error: (words: string) => log.error(words) };
    const events = await new SmeeClient({ source, target, logger }).start();
    return () => events.close();
  } catch {
    log.warn(
      'WEBHOOK_PROXY_URL is set: run "npm install --no-save smee-client" and start again to receive webhooks.',
    );
    return () => {};
  }
}
