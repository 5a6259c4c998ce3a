/** The language of the stories: a repository, the people in it, the app beside it. */
import type { Sandbox } from '@planwright/github-sandbox';
import { createControl, type AppControl } from './app-control.ts';
import { createButtons, type Buttons } from './buttons.ts';
import { createHuman, type Human } from './human.ts';
import { createLooks, type Looks } from './looks.ts';
import { octokitOf, openStage, type Beginning, type Stage } from './stage.ts';

export { AT, PLAN, TODAY } from './place.ts';
export type { Beginning } from './stage.ts';
export type { Human } from './human.ts';

/** A story, with what its people can see. */
export interface Story extends Looks, Buttons {
  readonly github: Sandbox;
  readonly app: AppControl;
  /** Ada, who owns the repository. */
  readonly human: Human;
  /** The token of the human, for doors that work in a person's name. */
  readonly token: string;
  /** A person who may read the repository, as anybody may, and no more. */
  stranger(login: string): Human;
  ends(): Promise<void>;
}

/** A repository with the app installed and running; webhooks wait until the app {@link AppControl.settles}. */
export async function begin(beginning: Beginning = {}): Promise<Story> {
  const stage = await openStage(beginning);
  const story = storyOn(stage, () => stage.github.close());
  await story.app.starts();
  return story;
}

/**
 * Stories that have the same beginning. It is told once; each of them then finds GitHub as the beginning left it, with
 * an app that has just been started and remembers nothing.
 *
 * @param beginning What happens before each story.
 * @returns Begins a story.
 */
export function beginAfter(
  beginning: (story: Story) => Promise<void>,
  options: Beginning = {},
): () => Promise<Story> {
  let told: Promise<{ readonly stage: Stage; readonly goBack: () => void }> | null = null;
  const tell = async () => {
    const stage = await openStage(options);
    const story = storyOn(stage, async () => {});
    await story.app.starts();
    await beginning(story);
    // A webhook that still waits in the snapshot would never arrive.
    await story.app.rests();
    await story.ends();
    return { stage, goBack: stage.snapshot() };
  };
  afterAll(async () => (await told)?.stage.github.close());
  return async () => {
    told ??= tell();
    const { stage, goBack } = await told;
    goBack();
    const story = storyOn(stage, async () => {});
    await story.app.starts();
    return story;
  };
}

function storyOn(stage: Stage, close: () => Promise<void>): Story {
  const { github, ada, octokit } = stage;
  const app = createControl(stage);
  const looks = createLooks(octokit);
  return {
    ...looks,
    ...createButtons(github, looks),
    github,
    app,
    human: createHuman(octokit),
    token: ada.token,
    stranger: (login) => createHuman(octokitOf(github, github.createUser(login))),
    async ends() {
      await app.dies();
      await close();
    },
  };
}
