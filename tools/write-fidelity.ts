/** Writes the table of differences between sandbox and GitHub into the README of the sandbox: `npm run fidelity`. */
import { writeFileSync } from 'node:fs';
import { drive } from '../packages/github-sandbox/test/recorded/drive.ts';
import { README, readmeWith } from '../packages/github-sandbox/test/recorded/fidelity.ts';

writeFileSync(README, readmeWith(await drive()));
