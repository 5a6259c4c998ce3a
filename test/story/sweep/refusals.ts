/**
 * The sweep of refusals: GitHub says no to one write of a story, over and over. All else must be done, the tracking issue
 * or the check must say what was refused, nothing may be asked for more than once a pass; and once GitHub takes it, the
 * next pass brings everything to where it would have been.
 */
import { opensIssue, valuesIn, type LoggedRequest, type RequestEffect } from '@planwright/github-sandbox';
import { storyClock } from '../clock.ts';
import { begin, type Story } from '../scenario.ts';
import {
  asksAgain,
  isSaidNoMore,
  leadsUpTo,
  messageFor,
  missing,
  purposeOf,
  sayingsOf,
  stillSaid,
  wrongBehind,
} from './refused.ts';
import { play, type Played } from './run.ts';
import { repositoryStateOf, type RepositoryState } from './state.ts';
import { storyNamed, type Step } from './stories.ts';

/** One write of a story, by what tells it from the others. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface RefusalCase {
  readonly story: string;
  /** Index of the step that the write follows. */
  readonly step: number;
  readonly asked: Asked;
  readonly answer: string;
}

interface RefusalVerdict {
  readonly case: RefusalCase;
  readonly findings: readonly string[];
}

const START = new Date('2026-03-02T00:30:00Z');
const PERMISSION = 'issues=write';

/** What GitHub answers, by name (GITHUB-FACTS 3, 6, 10; recorded answers of the live API). */
export const ANSWERS: Readonly<
  Record<string, (asked: Asked) => RequestEffect & { readonly kind: 'answer' }>
> = {
  'missing-permission': () =>
    answer(403, 'Resource not accessible by integration', { 'x-accepted-github-permissions': PERMISSION }),
  forbidden: (asked) => answer(403, messageFor(403, asked)),
  'not-found': () => answer(404, 'Not Found'),
  gone: (asked) => answer(410, messageFor(410, asked)),
  invalid: (asked) => answer(422, messageFor(422, asked)),
  legal: () => answer(451, 'Repository access blocked'),
};

function answer(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): RequestEffect & { readonly kind: 'answer' } {
  const body = { message, documentation_url: 'https://docs.github.com/rest', status: String(status) };
  return { kind: 'answer', status, headers, body };
}

const ISSUES = '/repos/ada/engine/issues';

const TYPES: Readonly<Record<number, string>> = { 403: 'FORBIDDEN', 404: 'NOT_FOUND' };

/** What GraphQL answers where REST answers so (GITHUB-FACTS 14). */
function byGraphql({ status, body }: RequestEffect & { readonly kind: 'answer' }): RequestEffect {
  if (status === 451) return { kind: 'answer', status, body };
  const { message } = body as { readonly message: string };
  const errors = [{ type: TYPES[status] ?? 'UNPROCESSABLE', path: ['createIssue'], message }];
  return { kind: 'answer', status: 200, body: { data: { createIssue: null }, errors } };
}

/** What tells a write from the others of its kind. */
const NAMES = ['title', 'name', 'sub_issue_id', 'issue_id'] as const;

function askedBy(request: LoggedRequest): Asked {
  const { method, path } = request;
  const values = valuesIn(request);
  const named = method === 'POST' ? NAMES.filter((name) => name in values) : [];
  return {
    method,
    // Opening an issue is one write, whichever API does it.
    path: opensIssue(request) ? ISSUES : path.replace(/\?.*$/, ''),
    body: Object.fromEntries(named.map((name) => [name, values[name]])),
  };
}

function printAsked({ method, path, body }: Asked): string {
  const values = Object.values(body).map((value) => ` ${JSON.stringify(value)}`);
  return `${method} ${path.replace('/repos/ada/engine', '')}${values.join('')}`;
}

/** A case as `--at` takes it: its step, counted from one, and the write. */
export function printRefusal({ step, asked }: RefusalCase): string {
  return `${step + 1} ${printAsked(asked)}`;
}

/** All writes of a story, each once after each step, with each answer. */
export async function refusalCasesOf(story: string, answers = Object.keys(ANSWERS)): Promise<RefusalCase[]> {
  const { steps } = storyNamed(story);
  const clock = storyClock(START);
  const run = await begin({ clock });
  const cases: RefusalCase[] = [];
  try {
    for (const [step, { act }] of steps.entries()) {
      await act(run);
      const mark = run.github.requests.mark();
      await run.app.rests();
      const asked = new Map(appWrites(run, mark).map((one) => [printAsked(askedBy(one)), askedBy(one)]));
      for (const one of asked.values())
        cases.push(...answers.map((name): RefusalCase => ({ story, step, asked: one, answer: name })));
    }
  } finally {
    await run.ends();
  }
  return cases;
}

const listed = new Map<string, Promise<readonly RefusalCase[]>>();

/** What goes wrong where this write of a story, as {@link printRefusal} names it, gets this answer. */
export async function findingsAt(
  story: string,
  write: string,
  answerName: string,
): Promise<readonly string[]> {
  const known = listed.get(story) ?? refusalCasesOf(story);
  listed.set(story, known);
  const one = (await known).find((each) => printRefusal(each) === write && each.answer === answerName);
  if (one === undefined) throw new Error(`Expected the story ${story} to write ${write}.`);
  return (await judgeRefusal(one)).findings;
}

const undisturbed = new Map<string, Promise<Played>>();

function referenceOf(story: string): Promise<Played> {
  const known = undisturbed.get(story) ?? play(storyNamed(story).steps, null);
  undisturbed.set(story, known);
  return known;
}

/** Plays a story up to the step of a case, refuses the write, looks, lets it through, and looks again. */
export async function judgeRefusal(one: RefusalCase): Promise<RefusalVerdict> {
  const { steps } = storyNamed(one.story);
  const { states } = await referenceOf(one.story);
  const story = await begin({ clock: storyClock(START) });
  try {
    for (const step of steps.slice(0, one.step)) {
      await step.act(story);
      await story.app.rests();
    }
    const [step, expected] = [steps[one.step], states[one.step]];
    if (step === undefined || expected === undefined) return { case: one, findings: ['No such step.'] };
    await step.act(story);
    return {
      case: one,
      findings: await refuse(story, one, { step, expected, before: states[one.step - 1] ?? expected }),
    };
  } catch (error) {
    return { case: one, findings: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  } finally {
    await story.ends();
  }
}

/** What a story comes to where nothing is refused. */
interface Undisturbed {
  readonly step: Step;
  readonly expected: RepositoryState;
  /** What stood before the step. */
  readonly before: RepositoryState;
}

async function refuse(
  story: Story,
  one: RefusalCase,
  { step, expected, before }: Undisturbed,
): Promise<string[]> {
  const { github, app, human } = story;
  const effect = ANSWERS[one.answer]?.(one.asked);
  if (effect === undefined)
    throw new Error(`Expected one of ${Object.keys(ANSWERS).join(', ')}, found "${one.answer}".`);
  // By 404 GitHub says that what is to be deleted is not there: somebody else was quicker.
  const isDeleted = one.asked.method === 'DELETE' && one.answer === 'not-found';
  github.faults.add({
    on: { actor: 'app', write: true, ...one.asked },
    effect: isDeleted ? { kind: 'error-after', status: 404 } : effect,
    times: Infinity,
  });
  if (one.asked.path === ISSUES) {
    const on = { actor: 'app', route: '/graphql', opensIssue: true, body: one.asked.body } as const;
    github.faults.add({ on, effect: byGraphql(effect), times: Infinity });
  }
  await app.rests();
  const refused = await repositoryStateOf(human.octokit, github.url);
  const said = await sayingsOf(story);
  const again = await writesOfAPass(story);
  const still = await writesOfAPass(story);
  github.faults.clear();
  const isUnobeyed = asksAgain(said);
  // A command that could not be obeyed is over: its author was told to type it once more, and does.
  if (isUnobeyed) await step.act(story);
  await writesOfAPass(story);
  const healed = await repositoryStateOf(human.octokit, github.url);
  const further = await writesOfAPass(story);
  const message = (effect.body as { message: string }).message;
  const words = Object.values(said).join('\n');
  return [
    ...wrongBehind(
      one,
      isUnobeyed ? withoutComments(before) : expected,
      isUnobeyed ? withoutComments(refused) : refused,
    ),
    ...(isSaid(one, words, message) ? [] : [`Nothing says "${message}": ${words.slice(0, 600)}`]),
    ...stillSaid(one, message, await sayingsOf(story)),
    ...persisted(
      one,
      again.filter((write) => !isSaidNoMore(one, write)),
    ),
    ...persisted(one, still),
    ...[...refused.duplicates, ...healed.duplicates],
    ...(isUnobeyed
      ? differing(one, withoutComments(expected), withoutComments(healed))
      : differing(one, expected, healed)),
    ...further.map((write) => `A further pass wrote: ${printAsked(askedBy(write))}`),
  ];
}

/** The words of GitHub stand there, or words of our own where a refusal has a meaning of its own. */
function isSaid({ asked, answer: name }: RefusalCase, said: string, message: string): boolean {
  // A check that is refused can be said nowhere but in the log; a comment that is gone needs no reaction.
  if (asked.path.includes('/check-runs')) return true;
  if (name === 'not-found' && (asked.method === 'DELETE' || asked.path.endsWith('/reactions'))) return true;
  const words = message.replace(/\s+/g, ' ').trim();
  if (said.replace(/\\(?=[^\w\s])/g, '').includes(words)) return true;
  // Of a pull request that is not open to the app at all the tracking issue says what a person can do.
  return asked.path.endsWith('/pulls') && said.includes('Waiting for a pull request');
}

/** What is refused is asked for once in a pass, and nothing else is written but what leads up to it. */
function persisted(one: RefusalCase, writes: readonly LoggedRequest[]): string[] {
  const mine = (write: LoggedRequest): boolean => printAsked(askedBy(write)) === printAsked(one.asked);
  const others = writes.filter((write) => !mine(write) && !leadsUpTo(one, write));
  const sent = writes.filter(mine).map(purposeOf);
  return [
    ...(new Set(sent).size < sent.length ? ['The refused write was sent more than once in a pass.'] : []),
    ...others.map((write) => `While it is refused, a further pass wrote: ${printAsked(askedBy(write))}`),
  ];
}

/** A command that was typed twice, and the answer to the first, are two comments more. */
function withoutComments(state: RepositoryState): RepositoryState {
  return { ...state, lines: state.lines.map(uncommented) };
}

function uncommented(line: string): string {
  return line.replace(/; comments \d+;/, ';');
}

/**
 * What is meant to differ: a link that GitHub finds invalid is said once and left to the plan, or to a person; an answer that
 * it refused to a comment is not given later; where it refused the reaction, the tracking issue remembers the comment. A task
 * whose issue is opened late is named by its words in bodies that are there already, until those change.
 */
function differing(
  { asked, answer: name }: RefusalCase,
  expected: RepositoryState,
  healed: RepositoryState,
): string[] {
  const isLink = /sub_issues?$|blocked_by/.test(asked.path);
  const isAnswer = asked.path.endsWith('/comments');
  const isReaction = asked.path.endsWith('/reactions');
  const opens = asked.path === ISSUES;
  const plain = (lines: readonly string[]): string[] =>
    lines
      // The check says that something was refused and is done by now; {@link stillSaid} reads it.
      .filter((line) => !line.startsWith('check '))
      .map((line) => (isLink && name === 'invalid' ? line.replace(/; under .*$/, '') : line))
      .map((line) => (isAnswer ? uncommented(line) : line))
      .map((line) => (opens ? line.replace(/#<([^>]+)>/g, '$1') : line))
      .map((line) => (isReaction ? line.replace(/ answered=\d+/, '') : line))
      .map((line) => line.replace(/\[pull request \d+\]/, '[pull request]'));
  return missing('while nothing is refused any more', plain(expected.lines), plain(healed.lines));
}

async function writesOfAPass(story: Story): Promise<LoggedRequest[]> {
  const mark = story.github.requests.mark();
  await story.app.sweeps();
  await story.app.rests();
  return appWrites(story, mark);
}

function appWrites({ github }: Story, mark: number): LoggedRequest[] {
  return github.requests.all(mark).filter(({ isWrite, actor }) => isWrite && actor.kind !== 'user');
}
