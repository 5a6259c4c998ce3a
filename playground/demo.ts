/** `npm run demo`: the playground, a page in the browser over the embedded GitHub and the real app. */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import colors from 'picocolors';
import { playOnce } from './demo-story.ts';
import { startPlayground } from './server/serve.ts';

/** PLAN on the keys of a telephone. */
const PORT = 7526;

/** What `runDemo` takes. */
export interface DemoOptions {
  /** Play the loop at the terminal and end; no page. */
  readonly once?: boolean;
  /** The page's port on this machine; another free one if it is taken. */
  readonly port?: number;
}

/**
 * Runs the demo: resolves when the story at the terminal has ended, or when the page is served, which goes on until the
 * process is told to end.
 *
 * @throws Error when a step of the story does not happen, or the page was not built.
 */
export async function runDemo({ once = false, port = PORT }: DemoOptions = {}): Promise<void> {
  if (once) return playOnce();
  const playground = await startPlayground({ port });
  console.log(`\nThe playground is at ${colors.bold(colors.cyan(playground.url))}`);
  console.log(
    colors.dim('A GitHub in memory and the real app; nothing leaves this machine. Ctrl+C ends it.\n'),
  );
  console.log(colors.dim('Real git works too:'));
  console.log(`  git clone ${playground.stage.cloneUrl()}\n`);
  let isEnding = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isEnding) process.exit(1);
      isEnding = true;
      void playground.close().finally(() => process.exit(0));
    });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const { values } = parseArgs({
      options: { once: { type: 'boolean', default: false }, port: { type: 'string' } },
    });
    await runDemo({ once: values.once, ...(values.port === undefined ? {} : { port: Number(values.port) }) });
  } catch (error) {
    console.error(colors.red(error instanceof Error ? error.message : String(error)));
    console.error('Usage: npm run demo -- [--once] [--port PORT]');
    process.exit(1);
  }
}
