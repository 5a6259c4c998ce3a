/** `planwright check --watch`: does something again whenever a Markdown file or the config changes, until it is ended. */
import { watch } from 'node:fs';
import { basename } from 'node:path';
import { CONFIG_PATH } from '../../config/config.ts';
import { mayHaveOwnWord } from '../../plan/text/own-word.ts';

/** Editors write a file in several steps: they count as one. */
const CALM_MS = 100;

/** Does it now, and again after each change below a folder. */
export function whenever(folder: string, again: () => void): void {
  let timer: NodeJS.Timeout | null = null;
  again();
  watch(folder, { recursive: true }, (_, path) => {
    if (path === null || path.startsWith('.git/')) return;
    if (!mayHaveOwnWord(basename(path)) && !path.endsWith(basename(CONFIG_PATH))) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(again, CALM_MS);
  });
}
