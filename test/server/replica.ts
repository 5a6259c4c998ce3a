/** A server in a process of its own, as `npm start` is one, that says twice a second that it lives. */
import { startServer } from '../../src/server.ts';

const server = await startServer({ env: process.env, beatMs: 500 });
process.stdout.write(`port ${server.port}\n`);
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
