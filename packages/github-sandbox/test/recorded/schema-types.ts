/** Which types GitHub's OpenAPI description allows at a place of an answer. */
import { openApi } from '../github-schemas.ts';
import type { JsonType } from './recordings.ts';

type Json = Record<string, unknown>;

/** `undefined`: the description does not know the place. `any`: it says nothing about its type. */
export type Allowed = ReadonlySet<JsonType> | 'any' | undefined;

/** A reader of the description: `METHOD route status` and a JSON path (as in the recordings) to types. */
export function schemaTypes(): (entry: string, path: string) => Allowed {
  const document = openApi();
  const resolve = (node: Json): Json => {
    const ref = node['$ref'];
    if (typeof ref !== 'string') return node;
    const names = ref.split('/').slice(1);
    return resolve(names.reduce<Json>((at, name) => (at[name] ?? {}) as Json, document));
  };
  const alternatives = (given: Json): Json[] => {
    const node = resolve(given);
    const parts = ['anyOf', 'oneOf', 'allOf'].flatMap((kind) => (node[kind] ?? []) as Json[]);
    const nullable = node['nullable'] === true ? [{ type: 'null' }] : [];
    return [node, ...nullable, ...parts.flatMap(alternatives)];
  };
  return (entry, path) => {
    const [method = '', template = '', status = ''] = entry.split(' ');
    const paths = document['paths'] as Record<string, Record<string, Json>>;
    const responses = paths[template]?.[method.toLowerCase()]?.['responses'] as Json | undefined;
    if (responses?.[status] === undefined) return undefined;
    const { content } = resolve(responses[status] as Json) as { content?: Record<string, Json> };
    const schema = content?.['application/json']?.['schema'] as Json | undefined;
    if (schema === undefined) return path === '' ? new Set(['null']) : undefined;
    const names = path.replaceAll('[]', '.[]').split('.').filter(Boolean);
    const nodes = names.reduce(
      (at, name) => at.flatMap((node) => membersOf(node, name).flatMap(alternatives)),
      [...alternatives(schema)],
    );
    return nodes.length === 0 ? undefined : typesOf(nodes);
  };
}

function membersOf(node: Json, name: string): Json[] {
  if (name === '[]') return node['items'] === undefined ? [] : [node['items'] as Json];
  const named = (node['properties'] as Record<string, Json> | undefined)?.[name];
  if (named !== undefined) return [named];
  const others = node['additionalProperties'];
  return typeof others === 'object' && others !== null ? [others as Json] : [];
}

function typesOf(nodes: readonly Json[]): Allowed {
  const types = new Set<JsonType>();
  let saysNothing = true;
  for (const { type, anyOf, oneOf, allOf, enum: words } of nodes) {
    if (type !== undefined || anyOf || oneOf || allOf) saysNothing = false;
    for (const one of [type].flat())
      if (typeof one === 'string') types.add(one === 'integer' ? 'number' : (one as JsonType));
    if (Array.isArray(words) && words.includes(null)) types.add('null');
  }
  return saysNothing ? 'any' : types;
}
