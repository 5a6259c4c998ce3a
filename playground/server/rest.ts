/** You, at GitHub's REST API, with your token: the same requests that anybody could make. */

export interface Rest {
  get<T>(path: string): Promise<T>;
  /** Every page of a list. */
  all<T>(path: string): Promise<T[]>;
  /** @throws Refused when GitHub says no. */
  send<T>(method: 'POST' | 'PATCH' | 'PUT', path: string, body: object): Promise<T>;
}

/** GitHub's refusal, in its own words. */
export class RefusedError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const PAGE = 100;

/** A person's access to the API below `url`. */
export function createRest(url: string, token: string): Rest {
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `token ${token}`, accept: 'application/vnd.github+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T & {
      readonly message?: string;
      readonly errors?: readonly { readonly message?: string }[];
    };
    if (response.ok) return answer;
    const reasons = (answer.errors ?? []).flatMap(({ message }) => (message === undefined ? [] : [message]));
    throw new RefusedError(response.status, [answer.message ?? response.statusText, ...reasons].join(': '));
  };
  return {
    get: (path) => ask('GET', path),
    send: ask,
    async all<T>(path: string) {
      const found: T[] = [];
      for (let page = 1; ; page += 1) {
        const joint = path.includes('?') ? '&' : '?';
        const some = await ask<T[]>('GET', `${path}${joint}per_page=${PAGE}&page=${page}`);
        found.push(...some);
        if (some.length < PAGE) return found;
      }
    },
  };
}
