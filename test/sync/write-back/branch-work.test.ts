/** Whose work stands on a write-back's branch, as a table (DESIGN 4, "Own work on the write-back branch"). */
import { branchRules, branchTrailers } from '../../../src/sync/write-back/branch-work.ts';
import { blobSha } from '../../../src/sync/state/hash.ts';
import type { BranchCommit, BranchFile, BranchOwner } from '../../../src/sync/types.ts';

const PLAN = '3f2a1c';
const BASE = 'b'.repeat(40);
const MADE = 'd'.repeat(40);
const OTHER = 'e'.repeat(40);
const TRAILERS = branchTrailers(PLAN, { base: BASE, made: MADE });
const { ownerOf, isMerged } = branchRules(PLAN);

function commit(sha: string, message: string, more: Partial<BranchCommit> = {}): BranchCommit {
  return { sha, message, parents: 1, byBot: false, ...more };
}

function changed(blob: string, more: Partial<BranchFile> = {}): BranchFile {
  return { path: 'plans/a.md', blob, modified: true, ...more };
}

const app = commit('app', `Tick\n\n${TRAILERS}`);
const named = commit('named', `Tick\n\nPlanwright-Plan: ${PLAN} ${MADE}\n`);
const older = commit('older', `Tick\n\nPlanwright-Plan: ${PLAN}\n`, { byBot: true });
const copiedOlder = commit('copied', older.message);
const hers = commit('hers', 'Fix a word');
const merge = commit('merge', "Merge branch 'main' into planwright/3f2a1c", { parents: 2 });
const plan = changed(MADE);
const notes = changed(OTHER, { path: 'NOTES.md', modified: false });

const own: BranchOwner = { kind: 'own' };
const person = (sha: string): BranchOwner => ({ kind: 'person', commit: sha });

const TABLE: readonly (readonly [string, BranchCommit[], BranchFile[], BranchOwner])[] = [
  ['nothing beyond the default branch', [], [], own],
  ["the app's commit", [app], [plan], own],
  ["the app's commit that names no base", [named], [plan], own],
  ['an older commit, by a bot', [older], [plan], own],
  ['an older message on a commit by a person', [copiedOlder], [plan], person('copied')],
  ['an older commit and a file more', [older], [plan, notes], person('older')],
  ['a commit without trailers', [hers], [plan], person('hers')],
  ["the app's commit and a person's", [app, hers], [plan], person('hers')],
  ["a person's commit under the app's", [hers, app], [plan], person('hers')],
  [
    'the trailers of another plan',
    [commit('other', app.message.replace(PLAN, 'aaaaaa'))],
    [plan],
    person('other'),
  ],
  [
    'two of them in one message',
    [commit('squash', `${app.message}\n${app.message}`)],
    [plan],
    person('squash'),
  ],
  ['a copied message on a second commit', [app, commit('copy', app.message)], [plan], person('copy')],
  ['a file more', [app], [plan, notes], person('app')],
  ['another file instead', [app], [notes], person('app')],
  ['no file at all', [app], [], person('app')],
  ['the plan put elsewhere', [app], [changed(MADE, { modified: false })], person('app')],
  ['an amended text, where no base is named', [named], [changed(OTHER)], person('named')],
  ['merges alone, with nothing of their own', [merge], [], own],
  ['merges alone, with an edit', [merge], [changed(OTHER)], person('merge')],
  ['a merge with a file more', [app, merge], [plan, notes], person('merge')],
  ['a merge that takes the edits back', [app, merge], [], person('merge')],
  ['a merge over a commit that names no base', [named, merge], [plan], person('merge')],
  ["a merge of a person's commit", [app, hers, merge], [plan], person('hers')],
];

it.each(TABLE)('%s', (_, commits, files, owner) => {
  expect(ownerOf({ commits, files })).toEqual(owner);
});

const edits = { base: BASE, made: MADE };
it.each([
  ['a merge', [app, merge], plan, { commit: 'merge', own: 'app', edits }],
  ['a merge over an older commit', [older, merge], plan, { commit: 'merge', own: 'older', edits: null }],
  ['another text, rebased or amended', [app], changed(OTHER), { commit: 'app', own: 'app', edits }],
] as const)('%s is the app’s if it is what merging gives', (_, commits, file, rest) => {
  expect(ownerOf({ commits, files: [file] })).toEqual({ kind: 'own-if-merged', file, ...rest });
});

it.each([
  ['line ends of a web editor', app.message.replaceAll('\n', '\r\n')],
  ['a word behind the trailers', `${app.message}\nCo-authored-by: Mona <m@example.com>`],
])('%s hide no trailer', (_, message) => {
  expect(ownerOf({ commits: [commit('app', message)], files: [plan] })).toEqual(own);
});

describe('What merging gives', () => {
  const base = '# Plan\n\n- [ ] One\n\n- [ ] Two\n';
  const made = base.replace('[ ] One', '[x] One');
  const ours = base.replace('Two', 'Two and a half');
  const both = ours.replace('[ ] One', '[x] One');

  it.each([
    ['both sides', ours, both, true],
    ['the edits alone, where the default branch stayed', base, made, true],
    ['a word more', ours, `${both}\nMine.\n`, false],
    ['one side dropped', ours, made, false],
    ['a conflict that a person resolved', base.replace('One', 'First'), made.replace('One', 'First'), false],
  ])('%s', (_, now, text, expected) => {
    expect(isMerged({ base, made, ours: now }, blobSha(text))).toBe(expected);
  });
});
