/** The buttons of checks, which only the pages of GitHub show and take. */
import type { CheckAction, Sandbox } from '@planwright/github-sandbox';
import type { Looks, Which } from './looks.ts';
import { AT } from './place.ts';

/** Where a button is, and who presses it; on the default branch and by its owner if nothing else is said. */
export interface Where {
  /** A branch, a commit, or a pull request by its number. */
  readonly on?: Which;
  /** Login. */
  readonly by?: string;
}

export interface Buttons {
  /** The buttons of the newest check there. */
  buttons(on?: Which): Promise<readonly CheckAction[]>;
  /** Presses the button of this label; fails if there is none. */
  presses(label: string, where?: Where): Promise<void>;
}

/** The buttons of the checks in the repository of a story. */
export function createButtons(github: Sandbox, looks: Looks): Buttons {
  const name = `${AT.owner}/${AT.repo}`;
  const runOn = async (on: Which): Promise<number | undefined> => (await looks.checks(on))[0]?.run;
  const buttons = async (on: Which = 'main'): Promise<readonly CheckAction[]> => {
    const run = await runOn(on);
    return run === undefined ? [] : github.checkActions(name, run);
  };
  return {
    buttons,
    presses: async (label, { on = 'main', by } = {}) => {
      const run = await runOn(on);
      const button = (await buttons(on)).find((one) => one.label === label);
      if (run === undefined || button === undefined)
        throw new Error(`Expected a button ${label}, found none.`);
      github.requestAction(name, run, button.identifier, by);
    },
  };
}
