/** What a person reads in a repository: each thing by one question. */
import type { Person } from './person.ts';
import { AT, PLAN } from './place.ts';
import {
  look,
  lookAtIssues,
  lookAtMilestones,
  lookAtPulls,
  type Place,
  type Seen,
  type SeenIssue,
  type SeenPull,
} from './world.ts';

/** An issue by its title, or an issue or pull request by its number. */
export type Which = string | number;

/** What a check says of a commit. */
export interface SeenCheck {
  readonly conclusion: string;
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly { readonly path: string; readonly line: number; readonly message: string }[];
  /** The number of its run. */
  readonly run: number;
}

export interface SeenCommit {
  readonly sha: string;
  readonly tree: string;
  readonly message: string;
  /** Shas, the branch it was made on first. */
  readonly parents: readonly string[];
}

export interface Looks {
  /** Everything at once. */
  sees(): Promise<Seen>;
  /** A file, the plan if no other is named, on the default branch or at another branch or commit. */
  planText(path?: string, ref?: string): Promise<string>;
  /** The issue; fails if there is none, or two of that title. */
  issue(which: Which): Promise<SeenIssue>;
  /** Login of whoever opened the issue. */
  author(which: Which): Promise<string>;
  /** Titles of all issues, in GitHub's order. */
  titles(): Promise<string[]>;
  openTitles(): Promise<string[]>;
  /** Titles of all milestones. */
  milestones(): Promise<string[]>;
  /** Under which id a change of the plan waits for a person; null if none does. */
  confirmId(tracking?: string): Promise<string | null>;
  /** Titles of the issues under an issue, in GitHub's order. */
  under(which: Which): Promise<string[]>;
  /** Titles of the issues by which it is marked as blocked. */
  blockers(which: Which): Promise<string[]>;
  pull(number: number): Promise<SeenPull>;
  openPulls(): Promise<SeenPull[]>;
  /** The one open pull request; fails if there is none, or two. */
  openPull(): Promise<SeenPull>;
  /** The lines that the open write-back takes from and puts into the plan. */
  writeBack(): Promise<string>;
  /** The app's comment on a pull request; null if there is none, an error if there are two. */
  preview(pull: number): Promise<string | null>;
  /** The checks of the default branch, of another branch or commit, or of a pull request by its number. */
  checks(of?: Which): Promise<SeenCheck[]>;
  branches(): Promise<string[]>;
  /** The newest commit of the default branch or of another, or the commit of that sha. */
  commit(ref?: string): Promise<SeenCommit>;
}

/** The looks of a person at a repository. */
export function createLooks(octokit: Person, at: Place = AT): Looks {
  const issue = async (which: Which): Promise<SeenIssue> => {
    const isIt = ({ title, number }: { title: string; number: number }): boolean =>
      title === which || number === which;
    return oneOf(`issue "${which}"`, await lookAtIssues(octokit, at, isIt));
  };
  const openPulls = (): Promise<SeenPull[]> => lookAtPulls(octokit, at, ({ state }) => state === 'open');
  const openPull = async (): Promise<SeenPull> => oneOf('open pull request', await openPulls());
  const pull = async (wanted: number): Promise<SeenPull> =>
    oneOf(`pull request #${wanted}`, await lookAtPulls(octokit, at, ({ number }) => number === wanted));
  const titles = async (state: 'all' | 'open'): Promise<string[]> =>
    (await lookAtIssues(octokit, at, (one) => state === 'all' || one.state === 'open')).map(
      ({ title }) => title,
    );
  return {
    sees: () => look(octokit, at),
    milestones: async () => [...(await lookAtMilestones(octokit, at)).values()].map(({ title }) => title),
    planText: (path = PLAN, ref) => readFile(octokit, { ...at, path, ...(ref === undefined ? {} : { ref }) }),
    issue,
    author: async (which) => {
      const { number } = await issue(which);
      return (await octokit.rest.issues.get({ ...at, issue_number: number })).data.user?.login ?? '';
    },
    titles: () => titles('all'),
    openTitles: () => titles('open'),
    confirmId: async (tracking = 'Plan: Search') =>
      /\/plan confirm ([0-9a-f]{8})/.exec((await issue(tracking)).body)?.[1] ?? null,
    under: async (which) => {
      const { number } = await issue(which);
      const parent = { ...at, issue_number: number, per_page: 100 };
      return (await octokit.rest.issues.listSubIssues(parent)).data.map(({ title }) => title);
    },
    blockers: async (which) => {
      const { number } = await issue(which);
      const blocked = { ...at, issue_number: number, per_page: 100 };
      return (await octokit.rest.issues.listDependenciesBlockedBy(blocked)).data.map(({ title }) => title);
    },
    pull,
    openPulls,
    openPull,
    writeBack: async () => (await openPull()).edits,
    preview: async (number) => {
      const { data } = await octokit.rest.issues.listComments({ ...at, issue_number: number, per_page: 100 });
      const own = data.filter(({ user }) => user?.type === 'Bot');
      if (own.length > 1) throw new Error(`Expected one comment by the app, found ${own.length}.`);
      return own[0]?.body ?? null;
    },
    checks: async (of = 'main') =>
      readChecks(octokit, { ...at, ref: typeof of === 'number' ? (await pull(of)).sha : of }),
    branches: async () => (await octokit.rest.repos.listBranches(at)).data.map(({ name }) => name),
    commit: (ref = 'main') => readCommit(octokit, { ...at, ref }),
  };
}

type At<More> = Place & Readonly<More>;

async function readChecks(octokit: Person, at: At<{ ref: string }>): Promise<SeenCheck[]> {
  const { data } = await octokit.rest.checks.listForRef(at);
  return Promise.all(
    data.check_runs.map(async ({ id, conclusion, output }) => {
      const annotations = await octokit.rest.checks.listAnnotations({ ...at, check_run_id: id });
      return {
        run: id,
        conclusion: conclusion ?? '',
        title: output.title ?? '',
        summary: output.summary ?? '',
        annotations: annotations.data.map(({ path, start_line, message }) => ({
          path,
          line: start_line,
          message: message ?? '',
        })),
      };
    }),
  );
}

async function readCommit(octokit: Person, { ref, ...at }: At<{ ref: string }>): Promise<SeenCommit> {
  const { git } = octokit.rest;
  const sha = /^[0-9a-f]{40}$/.test(ref)
    ? ref
    : (await git.getRef({ ...at, ref: `heads/${ref}` })).data.object.sha;
  const { data } = await git.getCommit({ ...at, commit_sha: sha });
  return { sha, tree: data.tree.sha, message: data.message, parents: data.parents.map((one) => one.sha) };
}

async function readFile(octokit: Person, at: At<{ path: string; ref?: string }>): Promise<string> {
  const { data } = await octokit.rest.repos.getContent(at);
  if (!('content' in data)) throw new Error(`Expected a file at ${at.path}.`);
  return Buffer.from(data.content, 'base64').toString('utf8');
}

function oneOf<T>(what: string, found: readonly T[]): T {
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`Expected one ${what}, found ${found.length}.`);
  return only;
}
