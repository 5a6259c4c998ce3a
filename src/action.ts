/** The GitHub Action: the same pass as the App's, run by a workflow, with no server. */
import { fileURLToPath } from 'node:url';
import { wallClock } from './github/transport/lane.ts';
import {
  jobContextOf,
  createTokenClient,
  runOnce,
  untilRead,
  type RunTarget,
  type Ending,
  type Ran,
} from './once.ts';
import { startPool } from './parser/pool.ts';
import { runPullPreview } from './pass/preview/preview-pulls.ts';
import { actionTaskOf, type ActionTask } from './action/event.ts';
import { annotate, input, log, mask, output, readEvent, summarise, type RunnerEnv } from './action/runner.ts';
import { awayText } from './sync/render/away.ts';
import { comma, paceWords } from './sync/render/under-way/pace.ts';
import { progressOf } from './pass/under-way.ts';
import { renderPullSummary, renderSummary } from './sync/render/summary.ts';
import { renderPlan, toldPlans, type ToldPlan } from './sync/render/terminal-words.ts';
import { missingRight } from './sync/render/rights.ts';

/** A run waits for one that works at most an hour, as the workflow of docs/action.md has it. */
const LOOK_BACK_MS = 2 * 3_600_000;

/** The argument that makes this file a parser process: the bundle is one file, so it starts itself. */
const PARSER = 'parser';

if (process.argv[2] === PARSER) await import('./parser/child.ts');
else await main(process.env);

async function main(env: RunnerEnv): Promise<void> {
  const pool = startPool({ entry: { file: fileURLToPath(import.meta.url), args: [PARSER] } });
  try {
    const task = actionTaskOf(env['GITHUB_EVENT_NAME'] ?? '', readEvent(env));
    const target = { ...openTarget(env), run: pool.run };
    if (task.kind === 'preview') await preview(env, target, task);
    else await sync(env, target, task);
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  } finally {
    await pool.stop();
  }
}

function openTarget(env: RunnerEnv): RunTarget {
  const token = input(env, 'token');
  if (token === '')
    throw new Error(
      'Expected a token in the input `token`, found none. Leave the input out to use GITHUB_TOKEN.',
    );
  mask(token);
  const [owner = '', repo = ''] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  const apiUrl = env['GITHUB_API_URL'] ?? 'https://api.github.com';
  const onWait = (reason: string, ms: number): void => log(`Waiting ${Math.ceil(ms / 1000)} s: ${reason}`);
  const client = createTokenClient({ token, apiUrl, onWait });
  return { client, owner, repo, clock: wallClock, onWait, onProgress: createProgressLog() };
}

/** Logs progress, at most one line in ten seconds. */
function createProgressLog(): NonNullable<RunTarget['onProgress']> {
  let saidAt = 0;
  return (progress) => {
    const { path, done, total } = progress;
    const now = wallClock.now();
    if (done !== total && now - saidAt < 10_000) return;
    saidAt = now;
    log(
      `${path}: ${done} of ${total} changes${done === total ? '' : comma(paceWords(progressOf(progress)))}`,
    );
  };
}

async function sync(
  env: RunnerEnv,
  target: RunTarget,
  { hints, firstLook }: Extract<ActionTask, { kind: 'sync' }>,
): Promise<void> {
  const confirm = input(env, 'confirm');
  const mergedSince = target.clock.now() - LOOK_BACK_MS;
  const ran = await runOnce(target, {
    hints,
    firstLook,
    confirm: confirm === '' ? null : confirm,
    mergedSince,
  });
  const plans = toldPlans(ran.reports);
  summarise(
    env,
    renderSummary(plans, `${env['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${nameOf(target)}`),
  );
  for (const plan of plans) tell(plan);
  output(env, 'changes', String(plans.reduce((sum, { effects }) => sum + effects.length, 0)));
  output(env, 'held', plans.flatMap(({ held }) => held?.id ?? []).join(' '));
  conclude(ran, target);
}

function tell(plan: ToldPlan): void {
  log(renderPlan(plan, 'run the workflow with confirm =').join('\n'));
  for (const { severity, path = plan.path, line, message, hint } of plan.problems) {
    const text = `${path}:${line} ${message} ${hint}`;
    if (severity === 'notice') log(`  ${text}`);
    else annotate('warning', text);
  }
  if (plan.held !== null)
    annotate('warning', `${plan.path} waits for a person, under the id ${plan.held.id}.`);
}

function conclude({ ending }: Ran, target: RunTarget): void {
  const message = complaintOf(ending, nameOf(target));
  if (message !== null) fail(message);
}

function complaintOf(ending: Ending, repository: string): string | null {
  switch (ending.kind) {
    case 'done':
      return null;
    case 'refused':
      return `${ending.reason} ${missingRight(ending.reason)}`.trim();
    case 'unclear':
      return `${ending.reason} The next run goes on where this one stopped.`;
    case 'away':
      return awayText(repository, ending.reason);
    case 'unknown-id':
      return `Expected the id of a change that waits, found ${ending.waiting.length === 0 ? 'that nothing waits' : `waiting: ${ending.waiting.join(', ')}`}.`;
  }
}

async function preview(
  env: RunnerEnv,
  target: RunTarget,
  { number, isFork }: Extract<ActionTask, { kind: 'preview' }>,
): Promise<void> {
  const at = { installation: 0, owner: target.owner, repo: target.repo };
  const jobContext = jobContextOf(target);
  const found = await untilRead(target, async () =>
    runPullPreview(jobContext, at, { number, mayWrite: !isFork }),
  );
  if ('away' in found) throw new Error(awayText(nameOf(target), found.away));
  const { text, unwritten } = found;
  summarise(env, renderPullSummary(text));
  if (isFork && text !== null)
    annotate(
      'notice',
      'A pull request from a fork comes with a token that may only read, so the preview is in the summary of this job.',
    );
  if (unwritten !== null)
    annotate(
      'warning',
      `The preview is in the summary of this job only. ${unwritten} ${missingRight(unwritten)}`.trim(),
    );
}

function nameOf({ owner, repo }: RunTarget): string {
  return `${owner}/${repo}`;
}

function fail(message: string): void {
  annotate('error', message);
  process.exitCode = 1;
}
