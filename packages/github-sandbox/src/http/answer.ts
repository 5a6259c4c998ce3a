/** What the sandbox answers, with GitHub's error bodies. */

/** An answer before it is written to the wire. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes that are no JSON, with their content type. */
  readonly raw?: { readonly type: string; readonly bytes: Buffer };
}

/** One reason in a 422. */
export interface FieldError {
  readonly resource: string;
  readonly field?: string;
  readonly code: string;
  readonly message?: string;
  readonly value?: unknown;
}

const DOCS = 'https://docs.github.com/rest';

/** An answer other than success, thrown from anywhere below a route. */
export class ApiError extends Error {
  readonly answer: Answer;

  constructor(answer: Answer, message: string) {
    super(message);
    this.answer = answer;
  }
}

/** GitHub's plain error body: message, documentation_url, and the status once more as text. */
export function failure(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ApiError {
  return new ApiError(
    { status, headers, body: { message, documentation_url: DOCS, status: String(status) } },
    message,
  );
}

/** 404, which is also what a person sees who may not see. */
export function notFound(): ApiError {
  return failure(404, 'Not Found');
}

/** 422 with reasons, which a few routes give as plain texts. */
export function invalid(errors: readonly (FieldError | string)[], message = 'Validation Failed'): ApiError {
  return new ApiError(
    { status: 422, body: { message, errors, documentation_url: DOCS, status: '422' } },
    `${message}: ${JSON.stringify(errors)}`,
  );
}

/** 422 for a value that cannot be, in GitHub's `custom` form. */
export function invalidCustom(resource: string, field: string, message: string): ApiError {
  return invalid([{ resource, field, code: 'custom', message }]);
}

/** A server error: the page of GitHub's load balancers from 502 on, else JSON. */
export function serverError(status: number): Answer {
  if (status < 502) return failure(status, 'Server Error').answer;
  const page = `<html>\n<head><title>Unicorn! &middot; GitHub</title></head>\n<body><p>No server is currently available to service your request.</p></body>\n</html>\n`;
  return { status, raw: { type: 'text/html; charset=utf-8', bytes: Buffer.from(page) } };
}

/** 200 with a body. */
export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** 201 with a body; GitHub also sends where the new thing is. */
export function created(body: object): Answer {
  const location = 'url' in body && typeof body.url === 'string' ? { location: body.url } : {};
  return { status: 201, body, headers: location };
}

/** 204. */
export function noContent(): Answer {
  return { status: 204 };
}

/** A redirect with GitHub's body. */
export function movedTo(status: 301 | 307, url: string): Answer {
  const message = status === 301 ? 'Moved Permanently' : 'Temporary Redirect';
  return { status, headers: { location: url }, body: { message, url, documentation_url: DOCS } };
}
