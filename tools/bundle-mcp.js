/** Bundles planwright-mcp into one file, SDK and all, so that `npx planwright-mcp` installs one package and nothing else. */
import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const OUT = 'packages/planwright-mcp/dist/main.js';

await build({
  entryPoints: ['packages/planwright-mcp/src/main.ts'],
  outfile: OUT,
  absWorkingDir: fileURLToPath(new URL('../', import.meta.url)),
  bundle: true,
  conditions: ['planwright-source'],
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  // Some of what is bundled asks for Node's modules as CommonJS does.
  banner: {
    js: "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);",
  },
  legalComments: 'none',
  logLevel: 'warning',
});
chmodSync(fileURLToPath(new URL(`../${OUT}`, import.meta.url)), 0o755);
