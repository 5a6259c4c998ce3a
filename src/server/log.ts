/**
 * The log: structured lines with a few known fields. Everything else that is passed in (payloads, issue texts, headers,
 * Octokit's errors with their requests) is left out, so that no plan text and no secret gets into the log.
 */
import { createProbot, type Probot } from 'probot';

/** Writes lines with fields. */
export type Log = Probot['log'];

/** The fields that a line may carry. */
const FIELDS = [
  'delivery',
  'event',
  'action',
  'installation',
  'repository',
  'plan',
  'job',
  'reason',
  'permission',
  'outcome',
  'attempts',
  'afterMs',
  'ms',
  'status',
  'count',
] as const;

/** Matches what looks like a token or key of GitHub. */
const SECRETS =
  /\b(?:gh[a-z]_|github_pat_)[\w.-]+|\beyJ[\w-]+\.[\w.-]+|-----BEGIN [^-]+-----[^]*?(?:-----END [^-]+-----|$)/g;

/** The levels that a log may have, from the most lines to none but the last. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** The log of a process, in the form that Probot's LOG_* variables ask for. */
export async function createLog(env: Readonly<Record<string, string | undefined>>): Promise<Log> {
  const isPretty = (env['LOG_FORMAT'] || (env['NODE_ENV'] === 'production' ? 'json' : 'pretty')) === 'pretty';
  const level = LOG_LEVELS.find((one) => one === env['LOG_LEVEL']) ?? 'info';
  const { log } = await createProbot({
    env: { ...env, LOG_LEVEL: level, LOG_FORMAT: isPretty ? 'pretty' : 'json' },
    // Probot makes no log without an App, and asks nothing of it for that.
    overrides: { appId: 1, privateKey: 'none' },
  }).ready();
  // What `known` leaves of an error is plain: pino's own serializer would take it for an error once more.
  return log.child({}, { formatters: { log: known }, serializers: { err: (left: unknown) => left } });
}

/** The known fields of a line, and of an error its name, its words and where it came from. */
export function known(line: object): Record<string, unknown> {
  const fields: Readonly<Record<string, unknown>> = { ...line };
  const kept: Record<string, unknown> = {};
  for (const name of FIELDS) {
    const value = fields[name];
    if (typeof value === 'string') kept[name] = withoutSecrets(value);
    else if (typeof value === 'number') kept[name] = value;
  }
  const { err } = fields;
  if (typeof err === 'object' && err !== null && 'message' in err) kept['err'] = errorFields(err as Error);
  return kept;
}

function errorFields(error: Error): Record<string, unknown> {
  const status = 'status' in error && typeof error.status === 'number' ? { status: error.status } : {};
  // The stack without its first lines, which are the message again.
  const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { type: error.name, message: withoutSecrets(error.message), ...status, stack: stack.join('\n') };
}

/** Octokit puts into the words of an error what GitHub says of each field, values and all. */
const DETAILS = /\{".*\}/s;

function withoutSecrets(text: string): string {
  return text.replace(SECRETS, '[secret]').replace(DETAILS, '{…}');
}
