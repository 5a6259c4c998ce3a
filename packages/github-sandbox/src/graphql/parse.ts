/**
 * Reads a GraphQL document of one operation: fields with aliases and arguments, variables, lists and objects. Fragments,
 * directives and several operations are not read; a document that has them is refused with their name.
 */
import { failure } from '../http/answer.ts';

/** A value in a document: as it stands there, or the name of a variable. */
export type Written =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'plain'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly Written[] }
  | { readonly kind: 'object'; readonly fields: readonly Argument[] };

/** Where something stands in a document, both counted from one. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A named value. */
export interface Argument extends Place {
  readonly name: string;
  readonly value: Written;
}

/** A field that is asked for. */
export interface Selection extends Place {
  readonly name: string;
  /** Its name in the answer. */
  readonly as: string;
  readonly args: readonly Argument[];
  /** What is asked of it; empty for a value without fields. */
  readonly selections: readonly Selection[];
}

/** A variable that an operation declares. */
export interface Variable extends Place {
  readonly name: string;
  /** As written: `[ID!]`. */
  readonly type: string;
}

/** What a document asks for. */
export interface Operation {
  readonly kind: 'query' | 'mutation';
  readonly name: string | null;
  readonly variables: readonly Variable[];
  readonly selections: readonly Selection[];
}

interface Token extends Place {
  readonly text: string;
}

const TOKEN =
  /("(?:\\.|[^"\\])*"|-?\d+(?:\.\d+)?|[A-Za-z_]\w*|\.\.\.|[{}()[\]:!$=@|])|([\s,\uFEFF]+|#[^\n]*)|(.)/gsu;

/** The arguments of a field, variables filled in. */
export type Args = Readonly<Record<string, unknown>>;

/** Whether a document changes something, by how it begins. */
export function isMutation(document: unknown): boolean {
  return typeof document === 'string' && /^(?:[\s,]|#[^\n]*\n)*mutation\b/.test(document);
}

/** Reads a document. */
export function parseDocument(text: string): Operation {
  const reader = readerOf(tokensOf(text));
  const operation = readOperation(reader);
  if (reader.peek() !== '') throw unread(reader.next());
  return operation;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { 1: found, 3: stray, index } of text.matchAll(TOKEN)) {
    const before = text.slice(0, index).split('\n');
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    if (stray !== undefined) throw unread({ ...place, text: stray });
    if (found !== undefined) tokens.push({ ...place, text: found });
  }
  return tokens;
}

function unread({ text, line, column }: Token) {
  return failure(501, `The sandbox cannot read ${text || 'the end'} at ${line}:${column} of this document.`);
}

interface Reader {
  /** The next token, which stays; empty at the end. */
  readonly peek: () => string;
  readonly next: () => Token;
  /** Takes this token, or throws. */
  readonly takes: (text: string) => Token;
  /** Takes this token if it is the next. */
  readonly takesIf: (text: string) => boolean;
}

function readerOf(tokens: readonly Token[]): Reader {
  let at = 0;
  const last = tokens.at(-1);
  const end: Token = { line: last?.line ?? 1, column: last?.column ?? 1, text: '' };
  const peek = (): string => tokens[at]?.text ?? '';
  const next = (): Token => tokens[at++] ?? end;
  return {
    peek,
    next,
    takes(text) {
      const token = next();
      if (token.text !== text) throw unread(token);
      return token;
    },
    takesIf: (text) => peek() === text && next().text === text,
  };
}

function readOperation(reader: Reader): Operation {
  if (reader.peek() === '{') return { kind: 'query', name: null, variables: [], selections: readSet(reader) };
  const first = reader.next();
  const { text: kind } = first;
  if (kind !== 'query' && kind !== 'mutation') throw unread(first);
  const name = /^\w/.test(reader.peek()) ? reader.next().text : null;
  const variables: Variable[] = [];
  if (reader.takesIf('('))
    while (!reader.takesIf(')')) {
      const { line, column } = reader.takes('$');
      const variable = reader.next().text;
      reader.takes(':');
      variables.push({ line, column, name: variable, type: readType(reader) });
    }
  return { kind, name, variables, selections: readSet(reader) };
}

function readType(reader: Reader): string {
  const inner = reader.takesIf('[') ? `[${readType(reader)}${reader.takes(']').text}` : reader.next().text;
  return reader.takesIf('!') ? `${inner}!` : inner;
}

function readSet(reader: Reader): Selection[] {
  reader.takes('{');
  const selections: Selection[] = [];
  while (!reader.takesIf('}')) {
    const first = reader.next();
    if (!/^\w/.test(first.text)) throw unread(first);
    const name = reader.takesIf(':') ? reader.next().text : first.text;
    const args = reader.takesIf('(') ? readArguments(reader, ')') : [];
    const inner = reader.peek() === '{' ? readSet(reader) : [];
    selections.push({
      name,
      as: first.text,
      args,
      selections: inner,
      line: first.line,
      column: first.column,
    });
  }
  return selections;
}

function readArguments(reader: Reader, end: ')' | '}'): Argument[] {
  const args: Argument[] = [];
  while (!reader.takesIf(end)) {
    const { text: name, line, column } = reader.next();
    reader.takes(':');
    args.push({ name, line, column, value: readValue(reader) });
  }
  return args;
}

function readValue(reader: Reader): Written {
  const token = reader.next();
  const { text } = token;
  if (text === '$') return { kind: 'variable', name: reader.next().text };
  if (text === '{') return { kind: 'object', fields: readArguments(reader, '}') };
  if (text === '[') {
    const items: Written[] = [];
    while (!reader.takesIf(']')) items.push(readValue(reader));
    return { kind: 'list', items };
  }
  if (/^["\d-]|^(?:true|false|null)$/.test(text))
    return { kind: 'plain', value: JSON.parse(text) as string | number | boolean | null };
  // A bare word is a value of an enum.
  if (/^\w/.test(text)) return { kind: 'plain', value: text };
  throw unread(token);
}
