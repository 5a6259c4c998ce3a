/** Errors in GraphQL's form: HTTP 200 and a list (GITHUB-FACTS 14). */
import { ApiError, ok, type Answer } from '../http/answer.ts';
import type { Place } from './parse.ts';

/** One entry of `errors`. */
export interface GraphError {
  readonly type?: string;
  readonly path?: readonly string[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly locations?: readonly Place[];
  readonly message: string;
}

/** A document that GitHub refuses before it does anything of it. */
export class DocumentError extends Error {
  readonly error: GraphError;

  constructor(error: GraphError) {
    super(error.message);
    this.error = error;
  }
}

/** The answer to a document that is refused as a whole; it has no `data`. */
export function refusedDocument({ error }: DocumentError): Answer {
  return ok({ errors: [error] });
}

/** A field that this GitHub does not have, as its GraphQL library says it (graphql-ruby, fields_are_defined_on_type.rb). */
export function undefinedField(
  typeName: string,
  fieldName: string,
  at: Place,
  path: readonly string[],
): DocumentError {
  const message = `Field '${fieldName}' doesn't exist on type '${typeName}'`;
  const extensions = { code: 'undefinedField', typeName, fieldName };
  return new DocumentError({ path: [...path, fieldName], extensions, locations: [placeOf(at)], message });
}

/** An argument that this GitHub does not take (graphql-ruby, arguments_are_defined.rb). */
export function argumentNotAccepted(
  input: string,
  argumentName: string,
  at: Place,
  path: readonly string[],
): DocumentError {
  const message = `InputObject '${input}' doesn't accept argument '${argumentName}'`;
  const extensions = { code: 'argumentNotAccepted', name: input, typeName: 'InputObject', argumentName };
  return new DocumentError({ path: [...path, argumentName], extensions, locations: [placeOf(at)], message });
}

/** An id that names nothing this token may see. */
export function unknownNode(id: string): GraphError & { readonly type: string } {
  return { type: 'NOT_FOUND', message: `Could not resolve to a node with the global id of '${id}'` };
}

const TYPES: Readonly<Record<number, string>> = { 403: 'FORBIDDEN', 404: 'NOT_FOUND' };

/** What REST says with a status, in GraphQL's form. */
export function errorOf({ answer, message }: ApiError): GraphError {
  const body = (answer.body ?? {}) as { readonly message?: string; readonly errors?: readonly unknown[] };
  const reasons = (body.errors ?? []).flatMap((one) =>
    typeof one === 'object' && one !== null && 'message' in one ? [String(one.message)] : [],
  );
  const said = reasons.length > 0 ? reasons.join(', ') : (body.message ?? message);
  return { type: TYPES[answer.status] ?? 'UNPROCESSABLE', message: said };
}

function placeOf({ line, column }: Place): Place {
  return { line, column };
}
