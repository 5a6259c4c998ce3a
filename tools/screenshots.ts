/**
 * Takes the pictures of the README out of the playground: `npm run screenshots`, with a Chromium on this machine
 * (CHROMIUM_PATH says where, if not in /usr/bin). What it shows is what one sees after following the guide.
 */
import { mkdir } from 'node:fs/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startPlayground, type Playground } from '../playground/server/serve.ts';

const IMAGES = 'docs/images';

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});

await mkdir(IMAGES, { recursive: true });
try {
  for (const colorScheme of ['light', 'dark'] as const) await shoot(browser, colorScheme);
} finally {
  await browser.close();
}

async function shoot(from: Browser, colorScheme: 'light' | 'dark'): Promise<void> {
  const playground = await startPlayground();
  const page = await from.newPage({ viewport: { width: 1280, height: 800 }, colorScheme });
  await page.goto(playground.url);
  await page.getByRole('button', { name: 'Commit to main' }).click();
  await page.getByRole('button', { name: /^Close #3/ }).click();
  await page.getByRole('tab', { name: 'Pull requests' }).click();
  await page.getByRole('heading', { name: '1 task done' }).waitFor();
  await settle(page);
  await page.screenshot({ path: `${IMAGES}/playground-${colorScheme}.png` });
  await propose(playground);
  const preview = page.getByRole('region', { name: 'Comment by planwright[bot]' });
  await preview.waitFor();
  await settle(page);
  await preview.screenshot({ path: `${IMAGES}/preview-${colorScheme}.png` });
  await page.close();
  await playground.close();
}

/** A pull request that does a bit of everything. */
async function propose(playground: Playground): Promise<void> {
  const { plan } = await playground.stage.snapshot();
  const text = (plan?.text ?? '')
    .replace('- [ ] Choose a tokenizer', '- [x] Choose a tokenizer')
    .replace('Cache the hundred hottest queries', 'Cache the hottest thousand queries')
    .replace(
      '- [ ] Load test at twice the peak',
      '- [ ] Load test at twice the peak\n- [ ] Write the runbook',
    );
  await playground.stage.act({ kind: 'propose', text, sha: plan?.sha ?? null });
}

/** Nothing moves any more. */
async function settle(page: Page): Promise<void> {
  await page.getByText('Planwright rests.').waitFor();
  await page.waitForTimeout(2_500);
}
