/**
 * What the commands for the next thing to do work with: the plans of this clone, and what GitHub knows of them where a
 * repository and a token are found. Of a repository that is not cloned here the default branch is read.
 */
import { CONFIG_PATH, isPlanPath, parseConfig, type Config } from '../../config/config.ts';
import type { Client } from '../../github/transport/client.ts';
import { readHead, readRepository, readText, readTree } from '../../github/read.ts';
import { runInProcess } from '../../parser/in-process.ts';
import { createReader } from '../../parser/reader.ts';
import { policyFor } from '../../pass/context.ts';
import { offlineNow, readPlanTexts, type PlanText, type PlansOfTexts } from '../../pass/next/plan-texts.ts';
import { readPlansNow, type ReadNow } from '../../pass/next/plans-now.ts';
import { ownWordIn } from '../../plan/text/own-word.ts';
import { awayText } from '../../sync/render/away.ts';
import type { Repository } from '../../sync/types.ts';
import { EXIT, Stop } from '../exit.ts';
import { localConfig, pathInRepository, plansHere, readInput } from '../files.ts';
import { findRepository, remoteAddress, type GitHubOptions, type RepositoryAddress } from '../remote.ts';
import { findToken, targetAt, whyOffline } from '../sign-in.ts';
import type { ProgressDisplay } from '../terminal.ts';

/** What all these commands take. */
export interface SessionOptions extends GitHubOptions {
  /** Ask GitHub nothing. */
  readonly offline?: boolean;
}

/** GitHub, signed in. */
export interface GitHubAccess {
  readonly client: Client;
  readonly repository: Repository;
}

/** The plans as they are now, and where that is known from. */
export interface Session extends ReadNow, PlansOfTexts {
  /** Null where only the files were looked at. */
  readonly github: GitHubAccess | null;
  /** The repository on GitHub, where one is known. */
  readonly address: RepositoryAddress | null;
  /** In words: `the plans here and the issues of ada/engine`. */
  readonly source: string;
  /** The plans that stand on this machine, by their paths in the repository: where, and with which text. */
  readonly files: ReadonlyMap<string, { readonly file: string; readonly text: string }>;
  /** The texts of the plans, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The plans that are looked at, and the config that says how. */
interface Texts {
  readonly texts: readonly PlanText[];
  readonly files: Session['files'];
  readonly config: Config;
}

/**
 * Reads plans, and what GitHub knows of them.
 *
 * @param named Plans by their files; none for all plans.
 * @throws Stop, RetryableError, TerminalError as a run at the terminal does.
 */
export async function openSession(
  named: readonly string[],
  options: SessionOptions,
  progress: ProgressDisplay,
): Promise<Session> {
  const address = findRepository(options);
  const token = address === null || options.offline === true ? null : findToken(address);
  if (address === null || token === null) return offlineSession(named, address, whyOffline(address, options));
  const { client, owner, repo } = targetAt(address, token, progress);
  const found = await readRepository(client, { owner, repo });
  if (found.kind === 'away') {
    const why = awayText(address.name, found.reason);
    if (found.reason === 'gone') throw new Stop(EXIT.refused, why);
    return offlineSession(named, address, why);
  }
  const github: GitHubAccess = { client, repository: found.repository };
  const { texts, files, config } = isCloned(options) ? localTexts(named) : await textsOnGitHub(github, named);
  const reading = {
    reader: createReader({ run: runInProcess, now: Date.now }),
    rules: policyFor(config).rules,
  };
  const context = { ...github, ...reading, repositoryUrl: found.repository.url };
  const read = await readPlanTexts(context, texts);
  const now = await readPlansNow(context, read.plans);
  const where = files.size > 0 ? 'the plans here' : 'the plans on the default branch';
  const source = `${where} and the issues of ${address.name}`;
  return { ...read, ...now, github, files, source, address, texts: byPath(texts) };
}

async function offlineSession(
  named: readonly string[],
  address: RepositoryAddress | null,
  why: string,
): Promise<Session> {
  const { texts, files, config } = localTexts(named);
  const reader = createReader({ run: runInProcess, now: Date.now });
  const read = await readPlanTexts({ reader, rules: policyFor(config).rules }, texts);
  return {
    ...read,
    now: offlineNow(read.plans),
    tracked: [],
    withoutPulls: false,
    github: null,
    address,
    source: `the plans here alone (${why})`,
    files,
    texts: byPath(texts),
  };
}

function byPath(texts: readonly PlanText[]): ReadonlyMap<string, string> {
  return new Map(texts.map(({ path, text }) => [path, text]));
}

/** Whether the repository that is meant is the one around this folder, so that its plans are those here. */
function isCloned({ repo }: SessionOptions): boolean {
  if (repo === undefined) return true;
  const here = remoteAddress('.')?.name ?? null;
  if (here === null) return plansHere().length > 0;
  return repo
    .toLowerCase()
    .replace(/(?:\.git)?\/?$/, '')
    .endsWith(here.toLowerCase());
}

function localTexts(named: readonly string[]): Texts {
  const files = new Map<string, { file: string; text: string }>();
  for (const file of named.length > 0 ? named : plansHere()) {
    const input = readInput(file);
    if ('error' in input) throw new Stop(EXIT.failed, input.error);
    files.set(pathInRepository(file), { file, text: input.text });
  }
  const texts = [...files].map(([path, { text }]) => ({ path, text }));
  return { texts, files, config: localConfig() };
}

async function textsOnGitHub({ client, repository }: GitHubAccess, named: readonly string[]): Promise<Texts> {
  const head = await readHead(client, repository);
  const tree = head === null ? [] : await readTree(client, repository, head.tree);
  const textOf = async (path: string): Promise<string | null> => {
    const file = tree.find((one) => one.path === path);
    const reading = file === undefined ? null : await readText(client, repository, file.blob, file.size);
    return reading?.kind === 'text' ? reading.text : null;
  };
  const { config } = parseConfig(await textOf(CONFIG_PATH));
  const paths =
    named.length > 0 ? named : tree.map(({ path }) => path).filter((path) => isPlanPath(config, path));
  const texts: PlanText[] = [];
  for (const path of paths) {
    const text = await textOf(path);
    if (text === null && named.length > 0)
      throw new Stop(
        EXIT.failed,
        `${path}: Expected a plan of ${repository.owner}/${repository.name}, found none.`,
      );
    if (text !== null && (named.length > 0 || ownWordIn(text) !== false)) texts.push({ path, text });
  }
  return { texts, files: new Map(), config };
}
