/** Opens a repository: reads the head of its default branch, its list of files and its config, and makes the pass's context. */
import { parseConfig, CONFIG_PATH, type Config, type ConfigReading } from '../config/config.ts';
import type { Client } from '../github/transport/client.ts';
import { accountIds, readHead, readRepository, readText, readTree, type Account } from '../github/read.ts';
import type { RepositoryReading } from '../github/read/repository.ts';
import type { ConcernInput, KnownRepository } from './discover/outside.ts';
import type { TextReader } from '../parser/types.ts';
import type { PlanReport } from './sync-plan.ts';
import type { RepositoryPlace } from '../queue/types.ts';
import type { RepositoryFile } from '../sync/plans/pairing.ts';
import { problems } from '../sync/render/words.ts';
import { sayUnclearConfig, orThrowUnclear, UnclearTextError } from './unclear/unclear.ts';
import type { Glances } from './skip-unchanged.ts';
import { sayUnderWay } from './under-way.ts';
import type { PassContext, UnderWay } from './context.ts';
import { lineNaming, readPolicy } from './read-policy.ts';

/** What running jobs takes from whoever runs them: clients, memory, and functions that are told of progress. */
export interface JobContext {
  clientOf(installation: number): Promise<Client>;
  /** The account this process writes as. */
  me(client: Client): Promise<Account>;
  /** Whether the app was granted write access to contents; true if unknown. */
  mayWriteContents(installation: number): Promise<boolean>;
  /** When the app was installed (ms since 1970); null if unknown. Absent where nothing is installed. */
  installedAt?(installation: number): Promise<number | null>;
  /** Whether a pass that has made this many writes should let others go first. */
  shouldYield(installation: number, writes: number): boolean;
  readonly onProgress?: PassContext['onProgress'] | undefined;
  /** Called with the report on each plan. */
  readonly onPlan?: ((report: PlanReport) => void) | undefined;
  /** Called for each job that ends undone, because only a person can help or because it failed too often. */
  readonly onGiveUp?: ((reason: string) => void) | undefined;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  /** Config and plans of repositories, by name, so that a push that touches no plan costs no request. */
  readonly known: Map<string, KnownRepository>;
  readonly firstLook?: ConcernInput['firstLook'];
  /** Makes other processes forget what they remember of the repository of this job. */
  outdated?(): Promise<void>;
  /** ETags of repositories at their last sweep, so that a sweep of an unchanged one costs three free requests. */
  readonly glances: Glances;
  /** Kinds of links that this GitHub does not offer, found since the start; each is reported once. */
  readonly unavailable: PassContext['unavailable'];
  /** Reads the texts of repositories. */
  readonly reader: TextReader;
  /**
   * Repositories whose check says what may be over before the next sweep, which looks by itself; with the tracking issues of
   * the plans that the check says wait for a person.
   */
  readonly provisional: Map<string, readonly number[]>;
  /** Repositories whose check says how far a sync is. */
  readonly underWay: UnderWay;
}

/** What jobs remember from one to the next, while nothing has happened yet. */
export function createJobMemory(): Pick<
  JobContext,
  'known' | 'glances' | 'unavailable' | 'provisional' | 'underWay'
> {
  return {
    known: new Map(),
    glances: new Map(),
    unavailable: new Set(),
    provisional: new Map(),
    underWay: new Map(),
  };
}

/** A repository in which Planwright may work. */
export interface OpenedRepository {
  readonly context: PassContext;
  /** All files of the default branch. */
  readonly tree: readonly RepositoryFile[];
  readonly config: Config;
  readonly configProblems: ConfigReading['problems'];
}

/** Why a repository is left alone: Planwright may not work there, or it has no commit yet. */
export type Away = Extract<RepositoryReading, { kind: 'away' }>['reason'] | 'empty';

/** Opens the repository of a job; or says why it is left alone. */
export async function openRepository(
  jobContext: JobContext,
  job: RepositoryPlace,
): Promise<OpenedRepository | { readonly away: Away }> {
  const client = await jobContext.clientOf(job.installation);
  const found = await readRepository(client, { owner: job.owner, repo: job.repo });
  if (found.kind === 'away') return { away: found.reason };
  const { repository } = found;
  const head = await readHead(client, repository);
  if (head === null) return { away: 'empty' };
  const tree = await readTree(client, repository, head.tree);
  const me = await jobContext.me(client);
  const reader = jobContext.reader.forOneJob();
  const reading = await readConfig({ client, repository, reader }, tree).catch(async (error: unknown) => {
    if (error instanceof UnclearTextError) {
      await sayUnclearConfig({ client, repository, head, me }, error.unclear);
      jobContext.provisional.set(`${job.owner}/${job.repo}`, []);
    }
    throw error;
  });
  const { config, problems: misread, text } = reading;
  const { ids, unknown } = await accountIds(client, config.creators);
  const wanted = await readPolicy({ client, repository }, config, text);
  const configProblems = [
    ...misread,
    ...wanted.problems,
    ...unknown.map((login) => problems.creatorUnknown(login, lineNaming(text, login))),
  ];
  const checks: PassContext['checks'] = new Map();
  const context: PassContext = {
    client,
    repository,
    reader,
    head,
    me,
    trusted: new Set([me.id, ...ids.values()]),
    writeBack: await writeBackPolicy(jobContext, job, config),
    texts: new Map(),
    policy: wanted.policy,
    denied: new Map(),
    checks,
    unavailable: jobContext.unavailable,
    shouldYield: (writes) => jobContext.shouldYield(job.installation, writes),
    onProgress: jobContext.onProgress ?? (() => {}),
    underWay: jobContext.underWay,
    report: (progress) =>
      sayUnderWay({ client, repository, head, me, checks }, jobContext.underWay, progress),
  };
  return { context, tree, config, configProblems };
}

/** How plans are written back: as the config says, if the app may write at all. */
async function writeBackPolicy(
  { mayWriteContents }: JobContext,
  { installation }: Pick<RepositoryPlace, 'installation'>,
  { writeBack }: Config,
): Promise<PassContext['writeBack']> {
  const isForbidden = writeBack.mode !== 'off' && !(await mayWriteContents(installation));
  return isForbidden ? { ...writeBack, mode: 'forbidden' } : writeBack;
}

async function readConfig(
  { client, repository, reader }: Pick<PassContext, 'client' | 'repository' | 'reader'>,
  tree: readonly RepositoryFile[],
): Promise<ConfigReading & { readonly text: string }> {
  const file = tree.find(({ path }) => path === CONFIG_PATH);
  if (file === undefined) return { ...parseConfig(null), text: '' };
  const reading = await readText(client, repository, file.blob, file.size);
  if (reading.kind === 'text')
    return {
      ...orThrowUnclear(CONFIG_PATH, await reader.config(reading.text)),
      text: reading.text,
    };
  const { config } = parseConfig(null);
  return { config, problems: [problems.configUnreadable(reading.reason)], text: '' };
}
