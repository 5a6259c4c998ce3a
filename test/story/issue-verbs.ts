/** What people do with issues, comments, milestones and labels. */
import type { Looks, Which } from './looks.ts';
import type { Person } from './person.ts';
import { lookAtMilestones, type Place } from './world.ts';

/** A comment with the app's reactions to it. */
export interface Comment {
  /** What the app reacted with: `+1`, `-1`, `confused`. */
  reactions(): Promise<string[]>;
  /** What the app answered to it, without its marker; null if nothing, an error if twice. */
  answer(): Promise<string | null>;
  /** Its author puts other words there. */
  becomes(words: string): Promise<void>;
}

export interface IssueVerbs {
  /** Opens an issue; returns its number. */
  opens(
    title: string,
    more?: { readonly body?: string; readonly labels?: readonly string[] },
  ): Promise<number>;
  closes(which: Which, reason?: 'completed' | 'not_planned'): Promise<void>;
  reopens(which: Which): Promise<void>;
  renames(which: Which, to: string): Promise<void>;
  /** Types words under what the body holds. */
  addsWords(which: Which, words: string): Promise<void>;
  /** Changes the body, which must change. */
  rewrites(which: Which, change: (body: string) => string): Promise<void>;
  labels(which: Which, ...names: readonly string[]): Promise<void>;
  unlabels(which: Which, name: string): Promise<void>;
  assigns(which: Which, login: string): Promise<void>;
  /** Gives an issue another type, or none. */
  types(which: Which, type: string | null): Promise<void>;
  /** Puts an issue into a milestone, by the milestone's title. */
  movesTo(which: Which, milestone: string): Promise<void>;
  /** Comments on an issue or pull request. */
  comments(which: Which, words: string): Promise<Comment>;
  /** Comments that what waits may go, under the id that the tracking issue names. */
  confirms(tracking?: string): Promise<void>;
  /** Deletes every comment there, whoever wrote it. */
  deletesComments(which: Which): Promise<void>;
  /** Makes one issue the sub-issue of another, whatever its parent was. */
  putsUnder(child: Which, parent: Which): Promise<void>;
  takesFrom(child: Which, parent: Which): Promise<void>;
  blocks(which: Which, by: Which): Promise<void>;
  unblocks(which: Which, of: Which): Promise<void>;
  makesMilestone(title: string): Promise<void>;
  renamesMilestone(title: string, to: string): Promise<void>;
  /** Changes the description of a milestone. */
  rewritesMilestone(title: string, change: (description: string) => string): Promise<void>;
  deletesMilestone(title: string): Promise<void>;
  deletesLabel(name: string): Promise<void>;
  renamesLabel(name: string, to: string): Promise<void>;
}

/** The hands of an account in a repository. */
export interface Hands {
  readonly octokit: Person;
  readonly at: Place;
  readonly looks: Looks;
}

/** What that account does with issues. */
export function createIssueVerbs(hands: Hands): IssueVerbs {
  const { at, looks } = hands;
  const { issues } = hands.octokit.rest;
  const one = (which: Which): Promise<AtIssue> => issueAt(hands, which);
  const update = async (which: Which, fields: object): Promise<void> => {
    await issues.update({ ...(await one(which)), ...fields });
  };
  const rewrites = async (which: Which, change: (body: string) => string): Promise<void> => {
    const { body } = await looks.issue(which);
    const after = change(body);
    if (after === body) throw new Error(`Expected an edit that changes "${which}".`);
    await update(which, { body: after });
  };
  const comments = async (which: Which, words: string): Promise<Comment> => {
    const { issue_number } = await one(which);
    const { data } = await issues.createComment({ ...at, issue_number, body: words });
    return commentOf(hands, { id: data.id, issue_number });
  };
  return {
    opens: async (title, { labels = [], ...more } = {}) =>
      (await issues.create({ ...at, title, labels: [...labels], ...more })).data.number,
    closes: (which, reason = 'completed') => update(which, { state: 'closed', state_reason: reason }),
    reopens: (which) => update(which, { state: 'open' }),
    renames: (which, to) => update(which, { title: to }),
    rewrites,
    addsWords: (which, words) => rewrites(which, (body) => `${body}\r\n\r\n${words}`),
    labels: async (which, ...names) => {
      await issues.addLabels({ ...(await one(which)), labels: [...names] });
    },
    unlabels: async (which, name) => {
      await issues.removeLabel({ ...(await one(which)), name });
    },
    assigns: async (which, login) => {
      await issues.addAssignees({ ...(await one(which)), assignees: [login] });
    },
    types: (which, type) => update(which, { type }),
    movesTo: async (which, milestone) =>
      update(which, { milestone: (await milestoneAt(hands, milestone)).milestone_number }),
    comments,
    confirms: async (tracking = 'Plan: Search') => {
      const id = await looks.confirmId(tracking);
      if (id === null) throw new Error(`Expected something to wait for a confirmation in "${tracking}".`);
      await comments(tracking, `/plan confirm ${id}`);
    },
    deletesComments: async (which) => {
      const { data } = await issues.listComments({ ...(await one(which)), per_page: 100 });
      for (const { id } of data) await issues.deleteComment({ ...at, comment_id: id });
    },
    ...createLinkVerbs(hands),
    makesMilestone: async (title) => {
      await issues.createMilestone({ ...at, title });
    },
    renamesMilestone: async (title, to) => {
      await issues.updateMilestone({ ...(await milestoneAt(hands, title)), title: to });
    },
    rewritesMilestone: async (title, change) => {
      const milestone = await milestoneAt(hands, title);
      const { data } = await issues.getMilestone(milestone);
      await issues.updateMilestone({ ...milestone, description: change(data.description ?? '') });
    },
    deletesMilestone: async (title) => {
      await issues.deleteMilestone(await milestoneAt(hands, title));
    },
    deletesLabel: async (name) => {
      await issues.deleteLabel({ ...at, name });
    },
    renamesLabel: async (name, to) => {
      await issues.updateLabel({ ...at, name, new_name: to });
    },
  };
}

type LinkVerbs = Pick<IssueVerbs, 'putsUnder' | 'takesFrom' | 'blocks' | 'unblocks'>;

function createLinkVerbs(hands: Hands): LinkVerbs {
  const { issues } = hands.octokit.rest;
  const one = (which: Which): Promise<AtIssue> => issueAt(hands, which);
  const idOf = async (which: Which): Promise<number> => (await issues.get(await one(which))).data.id;
  return {
    putsUnder: async (child, parent) => {
      const link = { sub_issue_id: await idOf(child), replace_parent: true };
      await issues.addSubIssue({ ...(await one(parent)), ...link });
    },
    takesFrom: async (child, parent) => {
      await issues.removeSubIssue({ ...(await one(parent)), sub_issue_id: await idOf(child) });
    },
    blocks: async (which, by) => {
      await issues.addBlockedByDependency({ ...(await one(which)), issue_id: await idOf(by) });
    },
    unblocks: async (which, of) => {
      await issues.removeDependencyBlockedBy({ ...(await one(which)), issue_id: await idOf(of) });
    },
  };
}

type AtIssue = Place & { readonly issue_number: number };

async function issueAt({ at, looks }: Hands, which: Which): Promise<AtIssue> {
  return { ...at, issue_number: typeof which === 'number' ? which : (await looks.issue(which)).number };
}

async function milestoneAt(
  { octokit, at }: Hands,
  title: string,
): Promise<Place & { readonly milestone_number: number }> {
  const found = [...(await lookAtMilestones(octokit, at))].find(([, milestone]) => milestone.title === title);
  if (found === undefined) throw new Error(`Expected a milestone "${title}", found none.`);
  return { ...at, milestone_number: found[0] };
}

function commentOf(
  { octokit, at }: Hands,
  { id, issue_number }: { readonly id: number; readonly issue_number: number },
): Comment {
  return {
    async reactions() {
      const { data } = await octokit.rest.reactions.listForIssueComment({ ...at, comment_id: id });
      return data.filter(({ user }) => user?.type === 'Bot').map(({ content }) => content);
    },
    async answer() {
      const { data } = await octokit.rest.issues.listComments({ ...at, issue_number, per_page: 100 });
      const marker = `<!-- planwright answer=${id} -->`;
      const answers = data.filter(({ body, user }) => user?.type === 'Bot' && body?.startsWith(marker));
      if (answers.length > 1) throw new Error(`Expected one answer, found ${answers.length}.`);
      return answers[0]?.body?.slice(marker.length).trim() ?? null;
    },
    async becomes(words) {
      await octokit.rest.issues.updateComment({ ...at, comment_id: id, body: words });
    },
  };
}
