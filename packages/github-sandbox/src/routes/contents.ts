/** Files by path: https://docs.github.com/rest/repos/contents */
import { failure, notFound, ok, type Answer } from '../http/answer.ts';
import { commitSignatures } from '../git/commit-author.ts';
import { fieldsOf, notSupplied, optionalText, requiredText, type Fields } from '../http/fields.ts';
import {
  flattenTree,
  findEntry,
  readBlob,
  readCommit,
  readTree,
  writeBlob,
  writeCommit,
  writeFiles,
  type FileAt,
  type FileMode,
} from '../git/store.ts';
import { gitCommitJson } from '../json/git.ts';
import { repoPage, repoUrl } from '../json/repository.ts';
import type { Repo } from '../world/model.ts';
import { accountOf, appOf } from '../world/principal.ts';
import { requireUnprotected } from '../world/protection.ts';
import { moveRef } from '../git/ref-moves.ts';
import { resolveCommit } from '../world/resolve.ts';
import { repoRoute, type RepoCall, type Route } from '../http/router.ts';
import { givenSignature } from '../world/signatures.ts';

const MEGABYTE = 1024 * 1024;

function pathOf(call: RepoCall): string {
  return (call.params['path'] ?? '').replace(/^\/+|\/+$/g, '');
}

function entryJson({ world, repo }: RepoCall, path: string, ref: string, entry: FileAt) {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const isDirectory = entry.mode === '040000';
  const url = `${repoUrl(world, repo)}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const gitUrl = `${repoUrl(world, repo)}/git/${isDirectory ? 'trees' : 'blobs'}/${entry.sha}`;
  const htmlUrl = `${repoPage(world, repo)}/${isDirectory ? 'tree' : 'blob'}/${ref}/${encoded}`;
  return {
    name: path.split('/').at(-1) ?? '',
    path,
    sha: entry.sha,
    size: repo.git.blobs.get(entry.sha)?.length ?? 0,
    url,
    html_url: htmlUrl,
    git_url: gitUrl,
    download_url: isDirectory ? null : `${repoPage(world, repo)}/raw/${ref}/${encoded}`,
    type: typeOf(entry.mode),
    _links: { self: url, git: gitUrl, html: htmlUrl },
  };
}

/** In API version 2022-11-28 a directory lists a submodule as a file (GITHUB-FACTS 6). */
function typeOf(mode: FileMode): string {
  if (mode === '040000') return 'dir';
  return mode === '120000' ? 'symlink' : 'file';
}

function readContents(call: RepoCall): Answer {
  const { repo } = call;
  const ref = call.query.get('ref') || repo.defaultBranch;
  const sha = resolveCommit(repo, ref);
  if (sha === undefined) throw refNotFound(repo, ref);
  const { tree } = readCommit(repo.git, sha);
  const path = pathOf(call);
  const entry = findEntry(repo.git, tree, path);
  if (!entry) throw notFound();
  if (entry.mode === '040000') return listDirectory(call, path, ref, entry);
  const target = entry.mode === '120000' ? symlinkTarget(repo, tree, path, entry) : undefined;
  if (entry.mode === '120000' && !target) {
    const text = readBlob(repo.git, entry.sha).toString('utf8');
    return ok({ ...entryJson(call, path, ref, entry), target: text });
  }
  return fileAnswer(call, path, ref, target ?? entry);
}

function refNotFound(repo: Repo, ref: string) {
  return repo.refs.size === 0
    ? failure(404, 'This repository is empty.')
    : failure(404, `No commit found for the ref ${ref}`);
}

function listDirectory(call: RepoCall, path: string, ref: string, entry: FileAt): Answer {
  const prefix = path ? `${path}/` : '';
  const entries = readTree(call.repo.git, entry.sha).slice(0, 1_000);
  return ok(entries.map((one) => entryJson(call, prefix + one.name, ref, one)));
}

/** A link to a file of the repository answers with that file. */
function symlinkTarget(repo: Repo, tree: string, path: string, link: FileAt): FileAt | undefined {
  const target = readBlob(repo.git, link.sha).toString('utf8');
  const parts = path.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  const found = target.startsWith('/') ? undefined : findEntry(repo.git, tree, parts.join('/'));
  return found?.mode === '100644' || found?.mode === '100755' ? found : undefined;
}

function fileAnswer(call: RepoCall, path: string, ref: string, entry: FileAt): Answer {
  const bytes = entry.mode === '160000' ? Buffer.alloc(0) : readBlob(call.repo.git, entry.sha);
  const accept = call.headers['accept'] ?? '';
  if (/application\/vnd\.github\.(v3\.)?raw/.test(accept)) {
    return { status: 200, raw: { type: 'application/vnd.github.raw+json; charset=utf-8', bytes } };
  }
  const isLarge = bytes.length > MEGABYTE;
  if (isLarge && !/vnd\.github\.object/.test(accept)) {
    throw failure(
      403,
      'This API returns blobs up to 1 MB in size. The requested blob is too large to fetch via the API, but you can use the Git Data API to request blobs up to 100 MB in size.',
    );
  }
  const content = isLarge
    ? ''
    : bytes
        .toString('base64')
        .replace(/(.{60})/g, '$1\n')
        .replace(/\n?$/, '\n');
  return ok({
    ...entryJson(call, path, ref, entry),
    content: bytes.length === 0 ? '' : content,
    encoding: isLarge ? 'none' : 'base64',
  });
}

/** Create or replace: the sha rules are those measured in GITHUB-FACTS 6. */
function putContents(call: RepoCall): Answer {
  const { repo, world } = call;
  const fields = fieldsOf(call.body);
  requiredText(fields, 'message');
  const content = Buffer.from(requiredText(fields, 'content'), 'base64');
  const { branch, head } = branchOf(repo, fields);
  const path = pathOf(call);
  const existing = head && findEntry(repo.git, readCommit(repo.git, head).tree, path);
  checkSha(path, existing || undefined, optionalText(fields, 'sha'));
  const sha = writeBlob(repo.git, content);
  const mode = existing ? existing.mode : '100644';
  const commit = commitFile(call, { fields, branch, head, path, file: { mode, sha } });
  const shown = entryJson(call, path, branch, { mode, sha });
  const body = { content: shown, commit: gitCommitJson(world, repo, commit) };
  return existing ? ok(body) : { status: 201, body, headers: { location: shown.url } };
}

function deleteContents(call: RepoCall): Answer {
  const { repo, world } = call;
  const fields = { ...Object.fromEntries(call.query), ...fieldsOf(call.body) };
  requiredText(fields, 'message');
  const wanted = optionalText(fields, 'sha');
  if (wanted === undefined) throw notSupplied('sha');
  const { branch, head } = branchOf(repo, fields);
  const path = pathOf(call);
  const existing = head && findEntry(repo.git, readCommit(repo.git, head).tree, path);
  if (!existing) throw notFound();
  checkSha(path, existing, wanted);
  const commit = commitFile(call, { fields, branch, head, path, file: undefined });
  return ok({ content: null, commit: gitCommitJson(world, repo, commit) });
}

function branchOf(repo: Repo, fields: Fields): { branch: string; head: string | undefined } {
  const branch = (optionalText(fields, 'branch') ?? repo.defaultBranch).replace(/^refs\/heads\//, '');
  const head = repo.refs.get(`refs/heads/${branch}`);
  if (head === undefined && repo.refs.size > 0) throw failure(404, `Branch ${branch} not found`);
  return { branch, head };
}

function checkSha(path: string, existing: FileAt | undefined, sha: string | undefined): void {
  if (!existing) return;
  if (existing.mode === '040000') throw failure(422, `Invalid request.\n\n"${path}" is a directory.`);
  if (sha === undefined) throw notSupplied('sha');
  if (sha !== existing.sha) throw failure(409, `${path} does not match ${sha}`);
}

function commitFile(
  call: RepoCall,
  change: {
    fields: Fields;
    branch: string;
    head: string | undefined;
    path: string;
    file: FileAt | undefined;
  },
): string {
  const { repo, world, principal } = call;
  const { fields, head, path, file } = change;
  const files = head ? flattenTree(repo.git, readCommit(repo.git, head).tree) : new Map<string, FileAt>();
  if (file) files.set(path, file);
  else files.delete(path);
  const { signed, author, committer } = commitSignatures(world, accountOf(principal), {
    author: givenSignature(world, fields, 'author'),
    committer: givenSignature(world, fields, 'committer'),
  });
  const message = requiredText(fields, 'message');
  const tree = writeFiles(repo.git, files);
  const sha = writeCommit(repo.git, { tree, parents: head ? [head] : [], author, committer, message });
  if (signed) repo.git.signed.add(sha);
  const by = { account: accountOf(principal), app: appOf(principal) };
  const ref = `refs/heads/${change.branch}`;
  requireUnprotected({ repo, ref, to: sha, principal }, 409);
  moveRef(world, { repo, ref, to: sha, by });
  return sha;
}

const WRITE = { app: { contents: 'write' } } as const;

/** The routes. */
export const contentsRoutes: readonly Route[] = [
  repoRoute('GET', '/contents/{path}', { app: { contents: 'read' } }, readContents),
  repoRoute('PUT', '/contents/{path}', WRITE, putContents),
  repoRoute('DELETE', '/contents/{path}', WRITE, deleteContents),
];
