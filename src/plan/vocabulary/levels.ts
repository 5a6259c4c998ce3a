import { fold, foldedWords } from '../text/fold.ts';

/** Words of priorities and of risk levels, most important first, in natural spelling; see `fold.ts`. */
const LEVELS: readonly (readonly string[])[] = [
  foldedWords(`
    critical | urgent | blocker | highest | very high | must | must have | must-have | severe | extreme | showstopper
    | kritisch | sehr hoch | dringend | critique | très haute | urgente | crítica | crítico | muito alta | muy alta
    | critico | kritiek | krytyczny | kritický | kritik | критический | критично | срочно | критичний | 紧急 | 关键 | 緊急 | 최우선 | 긴급 | khẩn cấp
    | 严重 | 重大 | 심각 | katastrophal
  `),
  foldedWords(`
    high | major | should | should have | should-have | important | hoch | haute | élevé | élevée | fort | forte | alta | alto
    | hoog | wysoki | wysoka | vysoká | vysoký | yüksek | hög | høj | høy | korkea | magas | ridicat | высокий | высокая | высоко | високий | висока
    | 高 | 높음 | 상 | cao | tinggi | υψηλή | גבוהה | عالية | उच्च | สูง
  `),
  foldedWords(`
    medium | med | moderate | normal | could | could have | could-have | mid | average | mittel | moyen | moyenne | modéré
    | media | medio | média | médio | gemiddeld | średni | średnia | střední | orta | medel | mellem | middels | keskitaso | közepes
    | mediu | средний | средняя | средне | середній | середня | 中 | 中等 | 보통 | 중간 | 중 | trung bình | sedang | μεσαία | בינונית | متوسطة | मध्यम | ปานกลาง
  `),
  foldedWords(`
    low | minor | nice | nice to have | nice-to-have | won't | wont | optional | trivial | lowest | very low | niedrig | gering | klein
    | basse | faible | bas | baja | bajo | baixa | baixo | bassa | basso | laag | niski | niska | nízká | nízký | düşük | låg | lav
    | matala | alacsony | scăzut | низкий | низкая | низко | низький | низька | 低 | 낮음 | 하 | thấp | rendah | χαμηλή | נמוכה | منخفضة | निम्न | ต่ำ
  `),
];

/** Signs of priorities, most important first. */
const SIGNS: readonly string[] = ['🔥⏫‼❗', '🔴🔼⬆', '🟠🟡', '🟢🔵⚪🔽⬇⏬'];
const CODE = /^p[0-5](?![\p{L}\p{N}])/u;
const NUMBER = /^(?:\d{1,2}(?:\/\d{1,2})?|\d{1,3}\s*%|[★⭐]{1,5})$/u;

/**
 * How important a priority is: 0 for the most important of {@link LEVELS}, 3 for the least; null for a text that is no level.
 *
 * @param text A cell's or a line's value: `High`, `P1`, `🔴`, `2`.
 */
export function levelOf(text: string): number | null {
  const plain = text.replaceAll(/\uFE0F/gu, '').trim();
  const sign = SIGNS.findIndex((signs) => signs.includes([...plain][0] ?? ' '));
  if (plain !== '' && sign >= 0) return sign;
  const words = fold(plain);
  const code = /^p?([0-5])(?![\p{L}\p{N}])/u.exec(words)?.[1];
  if (code !== undefined) return Math.min(3, Number(code));
  const level = LEVELS.findIndex((names) => names.some((word) => beginsWith(words, word)));
  return level < 0 ? null : level;
}

/** A level's word, alone or with something behind it that is no letter. */
function beginsWith(words: string, word: string): boolean {
  return words === word || (words.startsWith(word) && /^[^\p{L}]/u.test(words.slice(word.length)));
}

/**
 * Whether a text is a priority or a risk level that is commonly understood: `High`, `P1 - High`, `🔴 HIGH`, `⭐⭐`.
 *
 * @param text A cell's or a line's value.
 */
export function isLevel(text: string): boolean {
  const plain = text.replaceAll(/\uFE0F/gu, '').trim();
  if (NUMBER.test(plain)) return true;
  if (/^[🔴🟠🟡🟢🔵⚪🔥⏫🔼🔽⏬❗‼⬆⬇➡]+$/u.test(plain)) return true;
  const words = fold(plain);
  if (CODE.test(words)) return true;
  return LEVELS.some((level) => level.some((word) => beginsWith(words, word)));
}
