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
  readonly target: Target;
  /** Its issue was blocked by that of the target. */
  readonly isLinked: boolean;
}

/** What the dependencies of a plan name, by the issue of whose dependency it is and its words. */
export type Remembered = ReadonlyMap<string, Named>;

/** Whether the app knows the text of the plan, and nothing waits for a person. */
export function isInStep({ blob, trackings: [tracking] }: Glance): boolean {
  return (
    tracking !== undefined &&
    tracking.state === 'open' &&
    baseBlob(tracking.ledger) === blob &&
    !/\/plan confirm [0-9a-f]{8}/.test(tracking.body)
  );
}

/** The plan of a glance, its tasks known by their issues. */
export function namingNow(seen: Glance, text = seen.text): Naming {
  const [tracking] = seen.trackings;
  return namingOf(text, tracking === undefined ? new Map() : issueLines(seen.text, tracking.ledger));
}

function keyOf(naming: Naming, item: Item): string {
  return `#${naming.holderOf(item)} ${plainWords(item.words)}`;
}

/** What an item names by its words, or named when they last named something; null if that is nothing, or several. */
function targetOf(naming: Naming, item: Item, remembered: Remembered): Target | null {
  const said = naming.saidBy(item);
  if (said.kind === 'names') return said.targets[0];
  const was = remembered.get(keyOf(naming, item))?.target;
  return said.kind === 'nothing' && was !== undefined && naming.has(was) ? was : null;
}

/** What the plan names, now that the app knows it. */
export function rememberedOf(before: Remembered, seen: Glance): Remembered {
  if (!isInStep(seen)) return before;
  const naming = namingNow(seen);
  const blockers = new Map(seen.issues.map(({ number, blockedBy }) => [number, blockedBy]));
  return new Map(
    naming.items.flatMap((item) => {
      const holder = naming.holderOf(item);
      const target = holder === null ? null : targetOf(naming, item, before);
      if (holder === null || target === null) return [];
      const isLinked = blockers.get(holder)?.includes(Number(target.slice(1))) ?? false;
      return [[keyOf(naming, item), { target, isLinked }] as const];
    }),
  );
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
    const was = named.get(keyOf(naming, item));
    if (holder === null || was?.isLinked !== true || targetOf(naming, item, named) !== was.target) return [];
    const blocker = Number(was.target.slice(1));
    const isTaken = decisions.some(
      (one) =>
        one.kind === 'blocked-by' && one.issue === holder && one.blocker === blocker && one.to === 'off',
    );
    return isTaken || blockers.get(holder)?.includes(blocker) === true
      ? []
      : [`#${holder} waits for ${was.target} no more, which line ${item.line} calls "${item.words}".`];
  });
}

/** What is wrong with the dependencies of a plan that no other hand changed, compared with what they were in a glance. */
export function changedMentions(remembered: Remembered, seen: Glance, after: Naming): string[] {
  const before = namingNow(seen);
  const at = new Map(after.items.map((item) => [placeOf(item), item]));
  return before.items.flatMap((item): string[] => {
    const now = at.get(placeOf(item));
    const where = `The dependency "${item.words}" in line ${item.line}`;
    if (now === undefined) return [`${where} is gone.`];
    const target = targetOf(before, item, remembered);
    const said = after.saidBy(now);
    const isSame = now.words === item.words;
    if (target === null)
      return isSame || before.saidBy(item).kind === 'several'
        ? []
        : [`${where} became "${now.words}", and named nothing that did.`];
    if (!names(after, now, target)) {
      // A phase whose words changed has its number still.
      const isNumbered = item.words.startsWith(`${target}: `);
      if (isSame && (isNumbered || wasRefused(seen, item))) return [];
      const means = said.kind === 'names' ? said.targets.join(', ') : said.kind;
      return [`${where} named ${target}; "${now.words}" names ${means}.`];
    }
    return !isSame && names(after, item, target)
      ? [`${where} became "${now.words}", though it names ${target} still.`]
      : [];
  });
}

/** Whether these words name it, or its number does: nobody can tell tasks of one title apart, so one of several will do. */
function names(naming: Naming, item: Item, target: Target): boolean {
  const said = naming.saidBy(item);
  if (said.kind === 'by-id') return item.words === target;
  return (said.kind === 'names' || said.kind === 'several') && said.targets.includes(target);
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
