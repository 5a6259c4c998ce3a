/** What an estimate counts. Kinds that cannot be added up are kept apart. */
export type EstimateUnit = 'hours' | 'points' | 'size';

/** An estimate as numbers. */
export interface Estimate {
  readonly unit: EstimateUnit;
  /** In hours, points, or steps of the T-shirt scale (XS = 1). */
  readonly low: number;
  readonly high: number;
}

/** Hours in a working day, days in a working week, weeks in a month. */
const HOURS: Readonly<Record<string, number>> = { m: 1 / 60, h: 1, d: 8, w: 40, mo: 160 };
const SIZES: readonly string[] = ['xs', 's', 'm', 'l', 'xl', 'xxl', 'xxxl'];

const UNIT_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:m|mins?|minutes?|minuten|minutos?|мин(?:ут[аы]?)?|分钟?|分|분)\.?$/u, 'm'],
  [
    /^(?:h|hs|hrs?|hours?|stunden?|std|heures?|horas?|ore|uur|uren|godz(?:in[ay]?)?|hodin[ay]?|ч(?:ас(?:а|ов)?)?|год|小时|工时|時間|小時|시간)\.?$/u,
    'h',
  ],
  [
    /^(?:d|days?|pd|man-?days?|person-?days?|tage?|pt|jours?|j|d[ií]as?|dias?|giorn[oi]|dag(?:en)?|dni|dzień|dn[íy]|д(?:н(?:я|ей)|ень)?|天|日|人日|일|ngày)\.?$/u,
    'd',
  ],
  [
    /^(?:w|wks?|weeks?|wochen?|semaines?|sem(?:anas?)?|settiman[ae]|weken|tygodni?e?|týdn[yů]?|нед(?:ел[яиь])?|周|週間?|星期|주|tuần)\.?$/u,
    'w',
  ],
  [/^(?:mo|mos|months?|monate?|mois|meses|mes|mês|mesi|месяц(?:а|ев)?|个月|か月|ヶ月|개월)\.?$/u, 'mo'],
  [/^(?:pts?|points?|sp|story ?points?|punkte|puntos|pontos|очк(?:а|ов)|点|ポイント|포인트)\.?$/u, 'pts'],
];

const NUMBER = String.raw`(\d+(?:[.,]\d+)?)`;
const AMOUNT = new RegExp(
  `^(?:[~≈<>≤≥±]|ca\\.?|approx\\.?|about|up to|around|\\()*\\s*${NUMBER}\\s*([\\p{L} -]*?\\.?)\\s*(?:(?:[-–—~〜～]|to|bis|à|a|до)\\s*~?\\s*${NUMBER}\\s*([\\p{L} -]*?\\.?))?\\s*\\+?\\)?$`,
  'u',
);
const COMPOUND = /(\d+(?:[.,]\d+)?)\s*([dhmw])(?![\p{L}])/gu;

/**
 * Reads an estimate: `2d`, `3 days`, `~2h`, `2-3 days`, `3 pts`, `M`, `1d 4h`.
 *
 * @param text The estimate as written.
 * @param unit The unit that the column's header names, for bare numbers: `h`, `d`, `w`, `pts`, `m`.
 * @returns The estimate, or null if it is none that we know.
 */
export function parseEstimate(text: string, unit: string | null = null): Estimate | null {
  const plain = text.slice(0, 100).normalize('NFKC').trim().toLowerCase();
  const size = SIZES.indexOf(sizeWord(plain));
  if (size >= 0) return { unit: 'size', low: size + 1, high: size + 1 };
  // `Large (8+ hrs)`, `Research (2-3 hrs)`: the number in the parentheses is the estimate.
  const inner = /^[\p{L} -]+\(([^()]*\d[^()]*)\)$/u.exec(plain)?.[1] ?? plain;
  const bare = inner.replace(/(?<=\d)\+/u, '').replace(/\s*\/\s*(?:dev|person|task)$/u, '');
  return parseAmount(bare, unit) ?? parseCompound(bare);
}

function parseAmount(text: string, unit: string | null): Estimate | null {
  const match = AMOUNT.exec(text);
  const [, first = '', firstUnit = '', second, secondUnit = ''] = match ?? [];
  const last = unitOf(secondUnit.trim() || firstUnit.trim(), unit);
  const own = unitOf(firstUnit.trim() || secondUnit.trim(), unit);
  if (match === null || last === null || own === null) return null;
  const low = amount(first, own);
  const high = second === undefined ? low : amount(second, last);
  return { unit: last === 'pts' ? 'points' : 'hours', low: Math.min(low, high), high: Math.max(low, high) };
}

/** An estimate's middle, in its unit. */
export function middleOf(estimate: Estimate): number {
  return (estimate.low + estimate.high) / 2;
}

function parseCompound(text: string): Estimate | null {
  const parts = [...text.matchAll(COMPOUND)];
  if (parts.length < 2 || text.replaceAll(COMPOUND, '').replaceAll(/[\s~+,]|and/gu, '') !== '') return null;
  let hours = 0;
  for (const [, number = '', unit = ''] of parts) hours += amount(number, unit);
  return { unit: 'hours', low: hours, high: hours };
}

function sizeWord(text: string): string {
  const words: Readonly<Record<string, string>> = {
    'extra small': 'xs',
    small: 's',
    medium: 'm',
    large: 'l',
    'extra large': 'xl',
  };
  return words[text] ?? text;
}

function unitOf(word: string, otherwise: string | null): string | null {
  if (word === '') return otherwise;
  const plain = word.replace(/^(?:working|business|work|engineer|dev|developer|ideal)\s+/u, '').trim();
  return UNIT_WORDS.find(([test]) => test.test(plain))?.[1] ?? null;
}

function amount(number: string, unit: string): number {
  return Number(number.replace(',', '.')) * (HOURS[unit] ?? 1);
}
