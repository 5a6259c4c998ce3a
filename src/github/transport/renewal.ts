/**
 * Renews tokens that GitHub refuses before their hour is over: it revokes them when they leak, when a key is deleted, when
 * permissions change, and sometimes by mistake. Requests that were refused at the same time share one renewal.
 */

/** Renews the credentials of a client. */
export interface Renewal {
  /** How often the credentials were renewed; a caller notes it before it sends a request. */
  generation(): number;
  /** Renews them, unless that was done since `generation` was noted. */
  renew(generation: number): Promise<void>;
}

/** Creates a renewal; `fetch` gets new credentials. */
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
