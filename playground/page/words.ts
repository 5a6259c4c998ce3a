/** Small words of the page. Pure. */
import type { SeenIssue, SeenMilestone } from '../server/types.ts';

/** `18 December 2026`. */
export function dayOf(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** A milestone without the plan's title in front, which stands above all of them. */
export function phaseTitle({ title }: SeenMilestone): string {
  const at = title.indexOf(': ');
  return at < 0 ? title : title.slice(at + 2);
}

export function stateWords(state: SeenIssue['state']): string {
  switch (state) {
    case 'open':
      return 'Open';
    case 'completed':
      return 'Closed as completed';
    case 'not_planned':
      return 'Closed as not planned';
    case 'duplicate':
      return 'Closed as duplicate';
  }
}

/** Dark or light text for a label of this colour, whichever can be read better. */
export function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return light > 0.179 ? '#111' : '#fff';
}

/** Addresses of the embedded GitHub's issues are long and all alike. */
export function shortAddresses(text: string, url: string): string {
  return text.replaceAll(`(${url}/issues/`, '(…/');
}
