import { fold, foldedWords } from './fold.ts';

/** What a cell says where it says nothing. */
const NOTHING =
  /^(?:[-–—‐−]+|n\/?a|n\.a\.|none|nothing|nil|null|\(none\)|tbd|tba|tbc|\?+|无|無|なし|없음|ninguna|ninguno|nenhuma|nenhum|keine?|aucune?|nessuna?|нет|немає|brak|žádné|yok|geen|inga|ingen|không|tidak ada)\.?$/iu;

/** Between the members of a list: commas, semicolons, slashes between logins, `and` in the languages of plans. */
const BETWEEN = /\s*[,;、；，]\s*(?:and\s+)?|\s+(?:and|und|et|y|e|и|og|och|en|&|\+)\s+|<br\s*\/?>/iu;

/** Whether a value is an empty word: `None`, `-`, `TBD`, nothing at all. */
export function saysNothing(value: string): boolean {
  const text = value.trim();
  return text === '' || NOTHING.test(text);
}

/** The value, or null if it is an empty word. */
export function valueOrNull(value: string): string | null {
  const text = value.trim();
  return saysNothing(text) ? null : text;
}

/**
 * Splits a list as people write it: `T001, T002 and T003`.
 *
 * @param value A cell's or a line's value.
 * @returns Its members, empty words left out.
 */
export function splitList(value: string | null): string[] {
  if (value === null) return [];
  return value
    .slice(0, 5000)
    .split(BETWEEN)
    .map((part) => part.trim().replace(/[.]$/u, ''))
    .filter((part) => !saysNothing(part));
}

/** Words of an owner cell that name nobody, in natural spelling; see `fold.ts`. */
const NOBODY = new Set(
  foldedWords(`
    unassigned | not assigned | nobody | no one | no-one | noone | open | anyone | anybody | unowned | tbd | tba | free
    | up for grabs | available | vacant | owner | assignee | name
    | niemand | offen | nicht zugewiesen | personne | non assigné | nadie | sin asignar | ninguém | não atribuído
    | nessuno | non assegnato | niemand | ingen | никто | не назначен | нет | 未分配 | 無 | 未定 | 未割り当て | 미정 | 미배정
  `),
);

/** The people that a cell or line of owners names. */
export function ownersIn(value: string | null): string[] {
  return splitList(value).filter((name) => !NOBODY.has(fold(name)));
}
