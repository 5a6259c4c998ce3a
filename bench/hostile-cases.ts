/** How a hostile text comes to the app: its owner commits it, or a stranger proposes it from a fork. */
import type { Octokit } from '@octokit/rest';
import { repositoryOf } from './github.ts';
import { pushTo } from './senders.ts';

/** How a text comes in. */
export type Way = 'branch' | 'fork';

/** A text, and how it comes in. */
export interface Case {
  readonly name: string;
  readonly kb: number;
  readonly way: Way;
  readonly make: (bytes: number) => Buffer;
}

/** What GitHub tells the server. */
export interface Told {
  readonly event: string;
  readonly body: string;
}

const PATH = 'plans/plan.md';
const SENTENCE = 'The parser reads each line once, keeps what it needs and says what it left out. ';

/** A plan as people write them, with notes as long as wanted; each number's is another one. */
export function harmlessPlan(bytes: number, number: number): Buffer {
  const notes = `${SENTENCE.repeat(5)}\n\n`;
  const head = `# Plan ${number}\n\n## Phase 1: Begin\n\n- [ ] Ship the parser\n- [ ] Write it down\n\n`;
  return Buffer.from(head + notes.repeat(Math.ceil(bytes / notes.length)));
}

/** Commits the text, and says what GitHub would tell of it. */
export async function bring(
  { kb, way, make }: Case,
  place: {
    readonly owner: string;
    readonly installation: number;
    readonly as: Octokit;
    readonly eve: Octokit;
  },
): Promise<Told> {
  const { owner, installation, as, eve } = place;
  const repo = repositoryOf(owner);
  const content = make(kb * 1024).toString('base64');
  const file = { path: PATH, message: 'Plan', content };
  if (way === 'branch') {
    await as.rest.repos.createOrUpdateFileContents({ owner, repo, ...file });
    return { event: 'push', body: pushTo(installation, repo, PATH, owner) };
  }
  const { data: fork } = await eve.rest.repos.createFork({ owner, repo });
  const head = { owner: fork.owner.login, repo: fork.name };
  await eve.rest.repos.createOrUpdateFileContents({ ...head, ...file });
  const pull = await eve.rest.pulls.create({
    owner,
    repo,
    title: 'A plan',
    head: `${head.owner}:main`,
    base: 'main',
  });
  return { event: 'pull_request', body: openedBy(pull.data, { owner, repo, installation }) };
}

function openedBy(
  { number, head, base }: Awaited<ReturnType<Octokit['rest']['pulls']['create']>>['data'],
  {
    owner,
    repo,
    installation,
  }: { readonly owner: string; readonly repo: string; readonly installation: number },
): string {
  return JSON.stringify({
    action: 'opened',
    number,
    pull_request: { number, head: { ref: head.ref, sha: head.sha }, base: { ref: base.ref } },
    repository: {
      name: repo,
      full_name: `${owner}/${repo}`,
      default_branch: 'main',
      owner: { login: owner },
    },
    installation: { id: installation },
    sender: { login: 'eve', id: 3 },
  });
}
