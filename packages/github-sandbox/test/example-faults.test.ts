import { seedSandbox, startSandbox } from '@planwright/github-sandbox';

test('an issue whose answer was lost is looked for before it is opened again', async () => {
  const github = await startSandbox();
  seedSandbox(github, {
    users: [{ login: 'ada', token: 'ghp_ada' }],
    repositories: [{ owner: 'ada', name: 'engine', files: { 'PLAN.md': '- [ ] Draw the mill\n' } }],
  });
  const headers = { authorization: 'token ghp_ada' };
  const issues = `${github.url}/api/v3/repos/ada/engine/issues`;
  const open = () => fetch(issues, { method: 'POST', headers, body: '{"title":"Draw the mill"}' });
  github.faults.add({
    on: { method: 'POST', route: '/repos/{owner}/{repo}/issues' },
    effect: { kind: 'reply-lost' },
  });

  await expect(open()).rejects.toThrow('fetch failed');

  const found = (await (await fetch(issues, { headers })).json()) as unknown[];
  if (found.length === 0) await open();
  expect(github.requests.writes().map(({ path, answered }) => [path, answered])).toEqual([
    ['/repos/ada/engine/issues', false],
  ]);
  await github.close();
});
