/**
 * What a dependency named by its words it goes on naming, whatever becomes of those words: that is expected of the
 * write-back, and of the plan that took it. What each named is remembered here, beside the app.
 */
import { baseBlob } from '../../../src/sync/state/known.ts';
import { readPlanText, type Glance, type GlancedPull } from '../glance.ts';
import type { Play } from '../play.ts';
import { plainWords, type Item } from './reading.ts';
import { issueLines, namingOf, type Naming, type Target } from './targets.ts';

/** What a dependency named when it was last seen. */
export interface Named {
  /** Several where tasks had the same title: any of them may have been meant. */
  readonly targets: readonly Target[];
  /** Its issue was blocked by that of the only target. */
  readonly isLinked: boolean;
}

/** What a plan said when the app last knew its text. */
export interface Remembered {
  /** What its dependencies named, by the issue of whose dependency it is and its words. */
  readonly items: ReadonlyMap<string, Named>;
  /** In which phase the task of an issue stood. */
  readonly phaseOf: ReadonlyMap<number, Target>;
}

/** Before the app knows a text. */
export const NOTHING_NAMED: Remembered = { items: new Map(), phaseOf: new Map() };

/** Whether the app knows the text of the plan, though some change of it may wait for a person. */
function isKnown({ blob, trackings: [tracking] }: Glance): boolean {
  return tracking !== undefined && baseBlob(tracking.ledger) === blob;
}

/** Whether the app knows the text of the plan, and nothing waits for a person. */
export function isInStep(seen: Glance): boolean {
  const [tracking] = seen.trackings;
  return isKnown(seen) && tracking?.state === 'open' && !/\/plan confirm [0-9a-f]{8}/.test(tracking.body);
}

/** The plan of a glance, its tasks known by their issues. */
export function namingNow(seen: Glance, text = seen.text): Naming {
  const [tracking] = seen.trackings;
  return namingOf(text, tracking === undefined ? new Map() : issueLines(seen.text, tracking.ledger));
}

function keyOf(naming: Naming, item: Item): string {
  return `#${naming.holderOf(item)} ${plainWords(item.words)}`;
}

/** What an item names by its words, or named when they last named something; nothing where that is gone. */
function targetsOf(naming: Naming, item: Item, remembered: Remembered): readonly Target[] {
  const said = naming.saidBy(item);
  if (said.kind === 'names' || said.kind === 'several') return said.targets;
  const was = said.kind === 'nothing' ? remembered.items.get(keyOf(naming, item)) : undefined;
  const [target, another] = was?.targets ?? [];
  if (target === undefined || another !== undefined) return was?.targets ?? [];
  return [...new Set([...(naming.has(target) ? [target] : []), ...heirsOf(target, remembered, naming)])];
}

/**
 * The phase that goes on where a phase was: the one most of whose tasks stood there, as with milestones (DESIGN 4). Where
 * that is not the one of its number, either may be meant.
 */
function heirsOf(target: Target, remembered: Remembered, { phaseOf }: Naming): Target[] {
  const votes = new Map<Target, Map<Target, number>>();
  for (const [issue, now] of phaseOf) {
    const was = remembered.phaseOf.get(issue);
    if (was === undefined) continue;
    const counts = votes.get(now) ?? new Map<Target, number>();
    votes.set(now, counts.set(was, (counts.get(was) ?? 0) + 1));
  }
  const claims = [...votes].flatMap(([now, counts]) => {
    const count = counts.get(target) ?? 0;
    return count > 0 && count === Math.max(...counts.values()) ? [{ now, count }] : [];
  });
  const most = Math.max(...claims.map(({ count }) => count));
  return claims.filter(({ count }) => count === most).map(({ now }) => now);
}

/** What the plan says, if the app knows it. */
export function rememberedOf(before: Remembered, seen: Glance): Remembered {
  if (!isKnown(seen)) return before;
  const naming = namingNow(seen);
  const blockers = new Map(seen.issues.map(({ number, blockedBy }) => [number, blockedBy]));
  const items = naming.items.flatMap((item) => {
    const holder = naming.holderOf(item);
    const targets = targetsOf(naming, item, before);
    const [target, another] = targets;
    if (holder === null) return [];
    if (target === undefined) return whatWentAway(naming, item, before);
    const isLinked =
      another === undefined && blockers.get(holder)?.includes(Number(target.slice(1))) === true;
    return [[keyOf(naming, item), { targets, isLinked }] as const];
  });
  return { items: new Map(items), phaseOf: naming.phaseOf };
}

/** What words named that name nothing now: its issue was deleted, but it may get new words yet. */
function whatWentAway(naming: Naming, item: Item, before: Remembered): [string, Named][] {
  const key = keyOf(naming, item);
  const was = before.items.get(key);
  return was === undefined || naming.saidBy(item).kind !== 'nothing' ? [] : [[key, was]];
}

/** The write-back that waits, or why there is none to judge. */
export async function ownWriteBack(
  { stage }: Play,
  { pulls }: Glance,
): Promise<GlancedPull | 'none' | 'with work of a person'> {
  const left = pulls.filter(({ isMerged, branch }) => !isMerged && branch.startsWith('planwright/'));
  const pull = left.find(({ state }) => state === 'open') ?? left.at(-1);
  if (pull === undefined) return 'none';
  const { data } = await stage.person('GET', `/pulls/${pull.number}/commits`);
  const isOwn = (data as { commit: { message: string } }[]).every(({ commit: { message } }) =>
    /Planwright-Plan:|^Merge /.test(message),
  );
  if (isOwn) return pull.state === 'open' ? pull : 'none';
  // The app leaves a branch alone on which a person works, open pull request or not.
  const { status } = await stage.person('GET', `/git/ref/heads/${pull.branch}`);
  return status === 200 ? 'with work of a person' : 'none';
}

/** What is wrong with the dependencies, as they will be once the write-back is merged, and with their links until then. */
export async function lostMentions(play: Play, seen: Glance): Promise<string[]> {
  if (!isInStep(seen)) return [];
  const pull = await ownWriteBack(play, seen);
  if (pull === 'with work of a person') return lostLinks(play, seen);
  const text = pull === 'none' ? seen.text : await readPlanText(play.stage.person, pull.branch);
  return [...lostLinks(play, seen), ...changedMentions(play.named, seen, namingNow(seen, text))];
}

/** Links that a dependency had while its words named something, and that nobody took away. */
function lostLinks({ named, decisions }: Play, seen: Glance): string[] {
  const naming = namingNow(seen);
  const blockers = new Map(seen.issues.map(({ number, blockedBy }) => [number, blockedBy]));
  return naming.items.flatMap((item) => {
    const holder = naming.holderOf(item);
    const was = named.items.get(keyOf(naming, item));
    const [target = '', another] = targetsOf(naming, item, named);
    if (holder === null || was?.isLinked !== true || target !== was.targets[0]) return [];
    if (another !== undefined) return [];
    const blocker = Number(target.slice(1));
    const isTaken = decisions.some(
      (one) =>
        one.kind === 'blocked-by' && one.issue === holder && one.blocker === blocker && one.to === 'off',
    );
    return isTaken || blockers.get(holder)?.includes(blocker) === true
      ? []
      : [`#${holder} waits for ${target} no more, which line ${item.line} calls "${item.words}".`];
  });
}

/** What is wrong with the dependencies of a plan that no other hand changed, compared with what they were in a glance. */
export function changedMentions(remembered: Remembered, seen: Glance, after: Naming): string[] {
  const before = namingNow(seen);
  const at = new Map(after.items.map((item) => [placeOf(item), item]));
  return before.items.flatMap((item): string[] => {
    // The task has no issue, or a person deleted it: nothing tells which one it was.
    if (before.holderOf(item) === null) return [];
    const now = at.get(placeOf(item));
    const targets = targetsOf(before, item, remembered);
    // A task whose issue a person deleted has its words still.
    const isGone = targets.length === 0 && remembered.items.has(keyOf(before, item));
    const wrong =
      now === undefined
        ? 'is gone'
        : now.words === item.words
          ? wrongIfKept(after, now, targets, wasRefused(seen, item))
          : wrongIfChanged(after, item, now, targets);
    const where = `The dependency "${item.words}" in line ${item.line}`;
    return wrong === null || isGone ? [] : [`${where} ${wrong}.`];
  });
}

/** What is wrong with words that stay as they are. */
function wrongIfKept(
  after: Naming,
  item: Item,
  targets: readonly Target[],
  isRefused: boolean,
): string | null {
  const [target, another] = targets;
  // What may have meant one task or another meant none for sure.
  if (target === undefined || another !== undefined || names(after, item, targets)) return null;
  // A phase whose words changed has its number still.
  if (isRefused || item.words.startsWith(`${target}: `)) return null;
  return `named ${target} and names ${meaningOf(after, item)}`;
}

/** What is wrong with words that the app changed. */
function wrongIfChanged(after: Naming, item: Item, now: Item, targets: readonly Target[]): string | null {
  const became = `became "${now.words}"`;
  if (targets.length === 0) return `${became}, and named nothing that did`;
  if (!names(after, now, targets))
    return `${became}: it named ${targets.join(', ')} and names ${meaningOf(after, now)}`;
  // Where the old words name several tasks now, a number tells which was meant.
  return targets.length === 1 && after.saidBy(item).kind === 'names' && names(after, item, targets)
    ? `${became}, though it names ${targets.join(', ')} still`
    : null;
}

function meaningOf(naming: Naming, item: Item): string {
  const said = naming.saidBy(item);
  return 'targets' in said ? said.targets.join(', ') : said.kind;
}

/** Whether these words name one of the targets, or its number does: nobody can tell tasks of one title apart. */
function names(naming: Naming, item: Item, targets: readonly Target[]): boolean {
  const said = naming.saidBy(item);
  if (said.kind === 'by-id') return targets.includes(item.words);
  return 'targets' in said && said.targets.some((target) => targets.includes(target));
}

function placeOf({ line, nth }: Item): string {
  return `${line} ${nth}`;
}

/** Whether a person closed a pull request that would have reworded these words. */
function wasRefused({ pulls }: Glance, { words }: Item): boolean {
  return pulls.some(
    ({ state, isMerged, body }) =>
      state === 'closed' &&
      !isMerged &&
      plainWords(body.replaceAll('\u200b', '')).includes(`which was called "${plainWords(words)}"`),
  );
}
