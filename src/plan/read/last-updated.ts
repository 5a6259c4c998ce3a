import { endOf, startOf } from '../text/markdown.ts';
import { everySection } from './outline.ts';
import type { Outline } from './outline.ts';
import { isPlaceholder } from '../vocabulary/placeholders.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../types.ts';

const WORDS =
  'last[ -]?updated?|last modified|last revised|updated|updated on|zuletzt aktualisiert|letzte aktualisierung|stand|dernière mise à jour|última actualización|última atualização|ultimo aggiornamento|laatst bijgewerkt|ostatnia aktualizacja|naposledy aktualizováno|последнее обновление|обновлено|дата обновления|останнє оновлення|最后更新|最近更新|更新日期|最後更新|最終更新|最終更新日|更新日|최종 업데이트|마지막 업데이트|son güncelleme|senast uppdaterad|sist oppdatert|cập nhật lần cuối';
const LINE = new RegExp(
  `^[ \\t>]*(?:[-*+][ \\t]+)?[*_~]{0,3}(?:${WORDS})[*_]{0,3}[ \\t]*[:：][*_]{0,3}[ \\t]*([^\\r\\n]{0,80}?)[ \\t]*[*_]{0,3}[ \\t\\\\]*$`,
  'iu',
);

/** Cheap to look for: most blocks say nothing of the kind. */
const HINT = new RegExp(`(?:${WORDS})[*_ \\t]*[:：]`, 'iu');

/** The date of a plan's "Last Updated" line, as written. */
export interface LastUpdated {
  readonly text: string;
  /** In the source's body. */
  readonly span: Span;
}

/**
 * Finds the last "Last Updated" line of a plan: in a paragraph, a list or a heading, never in code.
 *
 * @param source The plan.
 * @param outline Its headings and blocks.
 * @returns Its date; null if there is no such line, or nothing filled in.
 */
export function findLastUpdated(source: Source, outline: Outline): LastUpdated | null {
  let found: LastUpdated | null = null;
  for (const section of everySection(outline.root)) {
    for (const block of [section.heading, ...section.blocks]) {
      if (block?.type !== 'paragraph' && block?.type !== 'list' && block?.type !== 'heading') continue;
      found = findIn(source, startOf(block), endOf(block)) ?? found;
    }
  }
  return found;
}

function findIn(source: Source, start: number, end: number): LastUpdated | null {
  let found: LastUpdated | null = null;
  let at = start;
  if (!HINT.test(source.body.slice(start, end))) return null;
  for (const line of source.body.slice(start, end).split(/(?<=\r\n|\n|\r(?!\n))/u)) {
    const text = line.trimEnd();
    const match = text.length > 300 ? null : LINE.exec(text);
    const date = match?.[1] ?? '';
    if (date !== '' && !isPlaceholder(date)) {
      const from = at + text.lastIndexOf(date);
      found = { text: date, span: { start: from, end: from + date.length } };
    }
    at += line.length;
  }
  return found;
}
