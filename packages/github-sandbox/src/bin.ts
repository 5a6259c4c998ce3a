#!/usr/bin/env node
/** Starts a sandbox at a terminal: `github-sandbox [--port 3300] [--seed seed.json] [--limits]`. It ends with the terminal. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox.ts';
import { seedSandbox, type Seed } from './seed.ts';

const USAGE = 'Usage: github-sandbox [--port PORT] [--seed SEED.json] [--limits]\n';

function typed() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string' },
        seed: { type: 'string' },
        limits: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}

const values = typed();
if (values.help === true) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const seed: Seed =
  values.seed === undefined ? { users: ['ada'] } : (JSON.parse(readFileSync(values.seed, 'utf8')) as Seed);
const sandbox = await startSandbox({
  port: Number(values.port ?? 0),
  limits: values.limits === true ? 'github' : 'none',
});
const { tokens, apps } = seedSandbox(sandbox, seed);
process.stdout.write(
  `${JSON.stringify({ url: sandbox.url, api: `${sandbox.url}/api/v3`, tokens, apps }, null, 2)}\n`,
);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
