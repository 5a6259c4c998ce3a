const WHOLE_BRACKET = /^\[[^[\]]+\](?:\s*[:.])?$|^\{[^{}]+\}$|^<[^<>]+>$/u;
/** A whole sentence in brackets is a task whose link broke. */
const MOST_WORDS = 5;
const CHOICE = /^(?:\w+\/){1,}\w+$/u;
const CHOICES: readonly string[] = [
  'high/med/low',
  'high/medium/low',
  'h/m/l',
  'p0/p1/p2',
  'p1/p2/p3',
  's/m/l',
  's/m/l/xl',
  'low/medium/high',
  'low/med/high',
  'yes/no',
];

/**
 * Whether a value is a template's placeholder that nobody filled in: `[Task 1]`, `[Dependency]`, `High/Med/Low`,
 * `{name}`, `<owner>`.
 *
 * @param value Plain text of a task, cell or date.
 * @returns True if it stands for a value and is none.
 */
export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  if (text === '[P]' || /^\[[ xX]\]$/u.test(text)) return false;
  return (
    (WHOLE_BRACKET.test(text) && text.split(/\s+/u).length <= MOST_WORDS) ||
    (CHOICE.test(text) && CHOICES.includes(text.toLowerCase()))
  );
}
