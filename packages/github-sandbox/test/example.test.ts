import { run, type Probot } from 'probot';
import { environmentOf, freePort, startSandbox } from '@planwright/github-sandbox';

function greeter(app: Probot): void {
  app.on('issues.opened', async (context) => {
    const body = `Welcome, ${context.payload.sender.login}!`;
    await context.octokit.rest.issues.createComment(context.issue({ body }));
  });
}

test('whoever opens an issue is greeted', async () => {
  const github = await startSandbox();
  const ada = github.createUser('ada');
  github.createRepository({ owner: 'ada', name: 'engine' });
  const app = github.createApp({ slug: 'greeter', permissions: { issues: 'write' } });
  github.install(app, { account: 'ada' });
  const port = await freePort();
  const server = await run(greeter, { env: environmentOf(github, app, port) });
  github.setWebhook(app, { url: `http://127.0.0.1:${port}/api/github/webhooks` });

  const issues = `${github.url}/api/v3/repos/ada/engine/issues`;
  const headers = { authorization: `token ${ada.token}` };
  await fetch(issues, { method: 'POST', headers, body: JSON.stringify({ title: 'Hello?' }) });
  await github.delivered();

  const comments = await (await fetch(`${issues}/1/comments`, { headers })).json();
  expect(comments).toMatchObject([{ body: 'Welcome, ada!', user: { login: 'greeter[bot]' } }]);
  await server.stop();
  await github.close();
});
