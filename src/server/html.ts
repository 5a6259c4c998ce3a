/** Pages of the server for people: one look, no script, and nothing from elsewhere. */

const STYLE = `
:root { color-scheme: light dark; --line: #d1d9e0; --faint: #f6f8fa; --dim: #59636e; --link: #0969da; --go: #1f883d; --warn: #fff8c5; }
@media (prefers-color-scheme: dark) { :root { --line: #3d444d; --faint: #151b23; --dim: #9198a1; --link: #4493f8; --go: #238636; --warn: #3b2e0a; } }
body { max-width: 44rem; margin: 2.5rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h1 small { color: var(--dim); font-weight: 400; font-size: 1rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
a { color: var(--link); } code { background: var(--faint); padding: .1em .35em; border-radius: 6px; font: .85em ui-monospace, monospace; }
table { border-collapse: collapse; width: 100%; } td code { white-space: nowrap; } th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
label { display: block; margin: .75rem 0 .25rem; } input, textarea { box-sizing: border-box; width: 100%; padding: .45rem; font: inherit; border: 1px solid var(--dim); border-radius: 6px; }
textarea { font: .8rem ui-monospace, monospace; } button, .button { display: inline-block; margin-top: .75rem; padding: .5rem 1rem; font: inherit; border: 1px solid var(--line); border-radius: 6px; background: var(--faint); color: inherit; text-decoration: none; cursor: pointer; }
.go { background: var(--go); border-color: var(--go); color: #fff; } .warn { background: var(--warn); border: 1px solid var(--line); border-radius: 6px; padding: .5rem 1rem; }
details { margin-top: 2rem; } summary { cursor: pointer; } .dim { color: var(--dim); }`;

/** A text as it stands in a page, between tags or in an attribute. */
export function htmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A whole page of HTML; `body` is HTML, `title` is text. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${htmlText(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/**
 * The headers of a page.
 *
 * @param formTargets Where its forms may lead besides the page's own address, as origins.
 */
export function htmlHeaders(formTargets: readonly string[] = []): Readonly<Record<string, string>> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      `default-src 'none'`,
      `style-src 'unsafe-inline'`,
      `form-action ${["'self'", ...formTargets].join(' ')}`,
      `base-uri 'none'`,
      `frame-ancestors 'none'`,
    ].join('; '),
    'x-content-type-options': 'nosniff',
  };
}
