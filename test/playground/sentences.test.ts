import { WORDED } from '../../playground/server/request-words.ts';
import { sentenceOfDelivery, sentenceOfRequest, TOLD } from '../../playground/server/sentences.ts';
import { routes, WEBHOOK_KINDS, type LoggedRequest, type WebhookDelivery } from '@planwright/github-sandbox';

const APP = { kind: 'installation', slug: 'planwright', installationId: 1 } as const;
const YOU = { kind: 'user', login: 'ada' } as const;

function request(method: string, path: string, rest: Partial<LoggedRequest> = {}): LoggedRequest {
  const isWrite = method !== 'GET';
  return {
    ...{ method, path, isWrite, actor: APP, body: undefined, at: new Date(0) },
    ...{ status: 200, answered: true, faulted: false, route: undefined },
    ...rest,
  };
}

function delivery(event: string, action: string | null, payload: object): WebhookDelivery {
  return {
    id: 1,
    guid: 'g',
    appId: 1,
    event,
    action,
    redelivery: false,
    payload,
    status: 'OK',
    statusCode: 200,
  };
}

test('every route and every webhook of the sandbox has words of its own', () => {
  expect([...WORDED].sort()).toEqual(routes.map(({ method, template }) => `${method} ${template}`).sort());
  expect([...TOLD].sort()).toEqual(Object.keys(WEBHOOK_KINDS).sort());
});

test.each<[string, LoggedRequest]>([
  [
    'Planwright opens issue “Ship the parser”.',
    request('POST', '/repos/ada/search/issues', {
      route: '/repos/{owner}/{repo}/issues',
      body: { title: 'Ship the parser' },
      status: 201,
    }),
  ],
  [
    'You close issue #5 as not planned.',
    request('PATCH', '/repos/ada/search/issues/5', {
      route: '/repos/{owner}/{repo}/issues/{issue_number}',
      body: { state: 'closed', state_reason: 'not_planned' },
      actor: YOU,
    }),
  ],
  [
    'You commit plans/search.md to main.',
    request('PUT', '/repos/ada/search/contents/plans/search.md', {
      route: '/repos/{owner}/{repo}/contents/{path}',
      body: { branch: 'main' },
      actor: YOU,
    }),
  ],
  [
    'You comment on #1: /plan confirm 3f2a.',
    request('POST', '/repos/ada/search/issues/1/comments', {
      route: '/repos/{owner}/{repo}/issues/{issue_number}/comments',
      body: { body: 'Yes.\n/plan confirm 3f2a' },
      actor: YOU,
    }),
  ],
  [
    'Planwright moves branch planwright/34-search to its commit. GitHub does it, but its answer is lost on the way.',
    request('PATCH', '/repos/ada/search/git/refs/heads%2Fplanwright%2F34-search', {
      route: '/repos/{owner}/{repo}/git/refs/{ref}',
      answered: false,
    }),
  ],
  [
    'Planwright makes label “backend”. GitHub refuses: too many requests, come back later.',
    request('POST', '/repos/ada/search/labels', {
      route: '/repos/{owner}/{repo}/labels',
      body: { name: 'backend' },
      status: 403,
      faulted: true,
    }),
  ],
  [
    'Planwright reads .github/planwright.yml: there is none.',
    request('GET', '/repos/ada/search/contents/.github/planwright.yml?ref=main', {
      route: '/repos/{owner}/{repo}/contents/{path}',
      status: 404,
    }),
  ],
  ['Planwright asks for GET /brand/new.', request('GET', '/brand/new')],
])('%s', (sentence, made) => {
  expect(sentenceOfRequest(made).text).toBe(sentence);
});

test('what cannot be decoded, or has no body, is told all the same', () => {
  const odd = request('PUT', '/repos/ada/search/contents/%E0%A4%A', {
    route: '/repos/{owner}/{repo}/contents/{path}',
  });
  expect(sentenceOfRequest(odd).text).toBe('Planwright commits %E0%A4%A to main.');
  expect(sentenceOfDelivery(delivery('issues', 'closed', {}), 'sent').text).toBe(
    'GitHub tells Planwright that issue #? was closed.',
  );
});

test('a webhook says what it tells, and whether it arrives', () => {
  const merged = delivery('pull_request', 'closed', { pull_request: { number: 13, merged: true } });
  expect(sentenceOfDelivery(merged, 'sent').text).toBe(
    'GitHub tells Planwright that pull request #13 was merged.',
  );
  expect(sentenceOfDelivery(merged, 'lost').text).toContain('but the message is lost');
  expect(sentenceOfDelivery(merged, 'unanswered').text).toContain('it is not running');
  const echo = delivery('issues', 'opened', { issue: { number: 2 }, sender: { type: 'Bot' } });
  expect(sentenceOfDelivery(echo, 'sent').tone).toBe('quiet');
});
