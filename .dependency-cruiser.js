/**
 * The layers of ARCHITECTURE.md, held by a tool. Each rule is proven to fire in test/checks.test.ts.
 * Rooms know each other by their types.ts only; type imports count like any other.
 * Core (plan, sync) is an allow list: a new package in the core is a decision, made here.
 */

/** The pass, the one place where what should be (sync) meets what is (github). */
const PASS = '^src/(reconcile\\.ts$|pass/)';
/** What reads texts for the pass; it joins the parts of the core that a stranger's text alone decides on. */
const PARSER = '^src/parser/';
/** Files that put the pieces together and start something. */
const ASSEMBLY = '^src/((cli|action|server|once)\\.ts$|(cli|action|server)/)';
/** The embedded GitHub, by its path and by the name that others import it by. */
const SANDBOX = '(^|/)(packages|@planwright)/github-sandbox(/|$)';
const OCTOKIT = '(^|/)(@octokit/[^/]+|octokit|probot|@probot/[^/]+)(/|$)';

const PLAN_PACKAGES =
  'node_modules/(@types/(mdast|unist)|mdast|mdast-[^/]+|unist|unist-[^/]+|micromark[^/]*|remark|remark-[^/]+|unified|vfile|yaml)/';

/** A rule that forbids; `comment` says what to do instead. */
const forbid = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

export default {
  forbidden: [
    forbid('no-cycles', 'Split the file or move the shared part down.', {}, { circular: true }),
    forbid(
      'resolves',
      'The import leads nowhere.',
      {},
      { couldNotResolve: true, pathNot: '^(mdast|unist)$' },
    ),
    forbid(
      'no-dev-packages',
      'What runs in production must be under dependencies.',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    ),
    forbid('no-tests-in-source', 'Source knows no test.', { path: '^src/' }, { path: '^(test|bench)/' }),
    forbid(
      'plan-knows-markdown-only',
      'src/plan is pure: Markdown in, data out.',
      { path: '^src/plan/' },
      { pathNot: ['^src/plan/', PLAN_PACKAGES, '^(mdast|unist)$'] },
    ),
    forbid(
      'sync-knows-plain-data-only',
      'src/sync is pure: it may import src/plan, itself, the names of Markdown nodes, and a text merge that is pure too.',
      { path: '^src/sync/', pathNot: '^src/sync/state/hash\\.ts$' },
      { pathNot: ['^src/(plan|sync)/', 'node_modules/(node-diff3|@types/mdast)/', '^mdast$'] },
    ),
    forbid(
      'only-hash-imports-crypto',
      'One hash for all markers, in src/sync/state/hash.ts, which imports nothing else.',
      { path: '^src/sync/state/hash\\.ts$' },
      { pathNot: ['^src/(plan|sync)/', '^(node:)?crypto$'] },
    ),
    forbid(
      'only-github-speaks-octokit',
      'Requests to GitHub are made in src/github.',
      { path: '^src/', pathNot: ['^src/github/', '^src/app\\.ts$', ASSEMBLY] },
      { path: OCTOKIT },
    ),
    forbid(
      'assembly-takes-probot-and-rest-only',
      'Starting the app needs probot and @octokit/rest; everything else of octokit belongs to src/github.',
      { path: [ASSEMBLY, '^src/app\\.ts$'] },
      { path: '(^|/)(@octokit/(?!rest(/|$))[^/]+|octokit)(/|$)' },
    ),
    forbid(
      'github-takes-types-only-of-the-core',
      'Joining sync with github is the work of the pass (src/reconcile.ts and src/pass).',
      { path: '^src/github/' },
      { path: '^src/(plan|sync)/', pathNot: '/types\\.ts$' },
    ),
    forbid(
      'github-reads-no-other-room',
      'src/github may know the types of the core, and itself.',
      { path: '^src/github/' },
      { path: '^src/', pathNot: '^src/(github|plan|sync)/' },
    ),
    forbid(
      'only-the-pass-joins-github',
      'Go through the pass (src/reconcile.ts and src/pass); only assembly may hand it a client.',
      { path: '^src/', pathNot: ['^src/github/', PASS, ASSEMBLY] },
      { path: '^src/github/', pathNot: '/types\\.ts$' },
    ),
    forbid(
      'only-the-pass-joins-sync',
      'Go through the pass (src/reconcile.ts and src/pass); assembly may print with sync/render; handlers may tell a plan by its label.',
      { path: '^src/', pathNot: ['^src/sync/', PASS, PARSER, '^src/app\\.ts$'] },
      { path: '^src/sync/', pathNot: '^src/sync/((claims/)?types\\.ts|render)' },
    ),
    forbid(
      'sandbox-stands-alone',
      'The embedded GitHub must not share code with what it tests.',
      { path: '^packages/github-sandbox/src/' },
      { pathNot: '^packages/github-sandbox/src/', dependencyTypesNot: ['core'] },
    ),
    forbid(
      'mcp-speaks-for-the-command-line',
      'The MCP server does what the commands do: go through src/cli/next, or through what check needs.',
      { path: '^packages/planwright-mcp/src/' },
      { path: '^src/', pathNot: '^src/cli/(next/|check\\.ts$|files\\.ts$)' },
    ),
    forbid(
      'only-the-mcp-package-speaks-mcp',
      "The SDK is no part of the App's image.",
      { path: '^(src|playground)/' },
      { path: '(^|/)(@modelcontextprotocol/|packages/planwright-mcp/)' },
    ),
    forbid(
      'production-knows-no-sandbox',
      'src holds what runs in production: the playground and the embedded GitHub stand beside it.',
      { path: '^src/' },
      { path: ['^playground/', SANDBOX] },
    ),
    forbid(
      'playground-plays-from-outside',
      'The playground starts a sandbox and the server, lints with the parser, and does the rest by REST as anybody could.',
      { path: '^playground/' },
      {
        path: '^src/',
        pathNot: '^src/(server\\.ts$|parser/in-process\\.ts$|plan/(types|parse|lint|walk|text/limits)\\.ts$)',
      },
    ),
    forbid(
      'parser-reads-and-no-more',
      'What reads texts knows the core and the config; it asks GitHub nothing and writes nothing.',
      { path: PARSER },
      {
        path: '^src/',
        pathNot: [
          '^src/(parser|plan)/',
          '^src/sync/(render/sanitize/block|write-back/merge-text)\\.ts$',
          '^src/config/',
        ],
      },
    ),
    forbid(
      'pass-reads-through-the-port',
      "A stranger's text may stall or end whoever parses it: go through the TextReader.",
      { path: PASS, pathNot: '^src/pass/dry-run/offline\\.ts$' },
      {
        path: '^src/(parser/(?!types|retries)|plan/(parse|edit|lint|text/front-matter|text/markdown)\\.ts$|sync/(render/sanitize/block|write-back/merge-text)\\.ts$)',
      },
    ),
    forbid(
      'only-its-pool-starts-processes',
      'Processes are a matter of the parser: go through its pool.',
      { path: '^src/', pathNot: PARSER },
      { path: 'node_modules/workerpool/' },
    ),
    forbid(
      'only-its-queue-speaks-postgres',
      'Whether jobs are kept in memory or in PostgreSQL is a matter of the Queue: go through the Queue.',
      { path: '^src/', pathNot: '^src/queue/postgres(-(store|notes|deaths))?\\.ts$' },
      { path: 'node_modules/(@types/pg|pg|pg-[^/]+|graphile-worker)/' },
    ),
    forbid(
      'only-metrics-speaks-prometheus',
      'Count through the functions of src/server/metrics.ts.',
      { path: '^src/', pathNot: '^src/server/metrics\\.ts$' },
      { path: 'node_modules/prom-client/' },
    ),
    forbid(
      'queue-stands-alone',
      'The queue knows jobs, not what they do.',
      { path: '^src/queue/' },
      { path: '^src/', pathNot: '^src/queue/' },
    ),
    forbid(
      'handlers-only-enqueue',
      'A webhook handler turns an event into a job and nothing more.',
      { path: '^src/app\\.ts$' },
      { path: '^src/', pathNot: '^src/(queue/types|sync/state/plan-label|pushed-paths)\\.ts$' },
    ),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // The page is JSX for a browser, which this parser cannot read; .oxlintrc.json says what it may import.
    exclude: { path: '^(dist|packages/[^/]+/dist|playground/page)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['planwright-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
    },
  },
};
