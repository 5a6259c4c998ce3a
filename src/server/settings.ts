/** What the environment says, read once and checked before anything starts. */
import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { DEFAULT_PARSER_LIMITS, type ParserLimits } from '../parser/pool.ts';
import { LOG_LEVELS } from './log.ts';

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

type Env = Readonly<Record<string, string | undefined>>;

/** Probot falls back to this secret, which everybody knows (GITHUB-FACTS 11). */
const PUBLIC_SECRET = 'development';

const HOUR_MS = 3_600_000;

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
 * @returns Null without APP_ID: the App is still to be registered.
 * @throws Error with one line for each variable that is wrong: what was expected, and what was found.
 */
export function readSettings(env: Env): ServerSettings | null {
  if (isEmpty(env['APP_ID'])) return null;
  const { read, wrong } = readerOf(env);
  const settings = {
    ...readPlace(read, env),
    appId: read('APP_ID', appIdIn),
    privateKey: read('PRIVATE_KEY', (text) => privateKeyIn(text, env)),
    secret: read('WEBHOOK_SECRET', secretIn),
    metricsPort: read('METRICS_PORT', (text) => metricsPortIn(text, env['PORT'])),
    webhookPath: read('WEBHOOK_PATH', pathIn),
    webhookProxy: env['WEBHOOK_PROXY_URL'] || null,
    databaseUrl: read('DATABASE_URL', databaseIn),
    sweepMs: read('SWEEP_HOURS', (text) => numberIn(text, 6, 'a number of hours such as 6, or 0 for never')),
    writeBackDelayMs: read('WRITE_BACK_DELAY_SECONDS', (text) =>
      numberIn(text, 60, 'a number of seconds such as 60'),
    ),
    parserSeconds: read('PARSER_SECONDS', (text) =>
      numberIn(text, DEFAULT_PARSER_LIMITS.timeMs / 1000, 'a number of seconds of at least 1, such as 10', 1),
    ),
    parserMemory: read('PARSER_MEMORY_MB', (text) =>
      numberIn(text, DEFAULT_PARSER_LIMITS.memoryMb, 'a number of megabytes of at least 64, such as 256', 64),
    ),
  };
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  const { sweepMs = 0, writeBackDelayMs = 0, parserSeconds = 0, parserMemory = 0, ...others } = settings;
  return {
    ...(others as Omit<ServerSettings, 'sweepMs' | 'writeBackDelayMs' | 'parser'>),
    parser: { timeMs: parserSeconds * 1000, memoryMb: Math.floor(parserMemory) },
    sweepMs: sweepMs === 0 ? null : sweepMs * HOUR_MS,
    writeBackDelayMs: writeBackDelayMs * 1000,
  };
}

/**
 * Where a server listens whose App is still to be registered.
 *
 * @throws Error with one line for each variable that is wrong.
 */
export function readSetup(env: Env): Pick<ServerSettings, 'host' | 'port'> {
  const { read, wrong } = readerOf(env);
  // Nobody should be able to register an App where one is at work.
  if (env['NODE_ENV'] === 'production') read('APP_ID', appIdIn);
  const { host, port = 0 } = readPlace(read, env);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return { host, port };
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

function readPlace(read: Read, env: Env): { readonly host: string; readonly port: number | undefined } {
  read('LOG_LEVEL', levelIn);
  return {
    host: env['HOST'] || 'localhost',
    port: read('PORT', (text) => numberIn(text, 3000, 'a port such as 3000')),
  };
}

/** Where a database is, without the password. */
export function placeOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}

/** A value that is not what was expected; what was found is never shown where it could be a secret. */
interface Wrong {
  readonly wrong: true;
  readonly expected: string;
  readonly found: string;
}

function isWrong(value: unknown): value is Wrong {
  return typeof value === 'object' && value !== null && 'wrong' in value;
}

function isEmpty(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

function numberIn(text: string | null, fallback: number | null, expected: string, least = 0): number | Wrong {
  if (text === null && fallback !== null) return fallback;
  const value = Number(text);
  if (text !== null && Number.isFinite(value) && value >= least) return value;
  return { wrong: true, expected, found: text === null ? 'nothing' : `"${text}"` };
}

function metricsPortIn(text: string | null, door: string | undefined): number | null | Wrong {
  if (text === null) return null;
  const expected = 'a port such as 9464, and another one than PORT';
  const port = numberIn(text, null, expected);
  return port === numberIn(door ?? null, 3000, expected)
    ? { wrong: true, expected, found: `"${text}"` }
    : port;
}

function appIdIn(text: string | null): number | Wrong {
  return numberIn(text, null, 'the number of the App, as on its settings page', 1);
}

function secretIn(text: string | null): string | Wrong {
  if (text !== null && text !== PUBLIC_SECRET) return text;
  return {
    wrong: true,
    expected:
      'the secret that the webhook of the App was registered with, the same long random text here and there',
    found: text === null ? 'nothing' : `"${PUBLIC_SECRET}", which everybody knows`,
  };
}

function pathIn(text: string | null): string | Wrong {
  if (text === null) return '/api/github/webhooks';
  if (text.startsWith('/')) return text;
  return { wrong: true, expected: 'a path that starts with /', found: `"${text}"` };
}

function levelIn(text: string | null): string | Wrong {
  if (text === null || LOG_LEVELS.some((level) => level === text)) return text ?? 'info';
  return { wrong: true, expected: `one of ${LOG_LEVELS.join(', ')}`, found: `"${text}"` };
}

function databaseIn(text: string | null): string | null | Wrong {
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && ['postgres:', 'postgresql:'].includes(url.protocol)) return text;
  return {
    wrong: true,
    expected: 'postgres://user:password@host:5432/database',
    found: url === null ? 'no address' : `an address of ${url.protocol}`,
  };
}

/** The key as Probot takes it: PEM, perhaps in one line or in base64, or a file of it; a lone *.pem file will do. */
function privateKeyIn(text: string | null, env: Env): string | Wrong {
  const expected = `the App's private key (PEM, or PRIVATE_KEY_PATH with the downloaded .pem file)`;
  const wrong = (found: string): Wrong => ({ wrong: true, expected, found });
  const path = env['PRIVATE_KEY_PATH'] || readdirSync('.').filter((name) => name.endsWith('.pem'))[0];
  if (text === null && path === undefined) return wrong('nothing');
  try {
    const pem = text === null ? readFileSync(path ?? '', 'utf8') : pemIn(text);
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'rsa') return wrong(`a key of type ${key.asymmetricKeyType}`);
    return String(key.export({ type: 'pkcs1', format: 'pem' }));
  } catch (error) {
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (syscall !== undefined) return wrong(`a file that cannot be read: ${message}`);
    return wrong('text that is no such key');
  }
}

function pemIn(text: string): string {
  const pem = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString();
  const lines = pem.trim().replace(/^"|"$/g, '').replaceAll('\\n', '\n');
  // In one line, its line ends having become spaces.
  const [, begin, body, end] = /^(-----BEGIN [A-Z ]+-----)(.+)(-----END [A-Z ]+-----)$/.exec(lines) ?? [];
  return body === undefined ? lines : `${begin}\n${body.trim().replace(/\s+/g, '\n')}\n${end}\n`;
}
