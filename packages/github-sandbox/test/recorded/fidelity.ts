/** The table of the README that says how near the sandbox is to GitHub, route by route. */
import { readFileSync } from 'node:fs';
import { routes } from '../../src/routes/all.ts';
import { openApi } from '../github-schemas.ts';
import type { Driven } from './drive.ts';
import { differences } from './compare.ts';
import { explain } from './known-differences.ts';
import { readRecordings, type Recorded } from './recordings.ts';
import { KNOWN_WEBHOOK_DIFFERENCES } from './known-webhook-differences.ts';
import { restTypes, webhookTypes } from './schema-types.ts';
import { sentWebhooks } from './sent-webhooks.ts';

/** Where the table stands. */
export const README = new URL('../../README.md', import.meta.url);
const BEGIN = '<!-- fidelity: written by tools/write-fidelity.ts -->\n';
const END = '<!-- /fidelity -->';

/** The README with the table that the answers give it. */
export function readmeWith(driven: Driven): string {
  const text = readFileSync(README, 'utf8');
  const [before = '', rest = ''] = text.split(BEGIN);
  const [, after = ''] = rest.split(END);
  return before + BEGIN + fidelity(driven) + END + after;
}

function fidelity({ byEntry, webhooks }: Driven): string {
  const recordings = readRecordings();
  const sent = { recordings: sentWebhooks(), allowed: webhookTypes() };
  const ofWebhooks = explain(differences(webhooks, sent), KNOWN_WEBHOOK_DIFFERENCES).explained;
  const { explained } = explain(differences(byEntry, { recordings, allowed: restTypes() }));
  const everywhere = explained.filter(({ known }) => known.isForAll);
  const rows = routes.map(({ method, template }) => {
    const route = `${method} ${template}`;
    const own = explained.filter(({ known, entry }) => !known.isForAll && isOf(route, entry));
    return rowOf(
      route,
      statusesOf(route, byEntry.keys()),
      recordings,
      own.map(({ known }) => known.why),
    );
  });
  return [
    `Of ${count(recordings)} recorded exchanges (${recordings.size} kinds of answers) each kind is driven and compared: every path, type, header and`,
    'refusal is as it was recorded, but for what follows. Other answers that GitHub recorded or documents ("not driven") the sandbox may give or not.',
    'For all routes:',
    '',
    ...unique(everywhere.map(({ known }) => known.why)).map((why) => `- ${why}`),
    '',
    '| route | driven | recordings (newest) | not driven | differs in |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    `Webhooks: ${webhooks.size} kinds are sent. ${sent.recordings.size} of them are held against ${count(sent.recordings)} that GitHub sent from 2018 on (\`@octokit/webhooks-examples\`):`,
    '',
    ...unique(ofWebhooks.map(({ known }) => known.why)).map((why) => `- ${why}`),
    '',
  ].join('\n');
}

function rowOf(
  route: string,
  served: readonly string[],
  recordings: ReadonlyMap<string, Recorded>,
  why: readonly string[],
): string {
  const recorded = [...recordings].filter(([entry]) => isOf(route, entry));
  const newest = recorded
    .map(([, one]) => one.newest ?? '')
    .toSorted()
    .at(-1);
  const others = unique([...documented(route), ...statusesOf(route, recordings.keys())]).filter(
    (status) => !served.includes(status),
  );
  const cells = [
    `\`${route}\``,
    served.join(' '),
    recorded.length === 0 ? '' : `${count(new Map(recorded))} (${newest})`,
    others.toSorted().join(' '),
    unique(why).join('; '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function isOf(route: string, entry: string): boolean {
  return entry.startsWith(`${route} `);
}

function statusesOf(route: string, entries: Iterable<string>): string[] {
  return [...entries]
    .filter((entry) => isOf(route, entry))
    .map((entry) => entry.slice(-3))
    .toSorted();
}

function documented(route: string): string[] {
  const [method = '', template = ''] = route.split(' ');
  const paths = openApi()['paths'] as Record<string, Record<string, { responses: object }>>;
  return Object.keys(paths[template]?.[method.toLowerCase()]?.responses ?? {});
}

function count(recordings: ReadonlyMap<string, Recorded>): number {
  return [...recordings.values()].reduce((sum, one) => sum + one.count, 0);
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
