import { fold, foldedWords } from '../text/fold.ts';
import type { Outline } from './outline.ts';
import type { Source } from '../text/source.ts';

const KINDS =
  'implementation|development|project|task|technical|execution|delivery|umsetzungs|implementierungs|projekt';
const SUFFIX = new RegExp(
  `\\s*[-–—:|]?\\s*\\(?(?<!\\p{L})(?:(?:${KINDS})\\s*)?(?:plan|tasks)\\)?\\s*$|\\s*[-–—:|]?\\s*(?:实施计划|实现计划|開發計劃|実装計画|実装プラン|구현 계획|план реализации|план внедрения|plan de implementación|plano de implementação|plan d'implémentation)\\s*$`,
  'iu',
);
const PREFIX = new RegExp(
  `^(?:(?:${KINDS})\\s*)?(?:plan|tasks?|task list|roadmap|todo)\\s*[:：–—-]\\s*|^(?:plan de implementación|plano de implementação|plan d'implémentation|план реализации|实施计划|実装計画|구현 계획|implementierungsplan|umsetzungsplan|plan de implementare|plan wdrożenia|implementatieplan|plano|plan)\\s*[:：–—-]\\s*`,
  'iu',
);
/** `30-Day Plan` says nothing without its plan. */
const SPAN = /^\d+[\s-]*(?:hours?|days?|weeks?|months?)$/iu;
const GENERIC = new Set(
  foldedWords(`
    tasks | task | plan | todo | to do | todos | implementation plan | implementation tasks | task list | tasks list
    | roadmap | implementation | readme | project plan | development plan | plans | docs | index | milestones
    | 実装計画 | タスク | 任务 | 计划 | 实施计划 | 任务列表 | 작업 | 구현 계획 | план | задачи | Plan | Aufgaben | Umsetzungsplan
    | Implementierungsplan | tareas | tarefas | plan de implementación | plano de implementação | plan d'implémentation
    | tâches | feuille de route | hoja de ruta | дорожная карта | план реализации | ロードマップ | 路线图
  `),
);

/**
 * The plan's title: its first H1 less `Implementation Plan` and the like, else front matter, else the file's name;
 * the folder's name where these say nothing.
 *
 * @param source The plan.
 * @param outline Its headings.
 * @param path Path of the file in its repository, if known.
 * @returns The title; empty if nothing gives one.
 */
export function findTitle(source: Source, outline: Outline, path: string | undefined): string {
  const parts = (path ?? '').split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const file = (parts.pop() ?? '').replace(/\.(?:md|markdown|mdx)$/iu, '').replace(/\.plan$/iu, '');
  const heading = within(outline.titleSection?.title ?? '');
  const matter = within(source.frontMatter?.title ?? '');
  const first = outline.root.children[0];
  const written = first === outline.titleSection ? [heading, matter] : [matter, heading];
  for (const candidate of [...written, file, parts.pop() ?? '']) {
    const title = strip(candidate);
    if (title !== '' && !GENERIC.has(fold(title))) return title;
  }
  return written.find((title) => title !== '') ?? file;
}

/** A title on one line, of a length at which {@link SUFFIX} is soon sought: it tries each of a run of blanks. */
function within(title: string): string {
  return title
    .replace(/\s+/gu, ' ')
    .slice(0, 1000)
    .replace(/[\uD800-\uDBFF]$/u, '');
}

function strip(title: string): string {
  const bare = title.trim().replace(PREFIX, '').replace(SUFFIX, '').trim();
  return bare === '' || SPAN.test(bare) ? title.trim() : bare;
}
