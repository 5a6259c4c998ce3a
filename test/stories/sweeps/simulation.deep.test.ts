/** Stories that nobody wrote: `npm run simulate` tells more of them, and makes the ones that go wrong shorter. */
import { stepsOf, tell } from '../../simulation/simulate.ts';

const STEPS = 25;

it.each([101, 102, 103, 104, 105, 106, 107, 108])(
  'Whatever people do and whatever goes wrong, every promise holds (seed %i)',
  async (seed) => {
    const { wrong, story } = await tell(seed, stepsOf(seed, STEPS));
    expect({ wrong, story: wrong === null ? [] : story }).toEqual({ wrong: null, story: [] });
    expect(story.length).toBeGreaterThan(STEPS / 3);
  },
  60_000,
);
