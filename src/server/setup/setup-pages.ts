/** The pages of the setup, and every word on them. */
import { htmlPage, htmlText } from '../html.ts';
import type { Manifest } from './manifest.ts';

/** What each permission is for. */
const REASONS: Readonly<Record<string, string>> = {
  metadata: 'GitHub requires it of every App.',
  contents: 'To read plans, and to write the branch of the pull request that updates a plan.',
  issues: 'Issues, milestones, labels, and their comments.',
  pull_requests: 'The pull request that updates a plan, and the comment on those that change one.',
  checks: 'The check that says what merging does, and what is wrong with a plan.',
};

/** What the first page shows. */
export interface SetupPage {
  readonly version: string;
  readonly manifest: Manifest;
  /** Where GitHub will send webhooks; null if the visitor's address is none that GitHub can reach. */
  readonly webhook: string | null;
  /** The address that the page was opened at. */
  readonly base: string;
  readonly organisation: string | null;
  /** Where the form leads, and what it brings there. */
  readonly registration: { readonly action: string; readonly manifest: string } | null;
  readonly state: string;
  /** GitHub's page with the Apps of the visitor. */
  readonly appsPage: string;
}

/** The first page: what the App may do, where webhooks go, and the button that registers it. */
export function setupPage(page: SetupPage): string {
  const { version, manifest, webhook, organisation, registration, state, appsPage } = page;
  const rows = Object.entries(manifest.default_permissions).map(
    ([name, level]) =>
      `<tr><td><code>${htmlText(name)}: ${htmlText(level)}</code></td><td>${htmlText(REASONS[name] ?? 'Added in app.yml.')}</td></tr>`,
  );
  return htmlPage(
    'Set up Planwright',
    `<h1>Set up Planwright <small>${htmlText(version)}</small></h1>
<p>GitHub registers an App that is yours. Its keys go into <code>.env</code> on this server, and nowhere else. Afterwards you choose the repositories it may work on.</p>
<h2>What the App may do</h2>
<table><tbody>
${rows.join('\n')}
</tbody></table>
<p class="dim">It hears of: ${manifest.default_events.map(htmlText).join(', ')}. All of it stands in <code>app.yml</code>.</p>
<h2>Where GitHub sends webhooks</h2>
${webhook === null ? unreachable(page) : `<p><code>${htmlText(webhook)}</code></p>`}
<h2>Register it</h2>
<form method="get" action="/setup">
<label for="organisation">Organisation; leave it empty for your own account</label>
<input id="organisation" name="organisation" value="${htmlText(organisation ?? '')}" autocomplete="off">
<button>Use this account</button>
</form>
${
  registration === null
    ? '<p>Once there is an address that GitHub can reach, the button to register the App is here.</p>'
    : `<form method="post" action="${htmlText(registration.action)}">
<input type="hidden" name="manifest" value="${htmlText(registration.manifest)}">
<button class="go">Register the App on GitHub${organisation === null ? '' : ` for ${htmlText(organisation)}`}</button>
</form>`
}
<details>
<summary>Or use an App that exists</summary>
<p>In <a href="${htmlText(appsPage)}">its settings</a> set the webhook URL${webhook === null ? '' : ` to <code>${htmlText(webhook)}</code>`} and a secret, and give it the permissions above.</p>
<form method="post" action="/setup/existing">
<input type="hidden" name="state" value="${htmlText(state)}">
<label for="app">App ID</label><input id="app" name="app" inputmode="numeric" required autocomplete="off">
<label for="secret">Webhook secret</label><input id="secret" name="secret" type="password" required autocomplete="off">
<label for="key">Private key: the text of the .pem file</label><textarea id="key" name="key" rows="6" required></textarea>
<button>Use this App</button>
</form>
</details>`,
  );
}

function unreachable({ base }: Pick<SetupPage, 'base'>): string {
  return `<div class="warn">
<p><strong>GitHub cannot reach <code>${htmlText(base)}</code>.</strong> Either</p>
<ul>
<li>open this page at the address under which GitHub reaches this server, such as <code>https://planwright.example.com/setup</code>: the link that the server printed last, with that host; or</li>
<li>to try it on this machine, take a channel at <a href="https://smee.io/new">smee.io/new</a>, write <code>WEBHOOK_PROXY_URL=https://smee.io/…</code> into <code>.env</code>, run <code>npm install --no-save smee-client</code>, and start the server again.</li>
</ul>
</div>`;
}

/** The page after the registration: what is left to do. */
export function registeredPage(install: string | null): string {
  const where =
    install === null
      ? 'On GitHub, open the App and choose <em>Install App</em>.'
      : `<a class="button go" href="${htmlText(install)}">Install it on your repositories</a>`;
  return htmlPage(
    'Planwright is registered',
    `<h1>The App is registered</h1>
<p>Its keys are in <code>.env</code>, and the server starts with them now. One thing is left:</p>
<p>${where}</p>
<p><a href="/">See whether the server works</a>; it may take a few seconds.</p>`,
  );
}
