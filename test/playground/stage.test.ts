import { openStage, type Stage } from '../../playground/server/stage.ts';

let startedOver = 0;
const silent = {
  onChange() {},
  onEntries() {},
  onBackstage() {},
  onStartOver: () => void (startedOver += 1),
};

let stage: Stage;
beforeEach(async () => {
  stage = await openStage(silent);
});
afterEach(() => stage.close());

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const planOf = (id: string): string => stage.examples.find((one) => one.id === id)?.text ?? '';

it('An app that dies in the middle of its work shows no progress any more', async () => {
  await stage.act({ kind: 'mishap', mishap: 'kill-app' });
  await stage.act({ kind: 'commit', text: planOf('template'), sha: null });
  await until(() => stage.backstage().app === 'stopped');
  expect(stage.backstage().progress).toBeNull();
});

it('After an edit was refused since the plan has moved on, the next one is proposed', async () => {
  const text = planOf('template');
  await stage.act({ kind: 'commit', text, sha: null });
  const stale = 'a'.repeat(40);
  const refused = stage.act({ kind: 'propose', text: `${text}\nMore.\n`, sha: stale });
  await expect(refused).rejects.toMatchObject({ status: 409 });
  const { plan } = await stage.snapshot();
  await stage.act({ kind: 'propose', text: `${text}\nMore.\n`, sha: plan?.sha ?? null });
  const { pulls } = await stage.snapshot();
  expect(pulls.filter(({ author }) => author === 'ada')).toMatchObject([{ state: 'open' }]);
});

it('Starting over empties the timeline, disarms what was armed, and starts an app that was killed', async () => {
  await stage.act({ kind: 'mishap', mishap: 'kill-app' });
  await stage.act({ kind: 'commit', text: planOf('template'), sha: null });
  await until(() => stage.backstage().app === 'stopped');
  await stage.act({ kind: 'mishap', mishap: 'lose-webhook' });
  expect(stage.entries()).not.toEqual([]);
  const before = startedOver;
  await stage.act({ kind: 'start-over' });
  expect(startedOver).toBe(before + 1);
  expect(stage.entries()).toEqual([]);
  expect(stage.backstage()).toMatchObject({
    app: 'running',
    armed: [],
    missedWebhook: false,
    progress: null,
  });
  expect((await stage.snapshot()).plan).toBeNull();
});

it('Planwright’s reaction to a command is seen', async () => {
  await stage.act({ kind: 'commit', text: planOf('template'), sha: null });
  const trackingIssue = async () => (await stage.snapshot()).issues.find(({ isTracking }) => isTracking);
  await until(async () => / base=[0-9a-f]{40} /.test((await trackingIssue())?.body ?? ''));
  const issue = (await trackingIssue())?.number ?? 0;
  await stage.act({ kind: 'comment', issue, body: '/plan pause' });
  await until(async () => (await trackingIssue())?.comments[0]?.reactions.includes('+1') === true);
  expect((await trackingIssue())?.comments[0]?.reactions).toEqual(['+1']);
});
