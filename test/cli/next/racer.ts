/** A process that races for claims: each line of its standard input is the number of an issue, each line it prints what came of it. */
import { createInterface } from 'node:readline';
import { readRepository } from '../../../src/github/read.ts';
import { createTokenClient } from '../../../src/once.ts';
import { claimIssue } from '../../../src/pass/next/claiming.ts';

const [by = '', owner = '', repo = ''] = process.argv.slice(2);
const { GITHUB_API_URL: apiUrl = '', GITHUB_TOKEN: token = '' } = process.env;
const client = createTokenClient({ token, apiUrl });
const found = await readRepository(client, { owner, repo });
if (found.kind === 'away') throw new Error(found.reason);
let attempts = 0;
const nonce = (): string => `${by}-${String((attempts += 1))}`;
const context = { client, repository: found.repository, me: null, by, nonce };

console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const outcome = await claimIssue(context, {
    issue: Number(line),
    assignees: [],
    forMs: 3_600_000,
    renews: false,
  });
  console.log(JSON.stringify({ kind: outcome.kind, sha: 'claim' in outcome ? outcome.claim.sha : null }));
}
