/**
 * Runs after `npm ci`, so that `npm start` works at once. Types are not checked here: `npm run check` does that.
 * An install without the development packages (Docker's last stage) has no compiler and brings its own dist.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const compiler = 'node_modules/typescript/bin/tsc';

function compile(project) {
  const args = [compiler, '--project', project, '--noCheck'];
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
}

if (existsSync(compiler)) {
  process.exitCode = compile('packages/github-sandbox/tsconfig.json') || compile('tsconfig.build.json');
  // What the demo needs goes into the package as it is built here.
  await import('./bundle-page.js');
  await import('./bundle-playground.js');
}
