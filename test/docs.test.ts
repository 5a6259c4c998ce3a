/** The documents are true: their links lead somewhere, their config is config, their commands exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createProgram } from '../src/cli/program.ts';
import { parseConfig } from '../src/config/config.ts';
import { parseCommands } from '../src/sync/plans/parse-commands.ts';

const pages = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'SECURITY.md', 'CHANGELOG.md'].concat(
  readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
);
const read = (page: string): string => readFileSync(page, 'utf8');
const withoutCode = (text: string): string =>
  text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** The anchor that GitHub gives to a heading. */
function anchorOf(heading: string): string {
  const text = heading.replace(/^#+ /, '').replace(/[`*]/g, '');
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replace(/ /g, '-');
}

function anchorsOf(page: string): string[] {
  return (withoutFences(read(page)).match(/^#+ .+$/gm) ?? []).map(anchorOf);
}

function withoutFences(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '');
}

/** What stands between fences of these languages. */
function blocks(page: string, languages: string): string[] {
  const fences = new RegExp(`^\`\`\`(?:${languages})\\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...read(page).matchAll(fences)].map(([, code = '']) => code);
}

test.each(pages)('the links of %s lead somewhere', (page) => {
  const links = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links.filter((link) => {
    if (/^(https?|mailto):/.test(link)) return !URL.canParse(link);
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? page : path.join(path.dirname(page), file);
    return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
  });
  expect(broken).toEqual([]);
});

const configs = pages.flatMap((page) =>
  blocks(page, 'yaml|yml')
    .filter((text) =>
      /^(plans|creators|writeBack|comments|labels|completed|nested|milestones|limits|onInstall):/m.test(text),
    )
    .map((text) => [page, text] as const),
);

test.each(configs)('a config in %s is one', (_, text) => {
  expect(parseConfig(text).problems).toEqual([]);
});

test('there are configs in the documents', () => {
  expect(configs.length).toBeGreaterThan(4);
});

const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
const commands = pages.flatMap((page) =>
  [...read(page).matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name = '']) => [page, name] as const),
);

test.each(commands)('%s runs a script that exists: %s', (_, name) => {
  expect(Object.keys(scripts)).toContain(name);
});

/** The commands of our own that the documents type, without what follows in comments. */
const typed = pages.flatMap((page) =>
  [
    ...read(page).matchAll(
      /\bplanwright ((?:check|parse|preview|sync|retire|init|demo|status|next|claim|release|show|done)\b[^`\n#|]*)/g,
    ),
  ].map(([, words = '']) => [page, words.trim()] as const),
);

test.each(typed)('%s: planwright %s takes what is given to it', (_, words) => {
  const [verb = '', ...rest] = words.split(/\s+/);
  const options = rest.flatMap((word) => /^--?[a-z-]+/.exec(word) ?? []);
  const command = createProgram().commands.find((one) => one.name() === verb);
  const known = command?.options.flatMap(({ long, short }) => [long, short]) ?? [];
  expect(known).toEqual(expect.arrayContaining(options));
  expect(command).toBeDefined();
});

const plans = pages.flatMap((page) =>
  [...read(page).matchAll(/`(\/plan [^`…]+)`/g)].map(([, words = '']) => [page, words] as const),
);

test.each(plans)('%s: %s is a command', (_, words) => {
  const kinds = parseCommands(words.replace('<id>', '1a2b3c4d')).map(({ kind }) => kind);
  expect(kinds).toHaveLength(1);
  expect(kinds).not.toContain('unknown');
});
