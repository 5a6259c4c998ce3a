/** Steps on something that must be there for them. */
import { choose } from './dice.ts';
import { glance, type Glance } from './glance.ts';
import type { Act, Play } from './play.ts';

/** What a step on something is told besides. */
export interface Around {
  readonly seen: Glance;
  readonly dice: number;
}

/** A step on one of those that are there for it; it returns what it did, or null where that was nothing. */
export function actOn<T extends { readonly number: number }>(
  name: string,
  weight: number,
  among: (seen: Glance) => readonly T[],
  act: (play: Play, one: T, around: Around) => Promise<string | null>,
): Act {
  return {
    name,
    weight,
    async take(play, dice) {
      const seen = await glance(play.stage);
      const one = choose(among(seen), ({ number }) => number, dice);
      return one === undefined ? null : act(play, one, { seen, dice });
    },
  };
}
