/**
 * Markdown files outside the globs of the config. One is a plan if its own front matter says so (DESIGN 3). Reading every
 * file at every push would cost too much, so only these are read: what a push or a pull request touches, former plans, and,
 * if it is not known which files are new, all of them if they are few.
 */
import { CONFIG_PATH, isPlanPath, type Config } from '../../config/config.ts';
import type { Client } from '../../github/transport/client.ts';
import type { PullFile } from '../../github/read/pull-files.ts';
import { readFileAt, readTouched } from '../../github/read/pushed-files.ts';
import type { TextReader } from '../../parser/types.ts';
import { mayHaveOwnWord } from '../../plan/text/own-word.ts';
import type { Hint, RepositoryJob } from '../../queue/types.ts';
import { newPlanId } from '../../sync/state/ids.ts';
import { baseBlob } from '../../sync/state/known.ts';
import type { RepositoryFile } from '../../sync/plans/pairing.ts';
import type { Ledger, PlanId } from '../../sync/types.ts';
import { textOf, type Outside, type PassContext } from '../context.ts';

/** If there are this many files, none is read: that would cost too many requests. */
const TOO_MANY = 200;

/** Whether a push may have changed the config. */
export function mayChangeConfig(hints: readonly Hint[]): boolean {
  return hints.some(
    (hint) => hint.kind === 'push' && (hint.touched === 'unknown' || hint.touched.includes(CONFIG_PATH)),
  );
}

/** Whether the plans outside the globs are others than were remembered. */
export function hasOthersOutside(before: KnownRepository, now: KnownRepository): boolean {
  const outside = ({ config, plans }: KnownRepository): string[] =>
    [...plans].filter((path) => !isPlanPath(config, path)).toSorted();
  return outside(before).join('\n') !== outside(now).join('\n');
}

/** What is remembered of a repository from one job to the next. */
export interface KnownRepository {
  readonly config: Config;
  /** Where its plans stood. */
  readonly plans: ReadonlySet<string>;
}

/** Which hints of a job concern plans. */
export interface Concern {
  /** The job's hints, with what pushes touched where that could be found out. */
  readonly hints: readonly Hint[];
  readonly outside: Outside;
}

/** What {@link concernOf} needs. */
export interface ConcernInput {
  clientOf(installation: number): Promise<Client>;
  readonly known: ReadonlyMap<string, KnownRepository>;
  readonly reader: TextReader;
  /** Which files the first job in a repository since the start reads; everything if absent. */
  readonly firstLook?: 'everything' | 'touched' | undefined;
}

/**
 * Finds out which hints of a job concern plans; null if none does. A push that touches only other files costs no request;
 * one whose event does not tell the paths costs a comparison, and each touched Markdown file outside the globs one read.
 */
export async function concernOf(input: ConcernInput, job: RepositoryJob): Promise<Concern | null> {
  const known = input.known.get(`${job.owner}/${job.repo}`);
  const hints: Hint[] = [];
  for (const hint of job.hints) hints.push(await withTouched(input, job, hint));
  const pushes = hints.filter((hint) => hint.kind === 'push');
  const touched = new Set(pushes.flatMap((push) => (push.touched === 'unknown' ? [] : push.touched)));
  const isUnknown = pushes.some((push) => push.touched === 'unknown');
  const markdown = few([...touched].filter((path) => isOutside(path, known?.config)));
  const isSure =
    isUnknown ||
    known === undefined ||
    pushes.length < hints.length ||
    [...touched].some((path) => isPlans(path, known));
  const paths = isSure ? markdown : await sayingSo(input, job, markdown, pushes.at(-1)?.ref ?? '');
  if (!isSure && paths.length === 0) return null;
  const everything = isUnknown || (known === undefined && input.firstLook !== 'touched');
  return { hints, outside: { everything, paths: new Set([...paths, ...(known?.plans ?? [])]) } };
}

async function withTouched(input: ConcernInput, job: RepositoryJob, hint: Hint): Promise<Hint> {
  if (hint.kind !== 'push' || hint.touched !== 'unknown') return hint;
  return { ...hint, touched: await readTouched(await input.clientOf(job.installation), job, hint) };
}

/** Those of the files whose front matter makes them plans. */
async function sayingSo(
  input: ConcernInput,
  job: RepositoryJob,
  paths: readonly string[],
  ref: string,
): Promise<string[]> {
  const saying: string[] = [];
  for (const path of paths) {
    const text = await readFileAt(await input.clientOf(job.installation), job, { path, ref });
    if (text !== null && (await ownWordOf(input.reader, text)) === true) saying.push(path);
  }
  return saying;
}

/**
 * Whether a text's front matter makes it a plan; null if it says nothing. A text that could not be read yet counts as a plan,
 * so that it waits and its issues stay as they are.
 */
export async function ownWordOf(reader: TextReader, text: string): Promise<boolean | null> {
  const answer = await reader.ownWord(text);
  return answer.kind === 'unclear' ? true : answer.word;
}

function isOutside(path: string, config: Config | undefined): boolean {
  return mayHaveOwnWord(path) && (config === undefined || !isPlanPath(config, path));
}

function isPlans(path: string, { config, plans }: KnownRepository): boolean {
  return path === CONFIG_PATH || isPlanPath(config, path) || plans.has(path);
}

/** The files, or none if there are too many to read. */
function few<T>(files: readonly T[]): readonly T[] {
  return files.length < TOO_MANY ? files : [];
}

/**
 * The files outside the globs whose front matter is read.
 *
 * @param ledgers Of the tracking issues: a file whose text is the base of a plan may be that plan, moved.
 * @param listed Ids of plans that the onboarding issue lists, or that somebody asked to sync there.
 */
export function askedOutside(
  tree: readonly RepositoryFile[],
  {
    config,
    outside,
    ledgers,
    listed,
  }: {
    readonly config: Config;
    readonly outside: Outside | undefined;
    readonly ledgers: readonly Ledger[];
    readonly listed: ReadonlySet<PlanId>;
  },
): ReadonlySet<string> {
  const files = tree.filter(({ path }) => isOutside(path, config));
  const bases = new Set(ledgers.map(baseBlob));
  const isAsked = ({ path, blob }: RepositoryFile): boolean =>
    outside?.paths.has(path) === true ||
    bases.has(blob) ||
    (listed.size > 0 && listed.has(newPlanId(path, new Set())));
  const asked = outside?.everything === true && files.length < TOO_MANY ? files : files.filter(isAsked);
  return new Set(asked.map(({ path }) => path));
}

/**
 * Of the files that a pull request changes, those that concern plans: the config, plans by the globs, former plans, and files
 * whose front matter on the pull request's head makes them plans.
 */
export async function filesOfPlans(
  context: Pick<PassContext, 'client' | 'repository' | 'reader' | 'texts'>,
  files: readonly PullFile[],
  known: KnownRepository,
): Promise<PullFile[]> {
  const isSure = ({ path, previous }: PullFile): boolean =>
    isPlans(path, known) || (previous !== null && isPlans(previous, known));
  const unsure = files.filter(
    (file) => !isSure(file) && file.status !== 'removed' && mayHaveOwnWord(file.path),
  );
  const saying = new Set<PullFile>();
  for (const file of few(unsure)) {
    const reading = await textOf(context, file);
    if (reading.kind === 'text' && (await ownWordOf(context.reader, reading.text)) === true) saying.add(file);
  }
  return files.filter((file) => isSure(file) || saying.has(file));
}
