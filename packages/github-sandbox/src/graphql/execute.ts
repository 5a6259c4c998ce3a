/** Answers a document: first all of it is looked through, so that one that is refused has done nothing. */
import { ApiError, failure, ok, type Answer } from '../http/answer.ts';
import type { Call } from '../http/router.ts';
import {
  argumentNotAccepted,
  DocumentError,
  errorOf,
  refusedDocument,
  undefinedField,
  type GraphError,
} from './errors.ts';
import {
  parseDocument,
  type Args,
  type Argument,
  type Operation,
  type Selection,
  type Written,
} from './parse.ts';
import { INPUTS, INPUT_TYPES, TYPES, type Field } from './types.ts';

/** Does what a document asks for, and answers as GitHub does: HTTP 200 with `data`, `errors`, or both. */
export function answerDocument(call: Call, document: string, variables: Args): Answer {
  const operation = parseDocument(document);
  const root = operation.kind === 'mutation' ? 'Mutation' : 'Query';
  const path = [operation.name === null ? operation.kind : `${operation.kind} ${operation.name}`];
  try {
    for (const selection of operation.selections) lookThrough(call, root, selection, path);
    requireVariables(operation, variables);
  } catch (error) {
    if (error instanceof DocumentError) return refusedDocument(error);
    throw error;
  }
  const errors: GraphError[] = [];
  const data: Record<string, unknown> = {};
  for (const selection of operation.selections) {
    try {
      data[selection.as] = valueOf(call, { type: root, of: undefined }, selection, variables);
    } catch (error) {
      if (!(error instanceof ApiError) || error.answer.status === 501) throw error;
      const { line, column } = selection;
      data[selection.as] = null;
      errors.push({ ...errorOf(error), path: [selection.as], locations: [{ line, column }] });
    }
  }
  return ok(errors.length === 0 ? { data } : { data, errors });
}

/** Looks whether the fields and arguments are there. What GitHub has and the sandbox does not is answered with 501. */
function lookThrough(call: Call, type: string, selection: Selection, above: readonly string[]): void {
  const { name, selections, args } = selection;
  const field = fieldOf(type, name);
  if (isMissing(call, field)) throw undefinedField(type, name, selection, above);
  const path = [...above, name];
  for (const arg of args) {
    if (!field.takes.includes(arg.name)) throw unknown(`argument ${arg.name} of ${type}.${name}`);
    const input = INPUT_TYPES[`${name}.${arg.name}`];
    if (input !== undefined) lookThroughInput(call, input, arg, [...path, arg.name]);
  }
  if ((field.gives === undefined) !== (selections.length === 0))
    throw unknown(`selection of fields in ${type}.${name}`);
  for (const inner of selections) lookThrough(call, field.gives ?? '', inner, path);
}

function lookThroughInput(call: Call, input: string, { value }: Argument, path: readonly string[]): void {
  if (value.kind !== 'object') return;
  for (const one of value.fields) {
    const known = INPUTS[input]?.[one.name];
    if (known === undefined) throw unknown(`field ${one.name} of ${input}`);
    if (isMissing(call, known)) throw argumentNotAccepted(input, one.name, one, path);
  }
}

function isMissing({ world }: Call, { since = [] }: Pick<Field, 'since'>): boolean {
  return since.some((kind) => world.without.has(kind));
}

function fieldOf(type: string, name: string): Field {
  const field = TYPES[type]?.[name];
  if (field === undefined) throw unknown(`field ${name} of ${type}`);
  return field;
}

function unknown(what: string): ApiError {
  return failure(501, `The sandbox has no ${what}. Add it to graphql/types.ts.`);
}

function requireVariables({ variables }: Operation, given: Args): void {
  for (const { name, type, line, column } of variables) {
    if (!type.endsWith('!') || (given[name] !== undefined && given[name] !== null)) continue;
    const message = `Variable $${name} of type ${type} was provided invalid value`;
    const extensions = {
      value: null,
      problems: [{ path: [], explanation: 'Expected value to not be null' }],
    };
    throw new DocumentError({ locations: [{ line, column }], extensions, message });
  }
}

interface Source {
  readonly type: string;
  readonly of: unknown;
}

function valueOf(call: Call, { type, of }: Source, selection: Selection, variables: Args): unknown {
  const field = fieldOf(type, selection.name);
  const found = field.resolve(of as never, argsOf(selection.args, variables), call);
  const { gives } = field;
  if (gives === undefined || found === null) return found;
  const shown = (one: unknown): unknown =>
    Object.fromEntries(
      selection.selections.map((inner) => [
        inner.as,
        valueOf(call, { type: gives, of: one }, inner, variables),
      ]),
    );
  return Array.isArray(found) ? found.map(shown) : shown(found);
}

function argsOf(args: readonly Argument[], variables: Args): Args {
  const given = args.map(({ name, value }) => [name, plain(value, variables)] as const);
  // An optional variable that is not given is as if its argument were not there.
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function plain(value: Written, variables: Args): unknown {
  switch (value.kind) {
    case 'variable':
      return variables[value.name];
    case 'plain':
      return value.value;
    case 'list':
      return value.items.map((item) => plain(item, variables));
    case 'object':
      return argsOf(value.fields, variables);
  }
}
