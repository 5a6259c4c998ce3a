/**
 * Draws a tracking issue as GitHub shows it, on its light page and on its dark one: a realistic plan at 40 %, with a history
 * of nine weeks. Markdown and HTML come beside the pictures, to be looked at; tracking-light.png and tracking-dark.png are the
 * README's, in docs/images.
 *
 *     npx tsx tools/picture-tracking.ts DIRECTORY [CHROMIUM]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Nodes, Parents } from 'mdast';
import { chromium } from 'playwright-core';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { exampleTracking } from './example-tracking.ts';

const [, , directory = 'pictures', executable = '/usr/bin/chromium'] = process.argv;
const MERMAID = fileURLToPath(new URL('../node_modules/mermaid/dist/mermaid.min.js', import.meta.url));

const PAGES = {
  light: {
    text: '#1f2328',
    page: '#ffffff',
    line: '#d1d9e0',
    faint: '#f6f8fa',
    link: '#0969da',
    theme: 'default',
  },
  dark: {
    text: '#f0f6fc',
    page: '#0d1117',
    line: '#3d444d',
    faint: '#151b23',
    link: '#4493f8',
    theme: 'dark',
  },
} as const;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const TAGS: Readonly<Record<string, string>> = {
  paragraph: 'p',
  strong: 'strong',
  blockquote: 'blockquote',
  list: 'ul',
  listItem: 'li',
  table: 'table',
  tableRow: 'tr',
  tableCell: 'td',
};

/** The HTML of the nodes that a tracking issue has. */
function html(node: Nodes): string {
  if (node.type === 'text') return escaped(node.value);
  if (node.type === 'html') return node.value;
  if (node.type === 'inlineCode') return `<code>${escaped(node.value)}</code>`;
  if (node.type === 'code') return `<pre class="${escaped(node.lang ?? '')}">${escaped(node.value)}</pre>`;
  if (node.type === 'heading') return `<h${node.depth}>${inner(node)}</h${node.depth}>`;
  if (node.type === 'link') return `<a href="${escaped(node.url)}">${inner(node)}</a>`;
  if (!('children' in node)) return '';
  const tag = TAGS[node.type];
  return tag === undefined ? inner(node) : `<${tag}>${inner(node)}</${tag}>`;
}

const inner = (node: Parents): string => node.children.map(html).join('');

function pageOf(markdown: string, look: (typeof PAGES)['light' | 'dark']): string {
  const body = html(remark().use(remarkGfm).parse(markdown));
  return `<!doctype html><meta charset="utf-8"><style>
    body { width: 830px; margin: 24px; font: 14px/1.5 "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; color: ${look.text}; background: ${look.page}; }
    a { color: ${look.link}; } li p { margin: 0; } h3 { font-size: 17.5px; margin: 24px 0 12px; }
    code { background: ${look.faint}; padding: 2px 5px; border-radius: 6px; font: 12px ui-monospace, "DejaVu Sans Mono", monospace; }
    table { border-collapse: collapse; } td { border: 1px solid ${look.line}; padding: 6px 13px; }
    tr:first-child td { font-weight: 600; } tr:nth-child(odd) td { background: ${look.faint}; } tr:first-child td { background: none; }
    blockquote { border-left: 4px solid #8250df; margin: 0 0 16px; padding: 0 16px; }
    pre.mermaid { border: 1px solid ${look.line}; border-radius: 6px; padding: 16px; text-align: center; }
  </style>${body}<script>${readFileSync(MERMAID, 'utf8')}</script>
  <script>mermaid.initialize({ startOnLoad: false, theme: '${look.theme}', securityLevel: 'strict' }); mermaid.run().then(() => { document.title = 'drawn'; }, (error) => { document.title = String(error); });</script>`;
}

mkdirSync(directory, { recursive: true });
const markdown = exampleTracking();
writeFileSync(`${directory}/tracking.md`, markdown);
const browser = await chromium.launch({
  executablePath: executable,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
for (const [name, look] of Object.entries(PAGES)) {
  const page = await browser.newPage({ viewport: { width: 890, height: 1000 } });
  writeFileSync(`${directory}/${name}.html`, pageOf(markdown, look));
  await page.setContent(pageOf(markdown, look));
  await page.waitForFunction(`document.title !== ''`, undefined, { timeout: 60_000 });
  const title = await page.title();
  if (title !== 'drawn') throw new Error(`Expected Mermaid to draw, found: ${title}`);
  await page.screenshot({ path: `${directory}/${name}.png`, fullPage: true });
  // The README shows what comes before the third phase.
  const end = await page.getByRole('heading', { name: 'Phase 3' }).boundingBox();
  await page.screenshot({
    path: `${directory}/tracking-${name}.png`,
    fullPage: true,
    clip: { x: 0, y: 0, width: 890, height: Math.round(end?.y ?? 1_000) },
  });
  console.log(`${directory}/${name}.png`);
}
await browser.close();
