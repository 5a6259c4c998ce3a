/** What can be made to go wrong, as data. `types.ts` hands it on. */

/** Which requests a fault hits. */
export interface RequestMatch {
  readonly method?: string;
  /** The OpenAPI template, e.g. `/repos/{owner}/{repo}/issues`. */
  readonly route?: string;
  /** Only the nth matching request from now on (1 = the next). */
  readonly nth?: number;
  /** 'app' means JWT or installation token. */
  readonly actor?: 'app' | 'user';
  /** Only writes. */
  readonly write?: boolean;
  /** Only this path, without its query. */
  readonly path?: string;
  /** Only requests that open an issue, by REST or by GraphQL. */
  readonly opensIssue?: true;
  /** Only requests whose body has these values; by GraphQL, whose variables have them. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** What goes wrong with a request. */
export type RequestEffect =
  /** Do it, then cut the connection. */
  | { readonly kind: 'reply-lost' }
  /** Cut the connection and do nothing. */
  | { readonly kind: 'refused' }
  /** Answer a server error and do nothing; default 502. */
  | { readonly kind: 'error-before'; readonly status?: number }
  /** Do it, then answer a server error; default 502. */
  | { readonly kind: 'error-after'; readonly status?: number }
  /** Answer this and do nothing, e.g. 403 with `retry-after`; without a body a 403 or 429 reads as a secondary rate limit. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    };

/** Which webhook deliveries a fault hits. */
export interface WebhookMatch {
  readonly event?: string;
  readonly action?: string;
  readonly nth?: number;
}

/** What goes wrong with a webhook delivery. `late` and `reversed` are held until `faults.release()`. */
export type WebhookEffect =
  | { readonly kind: 'webhook-lost' }
  | { readonly kind: 'webhook-twice' }
  | { readonly kind: 'webhook-late' }
  | { readonly kind: 'webhook-reversed' };

/** Lists (issues, pulls, milestones) show a new entry only `ms` after it was made; reads by number do not lag. */
export interface ListLagEffect {
  readonly kind: 'list-lag';
  readonly ms: number;
}

/** A fault, as data. `times` is how often it strikes (default 1; a list lag lasts until `clear`). */
export type Fault =
  | { readonly on?: RequestMatch; readonly effect: RequestEffect; readonly times?: number }
  | { readonly on?: WebhookMatch; readonly effect: WebhookEffect; readonly times?: number }
  | { readonly effect: ListLagEffect };

/** The faults now in force. */
export interface Faults {
  add(fault: Fault): void;
  /** Remove every fault; held deliveries stay held until `release`. */
  clear(): void;
  /** Send the held webhook deliveries: late ones in order, reversed ones last to first. */
  release(): void;
}
