/**
 * Runs after `npm ci`, so that `npm start` works at once. Types are not checked here: `npm run check` does that.
 * An install without the development packages (Docker's last stage) has no compiler and brings its own dist.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const compiler = 'node_modules/typescript/bin/tsc';
if (existsSync(compiler)) {
  const args = [compiler, '--project', 'tsconfig.build.json', '--noCheck'];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
  // The playground's page goes into the package as it is built here.
  await import('./bundle-page.js');
}
