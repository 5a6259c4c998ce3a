import { isPlaceholder } from './placeholders.ts';
import type { Source } from './source.ts';
import type { Span } from './types.ts';

const LINE =
  /^[ \t>]*(?:[-*+][ \t]+)?[*_]{0,3}(?:last[ -]?updated?|updated|zuletzt aktualisiert|letzte aktualisierung|dernière mise à jour|última actualización|última atualização|ultimo aggiornamento|последнее обновление|обновлено|最后更新|最近更新|最終更新|최종 업데이트|마지막 업데이트)[*_]{0,3}[ \t]*[:：][*_]{0,3}[ \t]*([^\r\n]*?)[ \t]*[*_]{0,3}[ \t\\]*$/gimu;

/** The date of a plan's "Last Updated" line, as written. */
export interface LastUpdated {
  readonly text: string;
  /** In the source's body. */
  readonly span: Span;
}

/**
 * Finds the last "Last Updated" line of a plan.
 *
 * @param source The plan.
 * @returns Its date; null if there is no such line, or nothing filled in.
 */
export function findLastUpdated(source: Source): LastUpdated | null {
  let found: LastUpdated | null = null;
  for (const match of source.markdown.matchAll(LINE)) {
    const text = match[1] ?? '';
    const start = match.index + match[0].indexOf(text, match[0].search(/[:：]/u));
    found = { text, span: { start, end: start + text.length } };
  }
  return found === null || found.text === '' || isPlaceholder(found.text) ? null : found;
}
