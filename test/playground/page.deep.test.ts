import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { startPlayground, type Playground } from '../../playground/server/serve.ts';
import { buildPage, findChromium, launch } from './browser.ts';

/** The page, used as a person would: by what stands on its controls. */

const executable = findChromium();
if (executable === null) console.warn('No Chromium was found, so the playground is not tried in a browser.');
/** A story needs seconds, and minutes where others use the machine too. */
const LONG_MS = 180_000;

const describeInBrowser = executable === null ? describe.skip : describe;

let browser: Browser;
let playground: Playground;
let page: Page;
/** What a page must not do: fail, ask other machines for something, or open a dialog. */
let mischief: string[];

beforeAll(async () => {
  if (executable === null) return;
  buildPage();
  browser = await launch(executable);
});

afterAll(async () => browser?.close());

async function opens(): Promise<void> {
  playground = await startPlayground();
  page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.setDefaultTimeout(40_000);
  mischief = [];
  page.on('pageerror', (error) => mischief.push(`throws ${error.message}`));
  page.on('dialog', (dialog) => {
    mischief.push(`opens a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(playground.url) && !request.url().startsWith('data:'))
      mischief.push(`asks for ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') mischief.push(`complains: ${message.text()}`);
  });
  await page.goto(playground.url);
}

afterEach(async () => {
  if (executable === null) return;
  await page.close();
  await playground.close();
  if (mischief.length > 0) throw new Error(`The page ${mischief.join(', ')}.`);
});

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const tab = (name: string) => page.getByRole('tab', { name });
const happened = (text: string | RegExp) =>
  page.getByRole('region', { name: 'Timeline' }).getByText(text).first();

/** Sets the editor's text, as if pasted over all of it. */
async function write(change: (text: string) => string): Promise<void> {
  const { plan, example } = await playground.stage.snapshot();
  const text = change(plan?.text ?? playground.stage.examples.find(({ id }) => id === example)?.text ?? '');
  await page.getByRole('textbox', { name: 'Text of the plan' }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** Waits until the page says that the app has nothing more to do. */
async function rests(): Promise<void> {
  await page.getByText('Planwright rests.').waitFor();
}

async function commits(): Promise<void> {
  await button('Commit to main').click();
  await happened(/^Planwright reports a check/).waitFor();
  await rests();
}

async function titles(): Promise<string[]> {
  const { issues } = await playground.stage.snapshot();
  return issues.map(({ title }) => title).sort();
}

/** What axe finds wrong with the page as it is now: in the light, in the dark, and on a telephone. */
async function complaints(): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = [...(await axeFinds('light', RULES))];
  await page.emulateMedia({ colorScheme: 'dark' });
  found.push(...(await axeFinds('dark', ['color-contrast'])));
  await page.emulateMedia({ colorScheme: 'light' });
  const wide = page.viewportSize() ?? { width: 0, height: 0 };
  await page.setViewportSize({ width: 360, height: 740 });
  found.push(...(await axeFinds('narrow', RULES)));
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  if (width > 360) found.push(`narrow: the page is ${width} wide`);
  await page.setViewportSize(wide);
  return found;
}

/** Laptops, a tablet and a telephone. */
const SIZES = [
  [1280, 720],
  [1366, 768],
  [1440, 900],
  [768, 1024],
  [390, 844],
] as const;

/** The controls that cannot be clicked at their centre, since something else lies there, at any of the sizes. */
async function coveredControls(): Promise<string[]> {
  const before = page.viewportSize() ?? { width: 0, height: 0 };
  const covered: string[] = [];
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    const here = await page.evaluate<string[]>(COVERED);
    covered.push(...here.map((control) => `${width}×${height}: ${control}`));
  }
  await page.setViewportSize(before);
  return covered;
}

/** Runs in the page: scrolls to each control in turn, as a person would, and looks what lies at its centre. */
const COVERED = `[...document.querySelectorAll('button, a, select, input, summary, [role=tab]')].flatMap((control) => {
  control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const { left, top, width, height } = control.getBoundingClientRect();
  const isShown = width > 0 && height > 0 && getComputedStyle(control).visibility === 'visible';
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  if (!isShown || (there !== null && (control.contains(there) || there.contains(control)))) return [];
  const name = (one) => (one?.textContent ?? '').trim().slice(0, 40) || one?.className || 'nothing';
  return [name(control) + ' is covered by ' + name(there)];
})`;

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Colours do not depend on the width, and looking at them takes longest. */
async function axeFinds(where: 'light' | 'dark' | 'narrow', runOnly: readonly string[]): Promise<string[]> {
  const rules = { 'color-contrast': { enabled: where !== 'narrow' } };
  const options = JSON.stringify({ runOnly, rules, resultTypes: ['violations'] });
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${options})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${where}: ${id}: ${html}\n${failureSummary ?? ''}`),
  );
}

describeInBrowser('the page in Chromium', () => {
  test(
    'a newcomer commits a plan, closes an issue and merges the pull request in a few clicks',
    async () => {
      await opens();
      const start = performance.now();
      await button(/^1 Commit the plan/).waitFor();
      expect(await coveredControls()).toEqual([]);
      await button('Commit to main').click();
      await button(/^Close #3/).click();
      await tab('Pull requests').click();
      await page.getByRole('heading', { name: '1 task done' }).waitFor();
      await page.getByText('- [x] Ship the query parser').first().waitFor();
      await button(/^Merge pull request/).click();
      await page.getByText('That is the whole loop').waitFor();
      const seconds = (performance.now() - start) / 1000;
      console.info(`The newcomer’s path: 4 clicks, ${seconds.toFixed(1)} seconds.`);

      await page
        .getByRole('textbox', { name: 'Text of the plan' })
        .getByText('[x] Ship the query parser')
        .waitFor();
      await rests();
      const { plan, issues, milestones } = await playground.stage.snapshot();
      expect(plan?.text).toContain('- [x] Ship the query parser ([#3](');
      expect(issues.filter(({ state }) => state === 'completed').map(({ number }) => number)).toEqual([2, 3]);
      expect(milestones.map(({ closed, open }) => `${closed}/${closed + open}`)).toEqual([
        '2/5',
        '0/3',
        '0/2',
      ]);
    },
    LONG_MS,
  );

  test(
    'a proposed change is previewed, and commands, renaming and reopening have their effect',
    async () => {
      await opens();
      await commits();
      await write((text) =>
        text.replace('Choose a tokenizer', 'Choose a tokenizer\n- [ ] Answer in ten languages'),
      );
      await button('Propose as pull request').click();
      await tab('Pull requests').click();
      const preview = page.getByRole('region', { name: 'Comment by planwright[bot]' });
      await preview.getByText('Answer in ten languages').waitFor();
      const proposal = page.getByRole('article').filter({ hasText: 'ada-patch' });
      await proposal.getByRole('button', { name: /^Merge/ }).click();
      await tab('Issues').click();
      await button('Answer in ten languages').click();

      await button('Rename').click();
      await page.getByLabel(/^New title/).fill('Answer in twelve languages');
      await button('Save').click();
      await page.getByRole('heading', { name: 'Answer in twelve languages' }).waitFor();
      await button('All issues').click();
      await button(/^Close #3/).click();
      await button(/^Reopen #3/).click();
      await button(/^Close #3/).waitFor();

      await tab('Tracking issue').click();
      await button('/plan help').click();
      await button('Comment').click();
      await happened('You comment on #1: /plan help.').waitFor();
      await tab('Pull requests').click();
      await page.getByText('Answer in twelve languages').first().waitFor();
      expect((await titles()).filter((title) => title.startsWith('Answer in'))).toEqual([
        'Answer in twelve languages',
      ]);
    },
    LONG_MS,
  );

  test(
    'lost webhooks, lost replies, a killed app and a rate limit heal, and nothing is there twice',
    async () => {
      await opens();
      await button('Kill the app').click();
      await button('Commit to main').click();
      await page.getByText('Planwright is not running.', { exact: true }).waitFor();
      await button('Start it again').click();
      await happened(/^Planwright reports a check/).waitFor();
      await rests();
      expect(new Set(await titles()).size).toBe(12);
      expect((await titles()).length).toBe(12);

      await button('Lose a reply').click();
      await button('Hit the rate limit').click();
      await write((text) => `${text}\n- [ ] Measure what people search for\n`);
      await commits();
      await happened(/its answer is lost on the way/).waitFor();
      await happened(/come back later/).waitFor();
      await button('Measure what people search for').waitFor();

      await button('Lose a webhook').click();
      await button(/^Close #4/).click();
      await happened(/but the message is lost/).waitFor();
      await button('Look now').waitFor();
      expect(await coveredControls()).toEqual([]);
      await button('Look now').click();
      await tab('Pull requests').click();
      await page.getByRole('heading', { name: '1 task done' }).waitFor();
      expect((await titles()).filter((title) => title === 'Measure what people search for')).toHaveLength(1);
    },
    LONG_MS,
  );

  test(
    'nothing of a hostile plan runs, and nothing leaves the machine',
    async () => {
      await opens();
      const hostile = [
        '<img src=x onerror=alert(1)>',
        '<script>alert(2)</script>',
        '[press](javascript:alert(3))',
        '<svg onload=alert(4)>',
        '![](https://evil.example/pixel.png)',
        '<a href="https://evil.example" id=commit style="position:fixed;inset:0">cover</a>',
        '<form action=https://evil.example><button>Send</button></form>',
        '```mermaid\n    graph TD; A-->B; click A href "javascript:alert(5)"\n    ```',
        '<iframe srcdoc="<script>alert(6)</script>"></iframe>',
      ];
      await write(
        () =>
          `# Bad\n\n## Phase 1: Bad\n${hostile.map((text, n) => `- [ ] Survive text ${n} ${text}\n\n  ${text}\n`).join('')}`,
      );
      await commits();
      const names = page.locator('.issues .title');
      expect(await names.count()).toBe(hostile.length);
      for (const n of hostile.keys()) {
        await names.nth(n).click();
        await page.getByRole('article').waitFor();
        await button('All issues').click();
      }
      await tab('Tracking issue').click();
      await page.getByRole('article').waitFor();
      await tab('Pull requests').click();
      await page.getByRole('article').waitFor();
      expect(
        await page
          .locator('script, iframe, object, embed, form:not(.comment-form), [onerror], [onload]')
          .count(),
      ).toBe(1);
      expect(await page.locator('#commit').count()).toBe(1);
      const offsite = mischief.splice(0).filter((one) => !one.includes('Content Security Policy'));
      // A picture elsewhere is asked for by the page and refused by its policy: no byte leaves.
      expect(offsite.filter((one) => !one.includes('evil.example/pixel.png'))).toEqual([]);
    },
    LONG_MS,
  );

  test(
    'everything can be reached and used with the keyboard alone',
    async () => {
      await opens();
      await button(/^1 Commit the plan/).focus();
      await page.keyboard.press('Enter');
      await page.locator('button:focus', { hasText: 'Commit to main' }).waitFor();
      await page.keyboard.press('Enter');
      await button(/^Close #3/).waitFor();
      await button(/^2 Close an issue/).focus();
      await page.keyboard.press('Enter');
      await page.locator('button:focus', { hasText: /^Close$/ }).waitFor();
      await tab('Issues').focus();
      await page.keyboard.press('ArrowRight');
      expect(await tab('Pull requests').getAttribute('aria-selected')).toBe('true');
      // The editor lets one out again.
      await page.getByRole('textbox', { name: 'Text of the plan' }).focus();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(`document.activeElement.closest('.cm-editor') === null`)).toBe(true);
    },
    LONG_MS,
  );

  test(
    'axe finds nothing wrong, in light and dark, wide and narrow',
    async () => {
      await opens();
      await button('Commit to main').waitFor();
      expect(await complaints()).toEqual([]);
      await page.getByLabel('Example').selectOption('kiro');
      await page.getByText('.kiro/specs/reminders/tasks.md').waitFor();
      await commits();
      await button('Lose a webhook').click();
      expect(await complaints()).toEqual([]);
      await tab('Tracking issue').click();
      await page.getByRole('article').waitFor();
      expect(await complaints()).toEqual([]);
      await tab('Pull requests').click();
      await page.getByRole('article').waitFor();
      expect(await complaints()).toEqual([]);
    },
    LONG_MS,
  );
});
