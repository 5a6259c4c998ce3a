import { fold } from './fold.ts';
import type { Outline } from './outline.ts';
import type { Source } from './source.ts';

const SUFFIX = /\s*[-–—:|]?\s*\(?(?:implementation|development|project|technical|execution)?\s*plan\)?\s*$/iu;
const PREFIX = /^(?:(?:implementation|development|project)\s+)?(?:plan|tasks?)\s*[:：–—-]\s*/iu;
const GENERIC = new Set([
  '',
  'tasks',
  'task',
  'plan',
  'todo',
  'to do',
  'todos',
  'implementation plan',
  'task list',
  'tasks list',
  'roadmap',
  'implementation',
  'readme',
  'project plan',
  'development plan',
]);

/**
 * The plan's title: its first H1 less `Implementation Plan` and the like, else front matter, else the file's name;
 * the folder's name where that says nothing.
 *
 * @param source The plan.
 * @param outline Its headings.
 * @param path Path of the file in its repository, if known.
 * @returns The title; empty if nothing gives one.
 */
export function findTitle(source: Source, outline: Outline, path: string | undefined): string {
  const parts = (path ?? '').split('/').filter((part) => part !== '' && part !== '.');
  const name = (parts.pop() ?? '').replace(/\.(?:md|markdown|mdx)$/iu, '').replace(/\.plan$/iu, '');
  const written = [outline.titleSection?.title ?? '', source.frontMatter?.title ?? ''];
  for (const candidate of [...written, name, parts.pop() ?? '']) {
    const title = strip(candidate);
    if (!GENERIC.has(fold(title))) return title;
  }
  return written.find((title) => title !== '') ?? name;
}

function strip(title: string): string {
  const bare = title.replace(PREFIX, '').replace(SUFFIX, '').trim();
  return bare === '' ? title.trim() : bare;
}
