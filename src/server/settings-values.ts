/** How the value of each variable is read: to what it means, or to what was expected and what was found. */
import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** The variables of a process. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Probot falls back to this secret, which everybody knows (GITHUB-FACTS 11). */
const PUBLIC_SECRET = 'development';

/** A value that is not what was expected; what was found is never shown where it could be a secret. */
export interface Wrong {
  readonly wrong: true;
  readonly expected: string;
  readonly found: string;
}

export function isWrong(value: unknown): value is Wrong {
  return typeof value === 'object' && value !== null && 'wrong' in value;
}

export function isEmpty(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

/** What a number may be; it is required where there is no fallback. */
interface NumberRule {
  readonly expected: string;
  readonly fallback?: number;
  readonly least?: number;
  readonly most?: number;
  readonly isWhole?: boolean;
}

export function numberIn(text: string | null, rule: NumberRule): number | Wrong {
  const { expected, fallback, least = 0, most = Number.MAX_SAFE_INTEGER, isWhole = false } = rule;
  if (text === null && fallback !== undefined) return fallback;
  const value = Number(text);
  const isInside = value >= least && value <= most && (!isWhole || Number.isInteger(value));
  if (text !== null && isInside) return value;
  return { wrong: true, expected, found: text === null ? 'nothing' : `"${text}"` };
}

export function portIn(text: string | null, rule: Pick<NumberRule, 'expected' | 'fallback'>): number | Wrong {
  return numberIn(text, { ...rule, most: 65_535, isWhole: true });
}

export function metricsPortIn(text: string | null, door: string | undefined): number | null | Wrong {
  if (text === null) return null;
  const expected = 'a port such as 9464, and another one than PORT';
  const port = portIn(text, { expected });
  return port === portIn(door || null, { fallback: 3000, expected })
    ? { wrong: true, expected, found: `"${text}"` }
    : port;
}

export function appIdIn(text: string | null): number | Wrong {
  return numberIn(text, {
    expected: 'the number of the App, as on its settings page',
    least: 1,
    isWhole: true,
  });
}

export function secretIn(text: string | null): string | Wrong {
  if (text !== null && text !== PUBLIC_SECRET) return text;
  return {
    wrong: true,
    expected:
      'the secret that the webhook of the App was registered with, the same long random text here and there',
    found: text === null ? 'nothing' : `"${PUBLIC_SECRET}", which everybody knows`,
  };
}

export function pathIn(text: string | null): string | Wrong {
  if (text === null) return '/api/github/webhooks';
  if (text.startsWith('/')) return text;
  return { wrong: true, expected: 'a path that starts with /', found: `"${text}"` };
}

export function choiceIn(text: string | null, values: readonly string[]): string | null | Wrong {
  if (text === null || values.includes(text)) return text;
  return { wrong: true, expected: `one of ${values.join(', ')}`, found: `"${text}"` };
}

/** A host name without scheme, path and user, perhaps with a port. */
export function hostIn(text: string | null): string | null | Wrong {
  if (text === null || /^(?:[\w-]+\.)*[\w-]+(?::\d{1,5})?$/.test(text)) return text;
  const expected = 'the name of a host, without https:// and path, such as github.example.com';
  return { wrong: true, expected, found: `"${text}"` };
}

export function proxyIn(text: string | null): string | null | Wrong {
  if (text === null || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))) return text;
  return {
    wrong: true,
    expected: 'the address of a channel, such as https://smee.io/your-channel',
    found: `"${text}"`,
  };
}

export function organisationIn(text: string | null): string | null | Wrong {
  if (text === null || /^[\w-]+$/.test(text)) return text;
  return { wrong: true, expected: 'the login of an organisation, such as octo-org', found: `"${text}"` };
}

export function databaseIn(text: string | null): string | null | Wrong {
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
export function privateKeyIn(text: string | null, env: Env): string | Wrong {
  const expected = `the App's private key (PEM, or PRIVATE_KEY_PATH with the downloaded .pem file)`;
  const wrong = (found: string): Wrong => ({ wrong: true, expected, found });
  const path = env['PRIVATE_KEY_PATH'] || readdirSync('.').filter((name) => name.endsWith('.pem'))[0];
  if (text === null && path === undefined) return wrong('nothing');
  try {
    const pem = text === null ? readFileSync(path ?? '', 'utf8') : pemIn(text);
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'rsa') return wrong(`a key of type ${key.asymmetricKeyType}`);
    return String(key.export({ type: 'pkcs8', format: 'pem' }));
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
