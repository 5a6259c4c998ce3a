import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const PATHS = [
  process.env['CHROMIUM_PATH'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where Chromium is on this machine; null if nowhere. With REQUIRE_BROWSER, as in CI, that is an error. */
export function findChromium(): string | null {
  const found = PATHS.find((path) => path !== '' && existsSync(path)) ?? null;
  if (found === null && process.env['REQUIRE_BROWSER'] === '1')
    throw new Error('REQUIRE_BROWSER is set: expected a Chromium, found none. Set CHROMIUM_PATH.');
  return found;
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Builds the page as `npm run build` does. */
export function buildPage(): void {
  const { status, stderr } = spawnSync(process.execPath, [resolve('tools/bundle-page.js')], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The page cannot be built: ${stderr}`);
}
