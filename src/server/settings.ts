/** What the environment says, read once and checked before anything starts. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { DEFAULT_PARSER_LIMITS, type ParserLimits } from '../parser/pool.ts';
import { LOG_LEVELS } from './log.ts';
import { gitHubAddress, type GitHubAddress } from './setup/manifest.ts';
import {
  appIdIn,
  choiceIn,
  databaseIn,
  hostIn,
  isEmpty,
  isWrong,
  metricsPortIn,
  numberIn,
  organisationIn,
  pathIn,
  portIn,
  privateKeyIn,
  proxyIn,
  secretIn,
  type Env,
  type Wrong,
} from './settings-values.ts';

/** The environment of a server that is registered as a GitHub App. */
export interface ServerSettings {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly secret: string;
  readonly host: string;
  readonly port: number;
  /** Where the figures can be fetched, apart from the port that strangers reach; null is nowhere. */
  readonly metricsPort: number | null;
  readonly webhookPath: string;
  /** A smee.io channel to fetch webhooks from. */
  readonly webhookProxy: string | null;
  /** Null keeps the jobs in memory. */
  readonly databaseUrl: string | null;
  /** How often everything is looked through; null is never. */
  readonly sweepMs: number | null;
  readonly writeBackDelayMs: number;
  /** How much one text may take of a parser process. */
  readonly parser: ParserLimits;
}

/** The environment of a server whose App is still to be registered. */
export interface SetupSettings extends Pick<
  ServerSettings,
  'host' | 'port' | 'webhookPath' | 'webhookProxy'
> {
  readonly github: GitHubAddress;
  /** The organisation to register the App in; null is the visitor's own account. */
  readonly organisation: string | null;
}

/** Variables that know a few words only. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  LOG_LEVEL: LOG_LEVELS,
  LOG_FORMAT: ['json', 'pretty'],
  GHE_PROTOCOL: ['https', 'http'],
};

const HOUR_MS = 3_600_000;
/** Node's timers take no longer times than 24 days. */
const MOST_HOURS = 500;
const MOST_SECONDS = 3_600;

/**
 * Puts the variables of `.env` over those of the environment, as Probot does; no such file is no matter.
 *
 * @throws Error in one line if the file is there and cannot be read.
 */
export function readEnv(env: Env, path = '.env'): Env {
  try {
    return { ...env, ...parseEnv(readFileSync(path, 'utf8')) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return env;
    throw new Error(`${path}: expected a file with variables that can be read, found: ${message}.`, {
      cause: error,
    });
  }
}

/**
 * Reads the settings.
 *
 * @returns Null without APP_ID: the App is still to be registered. Not in production: nobody should be able to register an App
 * where one is at work.
 * @throws Error with one line for each variable that is wrong: what was expected, and what was found.
 */
export function readSettings(env: Env): ServerSettings | null {
  if (isEmpty(env['APP_ID']) && env['NODE_ENV'] !== 'production') return null;
  const { read, wrong } = readerOf(env);
  const settings = {
    appId: read('APP_ID', appIdIn),
    privateKey: read('PRIVATE_KEY', (text) => privateKeyIn(text, env)),
    secret: read('WEBHOOK_SECRET', secretIn),
    ...readPlace(read, env),
    metricsPort: read('METRICS_PORT', (text) => metricsPortIn(text, env['PORT'])),
    databaseUrl: read('DATABASE_URL', databaseIn),
    sweepHours: read('SWEEP_HOURS', (text) =>
      numberIn(text, {
        fallback: 6,
        expected: `a number of hours such as 6, at most ${MOST_HOURS}, or 0 for never`,
        most: MOST_HOURS,
      }),
    ),
    writeBackDelay: read('WRITE_BACK_DELAY_SECONDS', (text) =>
      numberIn(text, {
        fallback: 60,
        expected: `a number of seconds such as 60, at most ${MOST_SECONDS}`,
        most: MOST_SECONDS,
      }),
    ),
    parserSeconds: read('PARSER_SECONDS', (text) =>
      numberIn(text, {
        fallback: DEFAULT_PARSER_LIMITS.timeMs / 1000,
        expected: 'a number of seconds of at least 1, such as 10',
        least: 1,
        most: MOST_SECONDS,
      }),
    ),
    parserMemory: read('PARSER_MEMORY_MB', (text) =>
      numberIn(text, {
        fallback: DEFAULT_PARSER_LIMITS.memoryMb,
        expected: 'a number of megabytes of at least 64, such as 256',
        least: 64,
      }),
    ),
  };
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  const { sweepHours = 0, writeBackDelay = 0, parserSeconds = 0, parserMemory = 0, ...others } = settings;
  return {
    ...(others as Omit<ServerSettings, 'sweepMs' | 'writeBackDelayMs' | 'parser'>),
    parser: { timeMs: parserSeconds * 1000, memoryMb: Math.floor(parserMemory) },
    sweepMs: sweepHours === 0 ? null : sweepHours * HOUR_MS,
    writeBackDelayMs: writeBackDelay * 1000,
  };
}

/**
 * Where a server listens whose App is still to be registered, and at which GitHub that happens.
 *
 * @throws Error with one line for each variable that is wrong.
 */
export function readSetup(env: Env): SetupSettings {
  const { read, wrong } = readerOf(env);
  const place = readPlace(read, env);
  const organisation = read('GH_ORG', organisationIn) ?? null;
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return { ...(place as Required<typeof place>), github: gitHubAddress(env), organisation } as SetupSettings;
}

type Read = <T>(name: string, parse: (text: string | null) => T | Wrong) => T | undefined;

/** Reads variables, and gathers a line for each that is wrong. */
function readerOf(env: Env): { readonly read: Read; readonly wrong: readonly string[] } {
  const wrong: string[] = [];
  const read: Read = (name, parse) => {
    const text = env[name];
    const value = parse(isEmpty(text) ? null : (text ?? null));
    if (!isWrong(value)) return value;
    wrong.push(`${name}: expected ${value.expected}, found ${value.found}.`);
    return undefined;
  };
  return { read, wrong };
}

/** Where to listen, and which GitHub it is: what a server needs with an App and without. */
function readPlace(read: Read, env: Env) {
  for (const [name, values] of Object.entries(CHOICES)) read(name, (text) => choiceIn(text, values));
  read('GHE_HOST', hostIn);
  return {
    host: env['HOST'] || 'localhost',
    port: read('PORT', (text) => portIn(text, { fallback: 3000, expected: 'a port such as 3000' })),
    webhookPath: read('WEBHOOK_PATH', pathIn),
    webhookProxy: read('WEBHOOK_PROXY_URL', proxyIn),
  };
}

/** Where a database is, without the password. */
export function placeOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}
