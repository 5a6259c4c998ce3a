/**
 * Bundles the playground's server (playground/demo.ts) into dist/playground/demo.js, for `planwright demo`. What is in
 * src stays outside of the bundle: it is compiled into dist by itself, and the playground shall run that very code.
 */
import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const SOURCE = resolve(ROOT, 'src') + sep;
const DIST = resolve(ROOT, 'dist');

const compiledSource = {
  name: 'compiled-source',
  setup(builder) {
    builder.onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
      const file = resolve(resolveDir, path);
      if (!file.startsWith(SOURCE)) return null;
      const compiled = resolve(DIST, relative(SOURCE, file).replace(/\.ts$/, '.js'));
      const from = relative(resolve(DIST, 'playground'), compiled).split(sep).join('/');
      return { path: from, external: true };
    });
  },
};

await build({
  entryPoints: ['playground/demo.ts'],
  outfile: 'dist/playground/demo.js',
  absWorkingDir: ROOT,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  plugins: [compiledSource],
  logLevel: 'warning',
});
