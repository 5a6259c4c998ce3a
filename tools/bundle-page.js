/**
 * Bundles the playground's page (playground/page) into dist/playground/page, in about a second. Mermaid is most of it and is
 * loaded by itself, when there is a diagram to draw; of its thirty kinds only those that a plan's issues use come along.
 * `--sizes` prints what came of it.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PAGE = join(ROOT, 'playground/page');
const OUT = join(ROOT, 'dist/playground/page');

/** Kinds of diagrams (and their layout) that are bundled; another kind stays the text it is. */
const DRAWN = /^\.\/chunks\/mermaid\.core\/(flowDiagram|xychartDiagram|ganttDiagram)-/;

const LEFT_OUT = { path: 'left-out', namespace: 'left-out' };

const fewerDiagrams = {
  name: 'fewer-diagrams',
  setup(builder) {
    builder.onResolve({ filter: /^\.\/chunks\/mermaid\.core\/.*-[A-Z0-9]{8}\.mjs$/ }, ({ path, kind }) =>
      kind !== 'dynamic-import' || DRAWN.test(path) ? null : LEFT_OUT,
    );
    // What only the diagrams left out would load: formulas, mind maps, another layout.
    builder.onResolve({ filter: /^(katex|cytoscape.*|elkjs.*)$/ }, () => LEFT_OUT);
    builder.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: `throw new Error('This kind of diagram is not drawn here.');\nexport default null;\nexport const diagram = null;`,
    }));
  },
};

const { metafile, outputFiles } = await build({
  entryPoints: { page: join(PAGE, 'main.tsx'), style: join(PAGE, 'style.css') },
  outdir: OUT,
  absWorkingDir: ROOT,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'external',
  entryNames: '[name]-[hash]',
  chunkNames: 'chunk-[hash]',
  metafile: true,
  write: false,
  plugins: [fewerDiagrams],
  logLevel: 'warning',
  logOverride: { 'ignored-bare-import': 'silent' },
});

const names = Object.entries(metafile.outputs).map(([path, { entryPoint, bytes }]) => ({
  file: path.slice(path.lastIndexOf('/') + 1),
  entryPoint,
  bytes,
}));
const built = (source) => names.find(({ entryPoint }) => entryPoint === `playground/page/${source}`).file;
const [script, style] = [built('main.tsx'), built('style.css')];
const html = (await readFile(join(PAGE, 'index.html'), 'utf8'))
  .replace('page.js', script)
  .replace('style.css', style);
// All at once, at the end: `npm run demo` in one terminal must not find a page that `npx planwright` in another takes away.
await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await Promise.all(outputFiles.map(({ path, contents }) => writeFile(path, contents)));
await writeFile(join(OUT, 'index.html'), html);

if (process.argv.includes('--sizes')) {
  const sizeOf = async (file) => {
    const bytes = await readFile(join(OUT, file));
    return {
      file,
      raw: bytes.length,
      gzip: gzipSync(bytes).length,
      id: createHash('sha1').update(bytes).digest('hex'),
    };
  };
  const all = await Promise.all(
    names.filter(({ file }) => /\.(js|css)$/.test(file)).map(({ file }) => sizeOf(file)),
  );
  const first = new Set([script, style]);
  const eager = Object.entries(metafile.outputs).find(([path]) => path.endsWith(script))[1];
  for (const { path, kind } of eager.imports)
    if (kind === 'import-statement') first.add(path.slice(path.lastIndexOf('/') + 1));
  const sum = (some, key) => Math.round(some.reduce((total, one) => total + one[key], 0) / 1024);
  const [now, later] = [
    all.filter(({ file }) => first.has(file)),
    all.filter(({ file }) => !first.has(file)),
  ];
  console.log(`at once:     ${sum(now, 'raw')} KB in ${now.length} files, ${sum(now, 'gzip')} KB gzipped`);
  console.log(
    `for diagrams: ${sum(later, 'raw')} KB in ${later.length} files, ${sum(later, 'gzip')} KB gzipped`,
  );
}
