/** How the sandbox is asked without a socket. `types.ts` hands it on. */

/** What a request takes besides its address: of `fetch`'s options those that Octokit sets. */
export interface FetchOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: string | null;
  readonly signal?: AbortSignal;
  /** `manual` hands a redirect to the caller; otherwise it is followed. */
  readonly redirect?: string;
}

/**
 * Answers as the server would.
 *
 * @throws TypeError as Node's own `fetch` does, where the connection is cut.
 */
export type Fetch = (url: string | URL, options?: FetchOptions) => Promise<Response>;
