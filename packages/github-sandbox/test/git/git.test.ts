/** The git database in memory: objects, histories, diffs and merges, held against known results. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { diffTrees } from '../../src/git/diff.ts';
import { commitsBetween, isAncestor, mergeBase } from '../../src/git/history.ts';
import { mergeTexts, mergeTrees } from '../../src/git/merge.ts';
import { createGitStore, writeBlob, writeCommit, writeFiles, type FileAt } from '../../src/git/store.ts';
import { unifiedPatch } from '../../src/git/line-diff.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sandbox-git-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function git(args: string[], input?: string, env: Record<string, string> = {}): string {
  return execFileSync('git', args, { cwd: folder, input, env: { ...process.env, ...env } })
    .toString()
    .trim();
}

function put(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

const store = createGitStore();

function treeOf(files: Record<string, string>): string {
  const entries = Object.entries(files).map(([path, text]): [string, FileAt] => [
    path,
    { mode: '100644', sha: writeBlob(store, Buffer.from(text)) },
  ]);
  return writeFiles(store, new Map(entries));
}

/** A seeded source of numbers below `limit`. */
function randomFrom(seed: number) {
  let state = seed;
  return (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function editedAtRandom(lines: readonly string[], random: (limit: number) => number): string[] {
  const edited = [...lines];
  for (let edits = random(3) + 1; edits > 0; edits -= 1) {
    const at = random(edited.length);
    const kind = random(3);
    if (kind === 0) edited.splice(at, 1);
    else edited.splice(at, kind - 1, `new ${random(4)}\n`);
  }
  return edited;
}

test('trees and commits have the shas that git gives them', () => {
  git(['init', '-q']);
  const files = { 'a.md': 'a\n', 'a/b.md': 'b', 'a-b': '', 'ünï/ç.md': 'x\r\n', 'z/y/x/w.txt': 'deep\n' };
  for (const [path, content] of Object.entries(files)) put(path, content);
  symlinkSync('a.md', join(folder, 'link'));
  put('run.sh', '#!/bin/sh\n');
  git(['add', '.']);
  git(['update-index', '--chmod=+x', 'run.sh']);
  const at = (mode: FileAt['mode'], text: string): FileAt => ({
    mode,
    sha: writeBlob(store, Buffer.from(text)),
  });
  const ours = new Map(Object.entries(files).map(([path, text]) => [path, at('100644', text)] as const));
  ours.set('link', at('120000', 'a.md')).set('run.sh', at('100755', '#!/bin/sh\n'));
  const tree = writeFiles(store, ours);
  expect(tree).toBe(git(['write-tree']));

  const author = { name: 'Ada', email: 'ada@example.com', date: new Date('2026-11-22T10:00:00.700Z') };
  const committer = { name: 'GitHub', email: 'noreply@github.com', date: new Date('2026-11-22T11:00:00Z') };
  const message = 'Subject\n\nBody without a newline at the end';
  const env = {
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_AUTHOR_DATE: '2026-11-22T10:00:00Z',
    GIT_COMMITTER_NAME: 'GitHub',
    GIT_COMMITTER_EMAIL: 'noreply@github.com',
    GIT_COMMITTER_DATE: '2026-11-22T11:00:00Z',
  };
  const commit = writeCommit(store, { tree, parents: [], author, committer, message });
  expect(commit).toBe(git(['commit-tree', tree], message, env));
  const child = writeCommit(store, { tree, parents: [commit], author, committer, message });
  expect(child).toBe(git(['commit-tree', tree, '-p', commit], message, env));
});

test('texts merge and conflict as git merges them', () => {
  const random = randomFrom(7);
  const outcomes = { clean: 0, conflict: 0 };
  for (let round = 0; round < 150; round += 1) {
    const base = Array.from({ length: 12 }, (_, line) => `line ${line}\n`);
    const [ours, theirs] = [editedAtRandom(base, random).join(''), editedAtRandom(base, random).join('')];
    put('base', base.join(''));
    put('ours', ours);
    put('theirs', theirs);
    const real = spawnSync('git', ['merge-file', '-p', 'ours', 'base', 'theirs'], { cwd: folder });
    const expected = real.status === 0 ? real.stdout.toString() : undefined;
    expect({ round, merged: mergeTexts(base.join(''), ours, theirs) }).toEqual({ round, merged: expected });
    outcomes[expected === undefined ? 'conflict' : 'clean'] += 1;
  }
  expect(outcomes.clean).toBeGreaterThan(20);
  expect(outcomes.conflict).toBeGreaterThan(20);
});

test('patches apply with git and look as git makes them', () => {
  const random = randomFrom(11);
  for (let round = 0; round < 40; round += 1) {
    const before = Array.from({ length: 40 }, (_, line) => `${line % 7 === 0 ? '# ' : 'text '}${line}\n`);
    const after =
      editedAtRandom(editedAtRandom(before, random), random).join('') + (round % 2 ? 'no newline' : '');
    const { patch } = unifiedPatch(before.join(''), after);
    put('file', before.join(''));
    git(['apply', '--unidiff-zero', '-'], `--- a/file\n+++ b/file\n${patch}\n`);
    expect(execFileSync('cat', ['file'], { cwd: folder }).toString()).toBe(after);
  }
  put('one', '# Plan\n\n- [ ] a\n- [ ] b\n- [ ] c\n');
  put('two', '# Plan\n\n- [x] a\n- [ ] b\n- [ ] c\nend');
  const real = spawnSync('git', ['diff', '--no-index', 'one', 'two'], { cwd: folder }).stdout.toString();
  const { patch } = unifiedPatch(
    '# Plan\n\n- [ ] a\n- [ ] b\n- [ ] c\n',
    '# Plan\n\n- [x] a\n- [ ] b\n- [ ] c\nend',
  );
  expect(patch).toBe(real.slice(real.indexOf('@@')).trimEnd());
});

test('a file that moved and changed a little is a rename, and a merge follows it', () => {
  const plan = Array.from({ length: 20 }, (_, line) => `- [ ] task ${line}\n`).join('');
  const base = treeOf({ 'old.md': plan, 'other.md': 'other\n' });
  const moved = treeOf({ 'docs/new.md': plan.replace('task 3', 'task three'), 'other.md': 'other\n' });
  expect(diffTrees(store, base, moved)).toMatchObject([
    { status: 'renamed', path: 'docs/new.md', previousPath: 'old.md' },
  ]);
  const ticked = treeOf({ 'old.md': plan.replace('- [ ] task 15', '- [x] task 15'), 'other.md': 'other\n' });
  const both = plan.replace('task 3', 'task three').replace('- [ ] task 15', '- [x] task 15');
  expect(mergeTrees(store, base, moved, ticked)).toEqual({
    kind: 'clean',
    tree: treeOf({ 'docs/new.md': both, 'other.md': 'other\n' }),
  });
});

test('a file deleted on one side and changed on the other is a conflict', () => {
  const base = treeOf({ 'a.md': 'a\n', 'b.md': 'b\n' });
  const deleted = treeOf({ 'b.md': 'b\n' });
  const changed = treeOf({ 'a.md': 'completely different\n', 'b.md': 'b\n' });
  expect(mergeTrees(store, base, deleted, changed)).toEqual({ kind: 'conflict', paths: ['a.md'] });
});

test('history knows the merge base across a criss-cross of branches', () => {
  let clock = 0;
  const commit = (...parents: string[]) => {
    clock += 1_000;
    const who = { name: 'n', email: 'e', date: new Date(clock) };
    return writeCommit(store, {
      tree: treeOf({}),
      parents,
      author: who,
      committer: who,
      message: `${clock}`,
    });
  };
  const root = commit();
  const main1 = commit(root);
  const work1 = commit(root);
  const merged = commit(work1, main1);
  const main2 = commit(main1);
  expect(mergeBase(store, main2, merged)).toBe(main1);
  expect(mergeBase(store, main1, work1)).toBe(root);
  expect(mergeBase(store, commit(), root)).toBeUndefined();
  expect(isAncestor(store, work1, merged)).toBe(true);
  expect(isAncestor(store, merged, work1)).toBe(false);
  expect(commitsBetween(store, merged, [main2])).toEqual([merged, work1]);
});

test('a text of many lines has a patch, and is merged', () => {
  const many = 'a\n'.repeat(200_000);
  const { patch, additions } = unifiedPatch('b\n', many);
  expect([additions, patch.length]).toEqual([200_000, '@@ -1 +1,200000 @@\n-b\n'.length + 3 * 200_000 - 1]);
  expect(mergeTexts(`${many}b\n`, `${many}c\n`, `${many}b\n`)).toBe(`${many}c\n`);
});
