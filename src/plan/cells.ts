/** What a cell says where it says nothing. */
const NOTHING =
  /^(?:[-–—‐−]+|n\/?a|n\.a\.|none|nothing|nil|null|\(none\)|tbd|tba|tbc|todo|\?+|无|無|なし|없음|ninguna|ninguno|nenhuma|nenhum|keine?|aucune?|nessuna?|нет|немає|brak|zadne|yok|geen|inga?|ingen|khong|tidak ada|tiada)\.?$/iu;

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
