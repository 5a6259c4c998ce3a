/** The words of the check run: on a push, on a pull request, and where a permission or a comment is missing. */
import type { Problem } from '../../../plan/types.ts';
import { inline, prose } from '../sanitize/escape.ts';
import { plain } from '../sanitize/quiet.ts';
import { checkActions, previewActions, type Awaited, type CheckAction } from './actions.ts';
import { heldDetails, heldSentence } from '../held.ts';
import { conflictSentence, type PlanPreview } from '../preview-comment.ts';
import type { Refusal } from '../../types.ts';
import { refusalClause, refusalHint } from '../words/refusal-problems.ts';
import { count, heldTitle, previewTitle } from '../words.ts';

/** What one plan has to say in the check. */
export interface PlanProblems {
  readonly path: string;
  readonly problems: readonly Problem[];
  /** The path is no file's, so that there is no line to annotate. */
  readonly isPlaceless?: true;
  /** What waits for a person. */
  readonly awaited?: Awaited;
}

export interface CheckText {
  readonly title: string;
  readonly summary: string;
  /** Failure only for errors: a plan that merely could be better must block nobody. */
  readonly conclusion: 'success' | 'neutral' | 'failure';
  readonly annotations: readonly {
    readonly path: string;
    readonly line: number;
    readonly level: 'notice' | 'warning' | 'failure';
    readonly title: string;
    readonly message: string;
  }[];
  /** Its buttons, which only an App has. */
  readonly actions: readonly CheckAction[];
}

/**
 * The words of the check run: what waits for a person, and each problem on its line. Null where there is nothing to say.
 *
 * @param sync Whether another look may find it healed, so that a button for that stands there.
 */
export function renderCheck(
  plans: readonly PlanProblems[],
  { sync = false }: { readonly sync?: boolean } = {},
): CheckText | null {
  const said = plans.filter(({ problems }) => problems.length > 0);
  const all = said.flatMap(({ problems }) => problems);
  const awaited = plans.flatMap((plan) => plan.awaited ?? []);
  const waiting = awaited.filter(({ kind }) => kind === 'confirm');
  if (all.length === 0 && waiting.length === 0) return null;
  const errors = all.filter(({ severity }) => severity === 'error').length;
  const found = errors > 0 ? count(errors, 'error') : `${count(all.length, 'thing')} to look at`;
  const held = waiting.filter((one) => one.kind === 'confirm' && one.held !== null).length;
  return {
    title: held > 0 ? waitingTitle(held) : all.length > 0 ? `${found} in ${placeOf(said)}` : RETIRING_TITLE,
    summary: [
      ...awaited.map(awaitedSentence).filter((words) => words !== ''),
      ...said.map(({ path, problems }) => `${inline(path)}\n\n${problems.map(sentence).join('\n')}`),
    ].join('\n\n'),
    conclusion: errors > 0 ? 'failure' : 'neutral',
    annotations: said.flatMap(({ path, problems, isPlaceless }) =>
      (isPlaceless === true ? [] : problems).map(({ line, severity, code, message, hint }) => ({
        path,
        line,
        level: severity === 'error' ? ('failure' as const) : severity,
        title: code,
        message: plain(`${message} ${hint}`),
      })),
    ),
    actions: checkActions(awaited, { sync }),
  };
}

const RETIRING_TITLE = 'Retiring a plan waits for a person';

function waitingTitle(held: number): string {
  return held === 1 ? 'A change of a plan waits for a person' : `Changes of ${held} plans wait for a person`;
}

/** What waits for a confirmation, and the command that gives it; a pause is among the problems. */
function awaitedSentence(awaited: Awaited): string {
  if (awaited.kind === 'resume' || awaited.isSaid === true) return '';
  const { id, title, held } = awaited;
  const where = `#${awaited.tracking}`;
  const what =
    held === null
      ? `Retiring **${inline(title)}** waits for a confirmation; ${where} says what it would do.`
      : `A change of **${inline(title)}** waits for a person. ${heldSentence(held)} Nothing of it is done yet.`;
  return `${what} \`/plan confirm ${id}\` in a comment on ${where} lets it go.`;
}

/**
 * The words of the check on a pull request: what is wrong with what it proposes, else what merging it does to issues.
 *
 * @param plans What is previewed, the config among it.
 * @param conflicts Paths whose preview must wait until their conflict with the default branch is resolved.
 * @param hasButton Whether a click makes the preview anew.
 */
export function renderPreviewCheck(
  plans: readonly (PlanProblems & Partial<Pick<PlanPreview, 'effects' | 'held'>>)[],
  conflicts: readonly string[],
  { hasButton }: { readonly hasButton: boolean },
): CheckText {
  // Beside the config there is nothing where it touches no plan.
  const touchesPlan = conflicts.length > 0 || plans.some(({ effects }) => effects !== undefined);
  const actions = hasButton && touchesPlan ? previewActions() : [];
  const said = renderCheck(plans);
  const conflicting = conflicts.map(conflictSentence).join('\n\n');
  if (said !== null)
    return {
      ...said,
      summary: conflicting === '' ? said.summary : `${conflicting}\n\n${said.summary}`,
      actions,
    };
  if (conflicting !== '')
    return {
      title: `${count(conflicts.length, 'file')} in conflict with the default branch`,
      summary: conflicting,
      conclusion: 'neutral',
      annotations: [],
      actions,
    };
  const waiting = plans.flatMap(({ held: waits = null }) => waits ?? []);
  const held = waiting.length;
  const effects = plans.reduce((sum, { effects: made = [] }) => sum + made.length, 0);
  return {
    title: held > 0 ? heldTitle(held) : touchesPlan ? previewTitle(effects) : UNTOUCHED_TITLE,
    summary: [
      touchesPlan
        ? 'The comment on the pull request says what merging does to issues.'
        : 'None of the files that it changes is a plan, so no issue follows from them.',
      ...waiting.map((one) => `${heldSentence(one)}\n${heldDetails(one).join('\n')}`),
    ].join('\n\n'),
    conclusion: 'success',
    annotations: [],
    actions,
  };
}

const UNTOUCHED_TITLE = 'This changes no plan';

/** A comment that GitHub refused. */
export interface Uncommented {
  readonly refusal: Refusal;
  /** What it would have said. */
  readonly text: string | null;
}

/** The check where the comment that it points to could not be written: it says why, and what stood in it. */
export function withoutComment(check: CheckText, { refusal, text }: Uncommented): CheckText {
  const why = `The comment could not be written: GitHub ${prose(`${refusalClause(refusal)}. ${refusalHint(refusal)}`)}`;
  const others = check.conclusion === 'success' ? [] : [check.summary];
  return { ...check, summary: [why, ...others, ...(text === null ? [] : [text])].join('\n\n') };
}

function placeOf(said: readonly PlanProblems[]): string {
  if (said.length > 1) return `${said.length} files`;
  return said.some(({ path }) => path.endsWith('.yml')) ? 'the config' : 'the plan';
}

/**
 * The words of the check where a permission is missing.
 *
 * @param permission As GitHub names it: `issues=write; pull_requests=write`, of which one is enough, or with a comma, of which
 *   all are needed.
 * @param refusal What was asked and what GitHub said.
 * @param plans What else there is to say.
 */
export function renderForbidden(
  permission: string,
  refusal: string,
  plans: readonly PlanProblems[] = [],
): CheckText {
  const others = renderCheck(plans);
  const summary = [
    `Planwright could not do all there is to do, because it needs ${accessWords(permission)}. Nothing is lost: it goes on from here once it has it.`,
    'An owner grants it in the settings of the organisation or account, under GitHub Apps → Planwright → Configure.',
    inline(refusal),
    ...(others === null ? [] : [others.summary]),
  ].join('\n\n');
  const annotations = others?.annotations ?? [];
  const actions = checkActions(
    plans.flatMap(({ awaited }) => awaited ?? []),
    { sync: true },
  );
  return { title: 'A permission is missing', summary, conclusion: 'failure', annotations, actions };
}

/** `issues=write; pull_requests=write` → `write access to issues or write access to pull requests`. */
function accessWords(permission: string): string {
  if (permission === '') return 'a permission that GitHub does not name';
  const one = (pair: string): string => {
    const [name = '', level = ''] = pair.trim().split('=');
    return inline(`${level} access to ${name.replaceAll('_', ' ')}`);
  };
  const ways = permission.split(';').map((way) => way.split(',').map(one).join(' and '));
  return ways.join(' or ');
}

/** The words of the check of a repository that is left alone, because the server ended again and again while it worked there. */
export function renderGivenUp(deaths: number): CheckText {
  const summary = [
    `The process of the server that worked on this repository ended ${deaths} times in the midst of it, so Planwright leaves the repository alone. Nothing is lost: issues and plans stay as they are.`,
    'It looks again with the next push, comment or change of an issue. If that ends in the same way, look at the file that changed last: shorten very long lines and tables, or split it. Whoever runs the server finds the reason in its log.',
  ].join('\n\n');
  return {
    title: 'Planwright stopped working on this repository',
    summary,
    conclusion: 'failure',
    annotations: [],
    actions: checkActions([], { sync: true }),
  };
}

/** The words of the check where it said what could not be read or written yet, and now it was. */
export function renderOver(): CheckText {
  const summary = 'What this check said before is over: nothing waits, and there is nothing to look at.';
  return { title: 'Everything is done', summary, conclusion: 'success', annotations: [], actions: [] };
}

/** The words of the check of an older commit whose button was pressed: what there is to say now stands elsewhere. */
export function renderOutdated(): CheckText {
  const summary =
    'This check is of an older commit. What there is to say now stands in the check of the newest one, and in the tracking issue of each plan.';
  return { title: 'An older commit', summary, conclusion: 'neutral', annotations: [], actions: [] };
}

/** How many issues follow the app's own edits: of how many the text does, what marks them as blocked, and either. */
export interface OwnEffects {
  readonly texts: number;
  readonly blocked: number;
  readonly all: number;
}

/**
 * The words of the check on the app's own write-back: its edits follow the issues, so that no issue follows them, but for
 * the texts of those that name what an issue renamed, and for what a task waits for that is open again or that its words
 * name only then.
 */
export function renderOwnCheck({ texts, blocked, all }: OwnEffects): CheckText {
  const summary = [
    'The edits of this pull request follow the issues.',
    texts === 0
      ? ''
      : `Merging them also updates ${count(texts, 'issue text')}, where the plan says anew what the task waits for.`,
    blocked === 0
      ? ''
      : `Merging them also marks ${count(blocked, 'issue')} as blocked by what the plan then says that ${blocked === 1 ? 'it waits' : 'they wait'} for.`,
  ];
  return {
    title: previewTitle(all),
    summary: summary.filter((part) => part !== '').join(' '),
    conclusion: 'success',
    annotations: [],
    actions: [],
  };
}

function sentence({ line, message, hint }: Problem): string {
  return `- Line ${line}: ${prose(message)} ${prose(hint)}`;
}
