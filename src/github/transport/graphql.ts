/**
 * GraphQL among the requests: what a document asks for, and its errors in the form of REST's, so that everything above reads one
 * kind. GitHub answers them with 200 (GITHUB-FACTS 14).
 */
import type { HttpError } from './errors.ts';
import type { Reply } from './etag.ts';

/** A document that is sent. */
export interface GraphqlDocument {
  readonly isMutation: boolean;
  /** Its name, for messages. */
  readonly name: string;
}

interface GraphqlError {
  readonly type?: unknown;
  readonly message?: unknown;
  readonly extensions?: {
    readonly code?: unknown;
    readonly argumentName?: unknown;
    readonly fieldName?: unknown;
  };
}

const PATH = /\/graphql$/;
const BEGINNING = /^\s*(query|mutation)?\s*(\w+)?/;

/** The document of a request; null if it is no GraphQL. */
export function documentIn(path: string, body: unknown): GraphqlDocument | null {
  if (!PATH.test(path) || typeof body !== 'object' || body === null) return null;
  const { query } = body as { readonly query?: unknown };
  const [, kind, name = 'a query'] = BEGINNING.exec(typeof query === 'string' ? query : '') ?? [];
  return { isMutation: kind === 'mutation', name };
}

/** Codes of the errors by which a server says that it does not know a part of a document; then it did nothing. */
const UNKNOWN = ['argumentNotAccepted', 'undefinedField', 'undefinedType', 'variableMismatch'];

/** Statuses by which REST says the same. What is not listed may have been done all the same. */
const STATUSES: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  UNPROCESSABLE: 422,
  RATE_LIMITED: 429,
};

/** Not known whether it was done. */
const UNCLEAR = 502;

/**
 * The error that Octokit would throw if REST had answered so; null where the answer holds what was asked for.
 *
 * A document that is refused as a whole has no `data`: nothing of it was done, which is a 422.
 */
export function graphqlErrorIn(reply: Reply): HttpError | null {
  const { data, errors } = (reply.data ?? {}) as { readonly data?: unknown; readonly errors?: unknown };
  const [first] = (Array.isArray(errors) ? errors : []) as GraphqlError[];
  if (first === undefined || hasAll(data)) return null;
  const message = typeof first.message === 'string' ? first.message : 'an error without words';
  const { code, argumentName, fieldName } = first.extensions ?? {};
  const named = argumentName ?? fieldName ?? null;
  const type = typeof first.type === 'string' ? first.type : '';
  const status = data === undefined ? 422 : (STATUSES[type] ?? UNCLEAR);
  return Object.assign(new Error(message), {
    name: 'HttpError',
    status,
    request: { url: reply.url },
    response: { headers: reply.headers, data: { message, errors: [{ code, field: named, message }] } },
  });
}

/** Whether every field of the answer is there, so that its errors are about parts of no interest. */
function hasAll(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  return Object.values(data).every((value) => value !== null);
}

/** Whether the server does not know an argument or field that was sent, as older GitHub Enterprise Servers do. */
export function isUnknownToSchema({ code }: { readonly code: string | null }): boolean {
  return code !== null && UNKNOWN.includes(code);
}
