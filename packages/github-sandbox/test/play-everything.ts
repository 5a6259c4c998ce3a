/** One long visit that uses every route of the sandbox at least once and makes it send every kind of webhook. */
import type { Octokit } from '@octokit/rest';
import { client, commitFile, createBranch, plans, refusal, type SmallWorld } from './small-world.ts';

/** Play it all. */
export async function playEverything(world: SmallWorld): Promise<void> {
  await playApp(world);
  await playGit(world);
  await playLabels(world);
  await playMilestones(world);
  await playIssues(world);
  await playComments(world);
  await playRelations(world);
  await playPulls(world);
  await playPullMarks(world);
  await playChecks(world);
  await playRepository(world);
  await playWebPages(world);
  await playWorkflow(world);
  await playDeliveries(world);
}

async function playApp({ asApp, bot, human, installation }: SmallWorld): Promise<void> {
  await asApp.rest.apps.getAuthenticated();
  await asApp.rest.apps.listInstallations();
  await asApp.rest.apps.getInstallation({ installation_id: installation.id });
  await asApp.rest.apps.createInstallationAccessToken({
    installation_id: installation.id,
    repositories: ['plans'],
    permissions: { issues: 'read' },
  });
  await asApp.rest.apps.getRepoInstallation(plans);
  await asApp.rest.apps.getUserInstallation({ username: 'ada' });
  await bot.rest.apps.listReposAccessibleToInstallation();
  await bot.rest.users.getByUsername({ username: 'planwright[bot]' });
  await human.rest.users.getAuthenticated();
  await refusal(bot.rest.users.getByUsername({ username: 'nobody' }));
}

async function playGit({ bot, human }: SmallWorld): Promise<void> {
  await commitFile(human, 'docs/deep/notes.md', 'notes\n');
  await bot.rest.repos.getContent({ ...plans, path: 'PLAN.md' });
  await bot.rest.repos.getContent({ ...plans, path: 'docs' });
  await bot.rest.repos.getContent({ ...plans, path: '' });
  await refusal(bot.rest.repos.getContent({ ...plans, path: 'missing.md' }));
  const head = (await bot.rest.git.getRef({ ...plans, ref: 'heads/main' })).data.object.sha;
  const tree = await bot.rest.git.getTree({ ...plans, tree_sha: 'main', recursive: 'true' });
  const blob = await bot.rest.git.createBlob({ ...plans, content: 'new\n', encoding: 'utf-8' });
  await bot.rest.git.getBlob({ ...plans, file_sha: blob.data.sha });
  const entries = [
    { path: 'new.md', mode: '100644', type: 'blob', sha: blob.data.sha } as const,
    { path: 'docs/inline.md', mode: '100644', type: 'blob', content: 'inline\n' } as const,
  ];
  const made = await bot.rest.git.createTree({ ...plans, base_tree: tree.data.sha, tree: entries });
  const wish = { ...plans, message: 'Add two files', tree: made.data.sha, parents: [head] };
  const commit = await bot.rest.git.createCommit(wish);
  await bot.rest.git.getCommit({ ...plans, commit_sha: commit.data.sha });
  await bot.rest.git.createRef({ ...plans, ref: 'refs/heads/topic', sha: head });
  await bot.rest.git.updateRef({ ...plans, ref: 'heads/topic', sha: commit.data.sha });
  await refusal(bot.rest.git.updateRef({ ...plans, ref: 'heads/topic', sha: head }));
  await bot.rest.git.listMatchingRefs({ ...plans, ref: 'heads/' });
  await bot.rest.repos.compareCommitsWithBasehead({ ...plans, basehead: 'main...topic' });
  await bot.rest.repos.getCommit({ ...plans, ref: 'topic' });
  await bot.rest.repos.listCommits({ ...plans, sha: 'topic', path: 'new.md' });
  await bot.rest.repos.getBranch({ ...plans, branch: 'topic' });
  await bot.rest.repos.listBranches(plans);
  const found = await human.rest.repos.getContent({ ...plans, path: 'new.md', ref: 'topic' });
  const sha = Array.isArray(found.data) ? '' : found.data.sha;
  await human.rest.repos.deleteFile({ ...plans, path: 'new.md', message: 'Drop it', sha, branch: 'topic' });
  await refusal(
    human.rest.repos.deleteFile({ ...plans, path: 'new.md', message: 'Again', sha, branch: 'topic' }),
  );
  await bot.rest.git.deleteRef({ ...plans, ref: 'heads/topic' });
}

async function playLabels({ bot }: SmallWorld): Promise<void> {
  await bot.rest.issues.createLabel({ ...plans, name: 'backend', color: 'a1b2c3', description: 'Servers' });
  await refusal(bot.rest.issues.createLabel({ ...plans, name: 'Backend' }));
  await bot.rest.issues.getLabel({ ...plans, name: 'backend' });
  await bot.rest.issues.updateLabel({ ...plans, name: 'backend', new_name: 'server', color: 'ffffff' });
  await bot.rest.issues.listLabelsForRepo(plans);
  await bot.rest.issues.createLabel({ ...plans, name: 'spare' });
  await bot.rest.issues.deleteLabel({ ...plans, name: 'spare' });
}

async function playMilestones({ bot }: SmallWorld): Promise<void> {
  const phase = { title: 'Phase 1', description: 'First', due_on: '2026-12-01T12:00:00Z' };
  const made = await bot.rest.issues.createMilestone({ ...plans, ...phase });
  const one = { ...plans, milestone_number: made.data.number };
  await refusal(bot.rest.issues.createMilestone({ ...plans, title: 'Phase 1' }));
  await bot.rest.issues.getMilestone(one);
  await bot.rest.issues.updateMilestone({ ...one, title: 'Phase One', due_on: '2027-01-05T12:00:00Z' });
  await bot.rest.issues.updateMilestone({ ...one, state: 'closed' });
  await bot.rest.issues.updateMilestone({ ...one, state: 'open' });
  await bot.rest.issues.listMilestones({ ...plans, state: 'all' });
  const spare = await bot.rest.issues.createMilestone({ ...plans, title: 'Spare' });
  await bot.rest.issues.deleteMilestone({ ...plans, milestone_number: spare.data.number });
}

async function playIssues({ bot, human }: SmallWorld): Promise<void> {
  const made = await bot.rest.issues.create({
    ...plans,
    title: 'Write the parser',
    body: 'By hand.',
    labels: ['server', 'fresh'],
    milestone: 1,
    assignees: ['ada'],
  });
  const one = { ...plans, issue_number: made.data.number };
  await bot.rest.issues.create({ ...plans, title: 'Second' });
  await refusal(bot.rest.issues.create({ ...plans, title: 'x'.repeat(300) }));
  await human.rest.issues.update({ ...one, title: 'Write the lexer', body: 'By machine.' });
  await human.rest.issues.update({ ...one, state: 'closed', state_reason: 'not_planned' });
  await human.rest.issues.update({ ...one, state: 'open', milestone: null });
  await bot.rest.issues.get(one);
  await bot.rest.issues.listForRepo({ ...plans, state: 'all' });
  await bot.rest.issues.addLabels({ ...one, labels: ['extra'] });
  await bot.rest.issues.listLabelsOnIssue(one);
  await bot.rest.issues.removeLabel({ ...one, name: 'extra' });
  await bot.rest.issues.setLabels({ ...one, labels: ['server'] });
  await bot.rest.issues.removeAllLabels(one);
  await bot.rest.issues.removeAssignees({ ...one, assignees: ['ada'] });
  await bot.rest.issues.addAssignees({ ...one, assignees: ['ada'] });
  await bot.rest.issues.checkUserCanBeAssigned({ ...plans, assignee: 'ada' });
  await bot.rest.issues.listEvents(one);
}

async function playComments({ bot }: SmallWorld): Promise<void> {
  const made = await bot.rest.issues.createComment({ ...plans, issue_number: 1, body: 'Hello' });
  const one = { ...plans, comment_id: made.data.id };
  await bot.rest.issues.getComment(one);
  await bot.rest.issues.updateComment({ ...one, body: 'Hello again' });
  await bot.rest.issues.listComments({ ...plans, issue_number: 1 });
  await bot.rest.issues.listCommentsForRepo(plans);
  await bot.rest.reactions.createForIssueComment({ ...one, content: '+1' });
  await bot.rest.reactions.listForIssueComment(one);
  await bot.rest.reactions.createForIssue({ ...plans, issue_number: 1, content: 'eyes' });
  await bot.rest.reactions.listForIssue({ ...plans, issue_number: 1 });
  await bot.rest.issues.deleteComment(one);
}

async function playRelations({ bot }: SmallWorld): Promise<void> {
  const title = (name: string) => bot.rest.issues.create({ ...plans, title: name });
  const parent = { ...plans, issue_number: (await title('Parent')).data.number };
  const [first, second] = [(await title('First child')).data, (await title('Second child')).data];
  await bot.rest.issues.addSubIssue({ ...parent, sub_issue_id: first.id });
  await bot.rest.issues.addSubIssue({ ...parent, sub_issue_id: second.id });
  await bot.rest.issues.reprioritizeSubIssue({ ...parent, sub_issue_id: second.id, before_id: first.id });
  await bot.rest.issues.listSubIssues(parent);
  await bot.rest.issues.getParent({ ...plans, issue_number: first.number });
  const blocked = { ...plans, issue_number: second.number };
  await bot.rest.issues.addBlockedByDependency({ ...blocked, issue_id: first.id });
  await bot.rest.issues.listDependenciesBlockedBy(blocked);
  await bot.rest.issues.listDependenciesBlocking({ ...plans, issue_number: first.number });
  await bot.rest.issues.get(parent);
  await bot.rest.issues.removeDependencyBlockedBy({ ...blocked, issue_id: first.id });
  await bot.rest.issues.removeSubIssue({ ...parent, sub_issue_id: first.id });
}

async function playPulls({ bot, human }: SmallWorld): Promise<void> {
  await createBranch(bot, 'work');
  await commitFile(bot, 'work.md', 'work\n', 'work');
  const made = await bot.rest.pulls.create({
    ...plans,
    head: 'work',
    base: 'main',
    title: 'Work',
    body: 'Words',
  });
  const one = { ...plans, pull_number: made.data.number };
  await refusal(bot.rest.pulls.create({ ...plans, head: 'work', base: 'main', title: 'Twice' }));
  await bot.rest.pulls.get(one);
  await bot.rest.pulls.list({ ...plans, head: 'ada:work' });
  await bot.rest.pulls.update({ ...one, title: 'Work done', body: 'Closes #2' });
  await human.rest.pulls.update({ ...one, state: 'closed' });
  await human.rest.pulls.update({ ...one, state: 'open' });
  await commitFile(human, 'main.md', 'main\n');
  await human.rest.pulls.updateBranch(one);
  await bot.rest.pulls.listFiles(one);
  await bot.rest.pulls.listCommits(one);
  await human.rest.pulls.merge(one);
  await bot.rest.pulls.checkIfMerged(one);
  const head = (await bot.rest.git.getRef({ ...plans, ref: 'heads/work' })).data.object.sha;
  await bot.rest.repos.listPullRequestsAssociatedWithCommit({ ...plans, commit_sha: head });
  await refusal(human.rest.pulls.merge(one));
}

async function playPullMarks({ bot }: SmallWorld): Promise<void> {
  await createBranch(bot, 'marks');
  await commitFile(bot, 'marks.md', 'marks\n', 'marks');
  const made = await bot.rest.pulls.create({ ...plans, head: 'marks', base: 'main', title: 'Marks' });
  const one = { ...plans, issue_number: made.data.number };
  await bot.rest.issues.update({ ...one, labels: ['server'], milestone: 1, assignees: ['ada'] });
  await bot.rest.issues.listForRepo({ ...plans, milestone: '1' });
  await bot.rest.issues.get(one);
  await bot.rest.issues.update({ ...one, labels: [], milestone: null, assignees: [] });
}

async function playChecks({ bot, sandbox }: SmallWorld): Promise<void> {
  const head = (await bot.rest.git.getRef({ ...plans, ref: 'heads/marks' })).data.object.sha;
  const made = await bot.rest.checks.create({
    ...plans,
    name: 'Planwright',
    head_sha: head,
    status: 'in_progress',
  });
  const one = { ...plans, check_run_id: made.data.id };
  const annotation = {
    path: 'PLAN.md',
    start_line: 1,
    end_line: 1,
    annotation_level: 'warning',
    message: 'Hm',
  } as const;
  const output = { title: 'Plan', summary: 'One problem', annotations: [annotation] };
  const again = { label: 'Look again', description: 'Reads the plan once more', identifier: 'again' };
  await bot.rest.checks.update({ ...one, conclusion: 'neutral', output, actions: [again] });
  sandbox.requestAction('ada/plans', made.data.id, 'again');
  await bot.rest.checks.get(one);
  await bot.rest.checks.listAnnotations(one);
  await bot.rest.checks.listForRef({ ...plans, ref: 'marks' });
}

async function playRepository({ bot, human }: SmallWorld): Promise<void> {
  await bot.rest.repos.get(plans);
  await bot.rest.repos.getCollaboratorPermissionLevel({ ...plans, username: 'ada' });
  await human.rest.repos.updateBranchProtection({
    ...plans,
    branch: 'main',
    required_status_checks: null,
    enforce_admins: true,
    required_pull_request_reviews: {},
    restrictions: null,
  });
  await human.rest.repos.getBranchProtection({ ...plans, branch: 'main' });
  await human.rest.repos.getBranch({ ...plans, branch: 'main' });
  await refusal(commitFile(bot, 'protected.md', 'no'));
  await human.rest.repos.deleteBranchProtection({ ...plans, branch: 'main' });
  await human.rest.repos.update({ ...plans, description: 'Plans of all kinds' });
  await human.rest.repos.update({ ...plans, name: 'designs' });
  await human.rest.repos.update({ owner: 'ada', repo: 'designs', name: 'plans' });
  await human.rest.repos.update({ ...plans, private: true });
  await human.rest.repos.update({ ...plans, private: false });
  await human.rest.repos.update({ ...plans, archived: true });
  await refusal(bot.rest.issues.create({ ...plans, title: 'No' }));
  await human.rest.repos.update({ ...plans, archived: false });
}

async function playWebPages({
  sandbox,
  app,
  asApp,
  bot,
  human,
  installation,
  exchanges,
}: SmallWorld): Promise<void> {
  sandbox.createRepository({ owner: 'ada', name: 'elsewhere' });
  const doomed = await bot.rest.issues.create({ ...plans, title: 'Doomed' });
  const moving = await human.rest.issues.create({ ...plans, title: 'Moving' });
  sandbox.deleteIssue('ada/plans', doomed.data.number);
  await refusal(bot.rest.issues.get({ ...plans, issue_number: doomed.data.number }));
  sandbox.transferIssue('ada/plans', moving.data.number, 'ada/elsewhere');
  await bot.rest.issues.get({ ...plans, issue_number: moving.data.number });
  sandbox.removeRepositories(installation, ['elsewhere']);
  sandbox.addRepositories(installation, ['elsewhere']);
  sandbox.acceptPermissions(installation, { contents: 'write', issues: 'write' });
  sandbox.suspend(installation);
  await refusal(asApp.rest.apps.createInstallationAccessToken({ installation_id: installation.id }));
  sandbox.unsuspend(installation);
  const grace = client(sandbox, sandbox.createUser('grace').token, exchanges);
  await grace.rest.repos.createFork(plans);
  sandbox.createOrganization('engines', { admins: ['grace'] });
  sandbox.createRepository({ owner: 'engines', name: 'difference' });
  const other = sandbox.install(app, { account: 'engines', repositories: ['difference'] });
  await asApp.rest.apps.getOrgInstallation({ org: 'engines' });
  await playTypes(grace);
  await asApp.rest.apps.createInstallationAccessToken({ installation_id: other.id });
  sandbox.uninstall(other);
}

/** Types of issues, which organisations have. */
async function playTypes(grace: Octokit): Promise<void> {
  const difference = { owner: 'engines', repo: 'difference' };
  await grace.request('GET /repos/{owner}/{repo}/issue-types', difference);
  const made = await grace.rest.issues.create({ ...difference, title: 'Typed', type: 'Task' });
  const one = { ...difference, issue_number: made.data.number };
  await grace.rest.issues.update({ ...one, type: 'feature' });
  await grace.rest.issues.get(one);
  await grace.rest.issues.listForRepo(difference);
  await grace.rest.issues.update({ ...one, type: null });
  await refusal(grace.rest.issues.update({ ...one, type: 'Chore' }));
}

/** What only a workflow's token meets. */
async function playWorkflow({ sandbox, exchanges }: SmallWorld): Promise<void> {
  const workflow = client(sandbox, sandbox.createWorkflowToken('ada/plans'), exchanges);
  await refusal(workflow.rest.users.getAuthenticated());
  const { data } = await workflow.request('POST /graphql', { query: '{viewer{login databaseId}}' });
  if (data.data.viewer.login !== 'github-actions[bot]') throw new Error('Expected the bot of workflows.');
  const pull = { ...plans, title: 'By a workflow', head: 'nowhere', base: 'main' };
  await refusal(workflow.rest.pulls.create(pull));
}

async function playDeliveries({ sandbox, asApp }: SmallWorld): Promise<void> {
  await sandbox.delivered();
  const list = await asApp.rest.apps.listWebhookDeliveries({ per_page: 5 });
  const delivery_id = list.data[0]?.id ?? 0;
  await asApp.rest.apps.getWebhookDelivery({ delivery_id });
  await asApp.rest.apps.redeliverWebhookDelivery({ delivery_id });
}
