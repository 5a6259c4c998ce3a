/** Who claims, and for how long: the name that a claim bears, and how people write a length of time. */
import { createHash, randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { TerminalError, RetryableError, isHttpError } from '../../github/transport/errors.ts';
import { whoAmI, type Account } from '../../github/read.ts';
import type { ClaimContext } from '../../pass/next/claiming.ts';
import { EXIT, Stop } from '../exit.ts';
import { repositoryRoot } from '../files.ts';
import type { Session, GitHubAccess } from './session.ts';

const MOST_NAME = 80;
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const MOST_DAYS = 14;

/** How long a claim holds where nothing is said. */
export const DEFAULT_LEASE = '4h';

/** Where claims are kept, in the name that was given or one of this clone's own. */
export async function claimContext(github: GitHubAccess, as: string | undefined): Promise<ClaimContext> {
  const me = await accountOf(github);
  return { ...github, me, by: claimantName(as, me), nonce: () => randomBytes(8).toString('hex') };
}

/** GitHub, where a command cannot do without: claims are kept there and nowhere else. */
export function requireGitHub({ github, source }: Session): GitHubAccess {
  if (github !== null) return github;
  throw new Stop(
    EXIT.refused,
    `Expected a token and a repository, since claims are kept on GitHub; found ${source}.`,
  );
}

/**
 * Reads a length of time: `4h`, `30m`, `2d`, `90s`.
 *
 * @returns Milliseconds.
 */
export function leaseMs(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6})\s*([smhd])$/.exec(text.trim().toLowerCase()) ?? [];
  const ms = Number(number) * (UNITS[unit] ?? 0);
  if (ms > 0 && ms <= MOST_DAYS * 86_400_000) return ms;
  throw new Stop(
    EXIT.usage,
    `--for: Expected a time of up to ${String(MOST_DAYS)} days, such as 30m, 4h or 2d, found "${text}".`,
  );
}

/** The name of a claimant: what was given, or the account's with a mark of this clone, so that two agents of one person differ. */
function claimantName(as: string | undefined, me: Account | null): string {
  const name = (as ?? `${me?.login ?? userInfo().username}-${cloneMark()}`).trim();
  if (name !== '' && name.length <= MOST_NAME && !/\p{Cc}/u.test(name)) return name;
  throw new Stop(
    EXIT.usage,
    `--as: Expected a name of 1 to ${String(MOST_NAME)} characters, found "${name}".`,
  );
}

function cloneMark(): string {
  const place = `${hostname()} ${repositoryRoot('.') ?? process.cwd()}`;
  return createHash('sha256').update(place).digest('hex').slice(0, 4);
}

/** The account of the token; null where GitHub does not tell, which keeps nobody from claiming. */
async function accountOf({ client }: GitHubAccess): Promise<Account | null> {
  try {
    return await whoAmI({ kind: 'token', client });
  } catch (error) {
    if (error instanceof TerminalError || error instanceof RetryableError || isHttpError(error)) return null;
    throw error;
  }
}
