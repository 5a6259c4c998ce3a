/** Writes the check run. It is found again by its name and its app, and not written if it already says the same. */
import { createHash } from 'node:crypto';
import type { Refusal, Repository } from '../../sync/types.ts';
import type { Account } from '../read/accounts.ts';
import { at, type Client } from '../transport/client.ts';
import { listAllOf } from '../transport/list.ts';
import { RefusedError, refusedOr } from '../transport/refused.ts';

/** A line of a file with something to say about it. */
export interface Annotation {
  readonly path: string;
  readonly line: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

/** A button of the check run. */
export interface Action {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

/** What the check run is to say. */
export interface CheckReport {
  readonly headSha: string;
  readonly title: string;
  readonly summary: string;
  /** Null while work is going on. */
  readonly conclusion: 'success' | 'neutral' | 'failure' | null;
  readonly annotations: readonly Annotation[];
  /** Its buttons; only on the check of an App that is told of clicks, since nobody hears those of another account. */
  readonly actions: readonly Action[];
  /** The answer to a click: it is written above the summary even if the run says all else already, and is no part of what is compared. */
  readonly note?: string;
  /** What it says may be over while the commit stays, so that {@link takeBackCheck} finds it. */
  readonly isProvisional?: boolean;
  /** Tracking issues of the plans that wait for a person: only a pass that saw them can tell that this is over. */
  readonly awaits?: readonly number[];
  /** The commit's run as this process last wrote it, or null where none can be there yet: it is looked for only if absent. */
  readonly run?: CheckRun | null;
  /** The running account: another app may use the same name. */
  readonly account: Account;
}

/** The name under which the check run appears. */
export const CHECK_NAME = 'Planwright';

const PER_REQUEST = 50;
const MAX_TEXT = 65_535;

/** A check run, as far as it decides whether and how it is written again. */
export interface CheckRun {
  readonly id: number;
  readonly said: string | null;
  readonly annotations: number;
}

/** The result of writing the check. */
export type Reported =
  | { readonly kind: 'created' | 'updated' | 'same'; readonly run: CheckRun | null }
  /** GitHub's refusal; null if the account is no App, which alone may write checks. */
  | { readonly kind: 'refused'; readonly refusal: Refusal | null };

/**
 * Makes the commit's check run say this report. Only Apps with write access to checks can write check runs (GITHUB-FACTS 7): for
 * any other account the result is `refused`, and its reports appear in tracking issues and in the output of the run.
 */
export async function reportCheck(
  client: Client,
  repository: Repository,
  report: CheckReport,
): Promise<Reported> {
  return reportUnless(client, repository, report, () => false);
}

/**
 * Brings a provisional check run to what is to be said now that what it said is over; any other run stays as it is.
 *
 * @param seen Tracking issues of the plans that this pass looked at.
 */
export async function takeBackCheck(
  client: Client,
  repository: Repository,
  report: CheckReport & { readonly seen: ReadonlySet<number> },
): Promise<Reported> {
  return reportUnless(client, repository, report, (existing) => {
    const awaited = PROVISIONAL.exec(existing?.said ?? '')?.[1];
    if (awaited === undefined) return true;
    return awaited.split('-').some((number) => number !== '' && !report.seen.has(Number(number)));
  });
}

async function reportUnless(
  client: Client,
  repository: Repository,
  report: CheckReport,
  stays: (existing: CheckRun | null) => boolean,
): Promise<Reported> {
  if (!report.account.login.endsWith('[bot]')) return { kind: 'refused', refusal: null };
  const saying = digest(report);
  try {
    const existing = report.run === undefined ? await findRun(client, repository, report) : report.run;
    if (report.note === undefined && (existing?.said === saying || stays(existing)))
      return { kind: 'same', run: existing };
    // Annotations can only be added to a run (GITHUB-FACTS 7): if the run has some already, a new run replaces it.
    const base = existing !== null && existing.annotations === 0 ? existing.id : null;
    const id = await writeRun(client, repository, { report, saying, existing: base });
    const run = { id, said: saying, annotations: report.annotations.length };
    return { kind: base === null ? 'created' : 'updated', run };
  } catch (error) {
    const meaning = refusedOr({ act: 'write the check on', of: report.headSha.slice(0, 7) }, error);
    if (!(meaning instanceof RefusedError)) throw meaning;
    return { kind: 'refused', refusal: meaning.refusal };
  }
}

async function findRun(
  client: Client,
  repository: Repository,
  report: CheckReport,
): Promise<CheckRun | null> {
  const runs = await listAllOf({
    client,
    list: client.rest.checks.listForRef,
    parameters: { ...at(repository), ref: report.headSha, check_name: CHECK_NAME, filter: 'latest' as const },
    pick: (data) => data.check_runs,
  });
  const own = runs.filter(
    (run) => run.name === CHECK_NAME && `${run.app?.slug}[bot]` === report.account.login,
  );
  const latest = own.toSorted((a, b) => a.id - b.id).at(-1);
  if (latest === undefined) return null;
  return { id: latest.id, said: latest.external_id, annotations: latest.output.annotations_count };
}

async function writeRun(
  client: Client,
  repository: Repository,
  write: { readonly report: CheckReport; readonly saying: string; readonly existing: number | null },
): Promise<number> {
  const { report, saying } = write;
  const batches = batched(report.annotations.map(annotationOf));
  const send = async (id: number | null, nth: number): Promise<number> => {
    const isLast = nth === batches.length - 1;
    const fields = {
      ...(isLast && report.conclusion !== null
        ? { status: 'completed' as const, conclusion: report.conclusion }
        : { status: 'in_progress' as const }),
      // Only the last request sets the external id, so that a run whose writing ended early is not taken for a complete one.
      external_id: isLast ? saying : '',
      output: {
        title: cut(report.title, 255),
        summary: cut(summaryOf(report), MAX_TEXT),
        annotations: batches[nth] ?? [],
      },
      actions: buttonsOf(report),
    };
    const run = { ...at(repository), ...fields };
    const { checks } = client.rest;
    const { data } = await (id === null
      ? checks.create({ ...run, name: CHECK_NAME, head_sha: report.headSha })
      : checks.update({ ...run, check_run_id: id }));
    return data.id;
  };
  let id = await send(write.existing, 0);
  for (let nth = 1; nth < batches.length; nth += 1) id = await send(id, nth);
  return id;
}

function summaryOf({ note, summary }: CheckReport): string {
  return note === undefined ? summary : `${note}\n\n${summary}`;
}

function buttonsOf({ account, actions }: CheckReport): Action[] {
  return account.isOwn === true ? [...actions] : [];
}

function annotationOf({ path, line, level, title, message }: Annotation) {
  return {
    path,
    start_line: line,
    end_line: line,
    annotation_level: level,
    title: cut(title, 255),
    message: cut(message, MAX_TEXT),
  };
}

/** Always at least one batch: a report without annotations is a report. */
function batched<T>(items: readonly T[]): T[][] {
  const count = Math.max(1, Math.ceil(items.length / PER_REQUEST));
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * PER_REQUEST, (index + 1) * PER_REQUEST),
  );
}

/** How the name of a provisional run ends, with the tracking issues of the plans that wait. */
const PROVISIONAL = /-provisional((?:-\d+)*)$/;
/** The name is short: of more plans than these, the others count as seen. */
const MOST_AWAITED = 20;

function digest(report: CheckReport): string {
  const { title, summary, conclusion, annotations, isProvisional } = report;
  const buttons = buttonsOf(report);
  const said = JSON.stringify([
    title,
    summary,
    conclusion,
    annotations,
    ...(buttons.length === 0 ? [] : [buttons]),
  ]);
  const hash = createHash('sha256').update(said).digest('hex').slice(0, 32);
  const awaited = (report.awaits ?? []).slice(0, MOST_AWAITED).map((number) => `-${number}`);
  return `planwright-${hash}${isProvisional === true ? `-provisional${awaited.join('')}` : ''}`;
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // Half a character at the end would be no text that GitHub can store.
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
