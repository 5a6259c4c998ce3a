/** Puts the Action and all it needs into one file, since a runner takes it from the tag and installs nothing. */
import { build } from 'esbuild';

const { metafile } = await build({
  entryPoints: ['src/action.ts'],
  outfile: process.argv[2] ?? 'dist/action.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  legalComments: 'eof',
  metafile: true,
  // Packages in the older module format ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
});
for (const [file, { bytes }] of Object.entries(metafile.outputs))
  console.log(`${file}: ${Math.round(bytes / 1024)} KiB`);
