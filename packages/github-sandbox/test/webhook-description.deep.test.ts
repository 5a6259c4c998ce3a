/** GitHub's description of its webhooks, held against webhooks that it sent: where they differ, neither is to be relied upon. */
import { createRequire } from 'node:module';
import { webhookContract } from './github-schemas.ts';

interface Examples {
  readonly name: string;
  readonly examples: readonly { readonly action?: string }[];
}

test('differences are the known ones', () => {
  const all = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Examples[];
  const check = webhookContract();
  const found = all.flatMap(({ name, examples }) =>
    examples.map((payload) => ({ name, payload, complaints: check(name, payload.action, payload) })),
  );
  const lines = found.flatMap(({ name, payload, complaints }) =>
    complaints.map(
      (one) => `${name}.${payload.action ?? ''}: ${one.replace(/\/\d+/g, '[]').replace(/ \{.*/, '')}`,
    ),
  );
  const asDescribed = found.filter(({ complaints }) => complaints.length === 0).length;
  expect({ sent: found.length, asDescribed, differences: [...new Set(lines)].toSorted() }).toMatchSnapshot();
});
