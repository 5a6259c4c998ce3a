/** Which types GitHub's OpenAPI description allows at a place of an answer or a webhook. */
import { openApi, openApiWebhooks } from '../github-schemas.ts';
import type { JsonType } from './recordings.ts';

type Json = Record<string, unknown>;

/** `undefined`: the description does not know the place. `any`: it says nothing about its type. */
export type Allowed = ReadonlySet<JsonType> | 'any' | undefined;

/** What GitHub's description of its REST API allows, by `METHOD route status` and a JSON path (as in the recordings). */
export function restTypes(): (entry: string, path: string) => Allowed {
  const description = read(openApi());
  return (entry, path) => {
    const [method = '', template = '', status = ''] = entry.split(' ');
    const response = description.at('paths', template, method.toLowerCase(), 'responses', status);
    return response && description.typesAt(response, path);
  };
}

/** Whether GitHub's description of its REST API lets a member be absent. */
export function restOptional(): (entry: string, path: string) => boolean {
  const description = read(openApi());
  return (entry, path) => {
    const [method = '', template = '', status = ''] = entry.split(' ');
    const response = description.at('paths', template, method.toLowerCase(), 'responses', status);
    return response !== undefined && description.isOptionalAt(response, path);
  };
}

/** What its description of webhooks allows, by `event.action` and a JSON path. */
export function webhookTypes(): (entry: string, path: string) => Allowed {
  const description = read(openApiWebhooks());
  return (entry, path) => {
    const name = entry.replaceAll(/[._]/g, '-');
    const request = description.at('webhooks', name, 'post', 'requestBody');
    return request && description.typesAt(request, path);
  };
}

function read(document: Json) {
  const at = (...names: readonly string[]): Json | undefined =>
    names.reduce<Json | undefined>((place, name) => place?.[name] as Json | undefined, document);
  const resolve = (node: Json): Json => {
    const ref = node['$ref'];
    return typeof ref === 'string' ? resolve(at(...ref.split('/').slice(1)) ?? {}) : node;
  };
  const alternatives = (given: Json): Json[] => {
    const node = resolve(given);
    const parts = ['anyOf', 'oneOf', 'allOf'].flatMap((kind) => (node[kind] ?? []) as Json[]);
    const nullable = node['nullable'] === true ? [{ type: 'null' }] : [];
    return [node, ...nullable, ...parts.flatMap(alternatives)];
  };
  const nodesAt = (message: Json, names: readonly string[]): Json[] | undefined => {
    const { content } = resolve(message) as { content?: Record<string, Json> };
    const schema = content?.['application/json']?.['schema'] as Json | undefined;
    return (
      schema &&
      names.reduce(
        (places, name) => places.flatMap((node) => membersOf(node, name).flatMap(alternatives)),
        alternatives(schema),
      )
    );
  };
  const typesAt = (message: Json, path: string): Allowed => {
    const nodes = nodesAt(message, namesIn(path));
    if (nodes === undefined) return path === '' ? new Set(['null']) : undefined;
    return nodes.length === 0 ? undefined : typesOf(nodes);
  };
  const isOptionalAt = (message: Json, path: string): boolean => {
    const name = namesIn(path).at(-1) ?? '[]';
    const holders = nodesAt(message, namesIn(path).slice(0, -1)) ?? [];
    return holders.some(
      ({ properties, required }) =>
        name in ((properties ?? {}) as Json) && !((required ?? []) as string[]).includes(name),
    );
  };
  return { at, typesAt, isOptionalAt };
}

function namesIn(path: string): string[] {
  return path.replaceAll('[]', '.[]').split('.').filter(Boolean);
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
