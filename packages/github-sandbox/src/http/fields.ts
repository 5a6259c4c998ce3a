/** Reading request bodies the way GitHub's schema check does: 422 "Invalid request." for what is missing or of the wrong type. */
import { failure, type ApiError } from './answer.ts';

/** A JSON object from a client. */
export type Fields = Readonly<Record<string, unknown>>;

/** The body as an object; no body counts as an empty one. */
export function fieldsOf(body: unknown): Fields {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) throw wrongType(JSON.stringify(body), 'object');
  return body as Fields;
}

function wrongType(shown: string, wanted: string): ApiError {
  return failure(422, `Invalid request.\n\n${shown} is not a ${wanted}.`);
}

/** The error for a required field that is not there (GITHUB-FACTS 3). */
export function notSupplied(name: string): ApiError {
  return failure(422, `Invalid request.\n\n"${name}" wasn't supplied.`);
}

/** A text, or undefined when the field is absent. Null counts as absent: GitHub ignores it where a text is meant. */
export function optionalText(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string')
    throw wrongType(`For 'properties/${name}', ${JSON.stringify(value)}`, 'string');
  return value;
}

/** A text, null to clear, or undefined to leave alone. */
export function nullableText(fields: Fields, name: string): string | null | undefined {
  return fields[name] === null ? null : optionalText(fields, name);
}

/** A text that must be there. */
export function requiredText(fields: Fields, name: string): string {
  const value = optionalText(fields, name);
  if (value === undefined) throw notSupplied(name);
  return value;
}

/** A whole number, or undefined. */
export function optionalNumber(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) {
    throw wrongType(`For 'properties/${name}', ${JSON.stringify(value)}`, 'integer');
  }
  return number;
}

/** A whole number that must be there. */
export function requiredNumber(fields: Fields, name: string): number {
  const value = optionalNumber(fields, name);
  if (value === undefined) throw notSupplied(name);
  return value;
}

/** True or false, or undefined. */
export function optionalFlag(fields: Fields, name: string): boolean | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean')
    throw wrongType(`For 'properties/${name}', ${JSON.stringify(value)}`, 'boolean');
  return value;
}

/** A list, or undefined. */
export function optionalList(fields: Fields, name: string): readonly unknown[] | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw wrongType(`For 'properties/${name}', ${JSON.stringify(value)}`, 'array');
  return value;
}

/** One of some words, or undefined. */
export function optionalWord<Word extends string>(
  fields: Fields,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = optionalText(fields, name);
  if (value === undefined || words.includes(value as Word)) return value as Word | undefined;
  throw failure(
    422,
    `Invalid request.\n\nFor 'properties/${name}', ${JSON.stringify(value)} is not a possible value. Must be one of the following: ${words.join(', ')}.`,
  );
}

/** A moment, or undefined; null clears. */
export function nullableDate(fields: Fields, name: string): Date | null | undefined {
  const text = nullableText(fields, name);
  if (text === undefined || text === null) return text;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) {
    throw wrongType(`For 'properties/${name}', ${JSON.stringify(text)}`, 'date-time');
  }
  return date;
}
