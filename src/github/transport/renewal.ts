/**
 * Tokens that GitHub no longer takes although their hour is not over: it revokes them when they leak, when a key is deleted,
 * when permissions change, and now and then by mistake. Requests that were refused together share one renewal.
 */

/** Renews the credentials of a client. */
export interface Renewal {
  /** How often they were renewed: to be noted before a request is sent. */
  generation(): number;
  /** Renews them, unless that was done since `generation` was noted. */
  renew(generation: number): Promise<void>;
}

/** Makes it of what fetches new credentials. */
export function createRenewal(fetch: () => Promise<unknown>): Renewal {
  let count = 0;
  let underWay: Promise<void> | null = null;
  const start = async (): Promise<void> => {
    try {
      await fetch();
      count += 1;
    } finally {
      underWay = null;
    }
  };
  return {
    generation: () => count,
    async renew(generation) {
      if (generation < count) return;
      underWay ??= start();
      await underWay;
    },
  };
}
