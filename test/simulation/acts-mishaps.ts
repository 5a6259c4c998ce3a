/** What goes wrong: each mishap waits until the app next works. */
import { roll } from './dice.ts';
import type { Act, Mishap } from './play.ts';

function mishap(name: string, weight: number, make: (dice: number) => Mishap): Act {
  return {
    name,
    weight,
    take(play, dice) {
      const one = make(dice);
      play.mishaps.push(one);
      return Promise.resolve(sentence(one));
    },
  };
}

function sentence(one: Mishap): string {
  switch (one.kind) {
    case 'answer':
      return `(app write ${one.nth} will meet: ${one.effect.kind})`;
    case 'kill':
      return `(the app will be killed ${one.phase} its write ${one.nth})`;
    case 'lag':
      return '(lists will lag)';
    case 'post':
      return `(webhooks will be ${one.how})`;
  }
}

/** Most passes write little: the first writes are struck most. */
const nth = (dice: number): number => 1 + Math.floor(roll(12, dice, 'nth') ** 2 / 8);

const answers = (['reply-lost', 'error-after', 'error-before', 'refused'] as const).map((kind) =>
  mishap(`write-${kind}`, 1, (dice) => ({ kind: 'answer', nth: nth(dice), effect: { kind } })),
);
const kills = (['before', 'after'] as const).map((phase) =>
  mishap(`kill-${phase}`, 1, (dice) => ({ kind: 'kill', nth: nth(dice), phase })),
);
const posts = (['lost', 'twice', 'reversed', 'shuffled'] as const).map((how) =>
  mishap(`post-${how}`, 0.7, (dice) => ({ kind: 'post', how, dice })),
);

export const MISHAPS: readonly Act[] = [
  ...answers,
  ...kills,
  ...posts,
  mishap('lag', 1, () => ({ kind: 'lag', ms: 60_000 })),
];
